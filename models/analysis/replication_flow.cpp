#include "models/analysis/replication_flow.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <utility>

#include "models/analysis/graph.hpp"
#include "models/base/units.hpp"

namespace firedrill {
namespace {

constexpr double unlimited = std::numeric_limits<double>::infinity();

struct Demand {
  ReplicationDemand stream;
  bool has_rate = false;
};

Demand demand_of(const Plan& plan, DataId data, const DatabaseReplication& protection) {
  Demand demand{{data, protection.replica, {}, {}}, false};
  const auto& replica = std::get<Database>(plan.components[protection.replica.index].model);
  if (!replica.lag) {
    return demand;
  }
  if (const auto* backlog = std::get_if<BacklogLag>(&*replica.lag)) {
    const double base = backlog->base_write_rate.bytes_per_second;
    const double high = backlog->burst_write_rate.bytes_per_second;
    demand.stream.mean = mean_written(*backlog);
    demand.stream.peak = Rate{std::max(base, high) * most_share(backlog->daily)};
    demand.has_rate = true;
  }
  return demand;
}

Demand demand_of(const Plan& /*plan*/, DataId data, const ObjectStream& protection) {
  const double rate = protection.rate.bytes_per_second;
  return {{data, protection.replica, Rate{rate * mean_share(protection.daily)},
           Rate{rate * most_share(protection.daily)}},
          true};
}

Demand demand_of(const Plan& /*plan*/, DataId data, const CheckpointStream& protection) {
  const Rate rate{static_cast<double>(protection.size.count) / to_seconds(protection.interval)};
  return {{data, protection.replica, rate, rate}, true};
}

Demand demand_of(const Plan& /*plan*/, DataId /*data*/, const PeriodicCopy& /*protection*/) {
  return {};
}

Demand demand_of(const Plan& /*plan*/, DataId /*data*/, const NotProtected& /*protection*/) {
  return {};
}

Rate capacity_of(const Component& replica) {
  if (const auto* store = std::get_if<ObjectStore>(&replica.model)) {
    return store->replication_rate;
  }
  const auto& lag = std::get<Database>(replica.model).lag;
  return lag ? std::get<BacklogLag>(*lag).capacity : Rate{};
}

// source -> each stream (its demand) -> its replica (no limit) -> sink (what the replica takes)
class StreamNetwork {
 public:
  StreamNetwork(const Plan& plan, const RegionFlow& pair) : plan_{plan} {
    for (const ReplicationDemand& demand : pair.demands) {
      if (std::find(replicas_.begin(), replicas_.end(), demand.replica) == replicas_.end()) {
        replicas_.push_back(demand.replica);
      }
    }
  }

  // What is carried of `demands` at the given rates, or at most, without one.
  Flow carried(const std::vector<ReplicationDemand>& demands, Rate ReplicationDemand::*rate) const {
    std::vector<FlowEdge> edges;
    for (std::uint32_t index = 0; index < replicas_.size(); ++index) {
      edges.push_back({first_replica + index, sink,
                       capacity_of(plan_.components[replicas_[index].index]).bytes_per_second});
    }
    auto stream = static_cast<std::uint32_t>(first_replica + replicas_.size());
    for (const ReplicationDemand& demand : demands) {
      const auto replica = std::find(replicas_.begin(), replicas_.end(), demand.replica);
      const auto place = static_cast<std::uint32_t>(replica - replicas_.begin());
      double wanted = unlimited;
      if (rate != nullptr) {
        wanted = (demand.*rate).bytes_per_second;
      }
      edges.push_back({source, stream, wanted});
      edges.push_back({stream, first_replica + place, unlimited});
      ++stream;
    }
    return max_flow(stream, edges, source, sink);
  }

  // The replicas among the edges of a minimum cut.
  std::vector<ComponentId> full(const Flow& flow) const {
    std::vector<ComponentId> full;
    for (const std::size_t edge : flow.bottleneck) {
      if (edge < replicas_.size()) {
        full.push_back(replicas_[edge]);
      }
    }
    return full;
  }

 private:
  static constexpr std::uint32_t source = 0;
  static constexpr std::uint32_t sink = 1;
  static constexpr std::uint32_t first_replica = 2;

  const Plan& plan_;
  std::vector<ComponentId> replicas_;
};

// Several kinds of data in one database are one stream, its log.
bool is_new_stream(const DataKind& data, const ReplicationDemand& demand, const RegionFlow& pair) {
  const auto& others = pair.demands;
  return !std::holds_alternative<DatabaseReplication>(data.protection) ||
         std::none_of(others.begin(), others.end(), [&](const ReplicationDemand& other) {
           return other.replica == demand.replica;
         });
}

void solve(const Plan& plan, RegionFlow& pair) {
  for (const ReplicationDemand& demand : pair.demands) {
    pair.mean_demand.bytes_per_second += demand.mean.bytes_per_second;
    pair.peak_demand.bytes_per_second += demand.peak.bytes_per_second;
  }
  const StreamNetwork network{plan, pair};
  const Flow at_mean = network.carried(pair.demands, &ReplicationDemand::mean);
  const Flow at_peak = network.carried(pair.demands, &ReplicationDemand::peak);
  pair.capacity = Rate{network.carried(pair.demands, nullptr).value};
  pair.mean_carried = Rate{at_mean.value};
  pair.peak_carried = Rate{at_peak.value};
  pair.full_at_mean = network.full(at_mean);
  pair.full_at_peak = network.full(at_peak);
}

}  // namespace

ReplicationFlows replication_flows(const Plan& plan) {
  ReplicationFlows result;
  std::map<std::pair<RegionId, RegionId>, RegionFlow> pairs;
  for (std::uint32_t index = 0; index < plan.data.size(); ++index) {
    const DataKind& data = plan.data[index];
    const Demand demand = std::visit(
        [&](const auto& protection) { return demand_of(plan, DataId{index}, protection); },
        data.protection);
    if (!demand.has_rate) {
      if (!std::holds_alternative<NotProtected>(data.protection)) {
        result.without_rate.push_back(DataId{index});
      }
      continue;
    }
    const auto& replica = plan.components[demand.stream.replica.index];
    if (replica.region && *replica.region != data.written_in) {
      RegionFlow& pair = pairs[{data.written_in, *replica.region}];
      pair.from = data.written_in;
      pair.to = *replica.region;
      if (is_new_stream(data, demand.stream, pair)) {
        pair.demands.push_back(demand.stream);
      }
    }
  }
  for (auto& [regions, pair] : pairs) {
    solve(plan, pair);
    result.flows.push_back(std::move(pair));
  }
  return result;
}

}  // namespace firedrill
