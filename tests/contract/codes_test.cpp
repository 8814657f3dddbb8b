// `firedrill explain` knows every code that any source reports, and no other; each has a title, an
// explanation and an example.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <initializer_list>
#include <iterator>
#include <regex>
#include <set>
#include <string>

#include "live/charter/codes_live.hpp"
#include "live/drill/codes_drill.hpp"
#include "models/text/codes.hpp"
#include "scenarios/codes_check.hpp"
#include "scenarios/codes_evidence.hpp"
#include "scenarios/codes_plan.hpp"
#include "sim/codes_run.hpp"

using namespace firedrill;

namespace {

const std::initializer_list<std::span<const CodeEntry>> all_tables{
    text_codes(),  plan_codes(),     check_codes(), live_codes(),
    drill_codes(), evidence_codes(), run_codes()};

// By all sources but the tables themselves.
std::set<std::string> reported_codes() {
  std::set<std::string> codes;
  const std::regex code{"\"(FD[0-9]{4})\""};
  for (const char* root : {"app", "history", "live", "models", "reports", "scenarios", "sim"}) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator{root}) {
      const std::string name = entry.path().filename().string();
      if (entry.path().extension() != ".cpp" || name.starts_with("codes")) {
        continue;
      }
      std::ifstream stream{entry.path()};
      const std::string text{std::istreambuf_iterator<char>{stream}, {}};
      for (auto match = std::sregex_iterator{text.begin(), text.end(), code};
           match != std::sregex_iterator{}; ++match) {
        codes.insert((*match)[1]);
      }
    }
  }
  return codes;
}

}  // namespace

TEST_CASE("every code that is reported is explained, once, and no other") {
  std::set<std::string> explained;
  for (const auto& table : all_tables) {
    for (const CodeEntry& entry : table) {
      CAPTURE(entry.code);
      CHECK(explained.insert(std::string{entry.code}).second);
    }
  }
  CHECK(explained.size() > 100);
  CHECK(reported_codes() == explained);
}

TEST_CASE("entries of a table ascend, have a title of one line, and an example") {
  for (const auto& table : all_tables) {
    std::string_view last;
    for (const CodeEntry& entry : table) {
      CAPTURE(entry.code);
      CHECK(last < entry.code);
      CHECK(entry.title.find('\n') == std::string_view::npos);
      CHECK_FALSE(entry.title.ends_with('.'));
      CHECK(entry.explanation.find("Example: ") != std::string_view::npos);
      last = entry.code;
    }
  }
}
