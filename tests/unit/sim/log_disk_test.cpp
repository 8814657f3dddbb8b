// Writes that follow the day, and a source that stops when its log has filled its disk, through
// whole scenarios, against hand calculations.
#include <catch2/catch.hpp>

#include "scenarios/scenario_reader.hpp"
#include "sim/monte_carlo.hpp"

using namespace firedrill;

namespace {

constexpr const char* cut_scenario = "scenarios/library/link-cut-fills-log-disk.json";
const std::string log_of = "/plan/components/1/database/lag/backlog/";
const std::string disk = "/plan/components/0/database/log_disk/";

// 10 MB/s of log at all times, cut off at 10 min; nothing random but the prober's phase.
std::vector<Setting> flat(const std::string& room, const std::string& cut) {
  return {{"/plan/links", "[]"},
          {log_of + "base_write_rate", "\"10 MB/s\""},
          {log_of + "burst_write_rate", "\"10 MB/s\""},
          {log_of + "daily", R"([{"from": "0 h", "share": 1}])"},
          {"/plan/components/1/database/promotion", "\"5 min\""},
          {"/plan/components/1/database/promotion_failure", "0"},
          {disk + "room", "\"" + room + "\""},
          {disk + "freed", "\"20 h\""},
          {"/faults/0/link_cut/length", "\"" + cut + "\""}};
}

struct Found {
  double rto = 0.0, orders = 0.0, uploads = 0.0;  // [s]
};

Found found(const std::vector<Setting>& settings, const char* path = cut_scenario) {
  const auto scenario = load_scenario(path, settings);
  REQUIRE(scenario);
  const Samples samples = simulate(*scenario, {3, 1, 0, 0, {}});
  return {to_seconds(samples.objectives[0][0]), to_seconds(samples.objectives[1][0]),
          to_seconds(samples.objectives[2][0])};
}

}  // namespace

TEST_CASE("a primary stops when its log has filled its disk, and what did not cross is lost") {
  // 36 GB at 10 MB/s: an hour after the cut. What was committed before the cut is there.
  const Found full = found(flat("36 GB", "3 d"));
  CHECK(full.orders == Approx(3600.0).margin(0.01));
  // Detected, promoted in 5 min, the DNS changed: not the cut's three days, nor the disk's 20 h.
  CHECK(full.rto > 300.0);
  CHECK(full.rto < 3600.0);
  // Twice the disk, twice the loss.
  CHECK(found(flat("72 GB", "3 d")).orders == Approx(7200.0).margin(0.01));
}

TEST_CASE("a disk that holds what a cut lets wait stops nothing") {
  const Found roomy = found(flat("36 GB", "59 min"));
  CHECK(roomy.rto == 0.0);
  CHECK(roomy.orders == 0.0);
  CHECK(found(flat("36 GB", "61 min")).orders == Approx(3600.0).margin(0.01));
}

TEST_CASE("with a limit of its own the slot is lost and the primary goes on") {
  auto settings = flat("36 GB", "3 d");
  settings.push_back({"/plan/components/1/database/log_room", "\"20 GB\""});
  const Found limited = found(settings);
  CHECK(limited.rto == 0.0);
  CHECK(limited.orders == 0.0);
  // The region lost a day later: the replica stands where it stood when the link was cut, long
  // healed as that is. It has to be seeded anew.
  settings.push_back({"/faults/0/link_cut/length", "\"2 h\""});
  settings.push_back({"/faults/-",
                      R"({"name": "loss", "at": "1450 min", "region_outage": {"region":
      "us-east-1", "length": "10 d", "control_plane_loss": 0, "control_plane_length": "0 s"}})"});
  const Found lost = found(settings);
  CHECK(lost.orders == Approx(86'400.0).margin(0.01));
}

TEST_CASE("nobody promotes anything: the primary comes back when somebody has made room") {
  auto settings = flat("36 GB", "3 d");
  settings.push_back({"/plan/components/1/database/promotion", "\"100 h\""});
  settings.push_back({"/runbook/steps/0/action/fence/length", "\"50 h\""});
  const Found alone = found(settings);
  // 20 h after it stopped, seen by the next probe.
  CHECK(alone.rto == Approx(20.0 * 3600.0).margin(11.0));
}

TEST_CASE("what a region's loss takes depends on the hour, as the day's writing has it") {
  // 16 MB/s from eight to eighteen to a replica that takes 12, and 8 MB/s in the evening: by hand
  // 2.5 h behind at eighteen, an hour later 144 - 14.4 GB at 16 MB/s.
  const auto at = [](const std::string& hour) {
    std::vector<Setting> settings = flat("1 PB", "1 s");
    settings.push_back({log_of + "capacity", "\"12 MB/s\""});
    settings.push_back({log_of + "daily", R"([{"from": "0 h", "share": 0.4},
        {"from": "8 h", "share": 1.6}, {"from": "18 h", "share": 0.8}])"});
    settings.push_back({"/begins/at", "\"" + hour + "\""});
    settings.push_back({"/faults/0", R"({"name": "loss", "at": "0 s", "region_outage": {"region":
      "us-east-1", "length": "10 d", "control_plane_loss": 0, "control_plane_length": "0 s"}})"});
    return found(settings).orders;
  };
  // What is there has crossed a second earlier.
  CHECK(at("479 min") == Approx(1.0).margin(1e-3));
  CHECK(at("18 h") == Approx(2.5 * 3600.0 + 1.0 - 0.25).margin(1e-3));
  CHECK(at("13 h") == Approx((5.0 * 3600.0 - 1.0) * 0.25 + 1.0).margin(1e-3));
}
