#include "scenarios/parameters.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "scenarios/law_reader.hpp"
#include "scenarios/notes.hpp"

namespace firedrill {
namespace {

// In the order of Dimension.
constexpr std::array<std::string_view, 4> dimension_words{"time", "bytes", "rate", "ratio"};

// How well a value is known where its file does not say: a published figure holds for the source's
// circumstances, which differ from the plan's; an assumed one is no better than its order of
// magnitude. Both are choices, made in docs/decisions/0015-how-well-parameters-are-known.md.
constexpr double published_within = 1.25;
constexpr double assumed_within = 2.0;
constexpr double widest_within = 100.0;

constexpr int earliest_year = 1900;
constexpr int latest_year = 2200;

// "Amazon RDS User Guide, 2023"
std::string read_source(const Node& node, ReadContext& context) {
  ObjectReader object{node, context};
  object.optional_string("id");
  const std::string title = object.string("title");
  const auto year = object.integer("year", earliest_year, latest_year);
  object.finish();
  return fmt::format("{}, {}", title, year);
}

}  // namespace

ParameterTable::ParameterTable(const Node& parameters, ReadContext& context) {
  for (const auto& [id, node] : parameters.members) {
    parameters_.push_back(read(id, node, context));
  }
}

ParameterTable::Parameter ParameterTable::read(const std::string& id, const Node& node,
                                               ReadContext& context) {
  ObjectReader object{node, context};
  allow_notes(object);
  Parameter parameter;
  parameter.id = id;
  object.string("title");
  parameter.dimension = static_cast<Dimension>(object.word("dimension", dimension_words));
  parameter.value = object.required("value");
  if (parameter.value != nullptr) {
    parameter.law = LawReader{nullptr, context}.law(*parameter.value, parameter.dimension);
  }
  const Node* const source = object.optional("source");
  const auto assumed = object.optional_string("assumed");
  if ((source != nullptr) == assumed.has_value()) {
    report_object(object, "FD3011",
                  "a parameter needs either \"source\" or, if nobody published it, \"assumed\"",
                  "say in \"assumed\" why the value is as it is");
  }
  parameter.is_assumed = source == nullptr;
  parameter.source =
      source != nullptr ? read_source(*source, context) : "assumed: " + assumed.value_or("");
  parameter.known_within = parameter.is_assumed ? assumed_within : published_within;
  if (const Node* const within = object.optional("known_within")) {
    const auto factor = read_quantity(*within, Dimension::ratio, context);
    parameter.known_within = factor.value_or(1.0);
    if (factor && (*factor < 1.0 || *factor > widest_within)) {
      context.error(*within, "FD2006", "{} is no factor from 1 (exactly known) to 100",
                    "2 means: between half and twice the value");
    }
  }
  object.finish();
  return parameter;
}

void ParameterTable::vary(const Variation& variation) {
  for (Parameter& parameter : parameters_) {
    parameter.law = variation(parameter.id, parameter.law);
  }
}

std::optional<Distribution> ParameterTable::use(const Node& reference, Dimension dimension,
                                                ReadContext& context) {
  ObjectReader object{reference, context};
  const std::string id = object.string("parameter");
  object.finish();
  if (id.empty()) {
    return std::nullopt;
  }
  const auto found = std::find_if(parameters_.begin(), parameters_.end(),
                                  [&](const Parameter& parameter) { return parameter.id == id; });
  if (found == parameters_.end()) {
    std::vector<std::string> ids;
    for (const Parameter& parameter : parameters_) {
      ids.push_back(parameter.id);
    }
    context.error(*reference.find("parameter"), "FD3009", "there is no parameter {}",
                  did_you_mean(id, ids));
    return std::nullopt;
  }
  if (found->dimension != dimension) {
    context.error(*reference.find("parameter"), "FD3010",
                  fmt::format("the parameter {{}} measures {}, but {} is needed here",
                              dimension_words[static_cast<std::size_t>(found->dimension)],
                              dimension_words[static_cast<std::size_t>(dimension)]));
    return std::nullopt;
  }
  if (!found->is_used && found->value != nullptr) {
    found->is_used = true;
    assumptions_.push_back({.pointer = found->value->pointer,
                            .name = id,
                            .value = excerpt(*found->value),
                            .source = found->source,
                            .is_assumed = found->is_assumed,
                            .known_within = found->known_within,
                            .law = found->law,
                            .is_ratio = found->dimension == Dimension::ratio});
  }
  return found->law;
}

}  // namespace firedrill
