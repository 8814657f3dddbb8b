// Lists written in one word: names with commas between them, as options and the arguments of a
// lab's actions have them.
// Example: comma_separated("node-1,node-2,") is {"node-1", "node-2"}: nothing between two commas,
// or after the last, is no part.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace firedrill {

[[nodiscard]] std::vector<std::string> comma_separated(std::string_view list);

}  // namespace firedrill
