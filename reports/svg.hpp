// Text in pictures: escaped for XML, clipped to the room it has, its width estimated for a
// monospaced font. Pictures are SVG without any dependency, readable in black and white.
// Example: picture += svg_text_at(20, 34, "promote_replica", 12, 180);
#pragma once

#include <string>
#include <string_view>

namespace firedrill {

// `text` safe within an element or an attribute in double quotes.
[[nodiscard]] std::string svg_escaped(std::string_view text);

// How wide `text` is at font size `size` [px].
[[nodiscard]] int svg_text_width(std::string_view text, int size);

// `text` with its baseline beginning at (x, y), clipped to `room` [px].
[[nodiscard]] std::string svg_text_at(int x, int y, std::string_view text, int size, int room,
                                      std::string_view weight = "normal");

}  // namespace firedrill
