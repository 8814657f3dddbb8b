#include "reports/audit/pictures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "models/base/utf8.hpp"
#include "reports/audit/view_parts.hpp"
#include "reports/format.hpp"
#include "reports/markup.hpp"
#include "reports/page.hpp"

namespace firedrill {
namespace {

constexpr int picture_width = 720;  // [px]
constexpr int row_height = 20;
constexpr int name_width = 248;
constexpr int end_width = 84;          // room for what stands behind a bar
constexpr double widest_letter = 7.0;  // of small words, on average

std::string px(double value) {
  std::string text = fmt::format("{:.1f}", value);
  if (text.ends_with(".0")) {
    text.resize(text.size() - 2);
  }
  return text;
}

constexpr double a_century = 3.2e9;  // [s]; nothing is drawn beyond it

// Seconds to pixels, from the injection on.
class Axis {
 public:
  explicit Axis(double longest)
      : longest_{std::isfinite(longest) ? std::max(longest, 1.0) : a_century} {}

  [[nodiscard]] double at(double seconds) const {
    const double share = std::clamp(seconds / longest_, 0.0, 1.0);
    return name_width + share * (picture_width - name_width - end_width);
  }
  // Five marks at most, at whole multiples of a span that people count in.
  [[nodiscard]] std::vector<double> ticks() const {
    constexpr std::array spans{1.0,     2.0,     5.0,     10.0,    15.0,     30.0,    60.0,
                               120.0,   300.0,   600.0,   900.0,   1800.0,   3600.0,  7200.0,
                               14400.0, 21600.0, 43200.0, 86400.0, 172800.0, 604800.0};
    double span = spans.back();
    for (const double one : spans) {
      if (longest_ / one <= 5.0) {
        span = one;
        break;
      }
    }
    constexpr double most = 5.0;  // marks
    if (longest_ / spans.back() > most) {
      span = std::ceil(longest_ / most / spans.back()) * spans.back();
    }
    std::vector<double> all;
    for (double tick = 0.0; tick <= longest_; tick += span) {
      all.push_back(tick);
    }
    return longest_ < spans.front() ? std::vector<double>{0.0, longest_} : all;
  }

 private:
  double longest_;
};

class Picture {
 public:
  Picture(int rows, std::string says) : height_{row_height * (rows + 2)}, says_{std::move(says)} {
    svg_.open("svg", {{"viewBox", fmt::format("0 0 {} {}", picture_width, height_)},
                      {"width", std::to_string(picture_width)},
                      {"height", std::to_string(height_)},
                      {"role", "img"},
                      {"aria-label", says_}});
  }
  void line(double x1, double y1, double x2, double y2, const char* kind) {
    svg_.element("line",
                 {{"x1", px(x1)}, {"y1", px(y1)}, {"x2", px(x2)}, {"y2", px(y2)}, {"class", kind}});
  }
  void box(double x, double y, double w, double h, const char* kind) {
    svg_.element("rect", {{"x", px(x)},
                          {"y", px(y)},
                          {"width", px(std::max(w, 1.5))},
                          {"height", px(h)},
                          {"class", kind}});
  }
  void dot(double x, double y, const char* kind) {
    svg_.element("circle", {{"cx", px(x)}, {"cy", px(y)}, {"r", "4.5"}, {"class", kind}});
  }
  void text(double x, double y, const std::string& words, const char* kind = "t") {
    svg_.element("text", {{"x", px(x)}, {"y", px(y)}, {"class", kind}}, words);
  }
  void name(double y, const std::string& words) {
    constexpr std::size_t longest = 31;  // characters that the column holds
    text(0, y + 14, clipped(words, longest));
  }
  void axis(const Axis& axis, const std::string& zero) {
    for (const double tick : axis.ticks()) {
      const double x = axis.at(tick);
      line(x, row_height, x, height_ - row_height + 4, "g");
      text(x, 13, tick == 0.0 ? zero : human_duration(tick), tick == 0.0 ? "s" : "s m");
    }
  }
  [[nodiscard]] double bottom() const { return height_ - row_height; }
  ViewPicture finish() && {
    svg_.close();
    return {says_, std::move(svg_).finish(), picture_width, height_};
  }

