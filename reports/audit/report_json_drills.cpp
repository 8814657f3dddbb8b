#include "reports/audit/report_json_drills.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "reports/json_text.hpp"

namespace firedrill {
namespace {

using Json = nlohmann::ordered_json;

Json milliseconds(std::optional<double> time_s) {
  return json_number(time_s ? std::optional{std::round(*time_s * 1000.0) / 1000.0} : std::nullopt);
}

Json milliseconds(Duration duration) {
  return duration == never ? Json(nullptr) : milliseconds(to_seconds(duration));
}

// Rows of one kind, each once, by when they were first named.
class SharedRows {
 public:
  std::size_t place_of(const Json& row) {
    const auto [found, is_new] = places_.emplace(row.dump(), rows_.size());
    if (is_new) {
      rows_.push_back(row);
    }
    return found->second;
  }

  [[nodiscard]] const Json& rows() const { return rows_; }

 private:
  Json rows_ = Json::array();
  std::map<std::string, std::size_t> places_;
};

// One of a drill's things: what other drills share of it, and its own values by column.
struct SplitRow {
  Json shared;
  Json own;  // an object of plain values, the same columns in every row of a kind
};

template <class Part, class Split>
Json columns(SharedRows& table, const std::vector<Part>& parts, const Split& split) {
  Json json{{"of", Json::array()}};
  for (const Part& part : parts) {
    const SplitRow row = split(part);
    json["of"].push_back(table.place_of(row.shared));
    for (const auto& [name, value] : row.own.items()) {
      json[name].push_back(value);
    }
  }
  return json;
}

const ComparedObjective* predicted_of(const RunObjective& one, const RunComparison& comparison) {
  const auto found = std::find_if(
      comparison.objectives.begin(), comparison.objectives.end(),
      [&](const ComparedObjective& beside) { return beside.name == one.name && beside.figure; });
  return found == comparison.objectives.end() ? nullptr : &*found;
}

SplitRow promise_row(const RunObjective& one, const RunComparison& comparison) {
  const auto if_measured = [&](Duration value) {
    return one.is_measured ? milliseconds(value) : Json(nullptr);
  };
  SplitRow row{{{"name", one.name},
                {"title", one.title},
                {"kind", one.kind == ObjectiveKind::rto ? "rto" : "rpo"},
                {"target_s", milliseconds(one.target)}},
               {{"measured", one.is_measured},
                {"value_s", if_measured(one.value)},
                {"low_s", if_measured(one.low)},
                {"high_s", if_measured(one.high)},
                {"verdict", name_of(one.verdict)}}};
  const ComparedObjective* const beside = predicted_of(one, comparison);
  const auto predicted = [&](double figure) {
    return beside == nullptr ? Json(nullptr) : milliseconds(figure);
  };
  const ComparedFigure none{};
  const ComparedFigure& figure = beside == nullptr ? none : *beside->figure;
  row.own["predicted_median_s"] = predicted(figure.median);
  row.own["predicted_low_s"] = predicted(figure.interval.low);
  row.own["predicted_high_s"] = predicted(figure.interval.high);
  row.own["predicted_met"] =
      beside == nullptr ? Json(nullptr) : json_number(beside->predicted_met_fraction);
  row.own["inside"] = beside == nullptr ? Json(nullptr) : Json(name_of(figure.is_inside));
  return row;
}

SplitRow step_row(const ReportStep& step) {
  return {{{"name", step.name}},
          {{"reached", step.was_reached},
           {"automatic", step.is_automatic},
           {"by_hand", step.by_hand},
           {"succeeded", step.succeeded},
           {"started_s", milliseconds(step.started_s)},
           {"length_s", milliseconds(step.length_s)},
           {"waited_s", milliseconds(step.waited_s)}}};
}

SplitRow duty_row(const ReportDuty& duty) {
  return {{{"subject", duty.subject},
           {"to", json_words(duty.detail)},
           {"message", duty.is_message},
           {"clock", duty.clock},
           {"due_s", milliseconds(duty.due_s)}},
          {{"done_s", milliseconds(duty.done_s)},
           {"sent_s", milliseconds(duty.sent_s)},
           {"on_time", duty.is_on_time ? Json(*duty.is_on_time) : Json(nullptr)},
           {"acknowledged_s", milliseconds(duty.acknowledged_s)},
           {"acknowledged_by", json_words(duty.acknowledged_by)}}};
}

SplitRow ledger_row(const RunLedger& ledger) {
  return {
      {{"data", ledger.data}, {"commit_mode", ledger.commit_mode}},
      {{"acknowledged", ledger.acknowledged},
       {"survived", ledger.survived},
       {"lost", ledger.lost},
       {"lost_bytes", ledger.lost_bytes.count},
       {"holes", ledger.holes},
       {"phantoms", ledger.phantoms},
       {"unverified", ledger.unverified},
       {"loss_window_s", ledger.loss_window ? milliseconds(*ledger.loss_window) : Json(nullptr)}}};
}

SplitRow fault_row(const RunFault& fault) {
  return {
      {{"name", fault.name}, {"kind", fault.kind}, {"targets", fault.targets}, {"how", fault.how}},
      {{"outcome", name_of(fault.outcome)}}};
}

// Writes drills, and gathers what they share.
class DrillWriter {
 public:
  Json write(const ReportDrill& drill) {
    const Run& run = drill.run;
    Json json{{"id", drill.id},
              {"label", label_of(run.target_kind)},
              {"state", name_of(run.state)},
              {"verdict", name_of(drill.verdict)},
              {"reason", drill.reason},
              {"counts", drill.counts},
              {"started_at", run.started_at},
              {"ended_at", run.ended_at},
              {"firedrill", run.version}};
    json["scenario"] =
        scenarios_.place_of({{"name", run.scenario.name},
                             {"title", run.scenario_title},
                             {"digest", run.scenario.digest},
                             {"plan", {{"name", run.plan.name}, {"digest", run.plan.digest}}}});
    json["target"] = targets_.place_of({{"kind", name_of(run.target_kind)},
                                        {"name", run.target.name},
                                        {"digest", run.target.digest}});
    json["seed"] = run.seed;
    json["evidence"] = {
        {"run_digest", drill.run_digest},
        {"events", run.events},
        {"chain", run.chain},
        {"files", run.evidence.size() + 1},
        {"sealed_prediction", run.prediction ? Json(run.prediction->digest) : Json(nullptr)}};
    json["alert_s"] = milliseconds(drill.alert_s);
    json["response_began_s"] = milliseconds(drill.declared_s);
    write_lists(drill, json);
    json["steps_reached"] = drill.reached;
    json["steps_automatic"] = drill.automatic;
    json["undo"] = {{"entries", run.undo.entries},
                    {"reverted", run.undo.reverted},
                    {"residue", run.undo.residue}};
    json["diverged"] = run.diverged;
    return json;
  }

