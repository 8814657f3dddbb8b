#include "reports/calibration_json.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <variant>

#include "reports/format.hpp"
#include "reports/json_text.hpp"

namespace firedrill {
namespace {

using Json = nlohmann::ordered_json;

// Four significant digits: far finer than any drill measures, and the same on every machine.
double rounded(double value) { return std::strtod(fmt::format("{:.4g}", value).c_str(), nullptr); }

std::string seconds_text(double seconds) { return fmt::format("{:.4g} s", seconds); }

Json lognormal_json(const Lognormal& law) {
  return {{"lognormal", {{"median", seconds_text(law.median)}, {"log_sd", rounded(law.log_sd)}}}};
}

Json predictive_json(const Distribution& law) {
  if (const auto* single = std::get_if<Lognormal>(&law.law)) {
    return lognormal_json(*single);
  }
  const auto& mixture = std::get<Mixture>(law.law);
  Json parts = Json::array();
  for (std::size_t index = 0; index < mixture.parts.size(); ++index) {
    parts.push_back({{"share", mixture.shares[index]},
                     {"of", lognormal_json(std::get<Lognormal>(mixture.parts[index].law))}});
  }
  return {{"mixture", parts}};
}

// What is written back: the law of the next draw; a single value where the plan takes no law.
Json value_json(const CalibratedParameter& parameter) {
  if (parameter.failure) {
    return rounded(parameter.failure->probability.value);
  }
  if (parameter.is_lag_median) {
    return seconds_text(parameter.length->median.value);
  }
  if (parameter.is_lag_spread) {
    return rounded(parameter.length->log_sd.value);
  }
  return predictive_json(parameter.length->predictive);
}

Json learned_json(const Learned& learned) {
  return {{"value", learned.value},
          {"ci95", Json::array({learned.interval.low, learned.interval.high})}};
}

std::uint64_t samples_of(const CalibratedParameter& parameter) {
  return parameter.failure ? parameter.failure->trials
                           : parameter.length->observed + parameter.length->censored;
}

double prior_weight_of(const CalibratedParameter& parameter) {
  return parameter.failure ? parameter.failure->prior_weight : parameter.length->prior_weight;
}

Json parameter_json(const CalibratedParameter& parameter) {
  const auto before = Json::parse(parameter.value_before, nullptr, false);
  Json json{{"name", parameter.id},
            {"title", parameter.title},
            {"measured_at", parameter.where},
            {"before", before.is_discarded() ? Json(parameter.value_before) : before},
            {"source_before", parameter.source_before},
            {"value", value_json(parameter)},
            {"samples", samples_of(parameter)},
            {"prior_weight", prior_weight_of(parameter)},
            {"runs", parameter.runs}};
  if (parameter.failure) {
    json["failures"] = parameter.failure->failures;
    json["probability"] = learned_json(parameter.failure->probability);
  } else {
    json["censored"] = parameter.length->censored;
    json["median_s"] = learned_json(parameter.length->median);
    json["log_sd"] = learned_json(parameter.length->log_sd);
  }
  return json;
}

std::string comment_of(const CalibratedParameter& parameter) {
  if (parameter.failure) {
    const FailurePosterior& found = *parameter.failure;
    return fmt::format("{} of {} tries failed; 95 % within [{:.3g}, {:.3g}]", found.failures,
                       found.trials, found.probability.interval.low,
                       found.probability.interval.high);
  }
  const LengthPosterior& found = *parameter.length;
  return fmt::format(
      "median {:.4g} s, 95 % within [{:.4g}, {:.4g}]; log_sd {:.3g}, 95 % within "
      "[{:.3g}, {:.3g}]",
      found.median.value, found.median.interval.low, found.median.interval.high, found.log_sd.value,
      found.log_sd.interval.low, found.log_sd.interval.high);
}

}  // namespace

std::string calibration_json(const Calibration& calibration) {
  Json parameters = Json::array();
  for (const CalibratedParameter& parameter : calibration.parameters) {
    parameters.push_back(parameter_json(parameter));
  }
  Json left_out = Json::array();
  for (const NotCalibrated& one : calibration.left_out) {
    left_out.push_back({{"name", one.name}, {"reason", one.reason}});
  }
  return json_text({{"format", "firedrill/calibration/1"},
                    {"label", joint_label(calibration.stand_ins)},
                    {"runs", calibration.runs},
                    {"parameters", parameters},
                    {"left_out", left_out}});
}

std::string fitted_parameters_json(const Calibration& calibration) {
  Json parameters = Json::object();
  for (const CalibratedParameter& parameter : calibration.parameters) {
    parameters[parameter.id] = {
        {"title", parameter.title},
        {"dimension", parameter.dimension},
        {"value", value_json(parameter)},
        {"comment", comment_of(parameter)},
        {"fitted",
         {{"runs", parameter.runs},
          {"samples", samples_of(parameter)},
          {"censored", parameter.length ? parameter.length->censored : 0},
          {"prior_weight", rounded(prior_weight_of(parameter))},
          {"before", parameter.value_before + ", " + parameter.source_before}}}};
  }
  return json_text(
      {{"format", "firedrill/parameters/1"},
       {"comment",
        "Written by firedrill calibrate. List it in a plan's \"parameters\", after the files whose "
        "values it takes the place of, or give it with --parameters."},
       {"parameters", parameters}});
}

}  // namespace firedrill
