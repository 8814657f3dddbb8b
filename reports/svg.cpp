#include "reports/svg.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "models/base/utf8.hpp"
#include "reports/markup.hpp"
#include "reports/page.hpp"

namespace firedrill {
namespace {

// A character of a monospaced font is 0.6 em wide, or a little more.
constexpr double advance = 0.61;

}  // namespace

int svg_text_width(std::string_view text, int size) {
  return static_cast<int>(static_cast<double>(count_code_points(text)) * advance * size) + 1;
}

std::string svg_text_at(int x, int y, std::string_view text, int size, int room,
                        std::string_view weight) {
  const auto characters = static_cast<std::size_t>(std::max(0.0, room / (advance * size)));
  return fmt::format("<text x=\"{}\" y=\"{}\" font-size=\"{}\" font-weight=\"{}\">{}</text>\n", x,
                     y, size, weight, escaped_markup(clipped(text, characters)));
}

SvgPicture::SvgPicture(int width, int height, std::string_view title)
    : content_{fmt::format(
          "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0}\" height=\"{1}\" "
          "viewBox=\"0 0 {0} {1}\" font-family=\"sans-serif\" role=\"img\">\n<title>{2}</title>\n"
          "<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n",
          width, height, escaped_markup(title))} {}

void SvgPicture::text(SvgPoint at, std::string_view text, const SvgText& style) {
  constexpr std::array anchors{"start", "middle", "end"};
  content_ += fmt::format(
      "<text x=\"{:.1f}\" y=\"{:.1f}\" font-size=\"{}\" text-anchor=\"{}\" font-weight=\"{}\" "
      "fill=\"{}\">{}</text>\n",
      at.x, at.y, style.size, anchors[static_cast<std::size_t>(style.anchor)],
      style.is_bold ? "bold" : "normal", style.fill, escaped_markup(text));
}

void SvgPicture::line(SvgPoint from, SvgPoint to, std::string_view stroke, double width,
                      bool is_dashed) {
  content_ += fmt::format(
      "<line x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" y2=\"{:.1f}\" stroke=\"{}\" "
      "stroke-width=\"{}\"{}/>\n",
      from.x, from.y, to.x, to.y, stroke, width, is_dashed ? " stroke-dasharray=\"5 4\"" : "");
}

void SvgPicture::rectangle(const SvgBox& box, std::string_view fill, std::string_view stroke) {
  content_ += fmt::format(
      "<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" fill=\"{}\" "
      "stroke=\"{}\"/>\n",
      box.x, box.y, box.width, box.height, fill, stroke);
}

void SvgPicture::circle(SvgPoint centre, double radius, std::string_view fill,
                        std::string_view stroke) {
  content_ +=
      fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"{:.1f}\" fill=\"{}\" stroke=\"{}\"/>\n",
                  centre.x, centre.y, radius, fill, stroke);
}

}  // namespace firedrill
