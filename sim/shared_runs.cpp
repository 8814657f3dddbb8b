#include "sim/shared_runs.hpp"

#include <fmt/core.h>

#include <utility>

#include "models/base/check.hpp"
#include "models/text/document.hpp"
#include "sim/sample_bytes.hpp"
#include "sim/word_bytes.hpp"

namespace firedrill {
namespace {

constexpr std::uint64_t least_replications = 1'024;  // enough to keep threads busy
constexpr std::uint64_t least_years = 64;

// Of the study and of all scenarios that it names.
std::string digest_of(const YearStudy& study) {
  std::string digests = study.digest;
  for (const IncidentCause& cause : study.causes) {
    digests += cause.scenario.digest;
  }
  for (const YearlyDrill& drill : study.drills) {
    digests += drill.scenario.digest;
  }
  return sha256_hex(digests);
}

// One phase. `whole` is what it comes to, once take(first, count, bytes, whole) has had every
// block.
template <class Whole, class Take>
Result<SharedResult<Whole>> gathered(const SharedRun& run, const std::string& header,
                                     BlockPhase phase, Whole whole, const Take& take) {
  phase.is_last = true;
  Result<SharedBlocks> opened = SharedBlocks::open(run, header);
  if (!opened) {
    return opened.error();
  }
  SharedBlocks blocks = std::move(opened).value();
  const Result<bool> taken =
      blocks.all_of(phase, [&](std::uint64_t first, std::uint64_t count, std::string_view bytes) {
        const bool is_whole = take(first, count, bytes, whole);
        firedrill_assert(is_whole);  // its digest was right, and its header
      });
  if (!taken) {
    return taken.error();
  }
  SharedResult<Whole> result{blocks.outcome(), std::nullopt};
  if (*taken) {
    result.value = std::move(whole);
  }
  return result;
}

}  // namespace

Result<SharedResult<Samples>> simulate_shared(const Scenario& scenario,
                                              const SimulationOptions& options,
                                              const SharedRun& run) {
  BlockPhase phase;
  phase.units = options.replications;
  phase.least = least_replications;
  phase.progress = options.progress;
  phase.compute = [&](std::uint64_t first, std::uint64_t count, const BlockProgress& progress) {
    SimulationOptions part = options;
    part.first_replication = options.first_replication + first;
    part.replications = count;
    part.progress = progress;
    std::string bytes;
    put_samples(bytes, simulate(scenario, part));
    return bytes;
  };
  const std::string header = fmt::format(
      R"({{"format": "firedrill/blocks/1", "version": "{}", "scenario": "{}", "seed": {}, )"
      R"("first": {}, "replications": {}, "block": {}}})",
      run.version, scenario.digest, options.seed, options.first_replication, options.replications,
      block_size(phase.units, phase.least));
  return gathered(
      run, header, phase, empty_samples(scenario, options),
      [](std::uint64_t first, std::uint64_t count, std::string_view bytes, Samples& samples) {
        return take_samples(bytes, static_cast<std::size_t>(first), static_cast<std::size_t>(count),
                            samples);
      });
}

Result<SharedResult<std::vector<YearTally>>> simulate_years_shared(const YearStudy& study,
                                                                   const YearOptions& options,
                                                                   const SharedRun& run) {
  BlockPhase phase;
  phase.units = options.years;
  phase.least = least_years;
  phase.progress = options.progress;
  phase.compute = [&](std::uint64_t first, std::uint64_t count, const BlockProgress& progress) {
    YearOptions part = options;
    part.first_year = options.first_year + first;
    part.years = count;
    part.progress = progress;
    std::vector<YearTally> years = simulate_years(study, part);
    std::string bytes;
    write_words(bytes, years);
    return bytes;
  };
  const std::string header = fmt::format(
      R"({{"format": "firedrill/blocks/1", "version": "{}", "study": "{}", "seed": {}, )"
      R"("first": {}, "years": {}, "block": {}}})",
      run.version, digest_of(study), options.seed, options.first_year, options.years,
      block_size(phase.units, phase.least));
  YearTally empty;
  empty.causes.resize(study.causes.size());
  return gathered(run, header, phase, std::vector<YearTally>{},
                  [&](std::uint64_t /*first*/, std::uint64_t count, std::string_view bytes,
                      std::vector<YearTally>& all) {
                    std::vector<YearTally> years(static_cast<std::size_t>(count), empty);
                    const bool is_whole = read_words(bytes, years);
                    all.insert(all.end(), years.begin(), years.end());
                    return is_whole;
                  });
}

}  // namespace firedrill
