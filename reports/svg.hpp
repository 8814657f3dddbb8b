// A picture as SVG text: what the charts draw with. Black on white, so that it prints; whatever
// colour says is also said by place, pattern or words. Lengths in pixels from the upper left.
// Example: SvgPicture picture{640, 400, "tornado"}; picture.rectangle({10, 10, 90, 20}, "#0b5394");
//          picture.finished()  // "<svg ...</svg>\n"
#pragma once

#include <string>
#include <string_view>

namespace firedrill {

// How wide `text` is at font size `size` [px], in a monospaced font.
[[nodiscard]] int svg_text_width(std::string_view text, int size);

// `text` in such a font with its baseline beginning at (x, y), clipped to `room` [px].
[[nodiscard]] std::string svg_text_at(int x, int y, std::string_view text, int size, int room,
                                      std::string_view weight = "normal");

struct SvgPoint {
  double x = 0.0, y = 0.0;
};

struct SvgBox {
  double x = 0.0, y = 0.0, width = 0.0, height = 0.0;
};

enum class SvgAnchor { start, middle, end };

struct SvgText {
  int size = 12;
  SvgAnchor anchor = SvgAnchor::start;
  bool is_bold = false;
  std::string_view fill = "black";
};

class SvgPicture {
 public:
  SvgPicture(int width, int height, std::string_view title);

  void text(SvgPoint at, std::string_view text, const SvgText& style = {});
  void line(SvgPoint from, SvgPoint to, std::string_view stroke = "black", double width = 1.0,
            bool is_dashed = false);
  void rectangle(const SvgBox& box, std::string_view fill, std::string_view stroke = "none");
  void circle(SvgPoint centre, double radius, std::string_view fill,
              std::string_view stroke = "black");

  // The whole picture so far.
  [[nodiscard]] std::string finished() const { return content_ + "</svg>\n"; }

 private:
  std::string content_;
};

}  // namespace firedrill
