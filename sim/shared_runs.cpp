#include "sim/shared_runs.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

#include "models/base/check.hpp"
#include "models/text/document.hpp"
#include "sim/sample_bytes.hpp"
#include "sim/word_bytes.hpp"

namespace firedrill {
namespace {

constexpr std::uint64_t least_replications = 1'024;  // enough to keep threads busy
constexpr std::uint64_t least_years = 64;

// Units first, first + 1, ... in blocks of one size, the last of which may be shorter.
class Blocks {
 public:
  Blocks(std::uint64_t units, std::uint64_t least)
      : units_{units}, size_{block_size(units, least)} {}
  [[nodiscard]] std::uint64_t size() const { return size_; }
  [[nodiscard]] std::uint64_t count() const { return (units_ + size_ - 1) / size_; }
  [[nodiscard]] std::uint64_t begin(std::uint64_t block) const { return block * size_; }
  [[nodiscard]] std::uint64_t length(std::uint64_t block) const {
    return std::min(size_, units_ - begin(block));
  }

 private:
  std::uint64_t units_, size_;
};

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

// Shares the work. `whole` is what it comes to, once take(block, bytes, whole) has had every block.
template <class Whole, class Take>
Result<SharedResult<Whole>> gathered(const BlockWork& work, const SharedRun& run, Whole whole,
                                     const Take& take) {
  Result<SharedOutcome> outcome =
      share_blocks(work, run, [&](std::uint64_t block, std::string_view bytes) {
        const bool is_whole = take(block, bytes, whole);
        firedrill_assert(is_whole);  // its digest was right, and its header
      });
  if (!outcome) {
    return outcome.error();
  }
  SharedResult<Whole> result{std::move(outcome).value(), std::nullopt};
  if (result.outcome.answers) {
    result.value = std::move(whole);
  }
  return result;
}

}  // namespace

Result<SharedResult<Samples>> simulate_shared(const Scenario& scenario,
                                              const SimulationOptions& options,
                                              const SharedRun& run) {
  const Blocks blocks{options.replications, least_replications};
  BlockWork work;
  work.header = fmt::format(
      R"({{"format": "firedrill/blocks/1", "version": "{}", "scenario": "{}", "seed": {}, )"
      R"("first": {}, "replications": {}, "block": {}}})",
      run.version, scenario.digest, options.seed, options.first_replication, options.replications,
      blocks.size());
  work.blocks = blocks.count();
  work.progress = options.progress;
  work.compute = [&](std::uint64_t block, const std::function<void(double)>& progress) {
    SimulationOptions part = options;
    part.first_replication = options.first_replication + blocks.begin(block);
    part.replications = blocks.length(block);
    part.progress = progress;
    std::string bytes;
    put_samples(bytes, simulate(scenario, part));
    return bytes;
  };
  return gathered(work, run, empty_samples(scenario, options),
                  [&](std::uint64_t block, std::string_view bytes, Samples& samples) {
                    return take_samples(bytes, static_cast<std::size_t>(blocks.begin(block)),
                                        static_cast<std::size_t>(blocks.length(block)), samples);
                  });
}

Result<SharedResult<std::vector<YearTally>>> simulate_years_shared(const YearStudy& study,
                                                                   const YearOptions& options,
                                                                   const SharedRun& run) {
  const Blocks blocks{options.years, least_years};
  BlockWork work;
  work.header = fmt::format(
      R"({{"format": "firedrill/blocks/1", "version": "{}", "study": "{}", "seed": {}, )"
      R"("first": {}, "years": {}, "block": {}}})",
      run.version, digest_of(study), options.seed, options.first_year, options.years,
      blocks.size());
  work.blocks = blocks.count();
  work.progress = options.progress;
  work.compute = [&](std::uint64_t block, const std::function<void(double)>& progress) {
    YearOptions part = options;
    part.first_year = options.first_year + blocks.begin(block);
    part.years = blocks.length(block);
    part.progress = progress;
    std::vector<YearTally> years = simulate_years(study, part);
    std::string bytes;
    write_words(bytes, years);
    return bytes;
  };
  YearTally empty;
  empty.causes.resize(study.causes.size());
  return gathered(work, run, std::vector<YearTally>{},
                  [&](std::uint64_t block, std::string_view bytes, std::vector<YearTally>& all) {
                    std::vector<YearTally> years(static_cast<std::size_t>(blocks.length(block)),
                                                 empty);
                    const bool is_whole = read_words(bytes, years);
                    all.insert(all.end(), years.begin(), years.end());
                    return is_whole;
                  });
}

}  // namespace firedrill
