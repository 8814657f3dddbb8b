// How nodes join a cluster of the simulated world and leave it again: started one by one, and
// broken by a defect that nobody has tested for; another node then takes the place.
#include <algorithm>

#include "sim/sim_world.hpp"

namespace firedrill {

void SimWorld::start_node(std::uint32_t cluster, std::uint32_t node) {
  const auto& model = std::get<Cluster>(plan_.components[cluster].model);
  const StartedNode started =
      sample_node_start(model.start, luck_[component_streams_[cluster].nodes[node]]);
  schedule(started.ready, {.what = Due::What::node_ready,
                           .subject = cluster,
                           .detail = node,
                           .value = started.breaks_after.count()});
}

// A node of a cluster that has been lost meanwhile never comes, and whoever waits for it is told.
void SimWorld::add_node(const Due& due) {
  ComponentState& cluster = state_.components[due.subject];
  if (!state_.stands(ComponentId{due.subject})) {
    --cluster.requested_nodes;
  } else {
    ++cluster.nodes;
    break_later(due.subject, due.detail, Duration{due.value});
  }
  answer_scaling(due.subject);
}

void SimWorld::break_later(std::uint32_t cluster, std::uint32_t node, Duration delay) {
  if (delay != never) {
    schedule(delay, {.what = Due::What::node_broken, .subject = cluster, .detail = node});
  }
}

// As in a fault of the kind NodeFailure: the job on the cluster stops. Auto-scaling asks for
// another node at once.
void SimWorld::break_node(std::uint32_t cluster, std::uint32_t node) {
  ComponentState& state = state_.components[cluster];
  if (!state_.stands(ComponentId{cluster}) || state.nodes == 0) {
    return;  // it is gone with the others
  }
  --state.nodes;
  training_.interrupt(now_, ComponentId{cluster});
  start_node(cluster, node);
}

void SimWorld::answer_scaling(std::uint32_t cluster) {
  const bool stands = state_.stands(ComponentId{cluster});
  std::erase_if(scalings_, [&](const Waiting& waiting) {
    const auto& action = std::get<ScaleOut>(waiting.operation->action());
    const bool is_done = action.cluster.index == cluster &&
                         (!stands || state_.components[cluster].nodes >= action.nodes);
    if (is_done) {
      schedule(Duration::zero(), {.outcome = stands ? Outcome::succeeded : Outcome::failed,
                                  .operation = waiting.operation});
    }
    return is_done;
  });
}

}  // namespace firedrill
