#include "live/probes/prometheus_query.hpp"

#include <nlohmann/json.hpp>

#include "live/probes/sql_session.hpp"

namespace firedrill {
namespace {

std::string percent_encoded(const std::string& text) {
  constexpr const char* digits = "0123456789ABCDEF";
  std::string encoded;
  for (const char one : text) {
    const auto byte = static_cast<unsigned char>(one);
    const bool is_plain = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
                          (byte >= '0' && byte <= '9') || byte == '-' || byte == '_' ||
                          byte == '.' || byte == '~';
    if (is_plain) {
      encoded += one;
    } else {
      encoded += '%';
      encoded += digits[byte >> 4U];
      encoded += digits[byte & 0xFU];
    }
  }
  return encoded;
}

}  // namespace

std::string prometheus_url(const std::string& address, const std::string& expression) {
  return address + "/api/v1/query?query=" + percent_encoded(expression);
}

PrometheusAnswer read_prometheus(const std::string& body) {
  const auto json = nlohmann::json::parse(body, nullptr, false);
  if (!json.is_object()) {
    return {false, 0, "no answer of Prometheus: " + first_line(body)};
  }
  if (json.value("status", "") != "success") {
    const auto error = json.find("error");
    return {
        false, 0,
        error != json.end() && error->is_string() ? error->get<std::string>() : first_line(body)};
  }
  const auto& data = json.value("data", nlohmann::json::object());
  const auto result = data.is_object() ? data.find("result") : data.end();
  if (!data.is_object() || data.value("resultType", "") != "vector" || result == data.end() ||
      !result->is_array()) {
    return {false, 0, "the expression gives no vector: compare something, as \"up == 0\""};
  }
  return {true, result->size(), result->empty() ? "no sample" : (*result)[0].dump()};
}

}  // namespace firedrill
