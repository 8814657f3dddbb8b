#include "reports/chaos_toolkit_journal.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <nlohmann/json.hpp>
#include <vector>

#include "models/base/moment.hpp"
#include "reports/json_text.hpp"

namespace firedrill {
namespace {

using Json = nlohmann::ordered_json;

// What readers look at to choose a template; the structure of this version is written.
constexpr const char* journal_version = "1.45.0";

// As Python's isoformat() of a time in UTC.
std::string text_of(Moment moment) {
  const auto since = moment.time_since_epoch();
  const auto seconds = std::chrono::floor<std::chrono::seconds>(since);
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:06}+00:00",
                     fmt::gmtime(static_cast<std::time_t>(seconds.count())),
                     (since - seconds).count());
}

class JournalWriter {
 public:
  explicit JournalWriter(const Run& run)
      : run_{run},
        begin_{moment_of(run.started_at).value_or(Moment{})},
        end_{std::max(begin_, end_of(run))} {}

  Json journal();

 private:
  // Something that was done or asked, when, and what came of it.
  struct Activity {
    Json activity;
    Duration begin{}, end{};
    bool succeeded = false;
    Json output{};
  };

  [[nodiscard]] Moment end_of(const Run& run) const;
  [[nodiscard]] Duration length() const { return end_ - begin_; }
  [[nodiscard]] Json activity(const std::string& type, const std::string& name) const;
  [[nodiscard]] Json entry(const Activity& one) const;
  [[nodiscard]] std::vector<Activity> activities() const;
  [[nodiscard]] Json hypothesis_probe() const;
  [[nodiscard]] Json steady_state(const std::optional<RunSteadyState>& state, Duration begin,
                                  Duration end) const;
  [[nodiscard]] Json undo() const;
  [[nodiscard]] Json extension() const;
  [[nodiscard]] Json experiment(const std::vector<Activity>& all) const;
  [[nodiscard]] std::string status() const;

  const Run& run_;
  Moment begin_, end_;
};

// Of a run that firedrill did not end: the last that is known of it.
Moment JournalWriter::end_of(const Run& run) const {
  if (!run.ended_at.empty()) {
    return moment_of(run.ended_at).value_or(begin_);
  }
  Duration last{};
  for (const RunFault& fault : run.faults) {
    last = std::max({last, fault.injected.value_or(last), fault.healed.value_or(last)});
  }
  for (const RunEvent& event : run.timeline) {
    last = std::max(last, event.answered);
  }
  return begin_ + std::chrono::duration_cast<std::chrono::microseconds>(last);
}

// All were done by one command, which is what would do them again.
Json JournalWriter::activity(const std::string& type, const std::string& name) const {
  Json one{{"type", type}, {"name", name}};
  one["provider"] = {
      {"type", "process"},
      {"path", "firedrill"},
      {"arguments", Json::array({"drill", run_.scenario.name, "--target", run_.target.name})}};
  return one;
}

Json JournalWriter::entry(const Activity& one) const {
  const auto at = [&](Duration time) {
    return begin_ + std::chrono::duration_cast<std::chrono::microseconds>(time);
  };
  return {{"activity", one.activity},        {"output", one.output},
          {"start", text_of(at(one.begin))}, {"status", one.succeeded ? "succeeded" : "failed"},
          {"end", text_of(at(one.end))},     {"duration", to_seconds(one.end - one.begin)}};
}

std::vector<JournalWriter::Activity> JournalWriter::activities() const {
  std::vector<Activity> all;
  for (const RunFault& fault : run_.faults) {
    if (fault.injected) {
      all.push_back({activity("action", "fault: " + fault.name),
                     *fault.injected,
                     std::max(*fault.injected, fault.healed.value_or(length())),
                     fault.outcome == Outcome::succeeded,
                     {{"kind", fault.kind},
                      {"targets", fault.targets},
                      {"how", fault.how},
                      {"is_healed", fault.healed.has_value()}}});
    }
  }
  for (const RunStep& step : run_.steps) {
    if (step.started) {
      all.push_back(
          {activity("action", "step: " + step.name),
           *step.started,
           std::max(*step.started, step.ended.value_or(length())),
           step.succeeded,
           {{"automatic_failed", step.automatic_failed}, {"is_ended", step.ended.has_value()}}});
    }
  }
  std::stable_sort(all.begin(), all.end(),
                   [](const Activity& a, const Activity& b) { return a.begin < b.begin; });
  for (const RunProbe& probe : run_.probes) {
    const auto seconds = [](const std::optional<Duration>& time) {
      return time && *time != never ? Json(to_seconds(*time)) : Json(nullptr);
    };
    all.push_back({activity("probe", "probe: " + probe.name),
                   Duration{},
                   length(),
                   true,
                   {{"kind", probe.kind},
                    {"vantage", probe.vantage},
                    {"service", probe.service},
                    {"period_s", to_seconds(probe.period)},
                    {"sent", probe.sent},
                    {"failed", probe.failed},
                    {"not_sent", probe.not_sent},
                    {"first_failure_s", seconds(probe.first_failure)},
                    {"first_success_s", seconds(probe.first_success)},
                    {"unavailable_s", seconds(probe.unavailable)}}});
  }
  return all;
}

