#include "reports/svg.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "models/base/utf8.hpp"
#include "reports/page.hpp"

namespace firedrill {
namespace {

// A character of a monospaced font is 0.6 em wide, or a little more.
constexpr double advance = 0.61;

}  // namespace

std::string svg_escaped(std::string_view text) {
  std::string safe;
  for (const char letter : text) {
    switch (letter) {
      case '&':
        safe += "&amp;";
        break;
      case '<':
        safe += "&lt;";
        break;
      case '>':
        safe += "&gt;";
        break;
      case '"':
        safe += "&quot;";
        break;
      default:
        safe += static_cast<unsigned char>(letter) < 0x20 ? ' ' : letter;  // none is legal in XML
    }
  }
  return safe;
}

int svg_text_width(std::string_view text, int size) {
  return static_cast<int>(static_cast<double>(count_code_points(text)) * advance * size) + 1;
}

std::string svg_text_at(int x, int y, std::string_view text, int size, int room,
                        std::string_view weight) {
  const auto characters = static_cast<std::size_t>(std::max(0.0, room / (advance * size)));
  return fmt::format("<text x=\"{}\" y=\"{}\" font-size=\"{}\" font-weight=\"{}\">{}</text>\n", x,
                     y, size, weight, svg_escaped(clipped(text, characters)));
}

}  // namespace firedrill
