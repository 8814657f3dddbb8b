// The history keeps what it is given, filters it, and sums it up by quarters.
#include "history/run_history.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>

using namespace firedrill;

namespace {

class File {
 public:
  File()
      : path_{std::filesystem::temp_directory_path() /
              fmt::format("firedrill-history-{}.sqlite", ::getpid())} {
    std::filesystem::remove(path_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File() { std::filesystem::remove(path_); }
  [[nodiscard]] std::string path() const { return path_.string(); }

 private:
  std::filesystem::path path_;
};

HistoryEntry drill(const std::string& id, const std::string& started_at, double rto,
                   const char* verdict, const std::string& scenario = "loss") {
  HistoryEntry entry{.id = id,
                     .folder = "runs/" + id,
                     .scenario = scenario,
                     .title = "Loss",
                     .target = "lab",
                     .started_at = started_at,
                     .state = "completed",
                     .is_verified = true,
                     .problem = {},
                     .figures = {}};
  HistoryFigure promise{.kind = "rto", .name = "back", .verdict = verdict};
  promise.measured_s = rto;
  promise.target_s = 60.0;
  promise.predicted_low_s = 20.0;
  promise.predicted_high_s = 50.0;
  promise.rank = 0.25;
  HistoryFigure detected{.kind = "phase", .name = "detected", .verdict = {}};
  detected.measured_s = 4.0;
  entry.figures = {promise, detected};
  return entry;
}

}  // namespace

TEST_CASE("a history gives back what it was given, in order of time") {
  const File file;
  {
    RunHistory history{file.path()};
    history.put({drill("b", "2026-02-01T00:00:00Z", 30.0, "met"),
                 drill("a", "2026-01-01T00:00:00Z", 70.0, "missed")});
    history.put({drill("b", "2026-02-01T00:00:00Z", 31.5, "met")});  // takes the place of the first
  }
  const RunHistory history{file.path()};
  const auto all = history.list({});
  REQUIRE(all.size() == 2);
  CHECK(all[0].id == "a");
  CHECK(all[1].id == "b");
  REQUIRE(all[1].figures.size() == 2);
  CHECK(all[1].figures[0].measured_s == 31.5);
  CHECK(all[1].figures[0].verdict == "met");
  CHECK(all[1].figures[0].rank == 0.25);
  CHECK_FALSE(all[1].figures[1].rank);
  CHECK(all[1].figures[1].name == "detected");
}

TEST_CASE("filters") {
  const File file;
  RunHistory history{file.path()};
  history.put({drill("a", "2026-01-31T23:00:00Z", 70.0, "missed"),
               drill("b", "2026-02-01T00:00:00Z", 30.0, "met"),
               drill("c", "2026-02-20T00:00:00Z", 30.0, "met", "o'clock; DROP TABLE runs")});
  const auto count = [&](const HistoryFilter& filter) { return history.list(filter).size(); };
  CHECK(count({.scenario = "loss"}) == 2);
  CHECK(count({.scenario = "o'clock; DROP TABLE runs"}) == 1);
  CHECK(count({.target = "elsewhere"}) == 0);
  CHECK(count({.state = "completed"}) == 3);
  CHECK(count({.since = "2026-02"}) == 2);
  CHECK(count({.until = "2026-01"}) == 1);
  CHECK(count({.until = "2026-02-01"}) == 2);
  CHECK(count({.only_missed = true}) == 1);
}

TEST_CASE("the trend by quarters") {
  HistoryEntry changed = drill("z", "2026-05-01T00:00:00Z", 1.0, "met");
  changed.is_verified = false;
  const auto trend = trend_of({drill("a", "2026-01-01T00:00:00Z", 70.0, "missed"),
                               drill("b", "2026-02-01T00:00:00Z", 30.0, "met"),
                               drill("c", "2026-03-31T00:00:00Z", 40.0, "met"),
                               drill("d", "2026-04-01T00:00:00Z", 45.0, "met"), changed,
                               drill("e", "", 45.0, "met")});
  REQUIRE(trend.size() == 2);
  CHECK(trend[0].quarter == "2026-Q1");
  CHECK(trend[0].drills == 3);
  CHECK(trend[0].rto_median_s == 40.0);
  CHECK(trend[0].rto_met == 2);
  CHECK(trend[0].rto_judged == 3);
  CHECK(trend[0].all_met == 2);
  CHECK(trend[0].within == 2);
  CHECK(trend[0].predicted == 3);
  CHECK(trend[0].detection_median_s == 4.0);
  CHECK_FALSE(trend[0].rpo_median_s);
  CHECK(trend[1].drills == 2);
  CHECK(trend[1].verified == 1);
  CHECK(trend[1].rto_median_s == 45.0);  // what does not verify counts for nothing
}

TEST_CASE("what is no history is not overwritten") {
  const File file;
  {
    std::ofstream stream{file.path()};
    stream << "this is a text, and longer than the header of a database would be, and no database";
  }
  CHECK_THROWS_AS(RunHistory{file.path()}, std::runtime_error);
  std::ifstream stream{file.path()};
  std::string first;
  stream >> first;
  CHECK(first == "this");
}
