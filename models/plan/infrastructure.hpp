// Infrastructure as code: a graph of resources that does not exist until somebody applies it, and
// how long that takes. As Terraform does it: whatever needs nothing that is missing is created, up
// to `parallelism` at a time; what fails leaves out all that needs it, and another run creates only
// what is missing (Terraform, "Command: apply", option -parallelism, 10 by default).
// Example: CreationSchedule schedule{code};
//          schedule.run(lengths, is_there).back().ends  // [ns] after the start
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "models/base/id.hpp"
#include "models/base/units.hpp"
#include "models/chance/distribution.hpp"

namespace firedrill {

struct InfrastructureResource {
  std::string name;
  std::vector<std::uint32_t> needs;           // indices of resources that must be there before
  Distribution creation;                      // [s]
  std::optional<Distribution> fast_creation;  // [s] from a prepared image
  double failure_probability = 0.0;           // of one creation, noticed when it should be done
  std::optional<ComponentId> stands_for;      // what of the plan exists once this does
  std::optional<ComponentId> reads;           // must stand, or the creation fails (a backup)
};

struct InfrastructureCode {
  int parallelism = 10;
  bool fast_provisioning = false;  // takes fast_creation where there is one
  // Of the clusters it creates; the reader has put it into their NodeStart. None: as they say.
  std::optional<bool> skip_gpu_tests;
  std::vector<InfrastructureResource> resources;
};

// The law of the creation of `resource`, as the code's fast_provisioning has it [s].
[[nodiscard]] const Distribution& creation_law(const InfrastructureCode& code,
                                               const InfrastructureResource& resource);

// What one run does when, from how long each creation takes. Keeps its memory from run to run.
class CreationSchedule {
 public:
  // The code's resources must have no cycle.
  explicit CreationSchedule(const InfrastructureCode& code);

  struct Attempt {
    Duration length{};
    bool fails = false;
  };
  struct Creation {
    Duration starts = never, ends = never;    // never: left out, or there already
    bool succeeds = false;                    // false too for what is left out
    std::optional<std::uint32_t> waited_for;  // the resource whose end let it start
  };
  // One run from time zero; `attempts` and `is_there` have one item a resource. Of those that could
  // start, the ones that became ready first do, then those that come first in the code.
  const std::vector<Creation>& run(const std::vector<Attempt>& attempts,
                                   const std::vector<char>& is_there);

  // What the latest run tried, in the order in which it ended.
  [[nodiscard]] const std::vector<std::uint32_t>& in_order() const { return ended_; }
  // When the last creation of the latest run ended; zero if there was nothing to do.
  [[nodiscard]] Duration end() const { return end_; }
  // From the first resource to the one that ended last, each waiting for the one before.
  [[nodiscard]] std::vector<std::uint32_t> critical_path() const;

 private:
  void release(std::uint32_t resource, const std::vector<char>& is_there);

  std::size_t parallelism_;
  std::vector<std::vector<std::uint32_t>> needs_, needed_by_;
  std::vector<Creation> creations_;
  std::vector<std::size_t> missing_;    // per resource: needs that are not there yet
  std::vector<std::uint32_t> ready_;    // first come, first served
  std::vector<std::uint32_t> running_;  // unordered
  std::vector<std::uint32_t> ended_;
  Duration end_{};
};

}  // namespace firedrill
