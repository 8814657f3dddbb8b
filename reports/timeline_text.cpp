#include "reports/timeline_text.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

#include "reports/duties_text.hpp"
#include "reports/format.hpp"
#include "reports/gantt.hpp"
#include "reports/restorations_text.hpp"
#include "scenarios/timeline_names.hpp"
#include "scenarios/measure.hpp"

namespace firedrill {
namespace {

// A line of the list of events. `attempts` above 1: so many that failed one after the other, the
// first at `begin`, the last at `last_begin`.
struct Entry {
  Duration begin{};
  Duration end{};
  bool is_instant = false;
  std::string mark;  // who did it, as in the Gantt chart
  std::string text;
  std::string outcome;
  Ink ink = Ink::plain;
  std::uint64_t attempts = 1;
  const char* noun = "attempts";
  Duration last_begin{};
  const Event* event = nullptr;  // of an attempt
};

// Time since the outage began: "1:02:03", hours unlimited.
std::string clock(double seconds) {
  const long long whole = std::llround(std::abs(seconds));
  return fmt::format("{}{}:{:02}:{:02}", seconds <= -0.5 ? "-" : "", whole / 3600, whole / 60 % 60,
                     whole % 60);
}

// The list of events, made from the events of a timeline one by one.
class EventList {
 public:
  explicit EventList(const Scenario& scenario) : scenario_{scenario} {}

  void read(const Event& event) {
    switch (event.verb) {
      case Verb::inject:
        add_instant(event.answered,
                    event_subject(event, scenario_) +
                        (is_silent(scenario_.faults[event.subject].model) ? ": begins"
                                                                          : ": the outage begins"));
        break;
      case Verb::await_alert:
        if (event.outcome == Outcome::succeeded) {
          add_instant(event.answered, "alert");
        } else {
          add_instant(event.answered, "no alert until here", Ink::bad);
        }
        break;
      case Verb::await_failure:
        if (event.outcome == Outcome::succeeded) {
          add_instant(event.duration_value(), service(event) + ": first failed request", Ink::bad);
        }
        break;
      case Verb::await_recovery:
        if (event.outcome == Outcome::succeeded) {
          add_instant(event.duration_value(), service(event) + ": back, and stays", Ink::good);
        } else {
          add_instant(event.answered, service(event) + ": not back until here", Ink::bad);
        }
        break;
      case Verb::page:
      case Verb::decide:
      case Verb::hand_over:
      case Verb::await_person:
        add_people(event);
        break;
      case Verb::compose:
      case Verb::send:
        add_message(event);
        break;
      case Verb::read_back:
      case Verb::read_clock:
      case Verb::read_copies:
      case Verb::read_discarded:
      case Verb::read_work:
      case Verb::read_lost_work:
        break;  // what they found stands below the list
      default:
        if (is_attempt(event, scenario_)) {
          add_attempt(event);
          add_awareness(event);
        }
    }
  }

  // In order of their beginning.
  [[nodiscard]] std::vector<Entry> entries() && {
    std::stable_sort(entries_.begin(), entries_.end(),
                     [](const Entry& a, const Entry& b) { return a.begin < b.begin; });
    return std::move(entries_);
  }

 private:
  [[nodiscard]] const std::string& service(const Event& event) const {
    const Objective& objective = scenario_.objectives[event.subject];
    return title_of(scenario_.plan.services[objective.service->index]);
  }

  void add_instant(Duration at, std::string text, Ink ink = Ink::strong) {
    Entry entry;
    entry.begin = entry.end = at;
    entry.is_instant = true;
    entry.text = std::move(text);
    entry.ink = ink;
    entries_.push_back(std::move(entry));
  }

  // The first assessment that succeeds, where notices are counted from it.
  void add_awareness(const Event& event) {
    const auto& duties = scenario_.duties;
    if (event.verb == Verb::assess && event.outcome == Outcome::succeeded && !is_aware_ &&
        std::any_of(duties.begin(), duties.end(),
                    [](const Duty& duty) { return duty.clock == DutyClock::awareness; })) {
      is_aware_ = true;
      add_instant(event.answered, "what happened is known: notices are due from here");
    }
  }

  void add_people(const Event& event) {
    const std::string& role = title_of(scenario_.plan.roles[event.subject]);
    Entry entry = entry_of(event);
    entry.mark = "░";
    entry.text = (event.step == no_step ? "" : scenario_.runbook.steps[event.step].name + ": ") +
                 role +
                 (event.verb == Verb::page        ? " answers the page"
                  : event.verb == Verb::decide    ? " decides"
                  : event.verb == Verb::hand_over ? " hands over to the next shift"
                                                  : " is busy with something else");
    entries_.push_back(std::move(entry));
  }

