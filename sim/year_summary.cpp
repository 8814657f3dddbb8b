// Tallies of years into the plan's criteria and indicators, availability and costs by cause.
#include <algorithm>
#include <iterator>

#include "sim/monte_carlo.hpp"
#include "sim/year.hpp"

namespace firedrill {
namespace {

// What one year says about a target: nothing, if there was nothing to measure.
struct YearReading {
  double part = 0.0;   // kept, or seconds
  double whole = 0.0;  // tried, or recoveries
};

YearReading share_of(const Share& share) {
  return {static_cast<double>(share.kept), static_cast<double>(share.all)};
}

YearReading read_target(const std::string& measures, const YearTally& year) {
  if (measures == "rto") {
    return share_of(year.rto);
  }
  if (measures == "rpo") {
    return share_of(year.rpo);
  }
  if (measures == "automation") {
    return share_of(year.automation);
  }
  if (measures == "recovery_success") {
    return share_of(year.recovery);
  }
  if (measures == "drill_success") {
    return share_of(year.drills);
  }
  if (measures == "backup_success") {
    return share_of(year.backups);
  }
  if (measures == "backup_integrity") {
    return share_of(year.validations);
  }
  return {year.recovery_seconds, static_cast<double>(year.hits)};  // mttr
}

TargetPrediction predict(const Target& target, const std::vector<YearTally>& years,
                         double required) {
  TargetPrediction prediction{.name = target.name, .measures = target.measures};
  prediction.is_time = target.at_most.has_value();
  prediction.target =
      prediction.is_time ? to_seconds(*target.at_most) : target.at_least.value_or(0.0);
  std::vector<double> values;
  YearReading sum;
  for (const YearTally& year : years) {
    const YearReading one = read_target(target.measures, year);
    if (one.whole > 0.0) {
      values.push_back(one.part / one.whole);
      const bool is_met = prediction.is_time ? values.back() <= prediction.target
                                             : values.back() >= prediction.target;
      prediction.years_met += is_met ? 1 : 0;
    }
    sum.part += one.part;
    sum.whole += one.whole;
  }
  prediction.years = values.size();
  if (values.empty()) {
    return prediction;
  }
  std::sort(values.begin(), values.end());
  prediction.p5 = sample_quantile(values, 0.05);
  prediction.p50 = sample_quantile(values, 0.50);
  prediction.p95 = sample_quantile(values, 0.95);
  prediction.pooled = sum.part / sum.whole;
  prediction.met = fraction_interval(prediction.years_met, prediction.years);
  prediction.verdict = judge(required, prediction.met.low, prediction.met.high);
  return prediction;
}

template <class Figure>
std::vector<double> values_of(const std::vector<YearTally>& years, const Figure& figure) {
  std::vector<double> values;
  values.reserve(years.size());
  std::transform(years.begin(), years.end(), std::back_inserter(values), figure);
  return values;
}

IncidentPrediction predict_cause(std::size_t index, const std::string& name,
                                 const std::vector<YearTally>& years) {
  IncidentPrediction prediction{.name = name};
  prediction.incidents = estimate_mean(
      values_of(
          years,
          [&](const YearTally& year) { return static_cast<double>(year.causes[index].incidents); }),
      0.95);
  prediction.lost_hours = estimate_mean(
      values_of(years, [&](const YearTally& year) { return year.causes[index].lost_hours; }), 0.95);
  CauseTally sum;
  for (const YearTally& year : years) {
    sum.incidents += year.causes[index].incidents;
    sum.recovered += year.causes[index].recovered;
    sum.lost_too_much += year.causes[index].lost_too_much;
  }
  if (sum.incidents > 0) {
    prediction.recovered = static_cast<double>(sum.recovered) / sum.incidents;
    prediction.losses = static_cast<double>(sum.lost_too_much) / sum.incidents;
  }
  return prediction;
}

}  // namespace

YearPrediction summarise(const YearStudy& study, const std::vector<YearTally>& years,
                         const YearOptions& options) {
  YearPrediction prediction{.name = study.name,
                            .title = study.title,
                            .digest = study.digest,
                            .seed = options.seed,
                            .years = options.years,
                            .required_years = study.required_years};
  if (const auto critical = critical_service(study.plan)) {
    const Service& service = study.plan.services[critical->index];
    prediction.service = service.title.empty() ? service.name : service.title;
  }
  for (const Target& target : study.plan.governance.criteria) {
    prediction.criteria.push_back(predict(target, years, study.required_years));
  }
  for (const Target& target : study.plan.governance.indicators) {
    prediction.indicators.push_back(predict(target, years, study.required_years));
  }
  for (std::size_t cause = 0; cause < study.causes.size(); ++cause) {
    prediction.causes.push_back(predict_cause(cause, study.causes[cause].name, years));
  }
  std::vector<double> up = values_of(
      years, [](const YearTally& year) { return 1.0 - year.down_seconds / seconds_a_year; });
  prediction.availability = estimate_mean(up, 0.95);
  std::sort(up.begin(), up.end());
  prediction.availability_p5 = sample_quantile(up, 0.05);
  prediction.availability_p50 = sample_quantile(up, 0.50);
  prediction.lost_hours = estimate_mean(
      values_of(years, [](const YearTally& year) { return year.down_seconds / 3600.0; }), 0.95);
  const auto quiet = std::count_if(years.begin(), years.end(), [](const YearTally& year) {
    return std::all_of(year.causes.begin(), year.causes.end(),
                       [](const CauseTally& cause) { return cause.incidents == 0; });
  });
  prediction.years_without_incident =
      static_cast<double>(quiet) / static_cast<double>(years.size());
  prediction.restorable = estimate_mean(values_of(years,
                                                  [](const YearTally& year) {
                                                    const Share& share = year.restorable;
                                                    return share.all == 0
                                                               ? 1.0
                                                               : static_cast<double>(share.kept) /
                                                                     static_cast<double>(share.all);
                                                  }),
                                        0.95);
  std::vector<std::uint64_t> digests;
  std::transform(years.begin(), years.end(), std::back_inserter(digests),
                 [](const YearTally& year) { return year.digest; });
  prediction.digest_of_years = digest_of_all(digests);
  return prediction;
}

}  // namespace firedrill
