#include "live/lab/programs/checkpoint.hpp"

#include <bit>
#include <cstring>
#include <nlohmann/json.hpp>

#include "models/text/document.hpp"

namespace firedrill {
namespace {

using Json = nlohmann::ordered_json;

static_assert(std::endian::native == std::endian::little);

constexpr std::size_t vector_bytes = training_parameters * sizeof(double);

void append(std::string& bytes, const Eigen::VectorXd& values) {
  const std::size_t begin = bytes.size();
  bytes.resize(begin + vector_bytes);
  std::memcpy(bytes.data() + begin, values.data(), vector_bytes);
}

Eigen::VectorXd take(std::string_view& bytes) {
  Eigen::VectorXd values{training_parameters};
  std::memcpy(values.data(), bytes.data(), vector_bytes);
  bytes.remove_prefix(vector_bytes);
  return values;
}

// What the digest covers besides the numbers.
Json head_of(const Checkpoint& checkpoint) {
  return {{"format", "firedrill/lab-checkpoint/1"},
          {"epoch", checkpoint.epoch},
          {"step", checkpoint.state.step},
          {"loss", checkpoint.state.loss}};
}

}  // namespace

std::string encode_checkpoint(const Checkpoint& checkpoint) {
  std::string numbers;
  append(numbers, checkpoint.state.weights);
  append(numbers, checkpoint.state.momentum);
  Json head = head_of(checkpoint);
  head["sha256"] = sha256_hex(head.dump() + numbers);
  return head.dump() + "\n" + numbers;
}

std::optional<Checkpoint> decode_checkpoint(std::string_view bytes) {
  const std::size_t end = bytes.find('\n');
  if (end == std::string_view::npos || bytes.size() != end + 1 + 2 * vector_bytes) {
    return std::nullopt;
  }
  Json head = Json::parse(bytes.substr(0, end), nullptr, false);
  bytes.remove_prefix(end + 1);
  if (!head.is_object() || !head.contains("sha256")) {
    return std::nullopt;
  }
  const Json digest = head["sha256"];
  head.erase("sha256");
  if (digest != sha256_hex(head.dump() + std::string{bytes})) {
    return std::nullopt;
  }
  Checkpoint checkpoint;
  checkpoint.epoch = head.at("epoch");
  checkpoint.state.step = head.at("step");
  checkpoint.state.loss = head.at("loss");
  checkpoint.state.weights = take(bytes);
  checkpoint.state.momentum = take(bytes);
  return checkpoint;
}

}  // namespace firedrill
