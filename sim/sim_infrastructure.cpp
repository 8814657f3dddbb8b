// How the simulated world creates infrastructure from code: every run of it creates what is
// missing, as far as it gets; a component comes up when the resource that stands for it is there.
#include <algorithm>

#include "sim/sim_world.hpp"

namespace firedrill {

void SimWorld::add_stack(std::uint32_t component, const InfrastructureCode& code) {
  Stack& stack =
      stacks_.emplace_back(Stack{component, code, CreationSchedule{code}, {}, {}, {}, {}});
  const std::string name = "component/" + plan_.components[component].name + "/resource/";
  for (const InfrastructureResource& resource : code.resources) {
    stack.streams.push_back(luck_.stream(name + resource.name));
  }
  stack.attempts.resize(code.resources.size());
  stack.breaks.resize(code.resources.size());
}

SimWorld::Stack& SimWorld::stack_of(std::uint32_t component) {
  const auto found = std::find_if(stacks_.begin(), stacks_.end(),
                                  [&](const Stack& one) { return one.component == component; });
  firedrill_assert(found != stacks_.end());
  return *found;
}

// A cluster is there when all its nodes are; they are asked for at once.
CreationSchedule::Attempt SimWorld::attempt_of(Stack& stack, std::size_t index) {
  const InfrastructureResource& resource = stack.code.resources[index];
  Draws& draws = luck_[stack.streams[index]];
  CreationSchedule::Attempt attempt;
  attempt.length = sample_duration(creation_law(stack.code, resource), draws);
  attempt.fails = draws.bernoulli(resource.failure_probability) ||
                  (resource.reads && !state_.stands(*resource.reads));
  const Cluster* const cluster = created_cluster(plan_.components, resource);
  if (cluster != nullptr) {
    const auto& nodes = component_streams_[resource.stands_for->index].nodes;
    Duration slowest{};
    stack.breaks[index].clear();
    for (std::size_t node = 0; node < static_cast<std::size_t>(cluster->nodes); ++node) {
      const StartedNode started = sample_node_start(cluster->start, luck_[nodes[node]]);
      slowest = std::max(slowest, started.ready);
      stack.breaks[index].push_back(started.breaks_after);
    }
    attempt.length = add(attempt.length, slowest);
  }
  return attempt;
}

// A run that is under way holds the lock on the state: whoever asks again waits for its end.
void SimWorld::carry_out(const Recreate& action, Operation& operation) {
  const std::uint32_t component = action.infrastructure.index;
  Stack& stack = stack_of(component);
  const Due done{.what = Due::What::recreated, .subject = component};
  if (!can_change(action.infrastructure, operation)) {
    return;
  }
  Duration& done_at = state_.components[component].done_at;
  if (done_at <= now_) {
    for (std::size_t index = 0; index < stack.attempts.size(); ++index) {
      if (stack.is_there[index] == 0) {
        stack.attempts[index] = attempt_of(stack, index);
      }
    }
    const auto& creations = stack.schedule.run(stack.attempts, stack.is_there);
    for (const std::uint32_t index : stack.schedule.in_order()) {
      if (creations[index].succeeds) {
        schedule(creations[index].ends,
                 {.what = Due::What::created, .subject = component, .detail = index});
      }
    }
    done_at = add(now_, stack.schedule.end());
  }
  answer_after(done_at == never ? never : done_at - now_, done, operation);
}

// Nothing is created in a region that has been lost meanwhile, nor on top of what was not.
void SimWorld::create_resource(std::uint32_t component, std::uint32_t index) {
  Stack& stack = stack_of(component);
  const InfrastructureResource& resource = stack.code.resources[index];
  const bool has_needs =
      std::all_of(resource.needs.begin(), resource.needs.end(),
                  [&](std::uint32_t needed) { return stack.is_there[needed] != 0; });
  if (!has_needs || !state_.stands(ComponentId{component})) {
    return;
  }
  stack.is_there[index] = 1;
  if (!resource.stands_for) {
    return;
  }
  state_.create(*resource.stands_for);
  for (std::uint32_t node = 0; node < stack.breaks[index].size(); ++node) {
    break_later(resource.stands_for->index, node, stack.breaks[index][node]);
  }
}

bool SimWorld::is_recreated(std::uint32_t component) {
  const Stack& stack = stack_of(component);
  return std::find(stack.is_there.begin(), stack.is_there.end(), 0) == stack.is_there.end();
}

}  // namespace firedrill
