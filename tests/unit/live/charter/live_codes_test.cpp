// `firedrill explain` knows every code of targets, charters, faults and experiments, and no other.
#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <string>

#include "live/charter/codes_live.hpp"

using namespace firedrill;

TEST_CASE("the codes in live's sources are the codes in the table") {
  std::set<std::string> reported;
  const std::regex code{"\"(FD5[0-9]{3})\""};
  for (const std::string folder :
       {"live/charter", "live/faults", "live/experiment", "live/lab", "live/network"}) {
    for (const auto& entry : std::filesystem::directory_iterator{folder}) {
      if (entry.path().extension() != ".cpp" || entry.path().filename() == "codes_live.cpp") {
        continue;
      }
      std::ifstream stream{entry.path()};
      const std::string text{std::istreambuf_iterator<char>{stream}, {}};
      for (auto match = std::sregex_iterator{text.begin(), text.end(), code};
           match != std::sregex_iterator{}; ++match) {
        reported.insert((*match)[1]);
      }
    }
  }
  std::set<std::string> explained;
  std::string_view last;
  for (const CodeEntry& entry : live_codes()) {
    CHECK(last < entry.code);
    CHECK_FALSE(entry.title.ends_with('.'));
    CHECK(entry.explanation.find("Example: ") != std::string_view::npos);
    last = entry.code;
    explained.insert(std::string{entry.code});
  }
  CHECK(reported == explained);
}
