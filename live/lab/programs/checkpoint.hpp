// A checkpoint of a training run as bytes: who wrote it (the epoch, a fencing token that each start
// of the run raises), the state, and a digest, so that a torn or rotten one is never taken for
// good.
// Example: decode_checkpoint(encode_checkpoint({3, state}))->state.step == state.step
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "live/lab/programs/training_model.hpp"

namespace firedrill {

struct Checkpoint {
  std::int64_t epoch = 0;
  TrainingState state;
};

// One line of JSON (epoch, step, loss, digest of what follows), then the numbers as the machine has
// them (little-endian doubles): weights, then momentum.
[[nodiscard]] std::string encode_checkpoint(const Checkpoint& checkpoint);

// None if the bytes are not exactly those of a checkpoint.
[[nodiscard]] std::optional<Checkpoint> decode_checkpoint(std::string_view bytes);

}  // namespace firedrill
