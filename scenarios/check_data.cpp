// Contradictions about data: copies too rare for their promise, promises that disagree, links that
// cannot carry what is asked of them, copies that are lost with the original or deleted too early.
#include <fmt/core.h>

#include <algorithm>
#include <optional>

#include "scenarios/check_rules.hpp"

namespace firedrill {
namespace {

constexpr std::string_view data_list = "/plan/data";

std::string target_of(std::size_t objective) { return at(objective_list, objective) + "/target"; }

// The indices of the objectives that cover the kind of data at `data`, the strictest first.
std::vector<std::size_t> promises_for(const Plan& plan, std::size_t data) {
  std::vector<std::size_t> promises;
  for (std::size_t index = 0; index < plan.objectives.size(); ++index) {
    const auto& covered = plan.objectives[index].data;
    if (std::any_of(covered.begin(), covered.end(), [&](DataId id) { return id.index == data; })) {
      promises.push_back(index);
    }
  }
  std::stable_sort(promises.begin(), promises.end(), [&](std::size_t a, std::size_t b) {
    return plan.objectives[a].target < plan.objectives[b].target;
  });
  return promises;
}

// Whole copies at a fixed cadence.
struct Cadence {
  Duration interval{};
  Duration length{};  // of one copy, on average
  std::string_view code;
  std::string place;                 // of the interval
  std::vector<std::string> related;  // of what makes the length
};

const ObjectStore& store_of(const Plan& plan, ComponentId replica) {
  return std::get<ObjectStore>(plan.components[replica.index].model);
}

std::string rate_of(ComponentId replica) {
  return at("/plan/components", replica.index) + "/object_store/replication_rate";
}

std::optional<Cadence> cadence_of(const Plan& plan, std::size_t data) {
  const std::string place = at(data_list, data);
  const Protection& protection = plan.data[data].protection;
  if (const auto* copy = std::get_if<PeriodicCopy>(&protection)) {
    return Cadence{copy->interval,
                   from_seconds(mean(copy->length)),
                   "FD4001",
                   place + "/periodic_copy/interval",
                   {place + "/periodic_copy/length"}};
  }
  if (const auto* stream = std::get_if<CheckpointStream>(&protection)) {
    const Rate rate = store_of(plan, stream->replica).replication_rate;
    return Cadence{stream->interval,
                   transfer_time(stream->size, rate),
                   "FD4018",
                   place + "/checkpoint_stream/interval",
                   {place + "/checkpoint_stream/size", rate_of(stream->replica)}};
  }
  return std::nullopt;
}

// The share of all moments at which the newest complete copy is at most `target` old, if no copy
// fails: its age runs evenly from `length` to `length + interval`, again and again.
double fresh_share(const Cadence& cadence, Duration target) {
  const double fresh = to_seconds(target) - to_seconds(cadence.length);
  return std::clamp(fresh / to_seconds(cadence.interval), 0.0, 1.0);
}

std::string mended_cadence(const Cadence& cadence, const Objective& promise) {
  const double room = to_seconds(promise.target) - to_seconds(cadence.length);
  const Duration most = from_seconds(room / promise.required_fraction);
  return room <= 0.0 || most < cadence.length
             ? "make copies smaller or quicker first: no interval mends this"
             : fmt::format("a copy every {} keeps the promise", in_words(most));
}

// What flows into the bucket `replica` on average [bytes/s]; adds the places of it to `related`.
double inflow(const Plan& plan, ComponentId replica, std::vector<std::string>& related) {
  double total = 0.0;
  for (std::size_t index = 0; index < plan.data.size(); ++index) {
    const Protection& protection = plan.data[index].protection;
    if (const auto* stream = std::get_if<ObjectStream>(&protection);
        stream != nullptr && stream->replica == replica) {
      total += stream->rate.bytes_per_second * mean_share(stream->daily);
      related.push_back(at(data_list, index) + "/object_stream/rate");
    }
    if (const auto* stream = std::get_if<CheckpointStream>(&protection);
        stream != nullptr && stream->replica == replica) {
      total += static_cast<double>(stream->size.count) / to_seconds(stream->interval);
      related.push_back(at(data_list, index) + "/checkpoint_stream/size");
      related.push_back(at(data_list, index) + "/checkpoint_stream/interval");
    }
  }
  return total;
}

void compare_rates(const std::string& place, const std::vector<std::string>& related,
                   double written, double carried, Findings& findings) {
  constexpr double megabyte = 1e6;
  if (written >= carried && written > 0.0) {
    findings.add("FD4009", place, related,
                 fmt::format("{:.4g} MB/s are written on average, but {:.4g} MB/s carried: the "
                             "backlog grows without bound",
                             written / megabyte, carried / megabyte),
                 "carry more than is written");
  }
}

}  // namespace

void find_stale_copies(const Plan& plan, Findings& findings) {
  for (std::size_t data = 0; data < plan.data.size(); ++data) {
    const auto cadence = cadence_of(plan, data);
    if (!cadence || cadence->length == never) {
      continue;
    }
    std::vector<std::size_t> broken = promises_for(plan, data);
    std::erase_if(broken, [&](std::size_t index) {
      const Objective& promise = plan.objectives[index];
      return fresh_share(*cadence, promise.target) >= promise.required_fraction;
    });
    if (broken.empty()) {
      continue;
    }
    std::vector<std::string> related;
    related.reserve(broken.size());
    for (const std::size_t index : broken) {
      related.push_back(target_of(index));
    }
    related.insert(related.end(), cadence->related.begin(), cadence->related.end());
    const Objective& promise = plan.objectives[broken.front()];
    findings.add(
        cadence->code, cadence->place, related,
        fmt::format("{} is copied every {} and a copy takes {}: the newest complete one is up to "
                    "{} old, and at {} of all moments older than the {} promised; {} may be",
                    plan.data[data].name, in_words(cadence->interval), in_words(cadence->length),
                    in_words(add(cadence->interval, cadence->length)),
                    in_percent(1.0 - fresh_share(*cadence, promise.target)),
                    in_words(promise.target), in_percent(1.0 - promise.required_fraction)),
        mended_cadence(*cadence, promise));
  }
}

void find_unequal_promises(const Plan& plan, Findings& findings) {
  for (std::size_t data = 0; data < plan.data.size(); ++data) {
    const std::vector<std::size_t> promises = promises_for(plan, data);
    if (promises.empty()) {
      continue;
    }
    const Objective& strict = plan.objectives[promises.front()];
    const Objective& lax = plan.objectives[promises.back()];
    if (strict.target < lax.target) {
      findings.add(
          "FD4002", target_of(promises.back()), {target_of(promises.front())},
          fmt::format("{} may lose {} by {} and {} by {}", plan.data[data].name,
                      in_words(lax.target), lax.name, in_words(strict.target), strict.name),
          "say which of the two is meant");
    }
  }
}

void find_slow_replication(const Plan& plan, Findings& findings) {
  for (std::uint32_t index = 0; index < plan.components.size(); ++index) {
    const ComponentModel& model = plan.components[index].model;
    if (const auto* store = std::get_if<ObjectStore>(&model);
        store != nullptr && store->replica_of) {
      std::vector<std::string> related;
      const double written = inflow(plan, ComponentId{index}, related);
      compare_rates(rate_of(ComponentId{index}), related, written,
                    store->replication_rate.bytes_per_second, findings);
    }
    const auto* database = std::get_if<Database>(&model);
    const auto* lag =
        database != nullptr && database->lag ? std::get_if<BacklogLag>(&*database->lag) : nullptr;
    if (lag != nullptr) {
      const std::string place = at("/plan/components", index) + "/database/lag/backlog/";
      compare_rates(place + "capacity", {place + "base_write_rate", place + "burst_write_rate"},
                    mean_written(*lag).bytes_per_second, lag->capacity.bytes_per_second, findings);
    }
  }
}

void find_unprotected_data(const Plan& plan, Findings& findings) {
  for (std::size_t data = 0; data < plan.data.size(); ++data) {
    const std::vector<std::size_t> promises = promises_for(plan, data);
    if (std::holds_alternative<NotProtected>(plan.data[data].protection) && !promises.empty()) {
      findings.add("FD4015", at(data_list, data) + "/not_protected", {target_of(promises.front())},
                   fmt::format("{} is not protected, but may lose at most {}", plan.data[data].name,
                               in_words(plan.objectives[promises.front()].target)),
                   "protect it, or take it out of the objective");
    }
  }
}

void find_copies_beside(const Plan& plan, Findings& findings) {
  for (std::size_t data = 0; data < plan.data.size(); ++data) {
    const auto* copy = std::get_if<PeriodicCopy>(&plan.data[data].protection);
    if (copy != nullptr && copy->kept_in == plan.data[data].written_in) {
      findings.add(
          "FD4008", at(data_list, data) + "/periodic_copy/kept_in",
          {at(data_list, data) + "/written_in"},
          fmt::format("{} is written in {}, and its copies are kept there, too: the loss of "
                      "that region takes both",
                      plan.data[data].name, plan.regions[copy->kept_in->index].name),
          "keep them in another region");
    }
  }
}

void find_short_retention(const Plan& plan, Findings& findings) {
  for (std::size_t data = 0; data < plan.data.size(); ++data) {
    const auto* copy = std::get_if<PeriodicCopy>(&plan.data[data].protection);
    if (copy != nullptr && copy->retention && *copy->retention < copy->interval) {
      const std::string place = at(data_list, data) + "/periodic_copy";
      findings.add("FD4024", place + "/retention", {place + "/interval"},
                   fmt::format("a copy of {} is deleted after {}, {} before the next one begins",
                               plan.data[data].name, in_words(*copy->retention),
                               in_words(copy->interval - *copy->retention)),
                   "keep each copy for more than one interval");
    }
  }
}

}  // namespace firedrill
