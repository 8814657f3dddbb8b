// JSON that people read too: a value stands on one line where it fits, else each member on its own;
// a long list of numbers or short words fills its lines.
// Example: json_text({{"a", {1, 2}}}) == "{\"a\": [1, 2]}\n"
// Numbers that JSON cannot say (infinite, not a number) are null.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>

namespace firedrill {

// `value` as text that ends with a newline.
[[nodiscard]] std::string json_text(const nlohmann::ordered_json& value);

// `text`, or null where it is empty.
[[nodiscard]] nlohmann::ordered_json json_words(const std::string& text);

// `number`, or null where it is not finite or absent.
[[nodiscard]] nlohmann::ordered_json json_number(std::optional<double> number);

}  // namespace firedrill