 private:
  int height_;
  std::string says_;
  Markup svg_;
};

double longest_of(const ReportDrill& drill) {
  double longest = 1.0;
  for (const ReportStep& step : drill.steps) {
    if (step.started_s && step.length_s) {
      longest = std::max(longest, *step.started_s + *step.length_s);
    }
  }
  for (const RunObjective& one : drill.run.objectives) {
    if (one.kind == ObjectiveKind::rto && one.is_measured && one.value != never) {
      longest = std::max(longest, to_seconds(one.value));
    }
  }
  return longest;
}

}  // namespace

ViewPicture recovery_picture(const ReportDrill& drill) {
  std::vector<const RunObjective*> promises;
  for (const RunObjective& one : drill.run.objectives) {
    if (one.kind == ObjectiveKind::rto) {
      promises.push_back(&one);
    }
  }
  const Axis axis{longest_of(drill)};
  Picture picture{static_cast<int>(drill.steps.size() + promises.size()),
                  fmt::format("Recovery of {}: each step of the runbook and each promise over the "
                              "time since the injection. The tables below hold the figures.",
                              drill.id)};
  picture.axis(axis, "injection");
  double y = row_height + 4;
  for (const ReportStep& step : drill.steps) {
    picture.name(y, step.name);
    if (step.started_s) {
      const double begin = axis.at(*step.started_s);
      const double end = step.length_s ? axis.at(*step.started_s + *step.length_s) : axis.at(1e18);
      picture.box(begin, y + 3, end - begin, row_height - 7, step.is_automatic ? "a" : "h");
      picture.text(end + 5, y + 14, step.length_s ? human_duration(*step.length_s) : "goes on",
                   "s");
    } else {
      picture.text(axis.at(0.0) + 4, y + 14, "not reached", "s");
    }
    y += row_height;
  }
  for (const RunObjective* const one : promises) {
    picture.name(y, one->title.empty() ? one->name : one->title);
    const bool is_back = one->is_measured && one->value != never;
    const double end = is_back ? axis.at(to_seconds(one->value)) : axis.at(1e18);
    picture.line(axis.at(0.0), y + 10, end, y + 10, "d");
    if (is_back) {
      picture.dot(end, y + 10, one->verdict == Verdict::missed ? "x" : "k");
    }
    const std::string value = one->is_measured ? span_text(one->value) : "not measured";
    double beside = end + 8;
    if (to_seconds(one->target) <= longest_of(drill)) {
      const double target = axis.at(to_seconds(one->target));
      picture.line(target, y + 2, target, y + 18, "p");
      if (target > end && target < beside + widest_letter * static_cast<double>(value.size())) {
        beside = target + 5;  // else the line would stand in the words
      }
    }
    picture.text(beside, y + 14, value, "s");
    y += row_height;
  }
  return std::move(picture).finish();
}

ViewPicture drills_picture(const Report& report) {
  double longest = 1.0;
  int rows = 0;
  for (const ReportDrill& drill : report.drills) {
    const ComparedObjective* const first = first_recovery(drill.comparison);
    if (first != nullptr) {
      ++rows;
      longest = std::max(longest, first->target_s);
      if (first->figure) {
        longest = std::max(longest, std::isfinite(first->figure->measured) ? first->figure->measured
                                                                           : first->figure->low);
      }
    }
  }
  Picture picture{rows,
                  "The first recovery time of each drill beside its promise and its 90 % "
                  "prediction. The table below holds the figures."};
  const Axis axis{longest};
  picture.axis(axis, "injection");
  double y = row_height + 4;
  for (const ReportDrill& drill : report.drills) {
    const ComparedObjective* const first = first_recovery(drill.comparison);
    if (first == nullptr) {
      continue;
    }
    picture.name(y, drill.id);
    if (first->figure) {
      const ComparedFigure& figure = *first->figure;
      const double low = axis.at(figure.interval.low);
      picture.box(low, y + 6, axis.at(figure.interval.high) - low, row_height - 12, "b");
      if (std::isfinite(figure.measured)) {  // else it was not back when the drill ended
        picture.dot(axis.at(figure.measured), y + 10,
                    first->verdict == Verdict::missed ? "x" : "k");
      }
      picture.text(picture_width - end_width + 12, y + 14,
                   std::isfinite(figure.measured) ? human_duration(figure.measured) : "never", "s");
    }
    picture.line(axis.at(first->target_s), y + 1, axis.at(first->target_s), y + row_height - 1,
                 "p");
    y += row_height;
  }
  return std::move(picture).finish();
}

ViewPicture criteria_picture(const Report& report, const std::string& plan) {
  std::vector<const CriterionResult*> shares;
  for (const CriterionResult& one : report.criteria) {
    if (one.at_least && one.plan == plan) {
      shares.push_back(&one);
    }
  }
  Picture picture{static_cast<int>(shares.size()),
                  "Each share that the plan promises: what was counted, its 95 % interval and the "
                  "target. The table below holds the figures."};
  const auto at = [](double share) {
    return name_width + share * (picture_width - name_width - end_width);
  };
  for (const double share : {0.0, 0.25, 0.5, 0.75, 1.0}) {
    picture.line(at(share), row_height, at(share), picture.bottom() + 4, "g");
    picture.text(at(share), 13, fmt::format("{:.0f} %", 100.0 * share), "s m");
  }
  double y = row_height + 4;
  for (const CriterionResult* const one : shares) {
    picture.name(y, one->name);
    if (one->share.count.trials > 0) {
      const double low = at(one->share.interval.low);
      picture.box(low, y + 6, at(one->share.interval.high) - low, row_height - 12, "b");
      picture.dot(at(one->share.share), y + 10, one->proof == Proof::refuted ? "x" : "k");
    }
    picture.line(at(*one->at_least), y + 1, at(*one->at_least), y + row_height - 1, "p");
    picture.text(picture_width - end_width + 12, y + 14, std::string{name_of(one->proof)}, "s");
    y += row_height;
  }
  return std::move(picture).finish();
}

std::string_view picture_style() {
  return R"(svg .t{font-size:13px}svg .s{font-size:11px;fill:var(--faint)}svg .m{text-anchor:middle}
svg .g{stroke:var(--line)}svg .a{fill:var(--accent)}svg .h{fill:var(--doubtful)}
svg .b{fill:var(--line)}svg .d{stroke:var(--ink);stroke-width:2}
svg .p{stroke:var(--ink);stroke-width:2;stroke-dasharray:3 2}svg .k{fill:var(--good)}
svg .x{fill:var(--ground);stroke:var(--bad);stroke-width:3}
)";
}

std::string_view paper_style() {
  return "text{font-family:'Libertinus Serif',serif;fill:#1b1f24}"
         ".t{font-size:13px}.s{font-size:11px;fill:#57606a}.m{text-anchor:middle}"
         ".g{stroke:#c8ccd1}.a{fill:#0b5cad}.h{fill:#8a5300}.b{fill:#c8ccd1}"
         ".d{stroke:#1b1f24;stroke-width:2}.p{stroke:#1b1f24;stroke-width:2;stroke-dasharray:3 2}"
         ".k{fill:#1a6b32}.x{fill:#ffffff;stroke:#b3261e;stroke-width:3}";
}

std::string with_paper_style(std::string page) {
  const std::string style = "<style>" + std::string{paper_style()} + "</style>";
  for (std::size_t at = 0; (at = page.find("<svg", at)) != std::string::npos;) {
    at = page.find('>', at) + 1;
    page.insert(at, style);
    at += style.size();
  }
  return page;
}

}  // namespace firedrill
