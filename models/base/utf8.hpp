// UTF-8 as far as error messages need it: columns count code points, carets stand under characters,
// and no ill-formed byte may reach a terminal or a JSON report.
// Well-formed means Table 3-7 of The Unicode Standard (15.0, 2022), section 3.9.
// Example: count_code_points("größe") == 5
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace firedrill {

// The length in bytes (1 to 4) of the well-formed code point at the start of `text`; 0 if there is
// none.
[[nodiscard]] std::size_t code_point_size(std::string_view text);

// How many code points well-formed `text` holds.
[[nodiscard]] std::size_t count_code_points(std::string_view text);

// The first `count` code points of well-formed `text`, or all of it if it is shorter.
[[nodiscard]] std::string_view first_code_points(std::string_view text, std::size_t count);

// The offset of the first byte of `text` that is not well-formed, or npos.
[[nodiscard]] std::size_t find_ill_formed(std::string_view text);

// `text` with U+FFFD in place of every byte that is not well-formed.
[[nodiscard]] std::string repaired_utf8(std::string_view text);

}  // namespace firedrill
