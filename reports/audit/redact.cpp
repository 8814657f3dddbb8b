#include "reports/audit/redact.hpp"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

namespace firedrill {
namespace {

class Redactor {
 public:
  explicit Redactor(ReportInputs& inputs) : inputs_{inputs} {}

  void redact() {
    collect();
    // Longer names first: "ann-marie" is no "ann" with something behind it.
    std::stable_sort(names_.begin(), names_.end(), [](const auto& one, const auto& other) {
      return one.first.size() > other.first.size();
    });
    replace_in_runs();
    replace_in_dossier();
    for (CorrectiveAction& action : inputs_.actions) {
      for (std::string* const text :
           {&action.title, &action.finding, &action.cause, &action.owner, &action.accepted_by}) {
        replace(*text);
      }
    }
  }

 private:
  void hide(const std::string& name, std::string_view kind) {
    const bool is_known = std::any_of(names_.begin(), names_.end(),
                                      [&](const auto& one) { return one.first == name; });
    if (!name.empty() && !is_known) {
      std::size_t& count = kind == "person"   ? people_
                           : kind == "place"  ? places_
                           : kind == "target" ? targets_
                                              : hosts_;
      names_.emplace_back(name, std::string{kind} + "-" + std::to_string(++count));
    }
  }
  void collect();
  void replace_in_runs();
  void replace_in_dossier();
  void replace(std::string& text) const;
  void replace(std::vector<std::string>& texts) const {
    for (std::string& text : texts) {
      replace(text);
    }
  }

  ReportInputs& inputs_;
  std::vector<std::pair<std::string, std::string>> names_;
  std::size_t people_ = 0, places_ = 0, targets_ = 0, hosts_ = 0;
};

void Redactor::collect() {
  const Dossier& said = inputs_.dossier;
  const auto person = [&](const std::string& name) { hide(name, "person"); };
  if (said.assessor) {
    person(said.assessor->name);
  }
  for (const DrillDossier& drill : said.drills) {
    if (drill.approval) {
      person(drill.approval->by);
    }
    for (const Participant& one : drill.participants) {
      person(one.name);
    }
    for (const Acknowledgement& one : drill.acknowledgements) {
      person(one.by);
    }
    for (const std::string& place : drill.locations) {
      hide(place, "place");
    }
  }
  for (const BackupValidation& one : said.backups) {
    person(one.by);
    hide(one.restored_to, "place");
  }
  for (const AccessGrant& one : said.access) {
    person(one.person);
    person(one.by);
  }
  for (const TrainingRecord& one : said.training) {
    person(one.person);
  }
  for (const SignOff& one : said.sign_offs) {
    person(one.name);
  }
  for (const CorrectiveAction& one : inputs_.actions) {
    person(one.owner);
    person(one.accepted_by);
  }
  for (const RecordedDrill& drill : inputs_.drills) {
    hide(drill.run.target.name, "target");
    for (const RunFault& fault : drill.run.faults) {
      for (const std::string& host : fault.targets) {
        hide(host, "host");
      }
    }
    for (const RunProbe& probe : drill.run.probes) {
      hide(probe.vantage, "host");
    }
  }
}

bool is_letter(char letter) {
  const auto byte = static_cast<unsigned char>(letter);
  return byte >= 0x80 || (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') ||
         (byte >= 'A' && byte <= 'Z');
}

// Whole words alone, one pass: what has been put in is not looked at again.
void Redactor::replace(std::string& text) const {
  std::string redacted;
  for (std::size_t at = 0; at < text.size();) {
    const bool begins_word = at == 0 || !is_letter(text[at - 1]);
    const auto found = std::find_if(names_.begin(), names_.end(), [&](const auto& one) {
      const std::size_t end = at + one.first.size();
      return begins_word && text.compare(at, one.first.size(), one.first) == 0 &&
             (end == text.size() || !is_letter(text[end]));
    });
    if (found == names_.end()) {
      redacted += text[at++];
    } else {
      redacted += found->second;
      at += found->first.size();
    }
  }
  text = std::move(redacted);
}

void Redactor::replace_in_runs() {
  for (RecordedDrill& drill : inputs_.drills) {
    Run& run = drill.run;
    replace(run.target.name);
    replace(run.reason);
    run.environment.kernel.clear();
    run.environment.machine.clear();
    for (RunFault& fault : run.faults) {
      replace(fault.targets);
      replace(fault.how);
    }
    for (RunProbe& probe : run.probes) {
      replace(probe.vantage);
    }
    for (RunObjective& one : run.objectives) {
      replace(one.reason);
    }
    replace(run.undo.residue);
    for (auto* const steady : {&run.steady_before, &run.steady_after}) {
      if (*steady) {
        replace((*steady)->deviations);
      }
    }
  }
}

void Redactor::replace_in_dossier() {
  Dossier& said = inputs_.dossier;
  for (std::string* const text : {&said.title, &said.scope}) {
    replace(*text);
  }
  replace(said.exclusions);
  replace(said.limitations);
  if (said.assessor) {
    replace(said.assessor->name);
    replace(said.assessor->independence);
  }
  for (DrillDossier& drill : said.drills) {
    for (auto* const texts : {&drill.locations, &drill.assumptions, &drill.deviations}) {
      replace(*texts);
    }
    replace(drill.selection);
    replace(drill.root_cause);
    if (drill.approval) {
      replace(drill.approval->by);
    }
    for (Participant& one : drill.participants) {
      replace(one.name);
    }
    for (DeclaredFinding& one : drill.findings) {
      replace(one.text);
      replace(one.cause);
    }
    for (Acknowledgement& one : drill.acknowledgements) {
      replace(one.by);
    }
  }
  for (BackupValidation& one : said.backups) {
    replace(one.by);
    replace(one.restored_to);
    replace(one.copy);
  }
  for (AccessGrant& one : said.access) {
    replace(one.person);
    replace(one.by);
  }
  for (TrainingRecord& one : said.training) {
    replace(one.person);
  }
  for (PlanRevision& one : said.plan_changes) {
    replace(one.change);
    replace(one.because);
  }
  for (SignOff& one : said.sign_offs) {
    replace(one.name);
  }
  if (said.backup_jobs) {
    replace(said.backup_jobs->source);
  }
}

}  // namespace

void redact(ReportInputs& inputs) { Redactor{inputs}.redact(); }

}  // namespace firedrill
