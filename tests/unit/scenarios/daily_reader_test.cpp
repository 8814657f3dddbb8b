// What can be wrong with the day of a stream and with the disk of a log: reported at its place.
#include "tests/unit/scenarios/plan_fixture.hpp"

using namespace firedrill;

namespace {

constexpr const char* path = "scenarios/library/link-cut-fills-log-disk.json";
const std::string daily = "/plan/data/1/object_stream/daily";
const std::string disk = "/plan/components/0/database/log_disk";

Diagnostics problems_of(const std::string& pointer, const std::string& value) {
  const std::vector<Setting> settings{{pointer, value}};
  const auto scenario = load_scenario(path, settings);
  return scenario ? Diagnostics{} : scenario.error();
}

void expect(const std::string& pointer, const std::string& value, const std::string& code,
            const std::string& place) {
  CAPTURE(pointer, value);
  const Diagnostics problems = problems_of(pointer, value);
  REQUIRE(problems.size() == 1);
  CHECK(problems[0].code == code);
  CHECK(problems[0].place.pointer == place);
  CHECK_FALSE(problems[0].message.empty());
}

}  // namespace

TEST_CASE("a day as the plan has it") {
  const auto scenario = load_scenario(path);
  REQUIRE(scenario);
  const auto& uploads = std::get<ObjectStream>(scenario->plan.data[1].protection).daily;
  REQUIRE(uploads.parts.size() == 2);
  CHECK(uploads.parts[0].from == 7.0 * 3600.0);
  CHECK(uploads.parts[0].share == 2.0);
  const auto& replica = std::get<Database>(scenario->plan.components[1].model);
  const auto& log = std::get<BacklogLag>(*replica.lag);
  CHECK(log.daily.parts.size() == 5);
  // 10 % of the time in bursts of 12 MB/s, else 4: 4.8; and the day's mean of
  // (2 * 0.4 + 3.2 + 5 * 0.4 + 10 * 1.6 + 6 * 0.6) / 24.
  CHECK(mean_written(log).bytes_per_second == Approx(4.8e6 * 25.6 / 24.0));
  const auto& primary = std::get<Database>(scenario->plan.components[0].model);
  REQUIRE(primary.log_disk);
  CHECK(primary.log_disk->room == Bytes{200'000'000'000});
}

TEST_CASE("a day that cannot be is told where") {
  expect(daily, "[]", "FD2006", daily);
  expect(daily + "/1/from", "\"7 h\"", "FD2006", daily + "/1/from");
  expect(daily + "/1/from", "\"5 h\"", "FD2006", daily + "/1/from");
  expect(daily + "/1/from", "\"24 h\"", "FD2006", daily + "/1/from");
  expect(daily + "/1/share", "-1", "FD2104", daily + "/1/share");
  expect(daily, R"([{"from": "0 h", "share": 0}])", "FD2006", daily);
  expect(daily, "\"diurnal\"", "FD2005", daily);
  expect(daily + "/0", R"({"from": "0 h"})", "FD2002", daily + "/0");
  expect(daily + "/0/until", "\"9 h\"", "FD2003", daily + "/0/until");
}

TEST_CASE("a log's disk that cannot be is told where") {
  expect(disk + "/room", "\"200 h\"", "FD2102", disk + "/room");
  expect(disk + "/size", "\"1 TB\"", "FD2003", disk + "/size");
  expect(disk, R"({"room": "1 TB"})", "FD2002", disk);
  // A replica has none: its source's log waits for it.
  expect("/plan/components/1/database/log_disk", R"({"room": "1 TB", "freed": "1 h"})", "FD2003",
         "/plan/components/1/database/log_disk");
}
