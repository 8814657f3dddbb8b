// A question to Prometheus' HTTP API (v1, instant query) and its answer, whoever carries them: a
// probe, or the watch over a charter's abort conditions, here or by a command on another host.
// Example: read_prometheus(session.call({.url = prometheus_url(address, "up == 0")}, 5s).body)
#pragma once

#include <string>

namespace firedrill {

// The address to get, as "http://10.77.1.9:9090/api/v1/query?query=up%20%3D%3D%200".
[[nodiscard]] std::string prometheus_url(const std::string& address, const std::string& expression);

struct PrometheusAnswer {
  bool is_answer = false;   // it came from Prometheus and is a vector
  std::size_t samples = 0;  // in it
  std::string detail;       // the first of them, or why this is no answer
};

// Reads the body of an answer. A scalar or a text is none: it is no comparison and always there.
[[nodiscard]] PrometheusAnswer read_prometheus(const std::string& body);

}  // namespace firedrill
