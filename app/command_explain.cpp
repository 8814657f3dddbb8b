// firedrill explain: what an error or finding means and how to mend it.

#include <fmt/core.h>

#include <algorithm>
#include <cctype>
#include <memory>
#include <string>
#include <vector>

#include "app/cli.hpp"
#include "app/commands.hpp"
#include "app/output.hpp"
#include "live/charter/codes_live.hpp"
#include "live/drill/codes_drill.hpp"
#include "models/text/codes.hpp"
#include "reports/json_text.hpp"
#include "scenarios/codes_check.hpp"
#include "scenarios/codes_evidence.hpp"
#include "scenarios/codes_plan.hpp"
#include "sim/codes_run.hpp"

namespace firedrill {
namespace {

struct ExplainArguments {
  std::string code;
  bool wants_json = false;
};

std::vector<CodeEntry> all_codes() {
  std::vector<CodeEntry> codes;
  for (const auto& part : {text_codes(), plan_codes(), check_codes(), evidence_codes(),
                           live_codes(), drill_codes(), run_codes()}) {
    codes.insert(codes.end(), part.begin(), part.end());
  }
  return codes;
}

std::string codes_json(const std::vector<CodeEntry>& codes) {
  auto entries = nlohmann::ordered_json::array();
  for (const CodeEntry& entry : codes) {
    entries.push_back(
        {{"code", entry.code}, {"title", entry.title}, {"explanation", entry.explanation}});
  }
  return json_text({{"format", "firedrill/codes/1"}, {"codes", entries}});
}

// Each line of the explanation, broken where the page ends.
std::string explanation_page(const CodeEntry& entry) {
  const auto width = static_cast<std::size_t>(page_options().width);
  std::string page = fmt::format("{}  {}\n\n", entry.code, entry.title);
  std::string_view rest = entry.explanation;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    page += wrapped(rest.substr(0, end), width);
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return page;
}

ExitCode explain_command(const ExplainArguments& arguments) {
  const std::vector<CodeEntry> codes = all_codes();
  if (arguments.code.empty()) {
    std::string list;
    for (const CodeEntry& entry : codes) {
      list += fmt::format("{}  {}\n", entry.code, entry.title);
    }
    print(arguments.wants_json ? codes_json(codes) : list);
    return ExitCode::met;
  }
  std::string wanted = arguments.code;
  std::transform(wanted.begin(), wanted.end(), wanted.begin(),
                 [](unsigned char letter) { return static_cast<char>(std::toupper(letter)); });
  if (const CodeEntry* entry = find_code(codes, wanted)) {
    print(arguments.wants_json ? codes_json({*entry}) : explanation_page(*entry));
    return ExitCode::met;
  }
  std::vector<std::string> words;
  words.reserve(codes.size());
  for (const CodeEntry& known : codes) {
    words.emplace_back(known.code);
  }
  const std::string near = nearest_word(wanted, words);
  fmt::print(
      stderr, "firedrill: there is no code {}{}\n", arguments.code,
      near.empty() ? "; `firedrill explain` lists them all" : "; did you mean " + near + "?");
  return ExitCode::usage;
}

class Explain : public CommandWith<ExplainArguments> {
 public:
  explicit Explain(CLI::App& program)
      : CommandWith{program,
                    {"explain", "Says what an error or finding means and how to mend it",
                     "  firedrill explain FD4007\n  firedrill explain"}} {
    line_.add_option("CODE", arguments_.code, "e.g. FD2103; without one, lists them all")
        ->option_text(" ");
    line_.add_flag("--json", arguments_.wants_json, "print JSON");
  }
  [[nodiscard]] ExitCode run() const override { return explain_command(arguments_); }
};

}  // namespace

std::unique_ptr<Command> make_explain(CLI::App& program) {
  return std::make_unique<Explain>(program);
}

}  // namespace firedrill
