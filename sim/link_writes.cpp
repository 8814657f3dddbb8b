// What is written at the near end of a link, as events of its history: logs with their bursts,
// objects at their rate, both as the time of the day has it, and checkpoints.

#include <algorithm>
#include <cmath>

#include "sim/link_history.hpp"
#include "sim/link_streams.hpp"

namespace firedrill {
namespace {

constexpr double most_drawn = 20'000.0;  // cycles of one log

}  // namespace

// From `begin` to `end` on the link's clock `rate` [bytes/s] is written, as the day has it.
void LinkHistory::write_between(std::size_t stream, double begin, double end, double rate,
                                const DailyProfile& daily) {
  if (daily.is_flat()) {
    events_.push_back({begin, Event::What::rate, stream, rate, 0});
    return;
  }
  const double time_of_day = std::fmod(time_of_day_ + begin, to_seconds(one_day));
  for (const ShareStep& step : steps_of(daily, time_of_day, end - begin)) {
    events_.push_back({begin + step.time, Event::What::rate, stream, rate * step.share, 0});
  }
}

void LinkHistory::write_log(std::size_t stream, const BacklogLag& lag, double until, Luck& luck) {
  Draws draws = luck[log_streams_[streams_[stream].replica.index]];  // a copy: all see one history
  const double burst = mean(lag.burst_length);
  const double cycle = burst + mean(lag.burst_gap);
  // Of more cycles than tell apart, the earlier ones are written at their mean.
  const double begin = std::max(0.0, until - most_drawn * cycle);
  const double share = cycle > 0.0 ? burst / cycle : 0.0;
  const double mean_rate = lag.burst_write_rate.bytes_per_second * share +
                           lag.base_write_rate.bytes_per_second * (1.0 - share);
  write_between(stream, 0.0, cycle > 0.0 ? begin : until, mean_rate, lag.daily);
  for (double time = begin; time < until && cycle > 0.0;) {
    const double quiet = sample(lag.burst_gap, draws);
    write_between(stream, time, time + quiet, lag.base_write_rate.bytes_per_second, lag.daily);
    time += quiet;
    const double length = sample(lag.burst_length, draws);
    write_between(stream, time, time + length, lag.burst_write_rate.bytes_per_second, lag.daily);
    time += length;
  }
}

void LinkHistory::write_checkpoints(std::size_t stream, std::uint32_t data, double until,
                                    Luck& luck) {
  const auto& saved = std::get<CheckpointStream>(plan_.data[data].protection);
  const double interval = to_seconds(saved.interval);
  Draws phase = luck[phase_streams_[data]];  // a copy: every kind sees the same phase
  double time = until - phase.uniform() * interval;
  time -= std::floor(time / interval) * interval;
  for (; time <= until; time += interval) {
    events_.push_back(
        {time, Event::What::arrive, stream, static_cast<double>(saved.size.count), data});
  }
}

void LinkHistory::write_objects(RegionId from, double until, Luck& luck) {
  steady_.clear();
  for (std::uint32_t index = 0; index < plan_.data.size(); ++index) {
    const DataKind& kind = plan_.data[index];
    const auto replica = streams_to(plan_, kind);
    const std::size_t stream =
        replica && kind.written_in == from ? stream_of(kind) : streams_.size();
    if (stream == streams_.size()) {
      continue;
    }
    if (const auto* objects = std::get_if<ObjectStream>(&kind.protection)) {
      for (const ShareStep& step : steps_of(objects->daily, time_of_day_, until)) {
        steady_.push_back({stream, index, step.time, objects->rate.bytes_per_second * step.share});
      }
    } else if (std::holds_alternative<CheckpointStream>(kind.protection)) {
      write_checkpoints(stream, index, until, luck);
    }
  }
  add_steady_events();
}

// At each time of a change the sum of what all kinds on the stream write then.
void LinkHistory::add_steady_events() {
  for (std::size_t index = 0; index < steady_.size(); ++index) {
    const Steady& step = steady_[index];
    const auto here = steady_.begin() + static_cast<std::ptrdiff_t>(index);
    const bool is_told = std::any_of(steady_.begin(), here, [&](const Steady& one) {
      return one.stream == step.stream && one.time == step.time;
    });
    double sum = 0.0;
    for (std::size_t other = 0; other < steady_.size(); ++other) {
      const Steady& one = steady_[other];
      const bool is_last = other + 1 == steady_.size() || steady_[other + 1].data != one.data ||
                           steady_[other + 1].time > step.time;
      sum += one.stream == step.stream && one.time <= step.time && is_last ? one.rate : 0.0;
    }
    if (!is_told && (step.time > 0.0 || sum > 0.0)) {
      events_.push_back({step.time, Event::What::rate, step.stream, sum, 0});
    }
  }
}

}  // namespace firedrill
