#include "scenarios/drill_programme.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "scenarios/assembly.hpp"
#include "scenarios/day_reader.hpp"
#include "scenarios/limits.hpp"
#include "scenarios/notes.hpp"
#include "scenarios/plan_reader.hpp"
#include "scenarios/scenario_reader.hpp"
#include "scenarios/year_study.hpp"

namespace firedrill {
namespace {

constexpr std::array<std::string_view, 3> drill_outcome_words{"passed", "failed", "aborted"};

class ProgrammeReader {
 public:
  ProgrammeReader(const Document& document, std::string path)
      : document_{document}, path_{std::move(path)} {}

  Result<DrillProgrammeFile> read();

 private:
  [[nodiscard]] std::string beside(const std::string& relative) const {
    return (std::filesystem::path{path_}.parent_path() / relative).lexically_normal().string();
  }
  // What `load` makes of the file that `node` names; its problems become this file's.
  template <class Load>
  auto loaded(const Node& node, Load load) -> std::optional<std::decay_t<decltype(*load(""))>> {
    auto result = load(beside(node.string));
    if (!result) {
      for (const Diagnostic& problem : result.error()) {
        context_.add(problem);
      }
      return std::nullopt;
    }
    return std::move(result).value();
  }

  void read_plan_and_rates(ObjectReader& object);
  void read_days(ObjectReader& object);
  void read_exercise(const Node& node);
  void read_candidate(const Node& node, Exercise& exercise, std::vector<Scenario>& scenarios);
  void read_meetings(const Node& node);
  void read_record(const Node& node);
  void read_retests(ObjectReader& object);
  RoleId role(ObjectReader& object);
  std::optional<double> rate_of(const std::string& scenario) const;

