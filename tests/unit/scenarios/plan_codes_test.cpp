// `firedrill explain` knows every code that the readers report, and no other.
#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <string>

#include "scenarios/codes_plan.hpp"

using namespace firedrill;

TEST_CASE("the codes in the sources are the codes in the table") {
  std::set<std::string> reported{"FD3065"};  // by app/command_report.cpp
  const std::regex code{"\"(FD3[0-9]{3})\""};
  for (const auto& entry : std::filesystem::directory_iterator{"scenarios"}) {
    if (entry.path().extension() != ".cpp" || entry.path().filename() == "codes_plan.cpp") {
      continue;
    }
    std::ifstream stream{entry.path()};
    const std::string text{std::istreambuf_iterator<char>{stream}, {}};
    for (auto match = std::sregex_iterator{text.begin(), text.end(), code};
         match != std::sregex_iterator{}; ++match) {
      reported.insert((*match)[1]);
    }
  }
  std::set<std::string> explained;
  std::string_view last;
  for (const CodeEntry& entry : plan_codes()) {
    CHECK(last < entry.code);
    CHECK_FALSE(entry.title.ends_with('.'));
    CHECK(entry.explanation.find("Example: ") != std::string_view::npos);
    last = entry.code;
    explained.insert(std::string{entry.code});
  }
  CHECK(reported == explained);
}
