// What was written and what had crossed a link between two regions up to the moment of a fault,
// where that cannot be seen stream by stream: the link was cut for a while, or has too little room
// for everybody. From curves of all that cross it, drawn once a replication for all who ask.
// Example: history.age(DataId{3}, 4h, cuts, latency, luck) -> 41 s
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "models/fluid/shared_link.hpp"
#include "models/plan/plan.hpp"
#include "sim/luck.hpp"

namespace firedrill {

// What hinders replication between these times of the run.
struct LinkTrouble {
  enum class Kind {
    cut,      // nothing crosses from `from` to `to`
    narrow,   // all that crosses has no more than `left`, and arrives `latency` later
    stalled,  // nothing of what goes to `replica` crosses, from wherever
  };
  Kind kind = Kind::cut;
  RegionId from{}, to{};
  Duration begin{}, end{};
  Duration latency{};
  std::optional<Rate> left{};  // none: as much as before
  ComponentId replica{};

  // Whether it hinders what goes from a region to a replica in another.
  [[nodiscard]] bool concerns(RegionId source, RegionId target, ComponentId one) const {
    return kind == Kind::stalled ? replica == one : from == source && to == target;
  }
};

// What troubles do at one moment to what goes from a region to a replica in another.
struct Hindrance {
  Duration stopped{};  // since when nothing has come through; zero where something does
  Duration latency{};  // what comes through is so much later
};
[[nodiscard]] Hindrance hindrance_at(const std::vector<LinkTrouble>& troubles, RegionId from,
                                     RegionId to, ComponentId replica, Duration at);

// How many cycles of bursts and gaps a log that is swallowed at `rate` [bytes/s] takes to forget
// how it began, to one part in ten thousand: by the relaxation time of M/M/1 at the same load,
// 1 / (sqrt(service) - sqrt(arrivals))^2 (Cohen, The Single Server Queue, 1982).
[[nodiscard]] double cycles_to_forget(const BacklogLag& lag, double rate);

class LinkHistory {
 public:
  LinkHistory(const Plan& plan, Luck& luck);

  // The run begins at this time of the day.
  void begin(Duration time_of_day) { begins_at_ = time_of_day; }

  // Whether the replica's stream depends on more than itself, even without cuts: the link has less
  // room than its streams may take, or the hour decides what is written.
  [[nodiscard]] bool is_contended(ComponentId replica) const {
    return is_contended_[replica.index] != 0;
  }
  // What the replica's stream can take at most: its service's limit, its replay, its connections
  // [bytes/s].
  [[nodiscard]] double rate_of(ComponentId replica) const { return rates_[replica.index]; }

  // Age at `at` of the newest state of `data` in its replica, where each byte is there `latency`
  // after it has crossed; `never` where nothing is. The replica has a rate (no lag of its own law).
  [[nodiscard]] Duration age(DataId data, Duration at, const std::vector<LinkTrouble>& troubles,
                             double latency, Luck& luck);

  // When so much of the log of `replica` will wait at its source, at `now` or later, before what
  // hinders it is over; none if never.
  [[nodiscard]] std::optional<Duration> fills_at(ComponentId replica, Bytes room, Duration now,
                                                 const std::vector<LinkTrouble>& troubles,
                                                 Luck& luck);

  // The curves of all that streams over `from` to `to` until `at`, from `span` before; each with
  // the replica it goes to, [bytes] and [s] since the beginning.
  struct Trace {
    ComponentId replica{};
    std::vector<LinkKnot> curve;
  };
  [[nodiscard]] std::vector<Trace> trace(RegionId from, RegionId to, Duration at, Duration span,
                                         const std::vector<LinkTrouble>& troubles, Luck& luck);

 private:
  // A stream over the link: a database's log, or what is replicated of a bucket.
  struct Stream {
    ComponentId replica{};
    enum class Kind { log, objects, checkpoints, all_objects } kind = Kind::log;
  };
  struct Event {
    double time = 0.0;  // [s] on the link's clock
    enum class What { capacity, limit, rate, arrive } what = What::rate;
    std::size_t stream = 0;
    double value = 0.0;      // [bytes/s] or [bytes]
    std::uint32_t data = 0;  // of arrive
  };
  struct Checkpoint {
    double time = 0.0;     // [s]
    double arrived = 0.0;  // [bytes] of its stream, this one included
  };

  void gather(RegionId from, RegionId to, ComponentId replica);
  [[nodiscard]] SharedLink empty_link(RegionId from, RegionId to, ComponentId replica) const;
  [[nodiscard]] std::size_t stream_of(const DataKind& data) const;
  [[nodiscard]] double cycle_of(const Stream& stream) const;
  void write_between(std::size_t stream, double begin, double end, double rate,
                     const DailyProfile& daily);
  void write_log(std::size_t stream, const BacklogLag& lag, double until, Luck& luck);
  void write_checkpoints(std::size_t stream, std::uint32_t data, double until, Luck& luck);
  void write_objects(RegionId from, double until, Luck& luck);
  void add_steady_events();
  void hinder(const std::vector<LinkTrouble>& troubles, RegionId from, RegionId to, double start);
  double cut(double begin, double end, const RegionLink* link);
  void stall(double begin, double end, ComponentId replica);
  // What happens on the link in the `span` [s] before `at`.
  void list_events(RegionId from, RegionId to, Duration at, double span,
                   const std::vector<LinkTrouble>& troubles, Luck& luck);
  // Long enough before `at` for what is found there to have forgotten how it began [s].
  [[nodiscard]] double span_before(RegionId from, RegionId to, Duration at,
                                   const std::vector<LinkTrouble>& troubles) const;
  void play(SharedLink& link, std::uint32_t data, double until);
  [[nodiscard]] Duration age_of_stream(const SharedLink& link, std::size_t stream, double until,
                                       double latency) const;

  // A kind of objects from a time on.
  struct Steady {
    std::size_t stream = 0;
    std::uint32_t data = 0;
    double time = 0.0;  // [s]
    double rate = 0.0;  // [bytes/s]
  };

  const Plan& plan_;
  bool is_daily_ = false;                // what is written depends on the time of the day
  Duration begins_at_{};                 // time of the day at the run's beginning
  std::vector<double> rates_;            // per component [bytes/s]; 0: no replica with a rate
  std::vector<char> is_contended_;       // per component
  std::vector<StreamId> log_streams_;    // per component: bursts of its log
  std::vector<StreamId> phase_streams_;  // per kind of data: when its checkpoints are written
  std::vector<Stream> streams_;          // scratch: of the link asked about
  std::vector<Event> events_;            // scratch
  std::vector<Steady> steady_;           // scratch of write_objects
  double time_of_day_ = 0.0;             // scratch: at the link's zero [s after midnight]
  std::vector<Checkpoint> checkpoints_;  // scratch: of the kind asked about
};

}  // namespace firedrill