  const Document& document_;
  std::string path_;
  ReadContext context_;
  DrillProgrammeFile file_;
  NameTable roles_{"role"};
  std::optional<YearStudy> rates_;
};

RoleId ProgrammeReader::role(ObjectReader& object) {
  const Node* const node = object.required("role");
  return RoleId{node == nullptr ? 0 : roles_.find(*node, context_).value_or(0)};
}

void ProgrammeReader::read_plan_and_rates(ObjectReader& object) {
  if (const Node* const node = object.required("plan")) {
    if (auto plan = loaded(*node, [](const std::string& path) { return load_plan(path); })) {
      file_.plan = std::move(*plan);
    }
  }
  for (const Role& one : file_.plan.roles) {
    roles_.add(one.name);
  }
  if (const Node* const node = object.optional("rates")) {
    rates_ = loaded(*node, [](const std::string& path) { return load_year_study(path); });
  }
}

// Of the incident whose recovery the study models with the same scenario.
std::optional<double> ProgrammeReader::rate_of(const std::string& scenario) const {
  if (rates_) {
    for (const IncidentCause& cause : rates_->causes) {
      if (cause.scenario.name == scenario) {
        return cause.rate;
      }
    }
  }
  return std::nullopt;
}

void ProgrammeReader::read_days(ObjectReader& object) {
  DrillProgramme& programme = file_.programme;
  object.each("weekdays", [&](const Node& item) {
    if (const auto day = read_word(item, weekdays, context_)) {
      programme.weekdays[*day] = true;
    }
  });
  LawReader laws{nullptr, context_};
  programme.begins = laws.time_of_day(object, "begins");
  for (const bool is_freeze : {false, true}) {
    object.each_optional(is_freeze ? "freezes" : "holidays", [&](const Node& item) {
      ObjectReader reader{item, context_};
      allow_notes(reader);
      const auto [from, until] = read_period(reader);
      programme.closed.push_back({from, until, reader.string("reason"), is_freeze});
      reader.finish();
    });
  }
  object.each_optional("away", [&](const Node& item) {
    ObjectReader reader{item, context_};
    allow_notes(reader);
    AwayDays away;
    away.role = role(reader);
    away.people = static_cast<int>(reader.integer("people", 1, most_people));
    std::tie(away.from, away.until) = read_period(reader);
    away.reason = reader.optional_string("reason").value_or("");
    reader.finish();
    programme.away.push_back(std::move(away));
  });
}

void ProgrammeReader::read_candidate(const Node& node, Exercise& exercise,
                                     std::vector<Scenario>& scenarios) {
  if (node.kind != NodeKind::string) {
    context_.error(node, "FD2005", "{} is not the path of a scenario file");
    return;
  }
  auto scenario = loaded(node, [](const std::string& path) { return load_scenario(path); });
  if (!scenario) {
    return;
  }
  if (scenario->plan.name != file_.plan.name) {
    context_.error(node, "FD3020",
                   fmt::format("{{}} is about the plan {}, the programme about {}",
                               scenario->plan.name, file_.plan.name),
                   "drill scenarios of the programme's plan");
    return;
  }
  exercise.candidates.push_back({beside(node.string), scenario->name, rate_of(scenario->name)});
  scenarios.push_back(std::move(*scenario));
}

void ProgrammeReader::read_exercise(const Node& node) {
  ObjectReader object{node, context_};
  allow_notes(object);
  Exercise exercise;
  exercise.cadence = object.string("drill");
  const auto& drills = file_.plan.governance.drills;
  const auto held = std::find_if(drills.begin(), drills.end(), [&](const DrillCadence& drill) {
    return drill.name == exercise.cadence;
  });
  const Node* const name = object.optional("drill");
  if (held != drills.end()) {
    exercise.every = held->every;
    exercise.title = held->exercise;
  } else if (name != nullptr && !file_.plan.name.empty()) {
    context_.error(*name, "FD3062", "the plan holds no drill {}",
                   "name one of its governance's drills");
  }
  exercise.target = object.string("target");
  object.each_optional("people", [&](const Node& item) {
    ObjectReader reader{item, context_};
    const RoleId who = role(reader);
    exercise.people.push_back({who, static_cast<int>(reader.integer("people", 1, most_people))});
    reader.finish();
  });
  std::vector<Scenario> scenarios;
  object.each_optional("scenarios",
                       [&](const Node& item) { read_candidate(item, exercise, scenarios); });
  exercise.blast_radius = object.string("blast_radius");
  exercise.abort_when = object.optional_strings("abort_when");
  exercise.preparation = object.duration("preparation");
  exercise.wrap_up = object.duration("wrap_up");
  object.finish();
  file_.programme.exercises.push_back(std::move(exercise));
  file_.scenarios.push_back(std::move(scenarios));
}

// The plan's reviews and trainings, on a weekday of the month that the programme names.
void ProgrammeReader::read_meetings(const Node& node) {
  ObjectReader object{node, context_};
  allow_notes(object);
  const std::size_t weekday = object.word("weekday", weekdays);
  const auto nth = static_cast<unsigned>(object.integer("nth", 1, 4));
  const auto yearly_in = static_cast<unsigned>(object.integer("yearly_in", 1, 12));
  const auto add = [&](std::string title, Duration every) {
    const auto months = months_of(every);
    if (!months) {
      return;  // reviews after each incident have no date
    }
    const unsigned first = *months == 12 ? yearly_in : static_cast<unsigned>(*months);
    file_.programme.meetings.push_back(
        {std::move(title), *months, first, nth, static_cast<unsigned>(weekday)});
  };
  for (const Review& review : file_.plan.governance.reviews) {
    add(review.statement, review.every);
  }
  for (const TrainingDuty& training : file_.plan.governance.training) {
    const Role& who = file_.plan.roles[training.role.index];
    add(fmt::format("Training of {}: {}", who.title.empty() ? who.name : who.title,
                    training.covers),
        training.every);
  }
  object.finish();
}

void ProgrammeReader::read_record(const Node& node) {
  ObjectReader object{node, context_};
  allow_notes(object);
  DrillRecord record;
  record.cadence = object.string("drill");
  const auto& exercises = file_.programme.exercises;
  const Node* const name = object.optional("drill");
  if (name != nullptr && std::none_of(exercises.begin(), exercises.end(), [&](const Exercise& one) {
        return one.cadence == record.cadence;
      })) {
    context_.error(*name, "FD3062", "{} is none of the programme's drills");
  }
  record.day = read_day(object, "day");
  record.scenario = object.optional_string("scenario").value_or("");
  record.outcome = static_cast<DrillOutcome>(object.word("outcome", drill_outcome_words));
  record.run = object.optional_string("run").value_or("");
  object.finish();
  file_.programme.records.push_back(std::move(record));
}

void ProgrammeReader::read_retests(ObjectReader& object) {
  const Node* const node = object.optional("actions");
  if (node == nullptr) {
    return;
  }
  auto actions = loaded(*node, [](const std::string& path) { return load_actions(path); });
  file_.actions = std::move(actions).value_or(std::vector<CorrectiveAction>{});
  for (const CorrectiveAction& action : file_.actions) {
    if (action.retest && action.state != ActionState::accepted) {
      file_.programme.retests.push_back({action.id, action.title, action.owner,
                                         action.retest->scenario, action.opened,
                                         action.retest->by});
    }
  }
}

Result<DrillProgrammeFile> ProgrammeReader::read() {
  ObjectReader object{document_.root, context_};
  allow_notes(object);
  read_format(object, "firedrill/drill-programme/1");
  DrillProgramme& programme = file_.programme;
  programme.name = object.string("name");
  programme.title = object.optional_string("title").value_or("");
  programme.digest = document_.digest();
  programme.since = read_day(object, "since");
  read_plan_and_rates(object);
  read_days(object);
  NameTable names{"drill"};
  names.collect(object.optional("exercises"), "drill", context_);
  object.each("exercises", [&](const Node& item) { read_exercise(item); });
  for (const DrillCadence& held : file_.plan.governance.drills) {
    const auto& exercises = programme.exercises;
    if (std::none_of(exercises.begin(), exercises.end(),
                     [&](const Exercise& one) { return one.cadence == held.name; })) {
      report_object(object, "FD3062",
                    fmt::format("the plan's drill \"{}\" has no exercise", held.name),
                    "say against what and with which scenarios it is held");
    }
  }
  if (const Node* const meetings = object.optional("meetings")) {
    read_meetings(*meetings);
  }
  object.each_optional("records", [&](const Node& item) { read_record(item); });
  std::stable_sort(
      programme.records.begin(), programme.records.end(),
      [](const DrillRecord& one, const DrillRecord& other) { return one.day < other.day; });
  read_retests(object);
  object.finish();
  if (context_.has_errors()) {
    return context_.diagnostics();
  }
  return std::move(file_);
}

}  // namespace

Result<DrillProgrammeFile> load_drill_programme(const std::string& path) {
  const Result<Document> document = load_document(path);
  if (!document) {
    return document.error();
  }
  return ProgrammeReader{*document, path}.read();
}

}  // namespace firedrill
