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
  const auto text_of = [](const nlohmann::json& object, const char* key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_string() ? found->get<std::string>() : "";
  };
  if (text_of(json, "status") != "success") {
    const std::string error = text_of(json, "error");
    return {false, 0, error.empty() ? "no answer of Prometheus: " + first_line(body) : error};
  }
  const auto data = json.find("data");
  const bool is_vector =
      data != json.end() && data->is_object() && text_of(*data, "resultType") == "vector";
  const auto result = is_vector ? data->find("result") : json.end();
  if (!is_vector || result == data->end() || !result->is_array()) {
    return {false, 0, "the expression gives no vector: compare something, as \"up == 0\""};
  }
  return {true, result->size(), result->empty() ? "no sample" : (*result)[0].dump()};
}

}  // namespace firedrill
