#include "live/lab/programs/fenced_checkpoints.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace firedrill {
namespace {

constexpr std::int64_t takeover_step = 1000;
constexpr int claim_tries = 100;  // so many other starts may claim at the same moment

using Names = std::vector<std::string>;

std::int64_t epoch_of(std::string_view name) {
  std::int64_t epoch = 0;
  std::from_chars(name.data(), name.data() + std::min(name.size(), name.find('/')), epoch);
  return epoch;
}

// 0 if there is none.
std::int64_t highest_epoch(const std::optional<Names>& names) {
  std::int64_t highest = 0;
  for (const std::string& name : names.value_or(Names{})) {
    highest = std::max(highest, epoch_of(name));
  }
  return highest;
}

std::optional<Checkpoint> newest_in(CheckpointPlace& place, Names names) {
  std::ranges::sort(names, std::ranges::greater{});  // epochs have leading zeros
  for (const std::string& name : names) {
    if (!name.ends_with("/checkpoint")) {
      continue;
    }
    if (const auto bytes = place.read(name)) {
      if (auto checkpoint = decode_checkpoint(*bytes)) {
        return checkpoint;
      }
    }
  }
  return std::nullopt;
}

bool is_newer(const std::optional<Checkpoint>& one, const std::optional<Checkpoint>& other) {
  if (!one || !other) {
    return one.has_value();
  }
  return std::pair{one->epoch, one->state.step} > std::pair{other->epoch, other->state.step};
}

}  // namespace

std::optional<FencedCheckpoints::Claim> FencedCheckpoints::claim(bool takes_over) {
  const auto in_folder = folder_.list();
  const auto in_bucket = bucket_.list();
  if (!in_folder) {
    return std::nullopt;
  }
  Claim claim;
  claim.epoch = std::max(highest_epoch(in_folder), highest_epoch(in_bucket)) + 1;
  if (takes_over) {
    claim.epoch = (claim.epoch / takeover_step + 1) * takeover_step;
  }
  for (int tries = 0; tries < claim_tries; ++tries, ++claim.epoch) {
    const std::string name = name_of(claim.epoch, "claim");
    switch (folder_.create(name, "")) {
      case FolderPlace::Creation::failed:
        return std::nullopt;
      case FolderPlace::Creation::exists:
        continue;
      case FolderPlace::Creation::done:
        break;
    }
    claim.is_in_bucket = bucket_.replace(name, "");
    claim.newest = newest_in(folder_, *in_folder);
    if (auto other = newest_in(bucket_, in_bucket.value_or(Names{}));
        is_newer(other, claim.newest)) {
      claim.newest = std::move(other);
    }
    epoch_ = claim.epoch;
    return claim;
  }
  return std::nullopt;
}

std::string FencedCheckpoints::name_of(std::int64_t epoch, std::string_view what) const {
  return fmt::format("{:08}.{}/{}", epoch, region_, what);
}

Saving FencedCheckpoints::save_in(CheckpointPlace& place, const TrainingState& state) const {
  if (highest_epoch(place.list()) > epoch_) {
    return Saving::fenced;
  }
  const Checkpoint checkpoint{epoch_, state};
  return place.replace(name_of(epoch_, "checkpoint"), encode_checkpoint(checkpoint))
             ? Saving::saved
             : Saving::failed;
}

Saving FencedCheckpoints::save(const TrainingState& state) { return save_in(folder_, state); }

Saving FencedCheckpoints::upload(const TrainingState& state) { return save_in(bucket_, state); }

}  // namespace firedrill
