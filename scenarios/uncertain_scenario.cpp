#include "scenarios/uncertain_scenario.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "models/base/check.hpp"
#include "models/chance/elementary.hpp"
#include "scenarios/figures.hpp"
#include "scenarios/scenario_reader.hpp"

namespace firedrill {
namespace {

// A parameter's mark: a factor of its own, by which one reading tells where each parameter went.
double mark_of(std::size_t parameter) { return 1.0 + static_cast<double>(parameter + 1) / 8192.0; }

// A single value as the readers put it into a plan.
void assign(Distribution& figure, const Distribution& law) { figure = law; }
void assign(double& figure, const Distribution& law) { figure = std::get<Constant>(law.law).value; }
void assign(Duration& figure, const Distribution& law) {
  figure = from_seconds(std::get<Constant>(law.law).value);
}
void assign(Bytes& figure, const Distribution& law) {
  figure = Bytes{std::llround(std::get<Constant>(law.law).value)};
}
void assign(Rate& figure, const Distribution& law) {
  figure = Rate{std::get<Constant>(law.law).value};
}

bool same(const Distribution& a, const Distribution& b);

// Of laws of one kind, member by member: aggregates of numbers and lists.
template <class Law>
bool same_law(const Law& a, const Law& b) {
  if constexpr (std::is_same_v<Law, Empirical>) {
    return a.values == b.values;
  } else if constexpr (std::is_same_v<Law, Mixture>) {
    return a.shares == b.shares &&
           std::equal(a.parts.begin(), a.parts.end(), b.parts.begin(), b.parts.end(), same);
  } else {
    std::vector<double> of_a, of_b;
    for_each_member(a, [&](const double& member) { of_a.push_back(member); });
    for_each_member(b, [&](const double& member) { of_b.push_back(member); });
    return of_a == of_b;
  }
}

bool same(const Distribution& a, const Distribution& b) {
  return a.law.index() == b.law.index() && std::visit(
                                               [&b](const auto& law) {
                                                 using Law = std::decay_t<decltype(law)>;
                                                 return same_law(law, std::get<Law>(b.law));
                                               },
                                               a.law);
}

template <class Figure>
bool same(const Figure& a, const Figure& b) {
  return a == b;
}

// Whether a reader that copies `law` here would have written `figure`.
template <class Figure>
bool holds(const Figure& figure, const Distribution& law) {
  if constexpr (!std::is_same_v<Figure, Distribution>) {
    if (!std::holds_alternative<Constant>(law.law)) {
      return false;
    }
  }
  Figure expected{};
  assign(expected, law);
  return same(figure, expected);
}

// Nothing, and a ratio of 1, whose odds are infinite: no factor moves them.
bool is_fixed(const Assumption& parameter) {
  const auto* constant = std::get_if<Constant>(&parameter.law.law);
  return constant != nullptr &&
         (constant->value == 0.0 || (parameter.is_ratio && constant->value == 1.0));
}

}  // namespace

Distribution relocated(const Assumption& parameter, double factor) {
  const auto* constant = std::get_if<Constant>(&parameter.law.law);
  if (parameter.is_ratio && constant != nullptr && constant->value <= 1.0) {
    const double share = constant->value;
    return {Constant{share * factor / (1.0 - share + share * factor)}};
  }
  return scaled(parameter.law, factor);
}

double plausible_factor(const Assumption& parameter, double u) {
  constexpr double z_of_ninety_percent = 1.6448536269514722;  // 95 % point of the standard normal
  const double log_sd = det_log(parameter.known_within) / z_of_ninety_percent;
  return u == 0.5 ? 1.0 : lognormal_quantile(u, log_sd);
}

UncertainScenario::UncertainScenario(Scenario scenario)
    : scenario_{std::make_unique<Scenario>(std::move(scenario))} {}

UncertainScenario::UncertainScenario(const UncertainScenario& other)
    : scenario_{std::make_unique<Scenario>(*other.scenario_)},
      parameters_{other.parameters_},
      left_out_{other.left_out_},
      uses_{other.uses_} {
  find_places();
}

Result<UncertainScenario> UncertainScenario::read(const Document& assembled) {
  Result<Scenario> scenario = read_scenario(assembled);
  if (!scenario) {
    return scenario.error();
  }
  UncertainScenario uncertain{std::move(scenario).value()};
  for (const Assumption& parameter : uncertain.scenario_->assumptions) {
    if (parameter.known_within > 1.0 && !is_fixed(parameter)) {
      uncertain.parameters_.push_back(parameter);
    }
  }
  const auto& parameters = uncertain.parameters_;
  Result<Scenario> marked = read_varied_scenario(assembled, [&](const std::string& id,
                                                                const Distribution& law) {
    const auto found = std::find_if(parameters.begin(), parameters.end(),
                                    [&](const Assumption& one) { return one.name == id; });
    return found == parameters.end()
               ? law
               : relocated(*found, mark_of(static_cast<std::size_t>(found - parameters.begin())));
  });
  if (!marked) {
    return marked.error();
  }
  uncertain.find_uses(std::move(marked).value());
  uncertain.find_places();
  return uncertain;
}

// Where the marked scenario differs from this one is what a parameter was copied to. One without a
// copy was read for nothing (the retrieval tiers that are not chosen), unless some figure has
// changed in a way that no copy explains.
void UncertainScenario::find_uses(Scenario marked) {
  using Figure = std::variant<Distribution, double, Duration, Bytes, Rate>;
  std::vector<Figure> before, after;
  for_each_figure(*scenario_, [&](auto& figure) { before.emplace_back(figure); });
  for_each_figure(marked, [&](auto& figure) { after.emplace_back(figure); });
  firedrill_assert(before.size() == after.size());  // values change no structure
  std::vector<char> is_found(parameters_.size(), 0);
  bool is_all_explained = true;
  for (std::size_t index = 0; index < before.size(); ++index) {
    std::visit(
        [&](const auto& figure) {
          using Type = std::decay_t<decltype(figure)>;
          const auto& changed = std::get<Type>(after[index]);
          if (same(figure, changed)) {
            return;
          }
          for (std::size_t one = 0; one < parameters_.size(); ++one) {
            if (holds(figure, parameters_[one].law) &&
                holds(changed, relocated(parameters_[one], mark_of(one)))) {
              uses_.push_back({index, one});
              is_found[one] = 1;
              return;
            }
          }
          is_all_explained = false;
        },
        before[index]);
  }
  std::vector<Assumption> kept;
  std::vector<std::size_t> place(parameters_.size());
  for (std::size_t one = 0; one < parameters_.size(); ++one) {
    place[one] = kept.size();
    if (is_found[one] != 0) {
      kept.push_back(parameters_[one]);
    } else if (!is_all_explained) {
      left_out_.push_back(parameters_[one].name);
    }
  }
  for (Use& use : uses_) {
    use.parameter = place[use.parameter];
  }
  parameters_ = std::move(kept);
}

void UncertainScenario::find_places() {
  places_.assign(parameters_.size(), {});
  std::size_t index = 0;
  auto use = uses_.begin();
  for_each_figure(*scenario_, [&](auto& figure) {
    if (use != uses_.end() && use->figure == index) {
      places_[use->parameter].emplace_back(&figure);
      ++use;
    }
    ++index;
  });
}

void UncertainScenario::set(std::size_t parameter, double u) {
  const Assumption& one = parameters_[parameter];
  const Distribution law = relocated(one, plausible_factor(one, u));
  for (const Place& place : places_[parameter]) {
    std::visit([&law](auto* figure) { assign(*figure, law); }, place);
  }
}

void UncertainScenario::set(std::span<const double> u) {
  firedrill_assert(u.size() == parameters_.size());
  for (std::size_t parameter = 0; parameter < u.size(); ++parameter) {
    set(parameter, u[parameter]);
  }
}

}  // namespace firedrill
