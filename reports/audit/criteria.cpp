// The plan's success criteria and KPIs held against the drills, each with n and its interval.

#include <algorithm>
#include <string_view>
#include <vector>

#include "reports/audit/make_report.hpp"

namespace firedrill {
namespace {

// What counts towards the criteria of one plan: its drills, and what people state of its data.
struct Trials {
  std::vector<const ReportDrill*> drills;
  std::vector<const BackupValidation*> backups;
  const BackupJobs* jobs = nullptr;
};

bool is_measured(const RunObjective& one) { return one.is_measured; }

// Drills whose recovery times all kept.
ShareCount count_rto(const Trials& trials) {
  ShareCount count;
  for (const ReportDrill* const drill : trials.drills) {
    bool is_tested = false;
    bool is_open = false;
    bool is_missed = false;
    for (const RunObjective& one : drill->run.objectives) {
      if (one.kind == ObjectiveKind::rto) {
        is_tested = true;
        is_open = is_open || one.verdict == Verdict::inconclusive;
        is_missed = is_missed || one.verdict == Verdict::missed;
      }
    }
    if (is_tested) {
      ++count.trials;
      count.kept += !is_open && !is_missed ? 1 : 0;
      count.open += is_open && !is_missed ? 1 : 0;
    }
  }
  return count;
}

// Losses of data that kept their promise, one trial each.
ShareCount count_rpo(const Trials& trials) {
  ShareCount count;
  for (const ReportDrill* const drill : trials.drills) {
    for (const RunObjective& one : drill->run.objectives) {
      if (one.kind == ObjectiveKind::rpo) {
        ++count.trials;
        count.kept += one.verdict == Verdict::met ? 1 : 0;
        count.open += one.verdict == Verdict::inconclusive ? 1 : 0;
      }
    }
  }
  return count;
}

ShareCount count_backups(const Trials& trials) {
  ShareCount count;
  for (const BackupValidation* const one : trials.backups) {
    ++count.trials;
    count.kept += one->passed() ? 1 : 0;
  }
  return count;
}

ShareCount count_jobs(const Trials& trials) {
  const BackupJobs* const jobs = trials.jobs;
  return jobs != nullptr ? ShareCount{jobs->succeeded, jobs->scheduled, 0} : ShareCount{};
}

ShareCount count_automation(const Trials& trials) {
  ShareCount count;
  for (const ReportDrill* const drill : trials.drills) {
    count.trials += drill->reached;
    count.kept += drill->automatic;
  }
  return count;
}

// Drills in which everything that was promised came back before they ended.
ShareCount count_recoveries(const Trials& trials) {
  ShareCount count;
  for (const ReportDrill* const drill : trials.drills) {
    const auto& all = drill->run.objectives;
    const auto is_rto = [](const RunObjective& one) { return one.kind == ObjectiveKind::rto; };
    if (std::none_of(all.begin(), all.end(), is_rto)) {
      continue;
    }
    ++count.trials;
    const bool is_open = std::any_of(all.begin(), all.end(), [&](const RunObjective& one) {
      return is_rto(one) && !is_measured(one);
    });
    const bool is_back = std::all_of(all.begin(), all.end(), [&](const RunObjective& one) {
      return !is_rto(one) || (is_measured(one) && one.value != never);
    });
    count.kept += is_back ? 1 : 0;
    count.open += is_open ? 1 : 0;
  }
  return count;
}

ShareCount count_drills(const Trials& trials) {
  ShareCount count;
  for (const ReportDrill* const drill : trials.drills) {
    ++count.trials;
    count.kept += drill->verdict == Verdict::met ? 1 : 0;
    count.open += drill->verdict == Verdict::inconclusive ? 1 : 0;
  }
  return count;
}

// The recovery times of the first promise of each drill: the critical services'.
MeanProof mean_recovery(const Trials& trials, double at_most) {
  std::vector<double> values;
  std::vector<std::uint8_t> censored;
  for (const ReportDrill* const drill : trials.drills) {
    const auto& all = drill->run.objectives;
    const auto first = std::find_if(all.begin(), all.end(), [](const RunObjective& one) {
      return one.kind == ObjectiveKind::rto;
    });
    if (first == all.end() || !first->is_measured) {
      continue;
    }
    const bool is_over = first->value != never;
    values.push_back(to_seconds(is_over ? first->value : first->low));
    censored.push_back(is_over ? 0 : 1);
  }
  return prove_mean(values, censored, at_most);
}

struct Counter {
  std::string_view measures, counted;
  ShareCount (*count)(const Trials&);
  Label label;
};

constexpr Counter counters[]{
    {"rto", "drills whose recovery times were all kept", count_rto, Label::measured},
    {"rpo", "losses of data within their promise", count_rpo, Label::measured},
    {"backup_integrity", "copies that were restored and found whole and intact", count_backups,
     Label::declared},
    {"automation", "steps that were reached and done without a person", count_automation,
     Label::measured},
    {"recovery_success", "drills in which everything promised came back", count_recoveries,
     Label::measured},
    {"backup_success", "scheduled backups that succeeded", count_jobs, Label::declared},
    {"drill_success", "drills that kept every promise", count_drills, Label::measured},
};

CriterionResult judge(const Trials& trials, const Target& target, bool is_indicator) {
  CriterionResult result;
  result.name = target.name;
  result.statement = target.statement;
  result.is_indicator = is_indicator;
  if (target.at_most) {
    result.at_most_s = to_seconds(*target.at_most);
    result.counted = "recovery times of the first promise";
    result.mean = mean_recovery(trials, *result.at_most_s);
    result.proof = result.mean.proof;
    return result;
  }
  result.at_least = target.at_least.value_or(1.0);
  for (const Counter& counter : counters) {
    if (counter.measures == target.measures) {
      result.counted = counter.counted;
      result.label = counter.label;
      result.share = prove_share(counter.count(trials), *result.at_least);
    }
  }
  if (result.counted.empty()) {
    result.counted = "nothing of a drill counts towards it";
    result.share = prove_share({}, *result.at_least);
  }
  result.proof = result.share.proof;
  result.needed = result.share.needed;
  return result;
}

// A copy that was no part of a drill, and the scheduled backups, are those of the first plan.
Trials trials_of(const Report& report, const std::string& plan) {
  Trials trials;
  const bool is_first = report.plans.empty() || plan == report.plans.front().name;
  const auto is_of_plan = [&](const BackupValidation& copy) {
    const auto drill = std::find_if(report.drills.begin(), report.drills.end(),
                                    [&](const ReportDrill& one) { return one.id == copy.run; });
    return drill == report.drills.end() ? is_first : drill->run.plan.name == plan;
  };
  for (const ReportDrill& drill : report.drills) {
    if (drill.counts && drill.run.plan.name == plan) {
      trials.drills.push_back(&drill);
    }
  }
  for (const BackupValidation& copy : report.dossier.backups) {
    if (is_of_plan(copy)) {
      trials.backups.push_back(&copy);
    }
  }
  trials.jobs = is_first && report.dossier.backup_jobs ? &*report.dossier.backup_jobs : nullptr;
  return trials;
}

}  // namespace

std::vector<CriterionResult> judge_criteria(const Report& report, const Plan& plan) {
  const Trials trials = trials_of(report, plan.name);
  std::vector<CriterionResult> results;
  for (const Target& target : plan.governance.criteria) {
    results.push_back(judge(trials, target, false));
  }
  for (const Target& target : plan.governance.indicators) {
    results.push_back(judge(trials, target, true));
  }
  for (CriterionResult& one : results) {
    one.plan = plan.name;
  }
  return results;
}

}  // namespace firedrill
