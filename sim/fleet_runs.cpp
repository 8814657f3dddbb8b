#include "sim/fleet_runs.hpp"

#include "sim/fleet_simulation.hpp"
#include "sim/parallel_runs.hpp"

namespace firedrill {

double FleetSamples::share_with_down(std::size_t nodes) const {
  DurationSum all;
  for (const DurationSum& time : time_with_down) {
    all += time;
  }
  return time_with_down[nodes].seconds() / all.seconds();
}

namespace {

class FleetWorker {
 public:
  FleetWorker(const FleetStudy& study, std::uint64_t seed, FleetSamples& samples)
      : simulation_{study, seed}, samples_{samples}, times_(samples.time_with_down.size()) {}

  void operator()(std::uint64_t replication) {
    samples_.tallies[static_cast<std::size_t>(replication)] = simulation_.run(replication);
    for (std::size_t down = 0; down < times_.size(); ++down) {
      times_[down] += simulation_.time_with_down()[down];
    }
  }

  void finish() {
    for (std::size_t down = 0; down < times_.size(); ++down) {
      samples_.time_with_down[down] += times_[down];
    }
  }

 private:
  FleetSimulation simulation_;
  FleetSamples& samples_;
  std::vector<DurationSum> times_;
};

}  // namespace

FleetSamples simulate_fleet(const FleetStudy& study, const FleetOptions& options) {
  FleetSamples samples;
  samples.tallies.resize(static_cast<std::size_t>(options.replications));
  samples.time_with_down.resize(static_cast<std::size_t>(study.fleet.nodes) + 1);
  run_in_parallel({options.replications, options.threads, options.progress}, [&] {
    return FleetWorker{study, options.seed, samples};
  });
  return samples;
}

MeanEstimate estimate_of(const FleetSamples& samples, TallyFigure figure) {
  std::vector<double> values;
  for (const FleetTally& tally : samples.tallies) {
    values.push_back(figure(tally));
  }
  return estimate_mean(values, 0.95);
}

}  // namespace firedrill
