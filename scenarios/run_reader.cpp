#include "scenarios/run_reader.hpp"

#include <fmt/format.h>

#include <array>
#include <functional>
#include <limits>
#include <utility>

#include "scenarios/notes.hpp"
#include "scenarios/run_values.hpp"

namespace firedrill {
namespace {

constexpr std::array<std::string_view, 3> outcome_words{"succeeded", "failed", "unknown"};
constexpr std::array<std::string_view, 3> verdict_words{"met", "missed", "inconclusive"};
constexpr std::array<std::string_view, 2> kind_words{"rto", "rpo"};
constexpr std::array<std::string_view, 5> state_words{"running", "completed", "aborted",
                                                      "interrupted", "void"};

class RunReader {
 public:
  explicit RunReader(const Document& document) : document_{document} {}

  Result<Run> read();

 private:
  void read_part(ObjectReader& object, std::string_view key,
                 const std::function<void(RunValues&)>& read);
  template <class Part>
  void read_list(ObjectReader& object, std::string_view key, std::vector<Part>& parts,
                 const std::function<void(RunValues&, Part&)>& read);
  void read_inputs(ObjectReader& object);
  void read_prediction(ObjectReader& object);
  void read_fault(RunValues& values, RunFault& fault);
  void read_event(RunValues& values, RunEvent& event);
  void read_measurement(RunValues& values);
  void read_objective(RunValues& values, RunObjective& objective);
  void read_steady_state(ObjectReader& object);
  void read_rest(ObjectReader& object);
  void contradiction(const Node& node, std::string message);

