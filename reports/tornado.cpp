#include "reports/tornado.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "reports/format.hpp"
#include "reports/svg.hpp"

namespace firedrill {
namespace {

constexpr int tornado_width = 900;
constexpr double bars_left = 330.0, bars_right = 60.0;  // of the chart
constexpr double bars_top = 92.0, bar_row = 24.0, bar_height = 15.0;
constexpr const char* low_colour = "#f0a830";   // with the parameter low: light
constexpr const char* high_colour = "#0b5394";  // high: dark

// Shares to pixels, with room for the figures beside the bars.
class Scale {
 public:
  Scale(double low, double high) {
    const double room = std::max(0.02, 0.12 * (high - low));
    low_ = std::max(0.0, low - room);
    high_ = std::min(1.0, high + room);
  }
  [[nodiscard]] double x(double share) const {
    return bars_left + (share - low_) / (high_ - low_) * (tornado_width - bars_left - bars_right);
  }
  // Round shares, three to eight of them.
  [[nodiscard]] std::vector<double> ticks() const {
    double step = 0.005;
    while ((high_ - low_) / step > 8.0) {
      step *= step * 100.0 == std::floor(step * 100.0) ? 2.5 : 2.0;
    }
    std::vector<double> all;
    for (double tick = std::ceil(low_ / step) * step; tick <= high_ + 1e-12; tick += step) {
      all.push_back(tick);
    }
    return all;
  }

 private:
  double low_ = 0.0, high_ = 1.0;
};

std::vector<const ParameterSensitivity*> bars_of(const SensitivityStudy& study) {
  std::vector<const ParameterSensitivity*> bars;
  for (const ParameterSensitivity& one : study.parameters) {
    if (one.known_within > 1.0) {
      bars.push_back(&one);
    }
  }
  const auto length = [](const ParameterSensitivity* one) {
    return std::fabs(one->ends[1].met_fraction - one->ends[0].met_fraction);
  };
  std::stable_sort(bars.begin(), bars.end(),
                   [&](const auto* a, const auto* b) { return length(a) > length(b); });
  return bars;
}

void draw_bar(SvgPicture& picture, const Scale& scale, double base, double y,
              const ParameterSensitivity& one) {
  picture.text({bars_left - 12, y + bar_height - 3},
               fmt::format("{}  ×/÷ {:.3g}", one.name, one.known_within),
               {.size = 12, .anchor = SvgAnchor::end});
  for (std::size_t end = 0; end < 2; ++end) {
    const double share = one.ends[end].met_fraction;
    const double from = std::min(scale.x(base), scale.x(share));
    const double to = std::max(scale.x(base), scale.x(share));
    // Where both ends lie on one side, the second bar is thinner, so that both are seen.
    const double height = end == 0 ? bar_height : 0.6 * bar_height;
    picture.rectangle({from, y + (bar_height - height) / 2.0, to - from, height},
                      end == 0 ? low_colour : high_colour);
  }
  const auto [low, high] = std::minmax(one.ends[0].met_fraction, one.ends[1].met_fraction);
  picture.text({scale.x(std::min(low, base)) - 5, y + bar_height - 3}, percent_number(low),
               {.size = 10, .anchor = SvgAnchor::end, .fill = "#404040"});
  picture.text({scale.x(std::max(high, base)) + 5, y + bar_height - 3}, percent_number(high),
               {.size = 10, .fill = "#404040"});
}

}  // namespace

std::string tornado_picture(const SensitivityStudy& study) {
  const auto bars = bars_of(study);
  double low = study.met_fraction, high = study.met_fraction;
  for (const ParameterSensitivity* bar : bars) {
    for (const auto& end : bar->ends) {
      low = std::min(low, end.met_fraction);
      high = std::max(high, end.met_fraction);
    }
  }
  const Scale scale{low, high};
  const double bottom = bars_top + bar_row * static_cast<double>(bars.size());
  SvgPicture picture{tornado_width, static_cast<int>(bottom) + 56, study.objective + ": tornado"};
  picture.text({16, 28},
               fmt::format("{} within {}: how often, with one parameter at either end",
                           study.objective, human_duration(study.target_s)),
               {.size = 15, .is_bold = true});
  picture.text({16, 48},
               fmt::format("SIMULATED  {}, seed {}; ends: 5 % and 95 % point of what is plausible",
                           study.scenario, study.seed),
               {.fill = "#404040"});
  picture.rectangle({bars_left, 60, 14, 10}, low_colour);
  picture.text({bars_left + 20, 69}, "parameter low", {.size = 11});
  picture.rectangle({bars_left + 120, 62, 14, 6}, high_colour);
  picture.text({bars_left + 140, 69}, "parameter high (the thinner bar)", {.size = 11});
  for (const double tick : scale.ticks()) {
    picture.line({scale.x(tick), bars_top - 6}, {scale.x(tick), bottom}, "#d8d8d8");
    picture.text({scale.x(tick), bottom + 18}, percent(tick),
                 {.size = 11, .anchor = SvgAnchor::middle});
  }
  for (std::size_t row = 0; row < bars.size(); ++row) {
    draw_bar(picture, scale, study.met_fraction, bars_top + bar_row * static_cast<double>(row),
             *bars[row]);
  }
  const double base = scale.x(study.met_fraction);
  picture.line({base, bars_top - 6}, {base, bottom}, "black", 1.5);
  picture.text({base, bottom + 38}, fmt::format("as they are: {}", percent(study.met_fraction)),
               {.anchor = SvgAnchor::middle, .is_bold = true});
  return picture.finished();
}

}  // namespace firedrill
