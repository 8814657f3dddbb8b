#include "reports/sensitivity_text.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "reports/format.hpp"

namespace firedrill {
namespace {

constexpr std::size_t shown_rows = 12;  // the JSON has all
constexpr double least_total = 0.0005;  // an index below has nothing to show

std::string number_text(double value) {
  return fmt::format("{:.3f}", std::fabs(value) < 0.0005 ? 0.0 : value);
}

std::string index_text(const IndexFigure& figure) {
  return std::isfinite(figure.value) ? number_text(figure.value) : "-";
}

std::string interval_text(const IndexFigure& figure) {
  return std::isfinite(figure.value) ? fmt::format("[{}, {}]", number_text(figure.interval.low),
                                                   number_text(figure.interval.high))
                                     : "";
}

std::string share_text(const IndexFigure& figure) {
  return std::isfinite(figure.value)
             ? fmt::format("{:.0f} %", 100.0 * std::clamp(figure.value, 0.0, 1.0))
             : "-";
}

// Of the variance of one output: a table, the most influential first.
std::string indices_part(const SensitivityStudy& study, SensitivityOf of,
                         const PageOptions& options) {
  const auto output = static_cast<std::size_t>(of);
  std::vector<const ParameterSensitivity*> rows;
  for (const ParameterSensitivity& one : study.parameters) {
    if (one.indices[output].total.value >= least_total) {
      rows.push_back(&one);
    }
  }
  std::stable_sort(rows.begin(), rows.end(), [output](const auto* a, const auto* b) {
    return a->indices[output].total.value > b->indices[output].total.value;
  });
  if (rows.size() > shown_rows && !options.all_assumptions) {
    rows.resize(shown_rows);
  }
  Table table{{Align::left, Align::right, Align::right, Align::left, Align::right, Align::left,
               Align::right, Align::right}};
  table.add({{},
             faint("known"),
             faint("alone"),
             faint("[95 %]"),
             faint("in all"),
             faint("[95 %]"),
             faint("doubt"),
             faint("in all")});
  for (const ParameterSensitivity* one : rows) {
    const ParameterIndices& indices = one->indices[output];
    table.add({{one->name, one->is_assumed ? Ink::doubtful : Ink::plain},
               {one->known_within > 1.0 ? fmt::format("×/÷ {:.3g}", one->known_within) : ""},
               {index_text(indices.first)},
               {interval_text(indices.first), Ink::faint},
               {index_text(indices.total)},
               {interval_text(indices.total), Ink::faint},
               {share_text(indices.first_of_parameters)},
               {share_text(indices.total_of_parameters)}});
  }
  return table.render(options);
}

std::string doubt_sentence(const SensitivityStudy& study) {
  const auto& promise = study.outputs[0];
  return fmt::format(
      "Of what makes one recovery keep the promise and another not, {} is luck and {} is that the "
      "parameters are not exactly known: over what is plausible the promise holds in {} of "
      "recoveries, give or take {:.1f} points (standard deviation).",
      share_text({1.0 - promise.share_of_parameters.value, {}}),
      share_text(promise.share_of_parameters), percent(promise.mean),
      100.0 * promise.sd_of_parameters);
}

constexpr const char* legend_words =
    "Alone, in all: shares of the variance of a single recovery's outcome, by the parameter alone "
    "and with its interplay with others and with luck. Doubt: shares of what the parameters "
    "together "
    "cause; none where that is too little to be split.";

// Bars from the share at one end to that at the other.
std::string tornado_part(const SensitivityStudy& study, const PageOptions& options) {
  std::vector<const ParameterSensitivity*> rows;
  double low = study.met_fraction, high = study.met_fraction;
  for (const ParameterSensitivity& one : study.parameters) {
    if (one.known_within > 1.0) {
      rows.push_back(&one);
      for (const auto& end : one.ends) {
        low = std::min(low, end.met_fraction);
        high = std::max(high, end.met_fraction);
      }
    }
  }
  if (high == low) {
    return "";
  }
  const auto length = [](const ParameterSensitivity* one) {
    return std::fabs(one->ends[1].met_fraction - one->ends[0].met_fraction);
  };
  std::stable_sort(rows.begin(), rows.end(),
                   [&](const auto* a, const auto* b) { return length(a) > length(b); });
  if (rows.size() > shown_rows && !options.all_assumptions) {
    rows.resize(shown_rows);
  }
  constexpr std::size_t cells = 32;
  const auto cell = [&](double share) {
    return static_cast<std::size_t>(std::lround((share - low) / (high - low) * (cells - 1)));
  };
  Table table{{Align::left, Align::right, Align::right, Align::left, Align::right, Align::right}};
  table.add({{}, faint("low"), faint("high"), {}, faint("95 %, low"), faint("95 %, high")});
  for (const ParameterSensitivity* one : rows) {
    const std::size_t base = cell(study.met_fraction);
    const std::size_t ends[] = {cell(one->ends[0].met_fraction), cell(one->ends[1].met_fraction)};
    std::string chart;
    for (std::size_t place = 0; place < cells; ++place) {
      const auto between = [&](std::size_t end) {
        return place >= std::min(base, end) && place <= std::max(base, end);
      };
      chart += place == base ? "│" : between(ends[0]) ? "░" : between(ends[1]) ? "█" : " ";
    }
    table.add({{one->name},
               {percent(one->ends[0].met_fraction)},
               {percent(one->ends[1].met_fraction)},
               {chart},
               {human_duration(one->ends[0].p95_s)},
               {human_duration(one->ends[1].p95_s)}});
  }
  return heading("TORNADO", "how often the promise holds with one parameter at either end",
                 options) +
         table.render(options) +
         painted(
             wrapped(fmt::format("Ends: 5 % and 95 % point of what is plausible, all others as "
                                 "they are ({}, 95 % within {}); {} recoveries each, under the "
                                 "same luck. 95 %: within which so many are back.  ░ low  █ high",
                                 percent(study.met_fraction), human_duration(study.p95_s),
                                 grouped(static_cast<std::int64_t>(study.end_replications))),
                     width_of(options), 2),
             Ink::faint, options);
}

std::string measure_part(const SensitivityStudy& study, const PageOptions& options) {
  std::vector<const ParameterSensitivity*> rows;
  for (const ParameterSensitivity& one : study.parameters) {
    if (one.known_within > 1.0 && one.narrows > 0.0005) {
      rows.push_back(&one);
    }
  }
  std::stable_sort(rows.begin(), rows.end(), [](const auto* a, const auto* b) {
    return std::pair{a->worth, a->narrows} > std::pair{b->worth, b->narrows};
  });
  constexpr std::size_t most = 5;
  rows.resize(std::min(rows.size(), most));
  if (rows.empty()) {
    return "";
  }
  Table table{{Align::left, Align::right, Align::right, Align::left}, 3};
  table.add({{}, faint("worth"), faint("narrows by"), faint("today's figure")});
  for (const ParameterSensitivity* one : rows) {
    table.add({{one->name},
               {fmt::format("{:.2f}", 100.0 * one->worth)},
               {fmt::format("{:.2f}", 100.0 * one->narrows)},
               {one->source, one->is_assumed ? Ink::doubtful : Ink::faint}});
  }
  const bool decides = rows.front()->worth >= 0.00005;
  const std::string remark =
      decides
          ? "Worth: points of recoveries gained, expected, by knowing it before deciding "
            "whether to rely on the promise."
          : fmt::format(
                "None is worth measuring before deciding whether to rely on the "
                "promise: whatever any one of them turns out to be, {}.",
                study.outputs[0].mean < study.required_fraction ? "it does not hold often enough"
                                                                : "it holds often enough");
  return heading("WHAT TO MEASURE NEXT", "the parameter whose uncertainty costs most", options) +
         table.render(options) +
         painted(wrapped(remark + fmt::format(" Narrows by: points that the {:.1f} points of doubt "
                                              "shrink, expected, once it is known.",
                                              100.0 * study.outputs[0].sd_of_parameters),
                         width_of(options), 2),
                 Ink::faint, options);
}

std::string left_out_part(const SensitivityStudy& study, const PageOptions& options) {
  std::string names;
  for (const std::string& name : study.left_out) {
    names += (names.empty() ? "" : ", ") + name;
  }
  return names.empty()
             ? ""
             : "\n" +
                   painted(wrapped("Not varied, for the plan holds no plain copy: " + names + ".",
                                   width_of(options), 2),
                           Ink::doubtful, options);
}

}  // namespace

std::string sensitivity_page(const SensitivityStudy& study, const PageOptions& options) {
  const std::size_t width = width_of(options);
  std::string page = painted("SIMULATED", Ink::strong, options) + "  " +
                     clipped(study.title.empty() ? study.scenario : study.title, width - 11) + "\n";
  page += wrapped(fmt::format("{} of {}: up to {} rows of {} points, {} lucks each, seed {}",
                              counted(study.evaluations, "recovery", "recoveries"), study.scenario,
                              grouped(static_cast<std::int64_t>(study.rows)),
                              study.parameters.size() + 2, study.lucks, study.seed),
                  width, 11);
  page += "\n";
  if (study.parameters.empty()) {
    return page + wrapped("No parameter of this scenario is in doubt.", width) +
           left_out_part(study, options);
  }
  page += painted(
      wrapped(fmt::format("{} within {}: kept in {} of recoveries as the parameters "
                          "are; the plan needs {}.",
                          study.objective, human_duration(study.target_s),
                          percent(study.met_fraction), chosen_percent(study.required_fraction)),
              width),
      Ink::strong, options);
  page += wrapped(doubt_sentence(study), width);
  page += heading("WHAT DECIDES", "whether a recovery keeps the promise", options) +
          indices_part(study, SensitivityOf::promise, options) +
          painted(wrapped(legend_words, width, 2), Ink::faint, options);
  page += heading("THE TAIL",
                  fmt::format("whether a recovery is among the slowest: {} or longer",
                              human_duration(study.tail_s)),
                  options) +
          indices_part(study, SensitivityOf::tail, options);
  page += tornado_part(study, options) + measure_part(study, options);
  return page + left_out_part(study, options);
}

}  // namespace firedrill
