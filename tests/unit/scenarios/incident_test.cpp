// Incidents from files: what was observed, and the errors only an incident can have.
#include "scenarios/incident.hpp"

#include <catch2/catch.hpp>
#include <chrono>

#include "tests/unit/scenarios/edited_file.hpp"

using namespace firedrill;
using namespace std::chrono_literals;

namespace {

constexpr const char* s3_file = "scenarios/incidents/aws-s3-2017-02-28.json";

// The codes of the S3 incident, read with `after` in place of `before`.
std::vector<std::string> codes_after(const std::string& before, const std::string& after) {
  const EditedFile file{s3_file, before, after, "classes/"};
  const Result<Incident> incident = load_incident(file.path());
  std::vector<std::string> codes;
  if (!incident) {
    for (const Diagnostic& problem : incident.error()) {
      CHECK(problem.place.line > 0);
      codes.push_back(problem.code);
    }
  }
  return codes;
}

}  // namespace

TEST_CASE("an incident says what was observed, and keeps the rest to itself") {
  const Result<Incident> incident = load_incident(s3_file);
  REQUIRE(incident);
  CHECK(incident->source_url == "https://aws.amazon.com/message/41926/");
  CHECK(incident->strikes == Strike::region_and_control);
  CHECK_FALSE(incident->observed[static_cast<std::size_t>(Milestone::detected)]);
  CHECK(incident->observed[static_cast<std::size_t>(Milestone::service_restored)] == 221min);
  CHECK(incident->observed[static_cast<std::size_t>(Milestone::fully_recovered)] == 257min);
  CHECK(incident->outage() == 221min);
}

TEST_CASE("where only the end of all repairs is known, the outage lasts until then") {
  const Result<Incident> incident = load_incident("scenarios/incidents/aws-ebs-2011-04-21.json");
  REQUIRE(incident);
  CHECK(incident->outage() == 5023min);
}

TEST_CASE("what is wrong with an incident is said") {
  using Codes = std::vector<std::string>;
  CHECK(codes_after("221 min", "221 min") == Codes{});
  CHECK(codes_after("221 min", "221 mim") == Codes{"FD2103"});
  CHECK(codes_after("service_restored", "service_restord") == Codes{"FD2003"});
  CHECK(codes_after("\"precision\": \"minute\"", "\"precision\": \"minutes\"") == Codes{"FD2004"});
  CHECK(codes_after("\"strikes\": \"region_and_control\",", "") == Codes{"FD2002"});
  CHECK(codes_after("\"service_restored\": \"221 min\"", "\"data_lost\": \"1 min\"") ==
        Codes{"FD3040"});
  CHECK(codes_after("\"faults\"",
                    "\"changes\": {\"/parameters/incident.repair/value\": \"4 h\"}, \"faults\"") ==
        Codes{"FD3041"});
}

TEST_CASE("every incident of the library can be read, and was observed at some time") {
  std::size_t count = 0;
  for (const auto& entry : std::filesystem::directory_iterator{"scenarios/incidents"}) {
    if (entry.path().extension() != ".json") {
      continue;
    }
    INFO(entry.path());
    const Result<Incident> incident = load_incident(entry.path().string());
    REQUIRE(incident);
    CHECK(entry.path().stem() == incident->scenario.name);
    CHECK(incident->source_url.starts_with("https://"));
    CHECK(std::any_of(incident->observed.begin(), incident->observed.end(),
                      [](const auto& time) { return time.has_value(); }));
    ++count;
  }
  CHECK(count >= 18);
}
