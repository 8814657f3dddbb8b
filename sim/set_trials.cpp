#include "sim/set_trials.hpp"

#include <algorithm>
#include <optional>
#include <string_view>

#include "models/base/check.hpp"
#include "scenarios/scenario_reader.hpp"
#include "sim/monte_carlo.hpp"
#include "sim/word_bytes.hpp"

namespace firedrill {
namespace {

constexpr std::uint64_t most_of_a_part = 4'000;  // recoveries: a fraction of a second

// A job in parts, which keep its order.
std::vector<SetJob> parts_of(const std::vector<SetJob>& jobs) {
  std::vector<SetJob> parts;
  for (SetJob job : jobs) {
    do {
      SetJob part = job;
      part.count = std::min(job.count, most_of_a_part);
      parts.push_back(part);
      job.first += part.count;
      job.count -= part.count;
    } while (job.count > 0);
  }
  return parts;
}

// A part's trial as it is kept.
struct KeptPart {
  bool is_valid = false;
  std::vector<char> is_kept;
  std::vector<std::uint64_t> met;
};

void pass(auto& passage, KeptPart& part) {
  passage(part.is_valid);
  passage.list(part.is_kept);
  passage.list(part.met);
}

}  // namespace

double SetTrial::share() const {
  return is_kept.empty() ? 0.0
                         : static_cast<double>(std::count(is_kept.begin(), is_kept.end(), 1)) /
                               static_cast<double>(is_kept.size());
}

Result<Scenario> SetTrials::scenario_of(ChangeSet set) const {
  Document document = assembled_;
  // Another runbook first: what is set may be in it.
  for (const bool brings_runbook : {true, false}) {
    for (std::size_t index = 0; index < changes_.changes.size(); ++index) {
      const PlanChange& change = changes_.changes[index];
      if ((set >> index & 1U) == 0 || change.runbook.empty() == brings_runbook) {
        continue;
      }
      Result<Document> changed = apply(change, std::move(document));
      if (!changed) {
        return changed.error();
      }
      document = std::move(changed).value();
    }
  }
  return read_scenario(document);
}

SetTrial SetTrials::trial_of(const Scenario& scenario, const SetJob& job) const {
  SimulationOptions simulation;
  simulation.seed = job.seed;
  simulation.first_replication = job.first;
  simulation.replications = job.count;
  simulation.threads = threads_;
  const Samples samples = simulate(scenario, simulation);
  SetTrial trial;
  trial.met.resize(columns_.size());
  for (std::size_t row = 0; row < job.count; ++row) {
    bool all = true;
    for (std::size_t promise = 0; promise < columns_.size(); ++promise) {
      const bool met = samples.objectives[columns_[promise]][row] <= targets_[promise];
      trial.met[promise] += met ? 1 : 0;
      all = all && met;
    }
    trial.is_kept.push_back(all ? 1 : 0);
  }
  return trial;
}

std::string SetTrials::bytes_of(const std::vector<SetJob>& parts, std::uint64_t first,
                                std::uint64_t count) const {
  std::string bytes;
  WordPassage passage{WordWriter{bytes}};
  std::optional<Scenario> scenario;  // of the part before, too, if that was of the same set
  for (std::uint64_t index = first; index < first + count; ++index) {
    const SetJob& part = parts[static_cast<std::size_t>(index)];
    if (index == first || part.set != parts[static_cast<std::size_t>(index - 1)].set) {
      const Result<Scenario> made = scenario_of(part.set);
      scenario = made ? std::optional{*made} : std::nullopt;
    }
    KeptPart kept;
    if (scenario) {
      SetTrial trial = trial_of(*scenario, part);
      kept = {true, std::move(trial.is_kept), std::move(trial.met)};
    }
    pass(passage, kept);
  }
  return bytes;
}

Result<std::vector<SetTrial>> SetTrials::run(const std::vector<SetJob>& jobs, bool is_last) {
  const std::vector<SetJob> parts = parts_of(jobs);
  BlockPhase phase;
  phase.units = parts.size();
  phase.is_last = is_last;
  phase.compute = [&](std::uint64_t first, std::uint64_t count, const BlockProgress&) {
    return bytes_of(parts, first, count);
  };
  std::vector<KeptPart> kept;
  const Result<bool> taken =
      blocks_.all_of(phase, [&](std::uint64_t, std::uint64_t count, std::string_view bytes) {
        WordPassage passage{WordReader{bytes}};
        for (std::uint64_t part = 0; part < count; ++part) {
          pass(passage, kept.emplace_back());
        }
        firedrill_assert(passage.words().is_used_up());
      });
  if (!taken) {
    return taken.error();
  }
  std::vector<SetTrial> trials;
  for (std::size_t index = 0; index < kept.size(); ++index) {
    const bool goes_on = index > 0 && parts[index].set == parts[index - 1].set &&
                         parts[index].first == parts[index - 1].first + parts[index - 1].count &&
                         parts[index].seed == parts[index - 1].seed;
    if (!goes_on) {
      trials.emplace_back();
      trials.back().met.resize(columns_.size());
    }
    SetTrial& trial = trials.back();
    trial.is_valid = kept[index].is_valid;
    trial.is_kept.insert(trial.is_kept.end(), kept[index].is_kept.begin(),
                         kept[index].is_kept.end());
    for (std::size_t promise = 0; promise < kept[index].met.size(); ++promise) {
      trial.met[promise] += kept[index].met[promise];
    }
  }
  return trials;
}

}  // namespace firedrill
