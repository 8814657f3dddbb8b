// Quantities with their unit: "15 min", "5 Gbit/s", "200 GB", "95 %". Every unit is two integers, a
// multiplier and a divisor to the unit the engine computes in (s, bytes, bytes/s), so that "3 ms"
// is the double nearest to 0.003 and "100 Mbit/s" is exactly 12500000.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "models/text/reader.hpp"
#include "models/text/tree.hpp"

namespace firedrill {

namespace {

struct Unit {
  std::string_view word;
  double multiplier;
  double divisor;
};

// Months and years as in the plans' language, not the calendar's: 30 and 365 days. Of equally near
// words the first is suggested, and after most numbers that is the plural.
constexpr std::array time_units = std::to_array<Unit>({
    {"ns", 1, 1e9},
    {"nanoseconds", 1, 1e9},
    {"nanosecond", 1, 1e9},
    {"us", 1, 1e6},
    {"µs", 1, 1e6},
    {"microseconds", 1, 1e6},
    {"microsecond", 1, 1e6},
    {"ms", 1, 1e3},
    {"milliseconds", 1, 1e3},
    {"millisecond", 1, 1e3},
    {"s", 1, 1},
    {"seconds", 1, 1},
    {"second", 1, 1},
    {"min", 60, 1},
    {"minutes", 60, 1},
    {"minute", 60, 1},
    {"h", 3600, 1},
    {"hours", 3600, 1},
    {"hour", 3600, 1},
    {"d", 86400, 1},
    {"days", 86400, 1},
    {"day", 86400, 1},
    {"weeks", 604800, 1},
    {"week", 604800, 1},
    {"months", 2592000, 1},
    {"month", 2592000, 1},
    {"years", 31536000, 1},
    {"year", 31536000, 1},
});

constexpr std::array byte_units = std::to_array<Unit>({
    {"B", 1, 1},
    {"kB", 1e3, 1},
    {"MB", 1e6, 1},
    {"GB", 1e9, 1},
    {"TB", 1e12, 1},
    {"PB", 1e15, 1},
    {"KiB", 1024, 1},
    {"MiB", 1048576, 1},
    {"GiB", 1073741824, 1},
    {"TiB", 1099511627776, 1},
    {"PiB", 1125899906842624, 1},
    {"bit", 1, 8},
    {"kbit", 1e3, 8},
    {"Mbit", 1e6, 8},
    {"Gbit", 1e9, 8},
    {"Tbit", 1e12, 8},
});

// Spellings that are common elsewhere but ambiguous or far from ours by edit distance.
constexpr std::array habits = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"m", "min"},       {"mins", "min"},    {"sec", "s"},     {"secs", "s"},
    {"hr", "h"},        {"hrs", "h"},       {"w", "weeks"},   {"mo", "months"},
    {"y", "years"},     {"yr", "years"},    {"K", "kB"},      {"M", "MB"},
    {"G", "GB"},        {"T", "TB"},        {"bps", "bit/s"}, {"kbps", "kbit/s"},
    {"Mbps", "Mbit/s"}, {"Gbps", "Gbit/s"}, {"MBps", "MB/s"}, {"kb/s", "kbit/s"},
    {"Mb/s", "Mbit/s"}, {"Gb/s", "Gbit/s"},
});

struct DimensionWords {
  std::string_view noun;      // "a duration"
  std::string_view examples;  // to end a message with
  std::string_view limit;     // why a quantity cannot be larger
  double largest;
};

const DimensionWords& words_of(Dimension dimension) {
  static constexpr std::array<DimensionWords, 4> words{{
      {"a duration", "\"90 s\" or \"15 min\"", "durations end at 292 years", 9.2e9},
      {"an amount of data", "\"200 GB\" or \"64 MiB\"", "amounts of data end at 9200 PB", 9.2e18},
      {"a data rate", "\"5 Gbit/s\" or \"200 MB/s\"", "it is not finite", 1e300},
      {"a ratio", "0.95 or \"95 %\"", "it is not finite", 1e300},
  }};
  return words[static_cast<std::size_t>(dimension)];
}

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ')) {
    text.remove_prefix(1);
  }
  while (text.ends_with(' ')) {
    text.remove_suffix(1);
  }
  return text;
}

std::optional<Unit> find_in(std::span<const Unit> units, std::string_view word) {
  const auto found =
      std::find_if(units.begin(), units.end(), [&](const Unit& unit) { return unit.word == word; });
  return found == units.end() ? std::nullopt : std::optional<Unit>{*found};
}

std::optional<Unit> find_unit(std::string_view word, Dimension dimension) {
  switch (dimension) {
    case Dimension::time:
      return find_in(time_units, word);
    case Dimension::bytes:
      return find_in(byte_units, word);
    case Dimension::rate: {
      const std::size_t slash = word.find('/');
      if (slash == std::string_view::npos) {
        return std::nullopt;
      }
      const auto amount = find_in(byte_units, word.substr(0, slash));
      const auto time = find_in(time_units, word.substr(slash + 1));
      if (!amount || !time) {
        return std::nullopt;
      }
      return Unit{word, amount->multiplier * time->divisor, amount->divisor * time->multiplier};
    }
    case Dimension::ratio:
      return word == "%" ? std::optional<Unit>{Unit{"%", 1, 100}} : std::nullopt;
  }
  return std::nullopt;
}

std::string nearest_of(std::span<const Unit> units, std::string_view word) {
  std::vector<std::string> words;
  for (const Unit& unit : units) {
    words.emplace_back(unit.word);
  }
  return nearest_word(word, words);
}