Json JournalWriter::hypothesis_probe() const {
  Json probe = activity("probe", "the target is in its steady state");
  probe["tolerance"] = true;
  return probe;
}

Json JournalWriter::steady_state(const std::optional<RunSteadyState>& state, Duration begin,
                                 Duration end) const {
  if (!state) {
    return nullptr;
  }
  Json probe = entry({hypothesis_probe(), begin, std::max(begin, end), true, state->is_held});
  probe["tolerance_met"] = state->is_held;
  probe["deviations"] = state->deviations;
  return {{"steady_state_met", state->is_held}, {"probes", Json::array({probe})}};
}

Json JournalWriter::undo() const {
  Duration begin{};
  for (const RunFault& fault : run_.faults) {
    begin = std::max(begin, fault.healed.value_or(Duration{}));
  }
  return entry({activity("action", "undo"),
                begin,
                std::max(begin, length()),
                run_.undo.residue.empty() && run_.undo.entries == run_.undo.reverted,
                {{"entries", run_.undo.entries},
                 {"reverted", run_.undo.reverted},
                 {"residue", run_.undo.residue}}});
}

// What a journal has no word for.
Json JournalWriter::extension() const {
  Json objectives = Json::array();
  for (const RunObjective& one : run_.objectives) {
    const auto seconds = [&](Duration time) {
      return one.is_measured && time != never ? Json(to_seconds(time)) : Json(nullptr);
    };
    objectives.push_back({{"name", one.name},
                          {"title", one.title},
                          {"kind", one.kind == ObjectiveKind::rto ? "rto" : "rpo"},
                          {"target_s", to_seconds(one.target)},
                          {"measured_s", seconds(one.value)},
                          {"interval_s", Json::array({seconds(one.low), seconds(one.high)})},
                          {"verdict", name_of(one.verdict)},
                          {"reason", one.reason}});
  }
  Json ledgers = Json::array();
  for (const RunLedger& one : run_.ledgers) {
    ledgers.push_back({{"data", one.data},
                       {"acknowledged", one.acknowledged},
                       {"survived", one.survived},
                       {"lost", one.lost},
                       {"unverified", one.unverified}});
  }
  return {{"name", "firedrill"},
          {"run", run_.id},
          {"version", run_.version},
          {"state", name_of(run_.state)},
          {"reason", run_.reason},
          {"scenario", {{"name", run_.scenario.name}, {"digest", run_.scenario.digest}}},
          {"plan", {{"name", run_.plan.name}, {"digest", run_.plan.digest}}},
          {"target", {{"name", run_.target.name}, {"digest", run_.target.digest}}},
          {"prediction", run_.prediction ? Json(run_.prediction->digest) : Json(nullptr)},
          {"chain", run_.chain},
          {"objectives", objectives},
          {"ledgers", ledgers}};
}

Json JournalWriter::experiment(const std::vector<Activity>& all) const {
  Json method = Json::array();
  for (const Activity& one : all) {
    method.push_back(one.activity);
  }
  return {
      {"version", "1.0.0"},
      {"title", run_.scenario_title.empty() ? run_.scenario.name : run_.scenario_title},
      {"description",
       fmt::format("MEASURED by firedrill {} on {}: drill {} of scenario {}, plan {}", run_.version,
                   run_.target.name, run_.id, run_.scenario.name, run_.plan.name)},
      {"tags", Json::array({"firedrill", run_.scenario.name})},
      {"steady-state-hypothesis",
       {{"title", "The target is in its steady state"},
        {"probes", Json::array({hypothesis_probe()})}}},
      {"method", method},
      {"rollbacks", Json::array({activity("action", "undo")})},
      {"extensions", Json::array({extension()})}};
}

std::string JournalWriter::status() const {
  switch (run_.state) {
    case RunState::completed:
      return "completed";
    case RunState::interrupted:
      return "interrupted";
    case RunState::voided:
      return "failed";
    case RunState::aborted:
    case RunState::running:  // firedrill died
      break;
  }
  return "aborted";
}

Json JournalWriter::journal() {
  const std::vector<Activity> all = activities();
  Json run = Json::array();
  for (const Activity& one : all) {
    run.push_back(entry(one));
  }
  Duration first = length();
  Duration last{};
  for (const RunFault& fault : run_.faults) {
    first = std::min(first, fault.injected.value_or(first));
    last = std::max(last, fault.healed.value_or(last));
  }
  const bool has_deviated = run_.steady_after && !run_.steady_after->is_held;
  return {{"chaoslib-version", journal_version},
          {"platform", run_.environment.kernel + " " + run_.environment.machine},
          {"node", run_.target.name},
          {"experiment", experiment(all)},
          {"start", text_of(begin_)},
          {"status", status()},
          {"deviated", has_deviated},
          {"steady_states",
           {{"before", steady_state(run_.steady_before, Duration{}, first)},
            {"after", steady_state(run_.steady_after, last, length())},
            {"during", Json::array()}}},
          {"run", run},
          {"rollbacks", Json::array({undo()})},
          {"end", text_of(end_)},
          {"duration", to_seconds(length())}};
}

}  // namespace

std::string chaos_toolkit_journal(const Run& run) {
  return json_text(JournalWriter{run}.journal());
}

}  // namespace firedrill
