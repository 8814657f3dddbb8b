// Contradictions in documented procedures: states restored that are too old, tests that cannot fail
// or look at names only, infrastructure created anew untested, on other hardware or from a bucket
// that nobody checks.
#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <optional>

#include "scenarios/check_command.hpp"
#include "scenarios/check_rules.hpp"

namespace firedrill {
namespace {

constexpr std::string_view procedure_list = "/plan/governance/procedures";
constexpr std::string_view setting_list = "/plan/governance/recreation/settings/";

std::string step_at(std::size_t procedure, std::size_t step) {
  return at(at(procedure_list, procedure) + "/steps", step);
}

// Whether both names share a word of five letters or more: "database-recovery" is about
// "production-database".
bool shares_word(std::string_view a, std::string_view b) {
  constexpr std::size_t shortest = 5;
  const std::vector<std::string> words = words_of(a);
  for (const std::string& word : words_of(b)) {
    if (word.size() >= shortest && std::find(words.begin(), words.end(), word) != words.end()) {
      return true;
    }
  }
  return false;
}

// The strictest objective of data that the procedure is about, by name.
std::optional<std::size_t> promise_for(const Plan& plan, const ManualProcedure& procedure) {
  std::optional<std::size_t> strictest;
  for (std::size_t index = 0; index < plan.objectives.size(); ++index) {
    const Objective& objective = plan.objectives[index];
    const bool concerns = std::any_of(objective.data.begin(), objective.data.end(), [&](DataId id) {
      return shares_word(procedure.name, plan.data[id.index].name);
    });
    if (concerns && (!strictest || objective.target < plan.objectives[*strictest].target)) {
      strictest = index;
    }
  }
  return strictest;
}

// Why the step of a scheduled test tells nothing; "" if it can fail.
std::string why_deaf(const ProcedureStep& step) {
  const std::string why = why_it_cannot_fail(step.command);
  return !why.empty() || step.can_fail ? why : "its status is discarded";
}

// A script of which no step can fail.
void report_deaf_procedure(const ManualProcedure& procedure, std::size_t index,
                           Findings& findings) {
  const std::size_t last = procedure.steps.size() - 1;
  std::vector<std::string> related;
  for (std::size_t step = 0; step < last; ++step) {
    related.push_back(step_at(index, step) + "/command");
  }
  findings.add("FD4005", step_at(index, last) + "/command", related,
               fmt::format("{} reports success whatever its {} steps find: the last decides, and "
                           "{}",
                           procedure.name, procedure.steps.size(), why_deaf(procedure.steps[last])),
               "stop at the first failure (set -euo pipefail)");
}

// What a command that only lists a backup does instead of checking it, or "".
std::string_view listing_by(const ShellCommand& command) {
  const auto& words = command.words;
  const std::string_view name = words.front();
  const std::string_view option = words.size() > 1 ? std::string_view{words[1]} : "";
  const bool is_long = option.starts_with("--");
  if (name == "pg_restore" && (option == "--list" || option == "-l")) {
    return "reads the table of contents, not the rows";
  }
  if (name == "tar" && (option == "--list" || (!is_long && option.find('t') != option.npos &&
                                               option.find_first_of("xcru") == option.npos))) {
    return "lists the files and compares nothing in them";
  }
  if (name == "aws" && words.size() > 2 && words[1] == "s3" && words[2] == "ls") {
    return "lists the names of objects, not what they hold";
  }
  return "";
}

// Accelerators and the instance families that have them.
// Source: Amazon EC2 User Guide, Accelerated computing instances (2024).
struct Hardware {
  std::string_view family;
  std::string_view accelerator;  // as a name of it begins, in small letters
  std::string_view title;
};
constexpr std::array<Hardware, 12> known_hardware{{
    {"dl1", "gaudi", "Gaudi"},
    {"dl2q", "qualcomm", "Qualcomm AI 100"},
    {"trn1", "trainium", "Trainium"},
    {"trn1n", "trainium", "Trainium"},
    {"trn2", "trainium", "Trainium"},
    {"inf1", "inferentia", "Inferentia"},
    {"inf2", "inferentia", "Inferentia"},
    {"p3", "v100", "NVIDIA V100"},
    {"p4d", "a100", "NVIDIA A100"},
    {"p4de", "a100", "NVIDIA A100"},
    {"p5", "h100", "NVIDIA H100"},
    {"p5e", "h200", "NVIDIA H200"},
}};

// The hardware of the family in "dl2q.24xlarge", or nullptr.
const Hardware* hardware_of(std::string_view instance_type) {
  const std::string_view family = instance_type.substr(0, instance_type.find('.'));
  const auto* found = std::find_if(known_hardware.begin(), known_hardware.end(),
                                   [&](const Hardware& one) { return one.family == family; });
  return found == known_hardware.end() ? nullptr : found;
}

// The hardware that the title of a cluster names, or nullptr.
const Hardware* hardware_named(std::string_view title) {
  for (const std::string& word : words_of(title)) {
    for (const Hardware& one : known_hardware) {
      if (word.starts_with(one.accelerator)) {
        return &one;
      }
    }
  }
  return nullptr;
}

// The names of the buckets in "s3://name/key ...".
std::vector<std::string> buckets_in(std::string_view command) {
  constexpr std::string_view scheme = "s3://";
  std::vector<std::string> buckets;
  for (std::size_t found = command.find(scheme); found != command.npos;
       found = command.find(scheme, found + 1)) {
    const std::string_view name = command.substr(found + scheme.size());
    buckets.emplace_back(name.substr(0, name.find_first_of("/ \t\n\"'")));
  }
  return buckets;
}

// Shared by the rules about the settings of the recreation.
template <class Use>
void for_each_setting(const Plan& plan, Use use) {
  if (plan.governance.recreation) {
    for (const auto& [key, value] : plan.governance.recreation->settings) {
      use(key, value);
    }
  }
}

}  // namespace

void find_old_sources(const Plan& plan, Findings& findings) {
  const auto& procedures = plan.governance.procedures;
  for (std::size_t index = 0; index < procedures.size(); ++index) {
    const auto promise = promise_for(plan, procedures[index]);
    for (std::size_t number = 0; promise && number < procedures[index].steps.size(); ++number) {
      const ProcedureStep& step = procedures[index].steps[number];
      const Objective& objective = plan.objectives[*promise];
      if (step.source_age && *step.source_age > objective.target) {
        findings.add("FD4004", step_at(index, number) + "/source_age",
                     {at("/plan/objectives", *promise) + "/target"},
                     fmt::format("\"{}\" restores a state up to {} old, {} more than {} may lose",
                                 step.name, in_words(*step.source_age),
                                 in_words(*step.source_age - objective.target), objective.name),
                     "restore to a point in time, or promote a replica");
      }
    }
  }
}

void find_deaf_tests(const Plan& plan, Findings& findings) {
  const auto& procedures = plan.governance.procedures;
  for (std::size_t index = 0; index < procedures.size(); ++index) {
    const ManualProcedure& procedure = procedures[index];
    if (!procedure.every || procedure.steps.empty()) {
      continue;  // nobody relies on its verdict
    }
    if (std::none_of(procedure.steps.begin(), procedure.steps.end(),
                     [](const ProcedureStep& step) { return why_deaf(step).empty(); })) {
      report_deaf_procedure(procedure, index, findings);
      continue;
    }
    for (std::size_t step = 0; step < procedure.steps.size(); ++step) {
      const std::string why = why_deaf(procedure.steps[step]);
      if (!why.empty()) {
        findings.add("FD4005", step_at(index, step) + "/command",
                     {at(procedure_list, index) + "/every"},
                     fmt::format("\"{}\" runs every {} and cannot fail: {}",
                                 procedure.steps[step].name, in_words(*procedure.every), why),
                     "let a failure decide the status (set -euo pipefail)");
      }
    }
  }
}

void find_listings(const Plan& plan, Findings& findings) {
  const Governance& pages = plan.governance;
  const auto criterion =
      std::find_if(pages.criteria.begin(), pages.criteria.end(),
                   [](const Target& target) { return target.measures == "backup_integrity"; });
  const auto number = static_cast<std::size_t>(criterion - pages.criteria.begin());
  for (std::size_t index = 0; index < pages.procedures.size(); ++index) {
    const ManualProcedure& procedure = pages.procedures[index];
    for (std::size_t step = 0; procedure.every && step < procedure.steps.size(); ++step) {
      for (const ShellCommand& command : parse_commands(procedure.steps[step].command)) {
        const std::string_view listing = listing_by(command);
        if (!listing.empty() && criterion != pages.criteria.end()) {
          findings.add("FD4020", step_at(index, step) + "/command",
                       {at("/plan/governance/criteria", number) + "/statement"},
                       fmt::format("`{} {}` {}, but \"{}\" rests on it", command.words[0],
                                   command.words[1], listing, criterion->name),
                       "restore the backup and compare checksums and row counts");
        }
      }
    }
  }
}

void find_untested_parts(const Plan& plan, Findings& findings) {
  std::vector<std::string> clusters;
  double share = 0.0;
  for (std::size_t index = 0; index < plan.components.size(); ++index) {
    const auto* cluster = std::get_if<Cluster>(&plan.components[index].model);
    if (cluster != nullptr && cluster->start.defect_probability > 0.0) {
      share = std::max(share, cluster->start.defect_probability);
      clusters.push_back(at("/plan/components", index) + "/cluster/start/defect_probability");
    }
  }
  for_each_setting(plan, [&](const std::string& key, const std::string& value) {
    if (key.starts_with("skip_") && key.find("test") != key.npos && value == "true" &&
        !clusters.empty()) {
      findings.add("FD4011", std::string{setting_list} + key, clusters,
                   fmt::format("{} puts new nodes into service untested, though a test would "
                               "reject {} of them",
                               key, in_percent(share)),
                   "keep the test, or say who accepts the risk");
    }
  });
}

void find_other_hardware(const Plan& plan, Findings& findings) {
  for_each_setting(plan, [&](const std::string& key, const std::string& value) {
    const Hardware* const recreated = key == "instance_type" ? hardware_of(value) : nullptr;
    for (std::size_t index = 0; recreated != nullptr && index < plan.components.size(); ++index) {
      const Component& component = plan.components[index];
      const bool is_cluster = std::holds_alternative<Cluster>(component.model);
      const Hardware* const needed = is_cluster ? hardware_named(component.title) : nullptr;
      if (needed != nullptr && needed->accelerator != recreated->accelerator) {
        findings.add("FD4021", std::string{setting_list} + key,
                     {at("/plan/components", index) + "/title"},
                     fmt::format("{} instances have {} accelerators; {} runs on {}", value,
                                 recreated->title, component.name, needed->title),
                     fmt::format("name an instance type with {}", needed->title));
        return;
      }
    }
  });
}

void find_unchecked_buckets(const Plan& plan, Findings& findings) {
  const auto& procedures = plan.governance.procedures;
  for_each_setting(plan, [&](const std::string& key, const std::string& value) {
    if (!key.ends_with("bucket")) {
      return;
    }
    std::vector<std::string> checked;
    std::string names;
    for (std::size_t index = 0; index < procedures.size(); ++index) {
      for (std::size_t step = 0; step < procedures[index].steps.size(); ++step) {
        for (const std::string& bucket : buckets_in(procedures[index].steps[step].command)) {
          if (bucket == value) {
            return;
          }
          const bool is_new = names.find(bucket) == names.npos;
          names += is_new ? (names.empty() ? "" : ", ") + bucket : "";
          checked.push_back(step_at(index, step) + "/command");
        }
      }
    }
    if (!checked.empty()) {
      findings.add("FD4016", std::string{setting_list} + key, checked,
                   fmt::format("infrastructure is created anew from {}, which no procedure tests "
                               "or restores; they use {}",
                               value, names),
                   "name one bucket in all places, or test both");
    }
  });
}

}  // namespace firedrill
