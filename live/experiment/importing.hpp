// What the importers share: refusals by name, and the quantities of tools that write them in other
// ways than firedrill does.
// Example: const auto delay = go_duration("1m30s");  // 90 s
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "models/text/reader.hpp"

namespace firedrill {

// FD5301 at `node`.
void refuse_import(ReadContext& context, const Node& node, const std::string& what,
                   const std::string& suggestion = {});

// "300ms", "1m30s", "1.5h", "-5m" as Go and Chaos Mesh write them; nothing if it is none.
[[nodiscard]] std::optional<Duration> go_duration(std::string_view text);

// "10mbps", "512kbit" as tc and Chaos Mesh write rates: "bps" are bytes, "bit" are bits; nothing if
// it is none.
[[nodiscard]] std::optional<Rate> tc_rate(std::string_view text);

// "256MB", "1GiB", "2g" (of 1024); nothing if it is none.
[[nodiscard]] std::optional<Bytes> memory_size(std::string_view text);

// The number that `text` begins with, which it loses; nothing if there is none.
[[nodiscard]] std::optional<double> take_number(std::string_view& text);

}  // namespace firedrill
