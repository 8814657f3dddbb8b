// The parts a plan is made of, each with the few figures its recovery depends on.
// A component stands in one region (or in none: DNS is global); what it depends on is in Component.
// The variant is closed: a new kind does not compile until the simulator knows how it fails.
// Example: Component{.name = "standby-cluster", .region = secondary, .model = Cluster{.nodes = 4}}
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "models/base/id.hpp"
#include "models/base/units.hpp"
#include "models/chance/distribution.hpp"
#include "models/fleet/node_start.hpp"
#include "models/fluid/daily_profile.hpp"
#include "models/plan/infrastructure.hpp"

namespace firedrill {

// Accelerator nodes that train: the primary's eight, the standby's four.
struct Cluster {
  int nodes = 0;          // ready in steady state
  int nodes_maximum = 0;  // after scaling out
  int accelerators_per_node = 0;
  NodeStart start;
};

// Log of the lag is an Ornstein-Uhlenbeck process that starts at its median:
// dX = (mu - X) dt / relaxation + sqrt(2 / relaxation) log_sd dW, lag = e^X, mu = ln median.
struct OrnsteinUhlenbeckLag {
  Duration median{};
  double log_sd = 0.0;
  Duration relaxation{};
  std::optional<Duration> sampled_every;  // a monitor steps it exactly at this period; same law
};

// Lag from what the link and the replay cannot swallow: the write rate alternates between a base
// and bursts (exponential lengths and gaps); what exceeds `capacity` waits.
struct BacklogLag {
  Rate base_write_rate;
  Rate burst_write_rate;
  Distribution burst_length;  // [s]
  Distribution burst_gap;     // [s]
  Rate capacity;              // the smaller of the link's share and the replay rate
  Distribution delay;         // [s] from commit to applied when nothing waits
  DailyProfile daily{};       // of both write rates
};

// What is written in the mean of bursts, gaps and the day.
[[nodiscard]] Rate mean_written(const BacklogLag& lag);

using ReplicationLag = std::variant<OrnsteinUhlenbeckLag, BacklogLag>;

// A PostgreSQL instance; with `replica_of` an asynchronous replica that can be promoted, or, with
// `filled_by_restore`, an empty one that takes over once a restore into its region has filled it.
struct Database {
  std::optional<ComponentId> replica_of;
  bool filled_by_restore = false;
  std::optional<ReplicationLag> lag;  // of this replica behind its source
  // Of the log that the source keeps until this replica has it. Beyond, the slot is given up and
  // the replica follows no more (PostgreSQL, max_slot_wal_keep_size). None: kept without end.
  std::optional<Bytes> log_room{};
  // Of a source: where its log waits for replicas that have no such limit.
  struct LogDisk {
    // Once so much waits, the disk is full and the source takes no more writes (PostgreSQL stops
    // when it cannot write to pg_wal; Amazon RDS calls it storage-full).
    Bytes room{};
    // [s] until somebody has made room, by giving the slot up: the replica that was behind then
    // follows no more.
    Distribution freed{};
  };
  std::optional<LogDisk> log_disk{};
  Distribution promotion;          // [s] from the call to an instance that takes writes
  double promotion_failure = 0.0;  // of one promotion
};

// A bucket; with `replica_of` the target of asynchronous replication at up to `replication_rate`.
struct ObjectStore {
  std::optional<ComponentId> replica_of;
  Distribution object_latency;  // [s] of one object when nothing waits
  Rate replication_rate;
};

// Prometheus and Alertmanager. Alert latency with a fault that begins at a random moment:
// U(0,scrape) + U(0,evaluation) + ceil(hold/evaluation)*evaluation + group_wait + delivery.
// Sees nothing when its own region is lost. Source: Prometheus documentation, configuration
// defaults.
struct Prometheus {
  Duration scrape_interval{};
  Duration evaluation_interval{};
  Duration hold{};  // the alerting rule's `for`
  Duration group_wait{};
  Distribution delivery;  // [s] from Alertmanager to whoever acts
};

// An independent health checker: every vantage point probes at its own phase; it has seen the fault
// after `threshold` consecutive failures; the alert fires when a share `quorum` of all has seen it.
struct Prober {
  std::vector<RegionId> vantage_points;  // those in a lost region see nothing
  Duration interval{};
  Duration timeout{};  // a failed probe takes this long
  int threshold = 1;
  double quorum = 1.0;
  Distribution delivery;  // [s]
};

// People outside notice and call: the detection that is left when every monitor is gone.
struct ExternalReport {
  Distribution delay;  // [s] from impact to the first report that is acted upon
};

// An authoritative zone and the clients that cache its answers.
struct DnsZone {
  RegionId serves{};                      // the region the record points to in steady state
  Duration ttl{};                         // clients hold the old answer for U(0, ttl) more
  std::optional<RegionId> control_plane;  // where record edits are served; none: nowhere to lose
  Distribution edit;                      // [s] from an accepted edit to all servers answering it
  double outliving_share = 0.0;           // of clients that keep the old answer beyond the TTL
  Distribution outliving_delay;           // [s] how long those keep it
};

// Something that is built anew from backups or code: a development environment, a cold standby.
struct Rebuildable {
  Distribution rebuild;                // [s]
  bool stands_in_steady_state = true;  // false for a cold standby: code that is not running
};

// A part that can be lost and depended upon, but that no clock runs on (a dashboard, an archive).
struct Facility {
  std::string purpose;
};

// A job that reads data at fixed times of the day and notices what is wrong with it, or not.
struct Validator {
  struct Finding {
    DataId data{};
    double coverage = 0.0;  // probability that one run notices that this kind is wrong
  };
  Duration every{};
  std::optional<Duration> at;  // after midnight, of its first run of a day; none: any time
  // A run looks at the newest complete copy of a kind that is copied, at the data itself of others.
  std::vector<Finding> finds;
  Distribution delivery;  // [s] from the run to whoever acts
};

using ComponentModel =
    std::variant<Cluster, Database, ObjectStore, Prometheus, Prober, ExternalReport, DnsZone,
                 Rebuildable, Facility, Validator, InfrastructureCode>;

struct Region {
  std::string name;
  std::string role;  // primary, secondary, tertiary
};

struct Component {
  std::string name;
  std::string title;                    // the plan's own words, "" if the name says it
  std::optional<RegionId> region;       // none: global
  std::vector<ComponentId> depends_on;  // cannot work without all of these
  ComponentModel model;
};

// The cluster that exists once `resource` does; nullptr if it stands for something else or nothing.
[[nodiscard]] const Cluster* created_cluster(const std::vector<Component>& components,
                                             const InfrastructureResource& resource);

// Per component, 1 if some code's resource stands for it: there is nothing of it in steady state.
[[nodiscard]] std::vector<char> created_on_demand(const std::vector<Component>& components);

}  // namespace firedrill
