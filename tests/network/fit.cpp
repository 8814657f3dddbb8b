// Fits the surrogate's coefficients to the cases of a result file and prints them as they stand in
// models/network/goodput.cpp, or scores the surrogate as it stands on another file, held out.
// Example: fit_network models/parameters/wan/ns-3.37.json [--all]
//          fit_network --score models/parameters/wan/held-out.json

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <functional>
#include <map>
#include <vector>

#include "scenarios/wan_accuracy.hpp"

namespace firedrill {
namespace {

using Point = std::vector<double>;

// Nelder and Mead, "A simplex method for function minimization" (The Computer Journal 7, 1965).
Point minimise(const std::function<double(const Point&)>& cost, Point start, int rounds) {
  struct Vertex {
    Point point;
    double cost = 0.0;
  };
  std::vector<Vertex> simplex{{start, cost(start)}};
  for (std::size_t axis = 0; axis < start.size(); ++axis) {
    Point moved = start;
    moved[axis] += moved[axis] != 0.0 ? 0.2 * moved[axis] : 0.1;
    simplex.push_back({moved, cost(moved)});
  }
  const auto mixed = [&](const Point& centre, const Point& other, double factor) {
    Point point = centre;
    for (std::size_t axis = 0; axis < point.size(); ++axis) {
      point[axis] += factor * (other[axis] - centre[axis]);
    }
    return Vertex{point, cost(point)};
  };
  for (int round = 0; round < rounds; ++round) {
    std::sort(simplex.begin(), simplex.end(),
              [](const Vertex& a, const Vertex& b) { return a.cost < b.cost; });
    Point centre(start.size(), 0.0);
    for (std::size_t index = 0; index + 1 < simplex.size(); ++index) {
      for (std::size_t axis = 0; axis < centre.size(); ++axis) {
        centre[axis] += simplex[index].point[axis] / static_cast<double>(simplex.size() - 1);
      }
    }
    Vertex& worst = simplex.back();
    const Vertex reflected = mixed(centre, worst.point, -1.0);
    if (reflected.cost < simplex.front().cost) {
      const Vertex further = mixed(centre, worst.point, -2.0);
      worst = further.cost < reflected.cost ? further : reflected;
    } else if (reflected.cost < simplex[simplex.size() - 2].cost) {
      worst = reflected;
    } else {
      const Vertex nearer = mixed(centre, worst.point, 0.5);
      if (nearer.cost < worst.cost) {
        worst = nearer;
      } else {
        for (std::size_t index = 1; index < simplex.size(); ++index) {
          simplex[index] = mixed(simplex.front().point, simplex[index].point, 0.5);
        }
      }
    }
  }
  return std::min_element(simplex.begin(), simplex.end(),
                          [](const Vertex& a, const Vertex& b) { return a.cost < b.cost; })
      ->point;
}

void set(TransportResponse& response, const Point& point, std::size_t first) {
  response.scale = point[first];
  response.timeout = point[first + 1];
  response.knee = point[first + 2];
  response.knee_flows = point[first + 3];
  response.knee_buffer = point[first + 4];
  response.unfilled = point[first + 5];
  response.friendly = point[first + 6];
}

Point point_of(const TransportResponse& response) {
  return {response.scale,       response.timeout,  response.knee,    response.knee_flows,
          response.knee_buffer, response.unfilled, response.friendly};
}

bool is_fitted(const WanResult& result, CongestionControl control) {
  return !result.lag && result.one.transfer.path.congestion == control;
}

// Squared logarithmic errors of the greedy copies under one congestion control, each weighed by how
// precisely the packet simulation knows it. The cases that are fitted to have one seed.
double cost_of(const std::vector<WanResult>& training, const ResponseSet& responses,
               CongestionControl control) {
  std::map<double, double> sharing;
  for (const WanResult& result : training) {
    sharing[result.one.transfer.path.loss] += is_fitted(result, control) ? 1.0 : 0.0;
  }
  double sum = 0.0;
  for (const WanResult& result : training) {
    if (!is_fitted(result, control)) {
      continue;
    }
    const double guess = goodput(result.one.transfer.path, responses).bytes_per_second;
    const double measured = result.goodput.bytes_per_second;
    const double noise = relative_noise(result, sharing.at(result.one.transfer.path.loss));
    const double error = std::log(guess / measured);
    sum += std::isfinite(error) ? error * error / (4e-4 + noise * noise) : 1e9;
  }
  return sum;
}

// How far coefficients are from what is known without the cases, in spreads that are believed: few
// cases cannot then bend what they say little about. What random losses make of the published
// functions follows from the windows themselves (tests/unit/models/network/random_losses_test.cpp);
// cases tell less of it, all the more as those of one loss share their luck, run by run.
double distance_from_known(const Point& point, CongestionControl control) {
  const bool is_cubic = control == CongestionControl::cubic;
  const Point centre{is_cubic ? 1.12 : 1.06, 1.0, 4.0, 0.3, 0.0, 0.3, 1.02};
  const Point spread{0.05, 0.5, 3.0, 0.3, 0.5, 0.3, 0.05};
  double sum = 0.0;
  for (std::size_t axis = 0; axis < point.size(); ++axis) {
    const double away = (point[axis] - centre[axis]) / spread[axis];
    sum += away * away;
  }
  return sum;
}

void fit(TransportResponse& response, const std::vector<WanResult>& training,
         ResponseSet& set_of_all, CongestionControl control) {
  const auto cost = [&](const Point& point) {
    if (point[2] <= 0.2 || point[0] <= 0.0 || point[1] < 0.0 || point[5] < 0.0 || point[6] < 0.0) {
      return 1e12;
    }
    set(response, point, 0);
    return cost_of(training, set_of_all, control) + distance_from_known(point, control);
  };
  Point best = point_of(response);
  for (int again = 0; again < 6; ++again) {
    best = minimise(cost, best, 3000);
  }
  set(response, best, 0);
}

void print(const char* name, const TransportResponse& one) {
  fmt::print(
      "{}: scale {:.3f}, timeout {:.3f}, knee {:.3f}, knee_flows "
      "{:.3f}, knee_buffer {:.3f}, unfilled {:.3f}, friendly {:.3f}\n",
      name, one.scale, one.timeout, one.knee, one.knee_flows, one.knee_buffer, one.unfilled,
      one.friendly);
}

void print_errors(const std::vector<WanError>& errors) {
  for (const WanError& error : errors) {
    fmt::print("{:20} {} {:12.5g} {:12.5g} {:+7.1f} %  ({:.1f} %) published {:+.0f} %\n",
               error.name, static_cast<int>(error.figure), error.measured, error.predicted,
               100.0 * error.relative(),
               100.0 * std::max(error.noise, error.standard_error / error.measured),
               error.published > 0.0 ? 100.0 * error.relative_published() : 0.0);
  }
}

void print_accuracy(const std::vector<WanError>& errors) {
  for (const bool is_lag : {false, true}) {
    const WanAccuracy accuracy = accuracy_of(errors, is_lag);
    fmt::print("{}: {} figures, median {:.1f} %, worst {:.1f} % ({})\n", is_lag ? "lag" : "goodput",
               accuracy.count, 100.0 * accuracy.median, 100.0 * accuracy.worst,
               accuracy.worst_case);
  }
  const WanAccuracy published = published_accuracy(errors);
  fmt::print("goodput by published functions: median {:.1f} %, worst {:.1f} %\n",
             100.0 * published.median, 100.0 * published.worst);
}

Result<WanResults> results_of(const char* path) {
  Result<WanResults> read = load_wan_results(path);
  if (!read) {
    for (const Diagnostic& problem : read.error()) {
      fmt::print(stderr, "{}", render(problem));
    }
  }
  return read;
}

int fit_all(const char* path, bool shows_all) {
  const Result<WanResults> read = results_of(path);
  if (!read || !read->salt.empty()) {
    fmt::print(stderr, "{}: {}\n", path, read ? "is held out" : "cannot be read");
    return 3;
  }
  ResponseSet responses = packet_simulation();
  fit(responses.reno, read->results, responses, CongestionControl::reno);
  fit(responses.cubic, read->results, responses, CongestionControl::cubic);
  double share = 0.0;
  int count = 0;
  for (const WanResult& result : read->results) {
    const NetworkPath& one = result.one.transfer.path;
    if (!result.lag && one.congestion == CongestionControl::bbr) {
      share += result.goodput.bytes_per_second / link_share(one);
      ++count;
    }
  }
  responses.bbr_share = count > 0 ? share / count : responses.bbr_share;
  print("cubic", responses.cubic);
  print("reno", responses.reno);
  fmt::print("bbr_share {:.3f}\n", responses.bbr_share);
  const std::vector<WanError> errors = compare(read->results, responses);
  if (shows_all) {
    print_errors(errors);
  }
  print_accuracy(errors);
  return 0;
}

int score(const char* path) {
  const Result<WanResults> read = results_of(path);
  if (!read) {
    return 3;
  }
  const std::vector<WanError> errors = compare(read->results, packet_simulation());
  print_errors(errors);
  print_accuracy(errors);
  return 0;
}

}  // namespace
}  // namespace firedrill

int main(int argc, char** argv) {
  if (argc == 3 && std::strcmp(argv[1], "--score") == 0) {
    return firedrill::score(argv[2]);
  }
  if (argc < 2) {
    fmt::print(stderr, "fit_network RESULTS [--all] or fit_network --score RESULTS\n");
    return 2;
  }
  return firedrill::fit_all(argv[1], argc > 2 && std::strcmp(argv[2], "--all") == 0);
}
