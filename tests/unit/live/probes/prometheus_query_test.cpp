// What is asked of Prometheus and what counts as its answer (prometheus.io/docs, HTTP API v1).
#include "live/probes/prometheus_query.hpp"

#include <catch2/catch.hpp>

using namespace firedrill;

TEST_CASE("an expression becomes part of an address, whatever is in it") {
  CHECK(prometheus_url("http://a:9090", "up{job=\"x y\"} == 0") ==
        "http://a:9090/api/v1/query?query=up%7Bjob%3D%22x%20y%22%7D%20%3D%3D%200");
  CHECK(prometheus_url("http://a", "a&b=c#d%'") ==
        "http://a/api/v1/query?query=a%26b%3Dc%23d%25%27");
}

TEST_CASE("a vector is an answer, empty or not") {
  const auto none =
      read_prometheus(R"({"status": "success", "data": {"resultType": "vector", "result": []}})");
  CHECK(none.is_answer);
  CHECK(none.samples == 0);
  const auto one = read_prometheus(
      R"({"status": "success", "data": {"resultType": "vector",
          "result": [{"metric": {"job": "a"}, "value": [1.5, "0"]}]}})");
  CHECK(one.is_answer);
  CHECK(one.samples == 1);
  CHECK(one.detail.find("\"job\":\"a\"") != std::string::npos);
}

TEST_CASE("anything else is none, and says why") {
  const auto why = [](const std::string& body) {
    const PrometheusAnswer answer = read_prometheus(body);
    CHECK_FALSE(answer.is_answer);
    CHECK(answer.samples == 0);
    return answer.detail;
  };
  CHECK(why(R"({"status": "error", "errorType": "bad_data", "error": "parse error: x"})") ==
        "parse error: x");
  CHECK(why(R"({"status": "success", "data": {"resultType": "scalar", "result": [1, "2"]}})")
            .find("no vector") != std::string::npos);
  for (const char* body : {"", "<html>", "[]", "{}", R"({"status": "success"})",
                           R"({"status": "success", "data": 5})", R"({"status": 1, "data": {}})",
                           R"({"status": "success", "data": {"resultType": "vector"}})",
                           R"({"status": "success", "data": {"resultType": "vector",
                               "result": {}}})"}) {
    INFO(body);
    CHECK_FALSE(why(body).empty());
  }
}