  [[nodiscard]] Json tables() const {
    return {{"scenarios", scenarios_.rows()}, {"targets", targets_.rows()},
            {"faults", faults_.rows()},       {"promises", promises_.rows()},
            {"phases", phases_.rows()},       {"steps", steps_.rows()},
            {"duties", duties_.rows()},       {"ledgers", ledgers_.rows()}};
  }

 private:
  void write_lists(const ReportDrill& drill, Json& json) {
    const Run& run = drill.run;
    json["faults"] = columns(faults_, run.faults, fault_row);
    json["promises"] = columns(promises_, run.objectives, [&](const RunObjective& one) {
      return promise_row(one, drill.comparison);
    });
    json["phases"] = columns(phases_, run.phases, [](const RunPhase& phase) {
      return SplitRow{{{"name", phase.name}}, {{"length_s", milliseconds(phase.length)}}};
    });
    json["steps"] = columns(steps_, drill.steps, step_row);
    json["duties"] = columns(duties_, drill.duties, duty_row);
    json["ledgers"] = columns(ledgers_, run.ledgers, ledger_row);
  }

  SharedRows scenarios_, targets_, faults_, promises_, phases_, steps_, duties_, ledgers_;
};

}  // namespace

DrillsJson drills_json(const std::vector<ReportDrill>& drills) {
  DrillWriter writer;
  Json written = Json::array();
  for (const ReportDrill& drill : drills) {
    written.push_back(writer.write(drill));
  }
  return {writer.tables(), std::move(written)};
}

}  // namespace firedrill
