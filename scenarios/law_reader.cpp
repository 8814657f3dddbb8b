#include "scenarios/law_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "scenarios/notes.hpp"
#include "scenarios/parameters.hpp"

namespace firedrill {
namespace {

constexpr std::array<std::string_view, 8> law_words{"uniform",   "exponential", "normal",
                                                    "lognormal", "triangular",  "weibull",
                                                    "empirical", "mixture"};

// How far the shares of a mixture may be from 1: what decimal fractions lose in binary.
constexpr double share_tolerance = 1e-9;

}  // namespace

Distribution LawReader::law(ObjectReader& object, std::string_view key, Dimension dimension) {
  const Node* const node = object.required(key);
  return node == nullptr ? Distribution{} : law(*node, dimension);
}

Distribution LawReader::law(const Node& node, Dimension dimension) {
  if (node.kind != NodeKind::object) {
    return {Constant{read_quantity(node, dimension, context_).value_or(0.0)}};
  }
  if (const Node* const id = node.find("parameter")) {
    if (parameters_ != nullptr) {
      return parameters_->use(node, dimension, context_).value_or(Distribution{});
    }
    context_.error(*id, "FD3009", "a parameter cannot refer to another, as {} would here",
                   "write the value");
    return {};
  }
  ObjectReader object{node, context_};
  const auto choice = choose(object, law_words, "law");
  object.finish();
  return choice ? named_law(law_words[choice->index], *choice->node, dimension) : Distribution{};
}

Distribution LawReader::named_law(std::string_view word, const Node& node, Dimension dimension) {
  if (word == "uniform") {
    const auto ends = ascending(node, 2, dimension);
    return ends ? Distribution{Uniform{(*ends)[0], (*ends)[1]}} : Distribution{};
  }
  if (word == "triangular") {
    return triangular(node, dimension);
  }
  if (word == "empirical") {
    return empirical(node, dimension);
  }
  if (word == "mixture") {
    return mixture(node, dimension);
  }
  ObjectReader object{node, context_};
  Distribution law;
  if (word == "exponential") {
    law.law = Exponential{positive(object, "mean", dimension).value_or(1.0)};
  } else if (word == "normal") {
    const auto mean = value(object, "mean", dimension);
    law.law = Normal{mean.value_or(0.0), value(object, "sd", dimension).value_or(0.0)};
  } else if (word == "lognormal") {
    const auto median = positive(object, "median", dimension);
    law.law =
        Lognormal{median.value_or(1.0), value(object, "log_sd", Dimension::ratio).value_or(0.0)};
  } else {
    const auto scale = positive(object, "scale", dimension);
    law.law =
        Weibull{scale.value_or(1.0), positive(object, "shape", Dimension::ratio).value_or(1.0)};
  }
  object.finish();
  return law;
}

Distribution LawReader::triangular(const Node& node, Dimension dimension) {
  const auto corners = ascending(node, 3, dimension);
  if (!corners) {
    return {};
  }
  if ((*corners)[0] == (*corners)[2]) {
    context_.error(node, "FD3008", "{} has no width", "write the single value");
    return {};
  }
  return {Triangular{(*corners)[0], (*corners)[1], (*corners)[2]}};
}

// The values of an array, or nothing if any of them is wrong.
std::optional<std::vector<double>> LawReader::values(const Node& node, Dimension dimension) {
  if (node.kind != NodeKind::array) {
    context_.error(node, "FD2005", "{} is not an array of values", "write [ ] around them");
    return std::nullopt;
  }
  std::vector<double> all;
  for (const Node& item : node.items) {
    if (const auto one = value(item, dimension)) {
      all.push_back(*one);
    }
  }
  return all.size() == node.items.size() ? std::optional{all} : std::nullopt;
}

// `count` values, none smaller than the one before.
std::optional<std::vector<double>> LawReader::ascending(const Node& node, std::size_t count,
                                                        Dimension dimension) {
  auto all = values(node, dimension);
  if (all && all->size() != count) {
    context_.error(node, "FD3008", fmt::format("{{}} does not have {} values", count));
  } else if (all && !std::is_sorted(all->begin(), all->end())) {
    context_.error(node, "FD3008", "{} does not ascend", "put the smallest value first");
  } else {
    return all;
  }
  return std::nullopt;
}

Distribution LawReader::empirical(const Node& node, Dimension dimension) {
  auto sample = values(node, dimension).value_or(std::vector{0.0});
  if (sample.empty()) {
    context_.error(node, "FD3008", "{} holds no values", "give at least one");
    sample.push_back(0.0);
  }
  std::sort(sample.begin(), sample.end());
  return {Empirical{std::move(sample)}};
}

Distribution LawReader::mixture(const Node& node, Dimension dimension) {
  Mixture mixture;
  if (node.kind != NodeKind::array) {
    context_.error(node, "FD2005", "{} is not an array of shares", "write [ ] around them");
    return {};
  }
  for (const Node& item : node.items) {
    ObjectReader part{item, context_};
    mixture.shares.push_back(probability(part, "share"));
    mixture.parts.push_back(law(part, "of", dimension));
    part.finish();
    if (!(mixture.shares.back() > 0.0)) {
      context_.error(item, "FD3007", "a part without a share is never drawn", "leave it out");
    }
  }
  const double total = std::accumulate(mixture.shares.begin(), mixture.shares.end(), 0.0);
  if (!(std::abs(total - 1.0) <= share_tolerance)) {
    context_.error(node, "FD3007", fmt::format("the shares add up to {:g}, not to 1", total));
    return {};
  }
  return {std::move(mixture)};
}

std::optional<double> LawReader::value(const Node& node, Dimension dimension) {
  if (parameters_ == nullptr || node.kind != NodeKind::object ||
      node.find("parameter") == nullptr) {
    return read_quantity(node, dimension, context_);
  }
  const auto named = parameters_->use(node, dimension, context_);
  if (!named) {
    return std::nullopt;
  }
  if (const auto* constant = std::get_if<Constant>(&named->law)) {
    return constant->value;
  }
  context_.error(*node.find("parameter"), "FD3014",
                 "the parameter {} is a law, but a single value is needed here");
  return std::nullopt;
}

std::optional<double> LawReader::value(ObjectReader& object, std::string_view key,
                                       Dimension dimension) {
  const Node* const node = object.required(key);
  return node == nullptr ? std::nullopt : value(*node, dimension);
}

std::optional<double> LawReader::positive(ObjectReader& object, std::string_view key,
                                          Dimension dimension) {
  const auto number = value(object, key, dimension);
  if (number && !(*number > 0.0)) {
    context_.error(*object.required(key), "FD3008", fmt::format("the {} is {{}}", key),
                   "it must be greater than zero");
    return std::nullopt;
  }
  return number;
}

double LawReader::probability(ObjectReader& object, std::string_view key) {
  const auto number = value(object, key, Dimension::ratio);
  if (number && *number > 1.0) {
    context_.error(*object.required(key), "FD2006",
                   "{} is not a probability, which lies between 0 and 1");
    return 0.0;
  }
  return number.value_or(0.0);
}

double LawReader::ratio(ObjectReader& object, std::string_view key) {
  return value(object, key, Dimension::ratio).value_or(0.0);
}

Duration LawReader::duration(ObjectReader& object, std::string_view key) {
  return from_seconds(value(object, key, Dimension::time).value_or(0.0));
}

Duration LawReader::time_of_day(ObjectReader& object, std::string_view key) {
  const Duration time = duration(object, key);
  if (time >= one_day) {
    context_.error(*object.optional(key), "FD2006", "{} after midnight is another day",
                   "give the time of the day, less than 24 h");
    return Duration::zero();
  }
  return time;
}

Duration LawReader::interval(ObjectReader& object, std::string_view key) {
  const auto seconds = value(object, key, Dimension::time);
  const Duration length = from_seconds(seconds.value_or(1.0));
  if (length <= Duration::zero()) {
    context_.error(*object.required(key), "FD2006", "{} is no interval",
                   "it must be longer than zero");
    return Duration{1};
  }
  return length;
}

Bytes LawReader::bytes(ObjectReader& object, std::string_view key) {
  return Bytes{std::llround(value(object, key, Dimension::bytes).value_or(0.0))};
}

Rate LawReader::rate(ObjectReader& object, std::string_view key) {
  return Rate{value(object, key, Dimension::rate).value_or(0.0)};
}

}  // namespace firedrill
