// What can be asked of a running WAN, and how: one JSON message to its control socket, one back
// (docs/FORMATS.md, firedrill/wan/1). A change is one message, so that all of a fault begins at one
// moment; nothing of a message with an error in it is done.
// Example: change_wan(socket, R"({"changes": [{"from": "a", "to": "b", "is_up": false}]})");
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "live/network/wan_link.hpp"
#include "models/text/reader.hpp"

namespace firedrill {

// What one entry of "changes" says; what it does not mention stays as it is.
struct LinkChange {
  std::size_t from = 0;  // index of the region
  std::size_t to = 0;
  std::optional<Duration> delay;
  std::optional<Duration> jitter;
  std::optional<Rate> rate;
  std::optional<double> loss;
  std::optional<Duration> queue;
  std::optional<bool> is_up;
};

// The changes in `list`, an array; problems go to `context`.
[[nodiscard]] std::vector<LinkChange> read_changes(const Node& list,
                                                   const std::vector<std::string>& regions,
                                                   ReadContext& context);

// A running WAN, as far as its clients may ask.
struct WanState {
  std::vector<std::string> regions;
  std::vector<WanLink>& links;  // from i to j: links[i * regions + j]
  Duration running{};           // since the router began
  std::uint64_t unroutable = 0;
  bool is_realtime = false;
};

struct WanAnswer {
  std::string text;  // JSON
  bool has_changed = false;
  bool wants_stop = false;
};

// Does what `request` says.
[[nodiscard]] WanAnswer answer_wan(const std::string& request, WanState state);

}  // namespace firedrill