  void add_message(const Event& event) {
    const Duty& duty = scenario_.duties[event.subject];
    if (Entry* before = earlier_message(event)) {
      ++before->attempts;
      before->last_begin = event.asked;
      before->end = event.answered;
      return;
    }
    Entry entry = entry_of(event);
    entry.noun = "times";
    entry.event = &event;
    entry.mark = event.by_hand ? "▓" : "█";
    const bool is_written_once = duty.kind != DutyKind::regulatory;  // for all audiences
    entry.text = event.verb == Verb::compose ? "writing: " : "sending: ";
    entry.text += duty.subject;
    if (event.verb == Verb::send || !is_written_once) {
      entry.text += " to " + duty.detail;
    }
    entries_.push_back(std::move(entry));
  }

  void add_attempt(const Event& event) {
    if (Entry* before = earlier_failure(event)) {
      ++before->attempts;
      before->last_begin = event.asked;
      before->end = event.answered;
      return;
    }
    const std::string subject = event_subject(event, scenario_);
    Entry entry = entry_of(event);
    entry.event = &event;
    entry.mark = event.by_hand ? "▓" : "█";
    entry.text = fmt::format("{}: {}{}{}", scenario_.runbook.steps[event.step].name,
                             name_of(event.verb), subject.empty() ? "" : " ", subject);
    entries_.push_back(std::move(entry));
  }

  // The entry that an attempt belongs to: the failures of the same way of doing the same step.
  [[nodiscard]] Entry* earlier_failure(const Event& event) {
    const auto is_same = [&](const Entry& entry) {
      return entry.event != nullptr && entry.event->step == event.step &&
             entry.event->verb == event.verb && entry.event->by_hand == event.by_hand &&
             entry.event->outcome == event.outcome;
    };
    if (event.outcome == Outcome::succeeded) {
      return nullptr;
    }
    const auto found = std::find_if(entries_.begin(), entries_.end(), is_same);
    return found == entries_.end() ? nullptr : &*found;
  }

  // The entry that a message belongs to: the updates before it.
  [[nodiscard]] Entry* earlier_message(const Event& event) {
    const auto is_same = [&](const Entry& entry) {
      return entry.event != nullptr && entry.event->step == no_step &&
             entry.event->verb == event.verb && entry.event->subject == event.subject;
    };
    const auto found = std::find_if(entries_.begin(), entries_.end(), is_same);
    return found == entries_.end() ? nullptr : &*found;
  }

  static Entry entry_of(const Event& event) {
    Entry entry;
    entry.begin = event.asked;
    entry.end = event.answered;
    entry.outcome = event.outcome == Outcome::succeeded ? ""
                    : event.outcome == Outcome::failed  ? "failed"
                                                        : "no answer";
    entry.ink = event.outcome == Outcome::succeeded ? Ink::plain : Ink::bad;
    return entry;
  }

