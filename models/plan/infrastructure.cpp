#include "models/plan/infrastructure.hpp"

#include <algorithm>

#include "models/base/check.hpp"

namespace firedrill {

const Distribution& creation_law(const InfrastructureCode& code,
                                 const InfrastructureResource& resource) {
  return code.fast_provisioning && resource.fast_creation ? *resource.fast_creation
                                                          : resource.creation;
}

CreationSchedule::CreationSchedule(const InfrastructureCode& code)
    : parallelism_{static_cast<std::size_t>(code.parallelism)},
      needed_by_(code.resources.size()),
      missing_(code.resources.size()) {
  firedrill_assert(code.parallelism >= 1);
  for (std::uint32_t index = 0; index < code.resources.size(); ++index) {
    needs_.push_back(code.resources[index].needs);
    for (const std::uint32_t needed : needs_.back()) {
      needed_by_[needed].push_back(index);
    }
  }
}

// Makes ready what waited only for `resource`.
void CreationSchedule::release(std::uint32_t resource, const std::vector<char>& is_there) {
  for (const std::uint32_t next : needed_by_[resource]) {
    if (--missing_[next] == 0 && is_there[next] == 0) {
      creations_[next].waited_for = resource;
      ready_.push_back(next);
    }
  }
}

const std::vector<CreationSchedule::Creation>& CreationSchedule::run(
    const std::vector<Attempt>& attempts, const std::vector<char>& is_there) {
  creations_.assign(needs_.size(), {});
  ready_.clear();
  running_.clear();
  ended_.clear();
  end_ = Duration::zero();
  for (std::uint32_t index = 0; index < needs_.size(); ++index) {
    missing_[index] = static_cast<std::size_t>(
        std::count_if(needs_[index].begin(), needs_[index].end(),
                      [&](std::uint32_t needed) { return is_there[needed] == 0; }));
    if (missing_[index] == 0 && is_there[index] == 0) {
      ready_.push_back(index);
    }
  }
  Duration now{};
  std::optional<std::uint32_t> ended;  // whose place a creation takes, if it had to wait for one
  while (!ready_.empty() || !running_.empty()) {
    while (!ready_.empty() && running_.size() < parallelism_) {
      const std::uint32_t next = ready_.front();
      ready_.erase(ready_.begin());
      Creation& creation = creations_[next];
      const bool waited_for_place =
          ended && (!creation.waited_for || creations_[*creation.waited_for].ends < now);
      creation.starts = now;
      creation.ends = add(now, attempts[next].length);
      creation.waited_for = waited_for_place ? ended : creation.waited_for;
      running_.push_back(next);
    }
    const auto first =
        std::min_element(running_.begin(), running_.end(), [&](std::uint32_t a, std::uint32_t b) {
          return creations_[a].ends != creations_[b].ends ? creations_[a].ends < creations_[b].ends
                                                          : a < b;
        });
    ended = ended_.emplace_back(*first);
    running_.erase(first);
    now = end_ = creations_[*ended].ends;
    creations_[*ended].succeeds = !attempts[*ended].fails && now != never;
    if (creations_[*ended].succeeds) {
      release(*ended, is_there);
    }
  }
  return creations_;
}

std::vector<std::uint32_t> CreationSchedule::critical_path() const {
  std::vector<std::uint32_t> path;
  std::optional<std::uint32_t> last;
  for (std::uint32_t index = 0; index < creations_.size(); ++index) {
    const bool is_later = creations_[index].starts != never &&
                          (!last || creations_[index].ends > creations_[*last].ends);
    last = is_later ? std::optional{index} : last;
  }
  for (; last; last = creations_[*last].waited_for) {
    path.insert(path.begin(), *last);
  }
  return path;
}

}  // namespace firedrill
