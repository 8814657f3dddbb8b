// Open loop: a target that does not answer slows nothing down and hides nothing.
#include "live/probes/probe_runner.hpp"

#include <algorithm>
#include <atomic>
#include <catch2/catch.hpp>
#include <mutex>
#include <thread>

using namespace firedrill;
using namespace std::chrono_literals;

namespace {

using Clock = std::chrono::steady_clock;

// Blocks while `is_blocked`, for as long as its patience lasts.
class Blocking final : public ProbeClient {
 public:
  explicit Blocking(const std::atomic<bool>& is_blocked) : is_blocked_{is_blocked} {}
  ProbeAnswer attempt(const ProbeAttempt& attempt) override {
    const auto deadline = Clock::now() + attempt.patience;
    while (is_blocked_ && Clock::now() < deadline) {
      std::this_thread::sleep_for(1ms);
    }
    return {Clock::now() >= deadline ? ProbeStatus::failed : ProbeStatus::succeeded};
  }

 private:
  const std::atomic<bool>& is_blocked_;
};

struct Recording {
  std::mutex mutex;
  std::vector<ProbeResult> results;
  void take(const ProbeResult& result) {
    const std::lock_guard lock{mutex};
    results.push_back(result);
  }
};

// Every instant of the grid has one result, in order.
void check_grid(const std::vector<ProbeResult>& results, Duration period) {
  REQUIRE_FALSE(results.empty());
  for (std::size_t index = 0; index < results.size(); ++index) {
    REQUIRE(results[index].sequence == index);
    REQUIRE(results[index].intended % period == Duration::zero());
    REQUIRE(results[index].intended ==
            results.front().intended + static_cast<std::int64_t>(index) * period);
    REQUIRE(results[index].sent >= results[index].intended);
    REQUIRE(results[index].answered >= results[index].sent);
  }
}

}  // namespace

TEST_CASE("a target that does not answer neither slows its observer nor hides a failure",
          "[threads]") {
  std::atomic<bool> is_blocked{false};
  Recording recording;
  const auto zero = Clock::now();
  Duration blocked_at{}, freed_at{};
  {
    ProbeRunner runner{{.name = "p", .period = 20ms, .patience = 100ms},
                       [&] { return std::make_unique<Blocking>(is_blocked); },
                       [&](const ProbeResult& result) { recording.take(result); },
                       zero};
    std::this_thread::sleep_for(300ms);
    blocked_at = Clock::now() - zero;
    is_blocked = true;
    std::this_thread::sleep_for(600ms);
    is_blocked = false;
    freed_at = Clock::now() - zero;
    std::this_thread::sleep_for(300ms);
    runner.stop();
    CHECK(runner.lateness() > Duration::zero());
  }
  check_grid(recording.results, 20ms);
  // At the least 55 of the 60 instants of 1.2 s, however busy this machine is.
  CHECK(recording.results.size() >= 55);
  // All that were meant well inside the outage failed; none before did, unless it was late.
  for (const ProbeResult& result : recording.results) {
    if (result.intended > blocked_at && result.intended + 100ms < freed_at) {
      CHECK_FALSE(result.succeeded());
    }
    if (result.answered < blocked_at && result.status != ProbeStatus::not_sent) {
      CHECK(result.succeeded());
    }
  }
}

TEST_CASE("a probe for which no worker is free counts as not sent", "[threads]") {
  // 10 ms apart, with a patience of 1 s that the client ignores: it never comes back in time.
  class Stuck final : public ProbeClient {
   public:
    explicit Stuck(std::atomic<bool>& is_over) : is_over_{is_over} {}
    ProbeAnswer attempt(const ProbeAttempt& /*attempt*/) override {
      while (!is_over_) {
        std::this_thread::sleep_for(1ms);
      }
      return {ProbeStatus::failed};
    }

   private:
    std::atomic<bool>& is_over_;
  };
  std::atomic<bool> is_over{false};
  Recording recording;
  {
    ProbeRunner runner{{.name = "p", .period = 10ms, .patience = 30ms},
                       [&] { return std::make_unique<Stuck>(is_over); },
                       [&](const ProbeResult& result) { recording.take(result); },
                       Clock::now()};
    std::this_thread::sleep_for(300ms);
    is_over = true;
  }
  check_grid(recording.results, 10ms);
  const auto not_sent =
      std::count_if(recording.results.begin(), recording.results.end(),
                    [](const ProbeResult& one) { return one.status == ProbeStatus::not_sent; });
  CHECK(not_sent >= 10);
  CHECK(std::none_of(recording.results.begin(), recording.results.end(),
                     [](const ProbeResult& one) { return one.succeeded(); }));
}

TEST_CASE("a vantage point that does not exist is said before anything is probed") {
  ProbeRunnerOptions options{.name = "p", .period = 10ms, .patience = 10ms};
  options.vantage = [] { enter_network(-1); };
  const auto begin = [&] {
    const ProbeRunner runner{options, [] { return std::unique_ptr<ProbeClient>{}; },
                             [](const ProbeResult&) {}, Clock::now()};
  };
  CHECK_THROWS_AS(begin(), std::system_error);
}