  const Scenario& scenario_;
  std::vector<Entry> entries_;
  bool is_aware_ = false;
};

std::string events_part(const Story& story, const Scenario& scenario, const PageOptions& options) {
  const double injected = to_seconds(injection_of(story.timeline, scenario));
  EventList list{scenario};
  for (const Event& event : story.timeline.events()) {
    list.read(event);
  }
  Table table{{Align::right, Align::right, Align::left, Align::left, Align::left}, 3};
  const auto faint = [](const char* text) { return Cell{text, Ink::faint}; };
  table.add({faint("after"), faint("took"), {}, faint("what"), {}});
  for (const Entry& entry : std::move(list).entries()) {
    const double begin = to_seconds(entry.begin) - injected;
    const double end = to_seconds(entry.end) - injected;
    const std::string took = entry.is_instant ? "" : human_duration(end - begin);
    table.add({{clock(begin)},
               {took},
               {entry.mark},
               {entry.text, entry.is_instant ? entry.ink : Ink::plain},
               {entry.outcome, entry.ink}});
    if (entry.attempts > 1) {
      const double between = (to_seconds(entry.last_begin) - to_seconds(entry.begin)) /
                             static_cast<double>(entry.attempts - 1);
      table.add_line({fmt::format("{:>22}  {} {}, every {}, until {}", "",
                                  grouped(static_cast<std::int64_t>(entry.attempts)), entry.noun,
                                  human_duration(between), clock(end)),
                      Ink::faint});
    }
  }
  return heading("EVENTS", "hours:minutes:seconds since the outage began", options) +
         table.render(options);
}

// What became of every promise.
std::string promises_part(const Story& story, const Scenario& scenario,
                          const PageOptions& options) {
  Measurement measurement;
  Measurer{scenario}.measure(story.timeline, measurement);
  std::vector<std::string> titles;
  for (const Objective& objective : scenario.objectives) {
    titles.push_back(title_of(objective));
  }
  const std::vector<RowTitle> rows = row_titles(titles);
  Table table{{Align::left, Align::right, Align::right, Align::left}};
  table.add({{}, {"target", Ink::faint}, {"came to", Ink::faint}, {}});
  for (std::size_t index = 0; index < scenario.objectives.size(); ++index) {
    const Objective& objective = scenario.objectives[index];
    const Duration value = measurement.objectives[index];
    const bool is_kept = value <= objective.target;
    const bool is_loss = objective.kind == ObjectiveKind::rpo;
    if (!rows[index].heading.empty()) {
      table.add_line({rows[index].heading});
    }
    table.add({{rows[index].text},
               {human_duration(to_seconds(objective.target))},
               {is_loss && value == never ? "all lost" : human_duration(to_seconds(value))},
               {is_kept ? "✓ kept" : "✗ broken", is_kept ? Ink::good : Ink::bad}});
  }
  std::string text = heading("PROMISES", "in this one recovery", options) + table.render(options);
  if (measurement.diverged) {
    text += "\n" + wrapped(
                       "The old primary was not fenced and took writes beside the new one: the "
                       "two must be reconciled by hand.",
                       static_cast<std::size_t>(options.width), 2);
  }
  return text;
}

std::string data_part(const Story& story, const Scenario& scenario, const PageOptions& options) {
  Table table{{Align::left, Align::right}};
  for (const Event& event : story.timeline.events()) {
    if (event.verb == Verb::read_back) {
      const Duration age = event.duration_value();
      table.add({{title_of(scenario.plan.data[event.subject])},
                 {age == never ? "all lost" : human_duration(to_seconds(age))}});
    }
  }
  return heading("DATA LOST", "age of the newest state that survived, when the outage began",
                 options) +
         table.render(options);
}

// What training came to; nothing where no cluster trains.
std::string training_part(const Story& story, const Scenario& scenario,
                          const PageOptions& options) {
  Measurement measurement;
  Measurer{scenario}.measure(story.timeline, measurement);
  const ThroughputMeasurement& training = measurement.throughput;
  if (!training.is_known) {
    return "";
  }
  const auto pace = [](double tokens) { return grouped(std::llround(tokens)) + " tokens/s"; };
  Table table{{Align::left, Align::right}};
  table.add({{"before"}, {pace(training.before)}});
  table.add({{"during"}, {pace(training.during)}});
  table.add({{"after"}, {pace(training.after)}});
  table.add({{"work lost"},
             {training.lost == never ? "all" : human_duration(to_seconds(training.lost))}});
  return heading("TRAINING", "work lost: trained after the checkpoint that the job goes back to",
                 options) +
         table.render(options);
}

// "; it begins on Sunday, 03:00", where the hour matters to anybody.
std::string beginning_text(const Timeline& timeline) {
  const Event* const begun = timeline.first(Verb::read_clock);
  if (begun == nullptr) {
    return "";
  }
  const Duration time = begun->duration_value();
  const std::chrono::hh_mm_ss clock{time % one_day};
  return fmt::format("; it begins on {}, {:02}:{:02}",
                     weekdays[static_cast<std::size_t>(time / one_day)], clock.hours().count(),
                     clock.minutes().count());
}

}  // namespace

std::string timeline_page(const Story& story, const Scenario& scenario,
                          const PageOptions& options) {
  const auto width = static_cast<std::size_t>(options.width);
  std::string page = painted("SIMULATED", Ink::strong, options) + "  " +
                     clipped(title_of(scenario), width - 11) + "\n";
  page += wrapped(fmt::format("{} of scenario {}, plan {}{}", story.label, scenario.name,
                              scenario.plan.name, beginning_text(story.timeline)),
                  width, 11);
  page += promises_part(story, scenario, options);
  page += kept_duties_part(story.timeline, scenario, options);
  page += heading("RECOVERY", "", options) + gantt(story.timeline, scenario, options) + "\n" +
          gantt_legend(options);
  page += events_part(story, scenario, options);
  page += data_part(story, scenario, options);
  page += restored_part(story.timeline, scenario, options);
  page += training_part(story, scenario, options);
  return page + "\n" +
         painted(fmt::format("timeline digest {:016x}", story.timeline.digest()), Ink::faint,
                 options) +
         "\n";
}

}  // namespace firedrill
