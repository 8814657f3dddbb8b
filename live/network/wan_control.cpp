#include "live/network/wan_control.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

namespace firedrill {
namespace {

using Json = nlohmann::ordered_json;

std::size_t region_index(ObjectReader& object, std::string_view key,
                         const std::vector<std::string>& regions) {
  const Node* const node = object.required(key);
  if (node == nullptr) {
    return 0;
  }
  const auto found = std::find(regions.begin(), regions.end(), node->string);
  if (found == regions.end()) {
    const std::string near = nearest_word(node->string, regions);
    object.context().error(*node, "FD5402", "there is no region {}",
                           near.empty() ? "" : fmt::format("did you mean \"{}\"?", near));
    return 0;
  }
  return static_cast<std::size_t>(found - regions.begin());
}

std::optional<Rate> optional_rate(ObjectReader& object, std::string_view key) {
  const Node* const node = object.optional(key);
  if (node == nullptr) {
    return std::nullopt;
  }
  if (node->string == "unlimited") {
    return Rate{};
  }
  const auto value = read_quantity(*node, Dimension::rate, object.context());
  return value ? std::optional{Rate{*value}} : std::nullopt;
}

LinkChange read_change(const Node& node, const std::vector<std::string>& regions,
                       ReadContext& context) {
  ObjectReader object{node, context};
  LinkChange change;
  change.from = region_index(object, "from", regions);
  change.to = region_index(object, "to", regions);
  if (change.from == change.to && !context.has_errors()) {
    context.error(node, "FD5402", "a link leads from one region to another");
  }
  change.delay = object.optional_duration("delay");
  change.jitter = object.optional_duration("jitter");
  change.rate = optional_rate(object, "rate");
  change.loss = object.optional_probability("loss");
  change.queue = object.optional_duration("queue");
  change.is_up = object.optional_boolean("is_up");
  object.finish();
  return change;
}

void apply(const LinkChange& change, WanLink& link) {
  LinkSettings& settings = link.settings;
  settings.delay = change.delay.value_or(settings.delay);
  settings.jitter = change.jitter.value_or(settings.jitter);
  settings.rate = change.rate.value_or(settings.rate);
  settings.queue = change.queue.value_or(settings.queue);
  settings.is_up = change.is_up.value_or(settings.is_up);
  if (change.loss) {
    settings.loss = *change.loss;
    link.redraw_loss();
  }
}

Json link_json(const std::string& from, const std::string& to, const WanLink& link) {
  const LinkSettings& settings = link.settings;
  const LinkCounters& counters = link.counters;
  const Lateness& lateness = link.lateness;
  return {{"from", from},
          {"to", to},
          {"is_up", settings.is_up},
          {"delay_s", to_seconds(settings.delay)},
          {"jitter_s", to_seconds(settings.jitter)},
          {"rate_bytes_per_s", settings.rate.bytes_per_second},
          {"loss", settings.loss},
          {"queue_s", to_seconds(settings.queue)},
          {"offered", counters.offered},
          {"delivered", counters.delivered},
          {"lost", counters.lost},
          {"overflowed", counters.overflowed},
          {"cut", counters.cut},
          {"refused", counters.refused},
          {"bytes", counters.bytes},
          {"travelling", link.packets()},
          {"late_max_s", to_seconds(lateness.max())},
          {"late_p99_s", to_seconds(lateness.quantile(0.99))},
          {"late_p50_s", to_seconds(lateness.quantile(0.5))}};
}

Json status_json(const WanState& state) {
  const std::size_t count = state.regions.size();
  Json links = Json::array();
  for (std::size_t from = 0; from < count; ++from) {
    for (std::size_t to = 0; to < count; ++to) {
      if (from != to) {
        links.push_back(
            link_json(state.regions[from], state.regions[to], state.links[from * count + to]));
      }
    }
  }
  return {{"format", "firedrill/wan/1"},
          {"running_s", to_seconds(state.running)},
          {"is_realtime", state.is_realtime},
          {"unroutable", state.unroutable},
          {"links", std::move(links)}};
}

Json errors_json(const Diagnostics& diagnostics) {
  Json errors = Json::array();
  for (const Diagnostic& one : diagnostics) {
    errors.push_back({{"code", one.code},
                      {"pointer", one.place.pointer},
                      {"message", one.message},
                      {"suggestion", one.suggestion}});
  }
  return {{"format", "firedrill/wan/1"}, {"errors", std::move(errors)}};
}

}  // namespace

std::vector<LinkChange> read_changes(const Node& list, const std::vector<std::string>& regions,
                                     ReadContext& context) {
  std::vector<LinkChange> changes;
  if (list.kind != NodeKind::array) {
    context.error(list, "FD2001", "{} is no list of changes");
  }
  for (const Node& item : list.items) {
    changes.push_back(read_change(item, regions, context));
  }
  return changes;
}

WanAnswer answer_wan(const std::string& request, WanState state) {
  const Result<Document> document = parse_document("request", request);
  if (!document) {
    return {errors_json(document.error()).dump()};
  }
  ReadContext context;
  ObjectReader object{document->root, context};
  std::vector<LinkChange> changes;
  if (const Node* const list = object.optional("changes")) {
    changes = read_changes(*list, state.regions, context);
  }
  const bool forgets = object.optional_boolean("reset_lateness").value_or(false);
  const bool wants_status = object.optional_boolean("status").value_or(false);
  const bool wants_stop = object.optional_boolean("stop").value_or(false);
  object.finish();
  if (context.has_errors()) {
    return {errors_json(context.diagnostics()).dump()};
  }
  for (const LinkChange& change : changes) {
    apply(change, state.links[change.from * state.regions.size() + change.to]);
  }
  const Json done{{"format", "firedrill/wan/1"}, {"changed", changes.size()}};
  WanAnswer answer{(wants_status ? status_json(state) : done).dump(), !changes.empty(), wants_stop};
  if (forgets) {
    std::for_each(state.links.begin(), state.links.end(),
                  [](WanLink& link) { link.lateness.reset(); });
  }
  return answer;
}

}  // namespace firedrill
