#include "scenarios/runbook_reader.hpp"

#include <algorithm>
#include <array>

#include "models/plan/topology.hpp"
#include "scenarios/notes.hpp"

namespace firedrill {
namespace {

// In the order of OnFailure.
constexpr std::array<std::string_view, 4> failure_words{"stop", "go_on", "escalate",
                                                        "escalate_and_go_on"};

constexpr std::int64_t most_retries = 1'000'000;

// The members of an attempt stand beside others, in a step or in an escalation.
Attempt read_attempt(ObjectReader& object, const Plan& plan, Reading& reading) {
  Attempt attempt;
  if (const Node* const action = object.required("action")) {
    attempt.action = read_action(*action, plan, reading);
  }
  attempt.patience = reading.laws.interval(object, "patience");
  attempt.retries =
      static_cast<int>(object.optional_integer("retries", 0, most_retries).value_or(0));
  if (attempt.retries > 0) {
    attempt.retry_wait = reading.laws.time(object, "retry_wait");
  }
  return attempt;
}

Escalation read_escalation(const Node& node, const Plan& plan, Reading& reading) {
  ObjectReader object{node, reading.context};
  allow_notes(object);
  Escalation escalation;
  escalation.role = reading.optional_role(object, "role");
  escalation.manual = read_attempt(object, plan, reading);
  object.finish();
  return escalation;
}

std::optional<RoleId> read_performer(ObjectReader& object, Reading& reading) {
  const Node* const performer = object.required("performer");
  if (performer == nullptr || performer->string == "automatic") {
    return std::nullopt;
  }
  return reading.optional_role(object, "performer");
}

bool escalates(OnFailure policy) {
  return policy == OnFailure::escalate || policy == OnFailure::escalate_and_go_on;
}

// `after` and `if_failed` stay empty: they refer to steps, which are put in order first.
Step read_step(const Node& node, const Plan& plan, Reading& reading) {
  ObjectReader object{node, reading.context};
  allow_notes(object);
  Step step;
  step.name = object.string("name");
  step.title = object.optional_string("title").value_or("");
  step.phase = object.optional_string("phase").value_or("");
  step.attempt = read_attempt(object, plan, reading);
  step.performer = read_performer(object, reading);
  if (object.optional("on_failure") != nullptr) {
    step.on_failure = static_cast<OnFailure>(object.word("on_failure", failure_words));
  }
  object.ignore("after");
  object.ignore("if_failed");
  const Node* const escalation = object.optional("escalation");
  if (escalation != nullptr) {
    step.escalation = read_escalation(*escalation, plan, reading);
  }
  if (escalates(step.on_failure) && escalation == nullptr) {
    reading.context.error(*object.required("on_failure"), "FD3018", "{}, but to whom?",
                          "add \"escalation\"");
  } else if (!escalates(step.on_failure) && escalation != nullptr) {
    reading.context.error(*escalation, "FD3018", "a failure of this step never escalates",
                          "add \"on_failure\": \"escalate\"");
  }
  object.finish();
  return step;
}

// Per step, the indices of the steps that its member `key` names.
std::vector<std::vector<std::uint32_t>> read_links(const Node& list, std::string_view key,
                                                   const NameTable& names, ReadContext& context) {
  std::vector<std::vector<std::uint32_t>> links;
  for (const Node& item : list.items) {
    links.emplace_back();
    const Node* const member = item.find(key);
    if (member == nullptr) {
      continue;
    }
    if (member->kind != NodeKind::array) {
      context.error(*member, "FD2005", "{} is not an array of steps", "write [ ] around it");
    }
    for (const Node& reference : member->items) {
      const auto other = names.find(reference, context);
      if (other &&
          std::find(links.back().begin(), links.back().end(), *other) == links.back().end()) {
        links.back().push_back(*other);
      }
    }
  }
  return links;
}

// Whom each step waits for, whether it is to end or to fail.
std::vector<std::vector<std::uint32_t>> joined(
    std::vector<std::vector<std::uint32_t>> waits,
    const std::vector<std::vector<std::uint32_t>>& more) {
  for (std::size_t step = 0; step < waits.size(); ++step) {
    waits[step].insert(waits[step].end(), more[step].begin(), more[step].end());
  }
  return waits;
}

// An order in which every step comes after those it waits for, otherwise as in the file.
std::vector<std::uint32_t> order_of(const std::vector<std::vector<std::uint32_t>>& waits) {
  std::vector<std::uint32_t> order;
  std::vector<bool> is_placed(waits.size(), false);
  while (order.size() < waits.size()) {
    for (std::uint32_t step = 0; step < waits.size(); ++step) {
      const bool can_follow = std::all_of(waits[step].begin(), waits[step].end(),
                                          [&](std::uint32_t before) { return is_placed[before]; });
      if (!is_placed[step] && can_follow) {
        is_placed[step] = true;
        order.push_back(step);
        break;
      }
    }
  }
  return order;
}

struct Links {
  std::vector<std::vector<std::uint32_t>> after, if_failed;  // per step
};

std::vector<Step> in_order(std::vector<Step> steps, const Links& links) {
  const std::vector<std::uint32_t> order = order_of(joined(links.after, links.if_failed));
  std::vector<StepId> position(steps.size());
  std::vector<Step> ordered;
  for (std::uint32_t index = 0; index < order.size(); ++index) {
    const std::uint32_t from = order[index];
    position[from] = StepId{index};
    ordered.push_back(std::move(steps[from]));
    for (const std::uint32_t before : links.after[from]) {
      ordered.back().after.push_back(position[before]);
    }
    for (const std::uint32_t other : links.if_failed[from]) {
      ordered.back().if_failed.push_back(position[other]);
    }
  }
  return ordered;
}

// A circle of "after" alone is reported as that; one that a failure closes, as that.
bool has_circle(const Links& links, const Node& list, const NameTable& names,
                ReadContext& context) {
  const auto waits = find_cycle(links.after);
  auto all = find_cycle(joined(links.after, links.if_failed));
  const auto is_condition = [&](std::uint32_t step, std::uint32_t next) {
    const auto& others = links.if_failed[step];
    return std::find(others.begin(), others.end(), next) != others.end();
  };
  if (waits.empty() && !all.empty()) {  // told from the condition on
    while (!is_condition(all.front(), all[1 % all.size()])) {
      std::rotate(all.begin(), all.begin() + 1, all.end());
    }
  }
  report_cycle(waits.empty() ? all : waits, list, names, waits.empty() ? "if_failed" : "after",
               context);
  return !all.empty();
}

}  // namespace

Runbook read_runbook(const Node& node, const Plan& plan, Reading& reading) {
  ObjectReader object{node, reading.context};
  allow_notes(object);
  read_format(object, "firedrill/runbook/1");
  Runbook runbook;
  runbook.name = object.string("name");
  runbook.title = object.optional_string("title").value_or("");
  runbook.declared_by = reading.optional_role(object, "declared_by");
  Document alone;
  alone.root = node;
  runbook.digest = alone.digest();
  NameTable names{"step"};
  names.collect(object.optional("steps"), "name", reading.context);
  std::vector<Step> steps;
  object.each("steps", [&](const Node& item) { steps.push_back(read_step(item, plan, reading)); });
  object.finish();
  if (steps.empty()) {
    return runbook;
  }
  const Node& list = *object.required("steps");
  const Links links{read_links(list, "after", names, reading.context),
                    read_links(list, "if_failed", names, reading.context)};
  if (!has_circle(links, list, names, reading.context)) {
    runbook.steps = in_order(std::move(steps), links);
  }
  return runbook;
}

}  // namespace firedrill
