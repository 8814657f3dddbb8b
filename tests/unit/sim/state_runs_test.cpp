// Models of states whose figures follow by hand, and the edges of what can be said of one.
#include "sim/state_runs.hpp"

#include <catch2/catch.hpp>
#include <chrono>

using namespace firedrill;
using namespace std::chrono_literals;

namespace {

Distribution after(Duration length) { return {Constant{to_seconds(length)}}; }
Distribution exponential(Duration mean) { return {Exponential{to_seconds(mean)}}; }

StateStudy study_of(StateModel model) { return {.model = std::move(model)}; }

StatesPrediction predict(const StateModel& model, unsigned threads = 0) {
  return predict_states(study_of(model), {.seed = 5, .replications = 100, .threads = threads});
}

}  // namespace

TEST_CASE("a clock of constants: 3 h up, 1 h down, and again") {
  StateModel model;
  model.states = {{"up", true, {{1, after(3h)}}},
                  {"down", false, {{0, after(1h)}, {2, after(2h)}}},
                  {"never", false, {}}};
  model.horizon = 10h;  // up 3, down 1, up 3, down 1, up 2
  model.watched = {1, 2};
  const StatesPrediction prediction = predict(model);
  CHECK(prediction.availability.simulated.mean == Approx(0.8));
  CHECK(prediction.downtime.simulated.mean == Approx(7200.0));
  CHECK_FALSE(prediction.availability.exact);
  CHECK(prediction.watched[0].entered == 100);
  CHECK_FALSE(prediction.watched[0].mean_time);  // "never" can be reached, as far as laws' names go
  CHECK(prediction.watched[1].entered == 0);
}

TEST_CASE("where a state is entered for certain, the time until then is that of the way") {
  StateModel model;
  model.states = {
      {"a", true, {{1, after(3h)}}}, {"b", false, {{2, after(30min)}}}, {"c", true, {}}};
  model.horizon = 1h;
  model.watched = {2};
  const StatesPrediction prediction = predict(model);
  CHECK(prediction.watched[0].entered == 0);  // not within the hour
  REQUIRE(prediction.watched[0].mean_time);
  CHECK(prediction.watched[0].mean_time->mean == Approx(3.5 * 3600.0));
  CHECK(prediction.watched[0].runs == 100);
}

TEST_CASE("an absorbing state has no long run, and what may end there is not awaited") {
  StateModel model;
  model.states = {{"up", true, {{1, exponential(10h)}, {2, exponential(10h)}}},
                  {"down", false, {{0, exponential(1h)}}},
                  {"gone", false, {}}};
  model.horizon = 100h;
  model.watched = {1, 2};
  const StatesPrediction prediction = predict(model);
  CHECK(prediction.availability.exact.has_value());
  CHECK_FALSE(prediction.long_run_availability);
  CHECK_FALSE(prediction.watched[0].mean_time);  // it may be gone before
  CHECK_FALSE(prediction.watched[0].exact_time);
  CHECK(prediction.watched[1].mean_time);
  // T = 5 h until something happens, then with probability 1/2 one hour more and T again.
  CHECK(*prediction.watched[1].exact_time == Approx(11.0 * 3600.0));
}

TEST_CASE("threads change nothing") {
  StateModel model;
  model.states = {{"up", true, {{1, exponential(10h)}}}, {"down", false, {{0, exponential(1h)}}}};
  model.horizon = 100h;
  model.watched = {1};
  const StatesPrediction one = predict(model, 1);
  const StatesPrediction three = predict(model, 3);
  CHECK(one.availability.simulated.mean == three.availability.simulated.mean);
  CHECK(one.watched[0].mean_time->mean == three.watched[0].mean_time->mean);
  CHECK(one.watched[0].entered == three.watched[0].entered);
}
