// The dictionary of FD6xxx holds what the sources report, and nothing else.
#include "live/drill/codes_drill.hpp"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>

using namespace firedrill;

TEST_CASE("the FD6xxx in the sources are those in the table") {
  std::set<std::string> reported;
  const std::regex code{"\"(FD6[0-9]{3})\""};
  for (const auto& entry : std::filesystem::recursive_directory_iterator{"live"}) {
    if (entry.path().extension() != ".cpp" || entry.path().filename() == "codes_drill.cpp") {
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
  for (const CodeEntry& entry : drill_codes()) {
    CHECK(entry.explanation.find("Example: ") != std::string_view::npos);
    explained.insert(std::string{entry.code});
  }
  CHECK(reported == explained);
}
