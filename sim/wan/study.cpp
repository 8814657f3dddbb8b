// SPDX-License-Identifier: GPL-2.0-only
#include "sim/wan/study.hpp"

#include <cmath>
#include <cstdio>
#include <ctime>
#include <fstream>

namespace firedrill_wan {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t least_runs = 2;      // of a case; of a greedy copy one more with chance in it
constexpr double bits_of_megabit = 125e3;  // bytes/s in a Mbit/s
constexpr std::size_t points_of_curve = 240;

struct Tally {
  std::vector<double> values;

  [[nodiscard]] double mean() const {
    double sum = 0.0;
    for (const double value : values) {
      sum += value;
    }
    return sum / static_cast<double>(values.size());
  }
  [[nodiscard]] double standard_error() const {
    const double centre = mean();
    double squares = 0.0;
    for (const double value : values) {
      squares += (value - centre) * (value - centre);
    }
    const auto count = static_cast<double>(values.size());
    return count > 1.0 ? std::sqrt(squares / (count - 1.0) / count) : 0.0;
  }
};

std::string written(double value, const char* unit) {
  char text[64];
  std::snprintf(text, sizeof text, "%.6g %s", value, unit);
  return text;
}

// About two hundred points of the first run's curve: [s], [bytes], [s].
Json thinned(const std::vector<LagPoint>& curve) {
  Json points = Json::array();
  const std::size_t step = curve.size() / points_of_curve + 1;
  for (std::size_t index = 0; index < curve.size(); index += step) {
    const LagPoint& point = curve[index];
    points.push_back({std::round(point.time * 100.0) / 100.0, std::round(point.backlog),
                      std::round(point.lag * 1e4) / 1e4});
  }
  return points;
}

// Runs one case until its figures are precise or its segments are used up.
Json run_case(const Study& study, const StudyCase& one) {
  const std::clock_t begin = std::clock();
  Tally goodput, lag, peak;
  std::uint64_t segments = 0, events = 0;
  Json curve = Json::array();
  const std::uint64_t first = one.seed > 0 ? one.seed : study.seed;
  const bool is_bulk = one.packets.traffic.kind == Traffic::Kind::bulk;
  while (true) {
    const PacketRun run = run_packets(one.packets, first + goodput.values.size());
    if (goodput.values.empty()) {
      curve = thinned(run.curve);
    }
    goodput.values.push_back(run.goodput);
    lag.values.push_back(run.lag_mean);
    peak.values.push_back(run.lag_peak);
    segments += run.segments;
    events += run.events;
    const Tally& figure = is_bulk ? goodput : lag;
    const bool is_precise = figure.standard_error() <= study.precision * figure.mean();
    const std::size_t least = is_bulk ? least_runs + 1 : least_runs;
    if (goodput.values.size() >= least && (is_precise || segments >= study.segments)) {
      break;
    }
  }
  Json result;
  result["case"] = one.written;
  result["goodput"] = {
      {"mean", written(goodput.mean() / bits_of_megabit, "Mbit/s")},
      {"standard_error", written(goodput.standard_error() / bits_of_megabit, "Mbit/s")}};
  if (!is_bulk) {
    result["lag"] = {{"mean", written(lag.mean(), "s")},
                     {"standard_error", written(lag.standard_error(), "s")},
                     {"peak", written(peak.mean(), "s")},
                     {"peak_standard_error", written(peak.standard_error(), "s")}};
  }
  result["runs"] = goodput.values.size();
  result["segments"] = segments;
  result["events"] = events;
  const double cpu = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
  result["cpu_seconds"] = std::round(cpu * 100.0) / 100.0;
  if (!is_bulk) {
    result["curve"] = std::move(curve);
  }
  return result;
}

// What an earlier, perhaps interrupted, run of the same study left.
Json earlier_results(const std::string& path) {
  std::ifstream file{path};
  if (!file) {
    return Json::array();
  }
  try {
    const Json before = Json::parse(file);
    return before.at("cases");
  } catch (const nlohmann::json::exception& error) {
    throw InvalidFile("FD3013 " + path + ": no earlier result: " + error.what() + "\n", 1);
  }
}

const Json* result_of(const Json& results, const StudyCase& one) {
  for (const Json& result : results) {
    if (result.contains("case") && result["case"] == one.written) {
      return &result;
    }
  }
  return nullptr;
}

// One case a line, so that the file can be read and compared.
void write_results(const Study& study, const StudyOptions& options, const Json& results) {
  Json head;
  head["format"] = "firedrill/wan-result/1";
  head["title"] = study.title;
  if (!study.salt.empty()) {
    head["salt"] = study.salt;
  }
  head["simulator"] = simulator_version();
  head["command"] = "firedrill-wan study " + options.study_path + " --out " + options.out_path;
  head["seed"] = study.seed;
  head["precision"] = written(study.precision * 100.0, "%");
  std::string text = head.dump(2);
  text.resize(text.size() - 2);
  text += ",\n  \"cases\": [";
  for (std::size_t index = 0; index < results.size(); ++index) {
    text += (index == 0 ? "\n    " : ",\n    ") + results[index].dump();
  }
  text += "\n  ]\n}\n";
  const std::string temporary = options.out_path + ".part";
  std::ofstream file{temporary};
  file << text;
  file.close();
  if (!file || std::rename(temporary.c_str(), options.out_path.c_str()) != 0) {
    throw std::runtime_error(options.out_path + ": cannot be written");
  }
}

}  // namespace

void run_study(const Study& study, const StudyOptions& options) {
  const Json before = earlier_results(options.out_path);
  std::vector<Json> found;  // in the study's order; null: not run yet
  std::vector<std::size_t> missing;
  for (const StudyCase& one : study.cases) {
    const Json* result = result_of(before, one);
    found.push_back(result != nullptr ? *result : Json{});
    if (result == nullptr && one.name.compare(0, options.only.size(), options.only) == 0) {
      missing.push_back(found.size() - 1);
    }
  }
  const auto write = [&] {
    Json results = Json::array();
    for (const Json& result : found) {
      if (!result.is_null()) {
        results.push_back(result);
      }
    }
    write_results(study, options, results);
    return results.size();
  };
  const std::size_t total = write() + missing.size();
  for (const std::size_t index : missing) {
    found[index] = run_case(study, study.cases[index]);
    options.progress(write(), total, study.cases[index].name,
                     found[index]["cpu_seconds"].get<double>());
  }
}

}  // namespace firedrill_wan
