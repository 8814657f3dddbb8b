#include "reports/backlog_picture.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "reports/backlog_text.hpp"
#include "reports/format.hpp"
#include "reports/links_text.hpp"
#include "reports/svg.hpp"

namespace firedrill {
namespace {

// All in pixels.
constexpr int picture_width = 1000;
constexpr double chart_left = 110.0, chart_right = 970.0;
constexpr double first_chart = 70.0;  // from the top
constexpr double chart_height = 130.0;
constexpr double chart_pitch = 236.0;  // from one stream's to the next one's
constexpr double words_above = 44.0;   // of a chart, for its name and a sentence
constexpr double late_height = 7.0;    // of the bar below a chart
constexpr double time_marks = 6.0;     // at most

// One stream's chart, whose upper edge is at `top`.
class StreamChart {
 public:
  StreamChart(SvgPicture& picture, const BacklogCurve& curve, double top)
      : picture_{picture},
        curve_{curve},
        top_{top},
        span_{-curve.points.front().time_s},
        most_{most_of(curve).backlog_bytes} {}

  void draw(std::optional<double> promised) {
    const std::string way =
        fmt::format("{} → {}, {} at most", curve_.from, curve_.to, human_bit_rate(curve_.rate));
    picture_.text({chart_left, top_ - words_above + 12.0}, curve_.replica,
                  {.size = 14, .is_bold = true});
    picture_.text({chart_right, top_ - words_above + 12.0}, way, {.anchor = SvgAnchor::end});
    picture_.text({chart_left, top_ - 10.0}, waited_words(curve_));
    for (const double share : {0.0, 0.5, 1.0}) {
      picture_.line({chart_left, y(share * most_)}, {chart_right, y(share * most_)}, "#dddddd");
      picture_.text({chart_left - 8.0, y(share * most_) + 4.0}, human_bytes(share * most_),
                    {.size = 11, .anchor = SvgAnchor::end});
    }
    draw_time();
    draw_bytes();
    if (promised) {
      draw_late(*promised);
    }
  }

 private:
  [[nodiscard]] double x(double time) const {
    return chart_right + (span_ > 0.0 ? time / span_ : 0.0) * (chart_right - chart_left);
  }
  [[nodiscard]] double y(double bytes) const { return top_ + chart_height * (1.0 - bytes / most_); }

  void draw_time() {
    const double bottom = top_ + chart_height;
    const double step = round_step(span_ / time_marks);
    for (double before = std::floor(span_ / step) * step; before > 0.0; before -= step) {
      picture_.line({x(-before), top_}, {x(-before), bottom + late_height + 6.0}, "#eeeeee");
      picture_.text({x(-before), bottom + late_height + 18.0}, human_duration(before) + " before",
                    {.size = 11, .anchor = SvgAnchor::middle});
    }
    picture_.line({chart_right, top_ - 4.0}, {chart_right, bottom + late_height + 6.0});
    picture_.text({chart_right, bottom + late_height + 18.0}, "the fault",
                  {.size = 11, .anchor = SvgAnchor::end});
  }

  void draw_bytes() {
    for (std::size_t index = 1; index < curve_.points.size(); ++index) {
      const BacklogPoint& a = curve_.points[index - 1];
      const BacklogPoint& b = curve_.points[index];
      const double high = std::min(y(a.backlog_bytes), y(b.backlog_bytes));
      const double low = std::max(y(a.backlog_bytes), y(b.backlog_bytes));
      const double middle = (high + low) / 2.0;
      picture_.rectangle({x(a.time_s), middle, x(b.time_s) - x(a.time_s), y(0.0) - middle},
                         "#c6d9ec");
      picture_.line({x(a.time_s), y(a.backlog_bytes)}, {x(b.time_s), y(b.backlog_bytes)}, "#0b5394",
                    1.5);
    }
  }

  void draw_late(double promised) {
    bool is_late = false;
    for (std::size_t index = 1; index < curve_.points.size(); ++index) {
      if (curve_.points[index].lag_s > promised) {
        const double from = x(curve_.points[index - 1].time_s);
        picture_.rectangle({from, y(0.0) + 2.0, x(curve_.points[index].time_s) - from, late_height},
                           "#c0392b");
        is_late = true;
      }
    }
    picture_.text({chart_left, y(0.0) + late_height + 34.0},
                  is_late ? "Red below: the oldest had waited for longer than the " +
                                human_duration(promised) + " promised."
                          : "The oldest never waited for longer than the " +
                                human_duration(promised) + " promised.",
                  {.size = 11});
  }

  SvgPicture& picture_;
  const BacklogCurve& curve_;
  double top_;
  double span_;  // [s]
  double most_;  // [bytes]
};

}  // namespace

std::string backlog_picture(const std::vector<BacklogCurve>& curves, const Scenario& scenario) {
  std::vector<const BacklogCurve*> shown;
  for (const BacklogCurve& curve : curves) {
    if (most_of(curve).backlog_bytes > 0.0) {
      shown.push_back(&curve);
    }
  }
  if (shown.empty()) {
    return "";
  }
  const double height = first_chart + chart_pitch * static_cast<double>(shown.size());
  const std::string title = "What waited to cross between regions, in the median recovery";
  SvgPicture picture{picture_width, static_cast<int>(height), title};
  picture.text({16.0, 26.0}, title, {.size = 15, .is_bold = true});
  double top = first_chart + words_above;
  for (const BacklogCurve* curve : shown) {
    StreamChart{picture, *curve, top}.draw(promised_age(scenario, curve->replica));
    top += chart_pitch;
  }
  return picture.finished();
}

}  // namespace firedrill
