// The page of all incident replays is as recorded, and docs/VALIDITY.md says what it says. After a
// change that is meant:
//   ./firedrill replay > tests/golden/replay.txt
// and the table in docs/VALIDITY.md follows by hand, with the words around it.
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "reports/replay_text.hpp"
#include "sim/incident_replay.hpp"

using namespace firedrill;

namespace {

std::string text_of(const std::string& path) {
  std::ifstream stream{path};
  return {std::istreambuf_iterator<char>{stream}, {}};
}

std::vector<Incident> library_incidents() {
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator{"scenarios/incidents"}) {
    if (entry.path().extension() == ".json") {
      files.push_back(entry.path().string());
    }
  }
  std::sort(files.begin(), files.end());
  std::vector<Incident> incidents;
  for (const std::string& file : files) {
    const Result<Incident> incident = load_incident(file);
    REQUIRE(incident);
    incidents.push_back(*incident);
  }
  return incidents;
}

}  // namespace

TEST_CASE("incident replays are as recorded, and the documentation says what they say") {
  SimulationOptions options;
  options.seed = 1;
  options.replications = 2'000;
  const std::string page = replay_page(replay_incidents(library_incidents(), options), {});
  INFO("repeat: ./firedrill replay");
  CHECK(page == text_of("tests/golden/replay.txt"));
  const std::size_t begin = page.find("THE INTERVALS");
  REQUIRE(begin != std::string::npos);
  const std::string table = page.substr(begin, page.find("\n\n", begin) - begin);
  CHECK(text_of("docs/VALIDITY.md").find(table) != std::string::npos);
}
