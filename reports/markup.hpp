// Writes HTML and SVG so that what comes from files and people can never become markup: text and
// attributes are escaped, elements are closed in order, and a page is one file that asks for
// nothing (its Content-Security-Policy forbids scripts and requests).
// Example: Markup page; page.open("p", {{"class", "note"}}); page.text("a < b"); page.close();
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace firedrill {

// For text between tags and in quoted attributes; characters that no XML may hold become blanks.
[[nodiscard]] std::string escaped_markup(std::string_view text);

class Markup {
 public:
  using Attributes = std::initializer_list<std::pair<std::string_view, std::string>>;

  void open(std::string_view tag, Attributes attributes = {});
  void close();  // the innermost that is open
  void text(std::string_view text);
  // An element that holds only text; where `content` is empty, one without content.
  void element(std::string_view tag, Attributes attributes, std::string_view content = {});
  void element(std::string_view tag, std::string_view content) { element(tag, {}, content); }

  // Markup that another Markup has finished.
  void raw(std::string_view markup) { markup_ += markup; }

  // All that was written; every element must be closed.
  [[nodiscard]] std::string finish() &&;

 private:
  void begin(std::string_view tag, Attributes attributes);

  std::string markup_;
  std::vector<std::string> open_;
};

// A whole page around what `body` holds: character set, title, policy, the style that all pages of
// firedrill share (light, dark, print; readable on a phone) and `style` after it.
[[nodiscard]] std::string html_page(const std::string& title, const std::string& style,
                                    const std::string& body);

}  // namespace firedrill