  const Document& document_;
  ReadContext context_;
  Run run_;
};

void RunReader::contradiction(const Node& node, std::string message) {
  context_.error(node, "FD3050", std::move(message), "a run is written by firedrill drill alone");
}

void RunReader::read_part(ObjectReader& object, std::string_view key,
                          const std::function<void(RunValues&)>& read) {
  if (const Node* const node = object.required(key)) {
    RunValues values{*node, context_};
    read(values);
    values.object.finish();
  }
}

template <class Part>
void RunReader::read_list(ObjectReader& object, std::string_view key, std::vector<Part>& parts,
                          const std::function<void(RunValues&, Part&)>& read) {
  object.each(key, [&](const Node& item) {
    RunValues values{item, context_};
    read(values, parts.emplace_back());
    values.object.finish();
  });
}

void RunReader::read_prediction(ObjectReader& object) {
  const Node* const node = object.required("prediction");
  if (node == nullptr || node->kind == NodeKind::null) {
    return;
  }
  RunValues values{*node, context_};
  RunPrediction& prediction = run_.prediction.emplace();
  prediction.file = values.object.string("file");
  prediction.digest = values.digest("digest");
  prediction.seed = values.count("seed");
  prediction.replications = values.count("replications");
  prediction.seal = values.count("seal");
  values.object.finish();
}

void RunReader::read_inputs(ObjectReader& object) {
  read_part(object, "scenario", [&](RunValues& values) {
    run_.scenario.name = values.object.string("name");
    run_.scenario_title = values.object.string("title");
    run_.scenario.digest = values.digest("digest");
  });
  read_part(object, "plan", [&](RunValues& values) {
    run_.plan.name = values.object.string("name");
    run_.plan.digest = values.digest("digest");
  });
  read_part(object, "target", [&](RunValues& values) {
    constexpr std::array<std::string_view, 3> kinds{"lab", "inventory", "stand_in"};
    run_.target_kind = static_cast<TargetKind>(values.object.word("kind", kinds));
    run_.target.name = values.object.string("name");
    run_.target.digest = values.digest("digest");
  });
  run_.seed = static_cast<std::uint64_t>(
      object.integer("seed", 0, std::numeric_limits<std::int64_t>::max()));
  read_prediction(object);
}

void RunReader::read_fault(RunValues& values, RunFault& fault) {
  fault.name = values.object.string("name");
  fault.kind = values.object.string("kind");
  fault.targets = values.object.strings("targets");
  fault.how = values.object.string("how");
  fault.outcome = static_cast<Outcome>(values.object.word("outcome", outcome_words));
  fault.injected = values.optional_time("injected_s");
  fault.healed = values.optional_time("healed_s");
  if (fault.healed && fault.injected.value_or(never) > *fault.healed) {
    contradiction(*values.object.optional("healed_s"), "healed at {} s, before it was injected");
  }
  if (fault.injected && !run_.prediction) {
    contradiction(*values.object.optional("injected_s"),
                  "injected at {} s, although no prediction was sealed");
  }
}

void RunReader::read_event(RunValues& values, RunEvent& event) {
  event.asked = values.time("asked_s");
  event.answered = values.time("answered_s");
  event.verb = values.verb("verb");
  event.outcome = static_cast<Outcome>(values.object.word("outcome", outcome_words));
  event.step = values.optional_name("step");
  event.subject = values.optional_name("subject");
  event.attempt = static_cast<std::uint8_t>(values.object.integer("attempt", 0, 255));
  event.by_hand = values.object.boolean("by_hand");
  event.value = values.finding(event.verb);
  if (event.answered < event.asked) {
    contradiction(*values.object.optional("answered_s"), "answered at {} s, before it was asked");
  }
}

void RunReader::read_measurement(RunValues& values) {
  run_.injected = values.time("injected_s");
  run_.begun = values.time("begun_s");
  run_.diverged = values.object.boolean("diverged");
  read_list<RunPhase>(values.object, "phases", run_.phases, [](RunValues& phase, RunPhase& part) {
    part.name = phase.object.string("name");
    part.length = phase.time("length_s");
  });
  read_list<RunStep>(values.object, "steps", run_.steps, [](RunValues& step, RunStep& part) {
    part.name = step.object.string("name");
    part.started = step.optional_time("started_s");
    part.ended = step.optional_time("ended_s");
    part.waited = step.time("waited_s");
    part.critical = step.time("critical_s");
    part.automatic_failed = step.object.boolean("automatic_failed");
    part.succeeded = step.object.boolean("succeeded");
  });
}

void RunReader::read_objective(RunValues& values, RunObjective& objective) {
  objective.name = values.object.string("name");
  objective.title = values.object.string("title");
  objective.kind = static_cast<ObjectiveKind>(values.object.word("kind", kind_words));
  objective.subject = values.object.string("subject");
  objective.target = values.time("target_s");
  objective.is_measured = values.object.boolean("measured");
  objective.value = values.optional_time("value_s").value_or(never);
  std::vector<Duration> interval;
  values.object.each("interval_s", [&](const Node& item) {
    interval.push_back(values.optional_time(item).value_or(never));
  });
  if (interval.size() == 2) {
    objective.low = objective.is_measured ? interval[0] : Duration::zero();
    objective.high = interval[1];
  } else if (const Node* const node = values.object.optional("interval_s")) {
    context_.error(*node, "FD2006", "an interval has two ends, {} has not");
  }
  objective.verdict = static_cast<Verdict>(values.object.word("verdict", verdict_words));
  objective.reason = values.object.string("reason");
  const bool is_ordered = objective.low <= objective.value && objective.value <= objective.high;
  if (objective.is_measured && !is_ordered) {
    contradiction(values.object.node(), "the value does not lie in its own interval");
  } else if (!context_.has_errors() && objective.verdict != Verdict::inconclusive &&
             objective.verdict != judge_run(objective)) {
    contradiction(*values.object.optional("verdict"),
                  "the verdict {} does not follow from the interval and the target");
  }
}

void RunReader::read_steady_state(ObjectReader& object) {
  const auto read = [&](ObjectReader& from, std::string_view key,
                        std::optional<RunSteadyState>& state) {
    const Node* const node = from.required(key);
    if (node == nullptr || node->kind == NodeKind::null) {
      return;
    }
    ObjectReader reader{*node, context_};
    state.emplace();
    state->is_held = reader.boolean("held");
    state->deviations = reader.strings("deviations");
    reader.finish();
  };
  read_part(object, "steady_state", [&](RunValues& values) {
    read(values.object, "before", run_.steady_before);
    read(values.object, "after", run_.steady_after);
  });
}

void RunReader::read_rest(ObjectReader& object) {
  read_list<RunProbe>(object, "probes", run_.probes, read_probe);
  read_list<RunLedger>(object, "ledgers", run_.ledgers, read_ledger);
  read_steady_state(object);
  read_part(object, "environment",
            [&](RunValues& values) { read_environment(values, run_.environment); });
  read_part(object, "undo", [&](RunValues& values) {
    run_.undo.entries = values.count("entries");
    run_.undo.reverted = values.count("reverted");
    run_.undo.residue = values.object.strings("residue");
  });
  read_part(object, "chain", [&](RunValues& values) {
    run_.events = values.count("events");
    run_.chain = values.digest("digest");
  });
  read_list<RunEvidence>(object, "evidence", run_.evidence,
                         [](RunValues& values, RunEvidence& part) {
                           part.file = values.object.string("file");
                           part.digest = values.digest("digest");
                           part.bytes = static_cast<std::int64_t>(values.count("bytes"));
                         });
}

Result<Run> RunReader::read() {
  ObjectReader object{document_.root, context_};
  read_format(object, "firedrill/run/1");
  constexpr std::array<std::string_view, 2> labels{"MEASURED", "SIMULATED"};
  const bool says_measured = object.word("label", labels) == 0;
  run_.id = object.string("id");
  run_.version = object.string("firedrill");
  run_.state = static_cast<RunState>(object.word("state", state_words));
  run_.reason = object.string("reason");
  run_.started_at = object.string("started_at");
  run_.ended_at = object.string("ended_at");
  read_inputs(object);
  const Node* const label = object.optional("label");
  if (label != nullptr && says_measured != is_measured(run_.target_kind)) {
    contradiction(*label, "its label is not that of what it was held on");
  }
  read_list<RunFault>(object, "faults", run_.faults,
                      [&](RunValues& values, RunFault& part) { read_fault(values, part); });
  read_list<RunEvent>(object, "timeline", run_.timeline,
                      [&](RunValues& values, RunEvent& part) { read_event(values, part); });
  read_part(object, "measurement", [&](RunValues& values) { read_measurement(values); });
  read_list<RunObjective>(
      object, "objectives", run_.objectives,
      [&](RunValues& values, RunObjective& part) { read_objective(values, part); });
  read_rest(object);
  object.finish();
  if (context_.has_errors()) {
    return context_.diagnostics();
  }
  return run_;
}

}  // namespace

Result<Run> read_run(const Document& document) { return RunReader{document}.read(); }

Result<Run> load_run(const std::string& path) {
  const Result<Document> document = load_document(path);
  if (!document) {
    return document.error();
  }
  return read_run(*document);
}

}  // namespace firedrill