// The unit of `dimension` that was probably meant by `word`, or "".
std::string nearest_unit(std::string_view word, Dimension dimension) {
  for (const auto& [habit, ours] : habits) {
    if (word == habit && find_unit(ours, dimension)) {
      return std::string{ours};
    }
  }
  switch (dimension) {
    case Dimension::time:
      return nearest_of(time_units, word);
    case Dimension::bytes:
      return nearest_of(byte_units, word);
    case Dimension::rate: {
      const std::size_t slash = std::min(word.find('/'), word.size());
      const bool has_time = slash < word.size();
      const std::string amount = nearest_of(byte_units, word.substr(0, slash));
      const std::string_view time_word = has_time ? word.substr(slash + 1) : "s";
      const std::string time = find_in(time_units, time_word) ? std::string{time_word}
                                                              : nearest_of(time_units, time_word);
      return amount.empty() || time.empty() ? std::string{} : amount + "/" + time;
    }
    case Dimension::ratio:
      break;
  }
  return {};
}

// The dimension in which `word` is a unit, if it is one at all.
std::optional<Dimension> dimension_of(std::string_view word) {
  for (const Dimension dimension :
       {Dimension::time, Dimension::bytes, Dimension::rate, Dimension::ratio}) {
    if (find_unit(word, dimension)) {
      return dimension;
    }
  }
  return std::nullopt;
}

// The text of a quantity split at the end of its number; `number` is empty if it has none.
struct Split {
  std::string_view number;
  std::string_view unit;
  double value = 0.0;
  bool is_in_range = true;  // of a double
};

Split split_quantity(std::string_view text) {
  text = trimmed(text);
  Split split;
  const std::size_t sign = text.starts_with('-') ? 1 : 0;
  const bool starts_number =
      text.size() > sign && ((text[sign] >= '0' && text[sign] <= '9') || text[sign] == '.');
  if (starts_number) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), split.value);
    if (error == std::errc::invalid_argument) {
      return split;
    }
    split.number = text.substr(0, static_cast<std::size_t>(end - text.data()));
    split.is_in_range = error == std::errc{};
  }
  split.unit = trimmed(text.substr(split.number.size()));
  return split;
}

// Whether `text` begins with a word that other languages read as a number without end.
bool is_infinite_word(std::string_view text) {
  text = trimmed(text);
  if (text.starts_with('-')) {
    text.remove_prefix(1);
  }
  const std::string_view word = text.substr(0, std::min(text.find(' '), text.size()));
  return word == "inf" || word == "infinity" || word == "Infinity" || word == "nan" ||
         word == "NaN";
}

// Reports why the unit of `split` will not do.
void report_unit(const Node& node, const Split& split, Dimension dimension, ReadContext& context) {
  const DimensionWords& words = words_of(dimension);
  const std::string like = fmt::format("write it like {}", words.examples);
  if (split.number.empty()) {
    return context.error(node, "FD2103", fmt::format("{{}} is not {}", words.noun), like);
  }
  if (split.unit.empty()) {
    return context.error(node, "FD2101", "{} has no unit", like);
  }
  const auto actual = dimension_of(split.unit);
  const bool lacks_time = actual == Dimension::bytes && dimension == Dimension::rate;
  const std::string unit = lacks_time ? fmt::format("{}/s", split.unit)
                           : actual   ? std::string{}
                                      : nearest_unit(split.unit, dimension);
  const std::string suggestion =
      unit.empty()
          ? like
          : fmt::format("did you mean {}?", quoted_json(fmt::format("{} {}", split.number, unit)));
  if (actual) {
    return context.error(node, "FD2102",
                         fmt::format("{{}} is {}, not {}", words_of(*actual).noun, words.noun),
                         suggestion);
  }
  context.error(node, "FD2103", fmt::format("{{}} is not {}", words.noun), suggestion);
}

// `value`, or the report that no quantity of `dimension` can be so large or small.
std::optional<double> in_range(const Node& node, double value, Dimension dimension,
                               ReadContext& context) {
  if (value < 0.0) {
    context.error(node, "FD2104", "{} is negative",
                  fmt::format("{} counts from 0 up", words_of(dimension).noun));
    return std::nullopt;
  }
  if (!(value <= words_of(dimension).largest)) {
    context.error(node, "FD2105", "{} is too large", std::string{words_of(dimension).limit});
    return std::nullopt;
  }
  return value + 0.0;  // "-0 s" is 0
}

std::optional<double> read_number(const Node& node, Dimension dimension, ReadContext& context) {
  if (dimension == Dimension::ratio) {
    return in_range(node, node.number, dimension, context);
  }
  const std::string_view unit = dimension == Dimension::time    ? "min"
                                : dimension == Dimension::bytes ? "GB"
                                                                : "Mbit/s";
  context.error(node, "FD2101", "{} has no unit",
                fmt::format("write it as text with one, like \"{} {}\"", excerpt(node), unit));
  return std::nullopt;
}

}  // namespace

std::optional<double> read_quantity(const Node& node, Dimension dimension, ReadContext& context) {
  const DimensionWords& words = words_of(dimension);
  if (node.kind == NodeKind::number) {
    return read_number(node, dimension, context);
  }
  if (node.kind != NodeKind::string) {
    context.error(node, "FD2005", fmt::format("{{}} is not {}", words.noun),
                  fmt::format("write it like {}", words.examples));
    return std::nullopt;
  }
  const Split split = split_quantity(node.string);
  if (is_infinite_word(node.string) || !split.is_in_range) {
    context.error(node, "FD2105", "{} is not a number to compute with",
                  fmt::format("write it like {}", words.examples));
    return std::nullopt;
  }
  const auto unit = split.number.empty() ? std::nullopt : find_unit(split.unit, dimension);
  if (!unit) {
    report_unit(node, split, dimension, context);
    return std::nullopt;
  }
  return in_range(node, split.value * unit->multiplier / unit->divisor, dimension, context);
}

}  // namespace firedrill
