#include "sim/failure_process.hpp"

#include <algorithm>

#include "models/base/check.hpp"

namespace firedrill {
namespace {

void require_valid(const FailureCause& cause) {
  firedrill_assert(cause.lemons.share >= 0.0 && cause.lemons.share <= 1.0);
  firedrill_assert(cause.lemons.rate_factor > 0.0);
  firedrill_assert(mean(cause.time_between_failures) > 0.0);
}

StreamKey family(std::uint64_t seed, const FailureCause& cause, const char* purpose) {
  return {seed, "fleet/" + cause.name + "/" + purpose};
}

}  // namespace

FailureProcess::FailureProcess(const FailureCause& cause, int nodes, std::uint64_t seed)
    : cause_{cause},
      nodes_{static_cast<std::uint32_t>(nodes)},
      life_key_{family(seed, cause, "life")},
      lemon_key_{family(seed, cause, "lemon")},
      detection_key_{family(seed, cause, "detection")},
      restoration_key_{family(seed, cause, "restoration")},
      rate_key_{family(seed, cause, "rate")},
      lives_(source_count(cause, nodes)) {
  require_valid(cause);
  if (const auto* repair = std::get_if<Repair>(&cause.restoration)) {
    crew_ = repair->crew;
  }
  if (crew_) {
    firedrill_assert(*crew_ > 0);
    after_.resize(lives_.size());
  }
}

void FailureProcess::begin(std::uint64_t replication) {
  replication_ = replication;
  std::fill(lives_.begin(), lives_.end(), 0U);
  busy_ = 0;
  first_waiting_ = nobody;
  if (cause_.rate_uncertainty) {
    Draws luck{rate_key_, replication};
    rate_factor_ = sample(*cause_.rate_uncertainty, luck);  // zero: never fails
  }
}

NodeRange FailureProcess::range(std::uint32_t source) const {
  const auto size = static_cast<std::uint32_t>(cause_.nodes);
  const std::uint32_t first = source * size;
  return {first, std::min(size, nodes_ - first)};
}

Duration FailureProcess::life(std::uint32_t source) const {
  Draws luck = draws(life_key_, source);
  const double seconds = std::max(0.0, sample(cause_.time_between_failures, luck)) / rate_factor_;
  const Duration natural =
      from_seconds(is_lemon(source) ? seconds / cause_.lemons.rate_factor : seconds);
  const auto* start = std::get_if<NodeStart>(&cause_.restoration);
  return start != nullptr && start->skips_tests && lives_[source] > 0
             ? std::min(natural, untested_life(*start, source))
             : natural;
}

// Of a replacement: until a defect shows that it came with. The draws are those of its start.
Duration FailureProcess::untested_life(const NodeStart& start, std::uint32_t source) const {
  Draws luck{restoration_key_.member(source).member(lives_[source] - 1), replication_};
  return sample_node_start(start, luck).breaks_after;
}

Duration FailureProcess::detection(std::uint32_t source) const {
  const FailureDetection& model = cause_.detection;
  Draws luck = draws(detection_key_, source);
  const bool is_unnoticed = luck.bernoulli(model.unnoticed_share);
  return sample_duration(is_unnoticed ? model.unnoticed_delay : model.delay, luck);
}

Duration FailureProcess::restoration(std::uint32_t source) const {
  Draws luck = draws(restoration_key_, source);
  if (const auto* repair = std::get_if<Repair>(&cause_.restoration)) {
    return sample_duration(repair->time, luck);
  }
  return sample_node_start(std::get<NodeStart>(cause_.restoration), luck).ready;
}

bool FailureProcess::admit(std::uint32_t source) {
  if (!crew_) {
    return true;
  }
  if (busy_ < *crew_) {
    ++busy_;
    return true;
  }
  (first_waiting_ == nobody ? first_waiting_ : after_[last_waiting_]) = source;
  last_waiting_ = source;
  after_[source] = nobody;
  return false;
}

std::optional<std::uint32_t> FailureProcess::release() {
  if (!crew_) {
    return std::nullopt;
  }
  if (first_waiting_ == nobody) {
    --busy_;
    return std::nullopt;
  }
  const std::uint32_t source = first_waiting_;
  first_waiting_ = after_[source];
  return source;
}

Draws FailureProcess::draws(StreamKey family, std::uint32_t source) const {
  return Draws{family.member(source).member(lives_[source]), replication_};
}

bool FailureProcess::is_lemon(std::uint32_t source) const {
  if (cause_.lemons.share <= 0.0) {
    return false;
  }
  const bool is_replaced = std::holds_alternative<NodeStart>(cause_.restoration);
  const std::uint64_t incarnation = is_replaced ? lives_[source] : 0;
  Draws luck{lemon_key_.member(source).member(incarnation), replication_};
  return luck.bernoulli(cause_.lemons.share);
}

}  // namespace firedrill
