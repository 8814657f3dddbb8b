// Whether replication between two regions carries what is written: the plan's streams as a flow
// network, from every kind of data through its replica, which all streams into it share.
// Example: 78 MB/s of checkpoints and datasets into a bucket that takes 125 MB/s: all is carried
#pragma once

#include <optional>
#include <vector>

#include "models/plan/plan.hpp"

namespace firedrill {

// A stream of one kind of data into its replica.
struct ReplicationDemand {
  DataId data{};
  ComponentId replica{};
  Rate mean;  // over time
  Rate peak;  // during a burst; of a steady stream the mean
};

struct RegionFlow {
  RegionId from{}, to{};
  std::vector<ReplicationDemand> demands;
  Rate capacity;  // the most that the replicas in use take together
  Rate mean_demand, mean_carried;
  Rate peak_demand, peak_carried;         // every stream at its peak
  std::vector<ComponentId> full_at_mean;  // replicas that keep the mean demand back
  std::vector<ComponentId> full_at_peak;
};

struct ReplicationFlows {
  std::vector<RegionFlow> flows;     // pairs of regions with streams between them
  std::vector<DataId> without_rate;  // protected by copies or streams whose rate the plan omits
};

// By max-flow. The mean of an alternating write rate is that of the renewal process of bursts and
// gaps (length-weighted). What is carried of the mean falls short of it only if the lag grows
// without end; what is carried of the peak, while bursts make it grow. A replica whose region is
// the region the data is written in carries nothing between regions and is left out.
[[nodiscard]] ReplicationFlows replication_flows(const Plan& plan);

}  // namespace firedrill
