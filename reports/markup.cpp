#include "reports/markup.hpp"

#include <algorithm>
#include <array>

#include "models/base/check.hpp"

namespace firedrill {
namespace {

bool is_void(std::string_view tag) {
  constexpr std::array<std::string_view, 4> voids{"meta", "br", "col", "hr"};
  return std::find(voids.begin(), voids.end(), tag) != voids.end();
}

// Colours have a contrast of 4.5 or more against their ground in both schemes (WCAG 2.2, 1.4.3).
constexpr std::string_view shared_style = R"(
:root { color-scheme: light dark; --ink: #1b1f24; --faint: #57606a; --ground: #ffffff;
  --card: #f4f5f7; --line: #c8ccd1; --accent: #0b5cad; --good: #1a6b32; --bad: #b3261e;
  --doubtful: #8a5300; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e8eb; --faint: #a9b1ba;
  --ground: #14171b; --card: #1e2329; --line: #414952; --accent: #7cb8ff; --good: #7bd88f;
  --bad: #ff9a91; --doubtful: #f0b55a; } }
@media print { :root { color-scheme: light; --ink: #000000; --faint: #444444; --ground: #ffffff;
  --card: #ffffff; --line: #999999; --accent: #003a75; --good: #0e5423; --bad: #8f1d17;
  --doubtful: #6b4000; } .card { break-inside: avoid; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 68rem; padding: 1rem; color: var(--ink);
  background: var(--ground); font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: .5rem 0; }
h2 { font-size: 1.2rem; margin: 2rem 0 .5rem; }
h3 { font-size: 1.05rem; margin: 0 0 .5rem; }
.label { color: var(--faint); font-weight: 600; letter-spacing: .05em; }
.note { color: var(--faint); }
.good { color: var(--good); } .bad { color: var(--bad); } .doubtful { color: var(--doubtful); }
.card { border: 1px solid var(--line); border-radius: .4rem; background: var(--card);
  padding: .8rem 1rem; margin: .8rem 0; }
.wide { overflow-x: auto; } .wide > svg { min-width: 40rem; max-width: none; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .3rem .8rem .3rem 0;
  border-bottom: 1px solid var(--line); overflow-wrap: normal; }
th { font-weight: 600; } td.whole { white-space: nowrap; }
td.number, th.number { text-align: right; white-space: nowrap; }
dl { display: grid; grid-template-columns: 8rem 1fr; gap: .2rem 1rem; margin: 0; }
dt { color: var(--faint); } dd { margin: 0; }
@media (max-width: 40rem) { dl { grid-template-columns: 1fr; } dd { margin-bottom: .4rem; } }
code { font: .9em ui-monospace, monospace; }
svg { max-width: 100%; height: auto; } svg text { fill: var(--ink); font-family: inherit; }
)";

}  // namespace

std::string escaped_markup(std::string_view text) {
  std::string safe;
  safe.reserve(text.size());
  for (const char letter : text) {
    switch (letter) {
      case '&':
        safe += "&amp;";
        break;
      case '<':
        safe += "&lt;";
        break;
      case '>':
        safe += "&gt;";
        break;
      case '"':
        safe += "&quot;";
        break;
      default: {
        const bool is_control = static_cast<unsigned char>(letter) < 0x20 && letter != '\n';
        safe += is_control ? ' ' : letter;
      }
    }
  }
  return safe;
}

void Markup::begin(std::string_view tag, Attributes attributes) {
  markup_ += '<';
  markup_ += tag;
  for (const auto& [name, value] : attributes) {
    markup_ += ' ';
    markup_ += name;
    markup_ += "=\"" + escaped_markup(value) + "\"";
  }
  markup_ += '>';
}

void Markup::open(std::string_view tag, Attributes attributes) {
  begin(tag, attributes);
  if (is_void(tag)) {
    markup_ += '\n';
  } else {
    open_.emplace_back(tag);
  }
}

void Markup::close() {
  firedrill_assert(!open_.empty());
  markup_ += "</" + open_.back() + ">\n";
  open_.pop_back();
}

void Markup::text(std::string_view text) { markup_ += escaped_markup(text); }

void Markup::element(std::string_view tag, Attributes attributes, std::string_view content) {
  open(tag, attributes);
  if (!is_void(tag)) {
    text(content);
    close();
  }
}

std::string Markup::finish() && {
  firedrill_assert(open_.empty());
  return std::move(markup_);
}

std::string html_page(const std::string& title, const std::string& style, const std::string& body) {
  Markup head;
  head.element("meta", {{"charset", "utf-8"}});
  head.element("meta", {{"name", "viewport"}, {"content", "width=device-width, initial-scale=1"}});
  head.element("meta", {{"http-equiv", "Content-Security-Policy"},
                        {"content", "default-src 'none'; style-src 'unsafe-inline'"}});
  head.element("title", title);
  return "<!doctype html>\n<html lang=\"en\">\n<head>\n" + std::move(head).finish() + "<style>" +
         std::string{shared_style} + style + "</style>\n</head>\n<body>\n<main>\n" + body +
         "</main>\n</body>\n</html>\n";
}

}  // namespace firedrill
