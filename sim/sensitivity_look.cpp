#include "sim/sensitivity_look.hpp"

#include <algorithm>
#include <memory>
#include <string>

#include "models/base/check.hpp"
#include "models/chance/random.hpp"
#include "sim/monte_carlo.hpp"
#include "sim/replicator.hpp"
#include "sim/word_bytes.hpp"

namespace firedrill {
namespace {

constexpr std::array<double, 2> end_places{0.05, 0.95};

using Values = std::vector<Duration>;

Values values_in(const std::string& bytes, std::uint64_t count) {
  Values values(static_cast<std::size_t>(count));
  const bool is_whole = read_words(bytes, values);
  firedrill_assert(is_whole);
  return values;
}

double met(const Values& values, Duration target) {
  const auto kept = std::count_if(values.begin(), values.end(),
                                  [target](Duration value) { return value <= target; });
  return static_cast<double>(kept) / static_cast<double>(values.size());
}

// The scenario as it is, then each parameter at its low end and at its high.
std::string values_at(const UncertainScenario& uncertain, const SensitivityOptions& options,
                      std::uint64_t place) {
  UncertainScenario varied{uncertain};
  if (place > 0) {
    const auto index = static_cast<std::size_t>(place - 1);
    varied.set(index / end_places.size(), end_places[index % end_places.size()]);
  }
  SimulationOptions simulation;
  simulation.seed = options.seed;
  simulation.replications = end_replications;
  simulation.threads = options.threads;
  std::string bytes;
  Samples samples = simulate(varied.scenario(), simulation);
  write_words(bytes, samples.objectives[options.objective]);
  return bytes;
}

double change(const Values& values, const Values& base, Duration target, Duration tail) {
  double sum = 0.0;
  for (std::size_t row = 0; row < values.size(); ++row) {
    // A changed time counts little, so that what changes no share comes after what does.
    sum += (values[row] <= target) != (base[row] <= target) ? 1.0 : 0.0;
    sum += (values[row] >= tail) != (base[row] >= tail) ? 1.0 : 0.0;
    sum += values[row] != base[row] ? 1e-6 : 0.0;
  }
  return sum;
}

}  // namespace

Duration worst_of(std::vector<Duration> values) {
  constexpr double tail_share = 0.95;
  std::sort(values.begin(), values.end());
  return sample_quantile(values, tail_share);
}

Result<FirstLook> look_at_ends(const UncertainScenario& uncertain,
                               const SensitivityOptions& options, SharedBlocks& blocks,
                               const BlockProgress& progress) {
  const std::size_t count = uncertain.parameters().size();
  BlockPhase phase;
  phase.units = 1 + end_places.size() * count;
  phase.progress = progress;
  phase.compute = [&](std::uint64_t first, std::uint64_t places, const BlockProgress& report) {
    std::string bytes;
    for (std::uint64_t place = first; place < first + places; ++place) {
      bytes += values_at(uncertain, options, place);
      report(static_cast<double>(place + 1 - first) / static_cast<double>(places));
    }
    return bytes;
  };
  const Result<std::string> bytes = blocks.bytes_of(phase);
  if (!bytes) {
    return bytes.error();
  }
  const Values all = values_in(*bytes, phase.units * end_replications);
  const auto at = [&all](std::size_t place) {
    const auto begin = all.begin() + static_cast<std::ptrdiff_t>(place * end_replications);
    return Values(begin, begin + static_cast<std::ptrdiff_t>(end_replications));
  };
  const Values base = at(0);
  const Duration target = uncertain.scenario().objectives[options.objective].target;
  const Duration tail = worst_of(base);
  FirstLook look{met(base, target), to_seconds(tail), std::vector<double>(count), {}};
  look.ends.resize(count);
  for (std::size_t parameter = 0; parameter < count; ++parameter) {
    for (std::size_t end = 0; end < end_places.size(); ++end) {
      const Values values = at(1 + parameter * end_places.size() + end);
      look.ends[parameter][end] = {
          plausible_factor(uncertain.parameters()[parameter], end_places[end]), met(values, target),
          to_seconds(worst_of(values))};
      look.changes[parameter] += change(values, base, target, from_seconds(look.p95_s));
    }
  }
  return look;
}

Result<std::vector<Duration>> plausible_values(const UncertainScenario& uncertain,
                                               const SensitivityOptions& options,
                                               SharedBlocks& blocks) {
  BlockPhase phase;
  phase.units = end_replications;
  phase.least = end_replications / 8;
  phase.compute = [&](std::uint64_t first, std::uint64_t count, const BlockProgress&) {
    UncertainScenario varied{uncertain};
    const StreamKey key{options.seed, "sensitivity/pilot"};
    Values values;
    std::vector<double> u(uncertain.parameters().size());
    for (std::uint64_t row = first; row < first + count; ++row) {
      Draws draws{key, row};
      std::generate(u.begin(), u.end(), [&draws] { return draws.uniform(); });
      varied.set(u);
      const auto replicator = std::make_unique<Replicator>(varied.scenario(), options.seed);
      values.push_back(replicator->run(row).objectives[options.objective]);
    }
    std::string bytes;
    write_words(bytes, values);
    return bytes;
  };
  const Result<std::string> bytes = blocks.bytes_of(phase);
  return bytes ? Result<Values>{values_in(*bytes, end_replications)}
               : Result<Values>{bytes.error()};
}

}  // namespace firedrill
