#include "live/experiment/importing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace firedrill {
namespace {

using Unit = std::pair<std::string_view, double>;

std::string lower(std::string_view text) {
  std::string small{text};
  std::transform(small.begin(), small.end(), small.begin(), [](char sign) {
    return sign >= 'A' && sign <= 'Z' ? static_cast<char>(sign - 'A' + 'a') : sign;
  });
  return small;
}

// A number with one of `units` and nothing else.
template <std::size_t Count>
std::optional<double> with_unit(std::string_view text, const std::array<Unit, Count>& units) {
  const std::string small = lower(text);
  std::string_view rest = small;
  const auto number = take_number(rest);
  const auto unit =
      std::find_if(units.begin(), units.end(), [&](const Unit& one) { return one.first == rest; });
  return number && unit != units.end() ? std::optional{*number * unit->second} : std::nullopt;
}

}  // namespace

void refuse_import(ReadContext& context, const Node& node, const std::string& what,
                   const std::string& suggestion) {
  Place place = place_of(node);
  context.add(Diagnostic{"FD5301",
                         Severity::error,
                         std::move(place),
                         fmt::format("{} has no counterpart here", what),
                         suggestion,
                         {}});
}

std::optional<double> take_number(std::string_view& text) {
  double value = 0.0;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
  if (error != std::errc{} || value < 0.0) {
    return std::nullopt;
  }
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return value;
}

std::optional<Duration> go_duration(std::string_view text) {
  static constexpr std::array<Unit, 7> units{Unit{"ns", 1e-9}, {"us", 1e-6}, {"\xc2\xb5s", 1e-6},
                                             {"ms", 1e-3},     {"s", 1.0},   {"m", 60.0},
                                             {"h", 3600.0}};
  const bool is_negative = text.starts_with('-');
  text.remove_prefix(is_negative ? 1 : 0);
  double seconds = 0.0;
  bool has_any = false;
  while (!text.empty()) {
    const auto number = take_number(text);
    const std::size_t length = std::min(text.find_first_of("0123456789."), text.size());
    const auto unit = std::find_if(units.begin(), units.end(), [&](const Unit& one) {
      return one.first == text.substr(0, length);
    });
    if (!number || unit == units.end()) {
      return std::nullopt;
    }
    seconds += *number * unit->second;
    text.remove_prefix(length);
    has_any = true;
  }
  return has_any ? std::optional{from_seconds(is_negative ? -seconds : seconds)} : std::nullopt;
}

// Units of tc(8): "bps" and "kbps" are bytes, all of 1000.
std::optional<Rate> tc_rate(std::string_view text) {
  static constexpr std::array<Unit, 9> units{Unit{"bit", 0.125}, {"kbit", 125.0}, {"mbit", 125e3},
                                             {"gbit", 125e6},    {"bps", 1.0},    {"kbps", 1e3},
                                             {"mbps", 1e6},      {"gbps", 1e9},   {"", 0.125}};
  const auto rate = with_unit(text, units);
  return rate ? std::optional{Rate{*rate}} : std::nullopt;
}

std::optional<Bytes> memory_size(std::string_view text) {
  static constexpr std::array<Unit, 14> units{
      Unit{"", 1.0},         {"b", 1.0},          {"k", 1024.0},       {"kb", 1e3},
      {"kib", 1024.0},       {"ki", 1024.0},      {"m", 1048576.0},    {"mb", 1e6},
      {"mib", 1048576.0},    {"mi", 1048576.0},   {"g", 1073741824.0}, {"gb", 1e9},
      {"gib", 1073741824.0}, {"gi", 1073741824.0}};
  const auto size = with_unit(text, units);
  return size ? std::optional{Bytes{static_cast<std::int64_t>(*size)}} : std::nullopt;
}

}  // namespace firedrill
