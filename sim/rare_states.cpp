#include "sim/rare_states.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <string>
#include <utility>

#include "models/base/check.hpp"
#include "models/chance/elementary.hpp"
#include "sim/process_walker.hpp"
#include "sim/state_runs.hpp"

namespace firedrill {
namespace {

constexpr double unlikely = 0.1;         // a jump less likely than this among its state's is a loss
constexpr double highest_below = 0.999;  // importance short of the target
constexpr double shortest = 1e-9;        // [s] mean of a law, to divide by
constexpr std::size_t remembered = 8;    // states on the way, since it was last where it began

// A run through the states up to the horizon or the target.
class StatePath {
 public:
  StatePath(const StateModel& model, std::uint32_t target, const std::vector<double>& importance)
      : model_{&model}, importance_{&importance}, target_{target}, state_{model.begins} {}

  [[nodiscard]] bool is_over() const { return state_ == target_ || now_ >= horizon(); }
  [[nodiscard]] double importance() const { return (*importance_)[state_]; }

  void step(Draws& draws) {
    double first = std::numeric_limits<double>::infinity();
    std::uint32_t next = state_;
    for (const StateTransition& transition : model_->states[state_].transitions) {
      const double after = sample(transition.after, draws);
      if (after < first) {
        first = after;
        next = transition.to;
      }
    }
    now_ += first;
    if (now_ < horizon()) {
      state_ = next;
      remember();
    }
  }

  // "secondary > rebuilding > all-lost"
  [[nodiscard]] std::string way() const {
    std::string names = count_ > remembered ? "…" : model_->states[model_->begins].name;
    const std::size_t shown = std::min(count_, remembered);
    for (std::size_t index = count_ - shown; index < count_; ++index) {
      names += " → " + model_->states[last_[index % remembered]].name;
    }
    return names;
  }

 private:
  [[nodiscard]] double horizon() const { return to_seconds(model_->horizon); }

  void remember() {
    if (state_ == model_->begins) {
      count_ = 0;
      return;
    }
    last_[count_ % remembered] = state_;
    ++count_;
  }

  const StateModel* model_;
  const std::vector<double>* importance_;
  std::uint32_t target_;
  std::uint32_t state_;
  double now_ = 0.0;  // [s]
  std::array<std::uint32_t, remembered> last_{};
  std::size_t count_ = 0;
};

}  // namespace

namespace {

// What a jump costs: 1 if it is a loss, 0 if not; or its surprise, -log of its share.
using JumpCost = double (*)(double share);

// The least cost of a way to the target, per state; infinite where there is none.
std::vector<double> least_cost(const StateModel& model, std::uint32_t target, JumpCost cost) {
  std::vector<double> way(model.states.size(), std::numeric_limits<double>::infinity());
  way[target] = 0.0;
  // As many rounds as there are states settle all ways (Bellman 1958, Ford 1956).
  for (std::size_t round = 0; round < model.states.size(); ++round) {
    for (std::size_t state = 0; state < model.states.size(); ++state) {
      double all = 0.0;
      for (const StateTransition& one : model.states[state].transitions) {
        all += 1.0 / std::max(mean(one.after), shortest);
      }
      for (const StateTransition& one : model.states[state].transitions) {
        const double share = 1.0 / std::max(mean(one.after), shortest) / all;
        way[state] = std::min(way[state], way[one.to] + cost(share));
      }
    }
  }
  return way;
}

}  // namespace

std::vector<double> importance_of_states(const StateModel& model, std::uint32_t target) {
  // Losses that differ by a small factor only must count the same: a level between them would hold
  // up the ways through the rarer one.
  std::vector<double> way =
      least_cost(model, target, [](double share) { return share < unlikely ? 1.0 : 0.0; });
  if (way[model.begins] == 0.0) {  // no single step is a loss: the way is long, not steep
    way = least_cost(model, target, [](double share) { return -det_log(share); });
  }
  const double whole = way[model.begins];
  std::vector<double> importance;
  for (const double left : way) {
    const bool counts = whole > 0.0 && whole < std::numeric_limits<double>::infinity();
    importance.push_back(counts ? std::clamp(1.0 - left / whole, 0.0, highest_below) : 0.0);
  }
  importance[target] = 1.0;
  return importance;
}

namespace {

class StateWalker : public ProcessWalker<StatePath> {
 public:
  using ProcessWalker<StatePath>::ProcessWalker;

  // A path of states cannot be told by a number: its way is all that is kept.
  [[nodiscard]] static std::vector<RareFinding> ways_of(double value,
                                                        const std::vector<StatePath>& ends) {
    std::map<std::string, double> found;
    for (const StatePath& end : ends) {
      found[end.way()] += value / static_cast<double>(ends.size());
    }
    std::vector<RareFinding> ways;
    for (const auto& [way, weight] : found) {
      ways.push_back({way, weight});
    }
    return ways;
  }
};

}  // namespace

Result<SharedResult<RarePrediction>> predict_rare(const StateStudy& study, std::uint32_t target,
                                                  const RareOptions& options,
                                                  const SharedRun& run) {
  const StateModel& model = study.model;
  firedrill_assert(target != model.begins);
  const std::vector<double> importance = importance_of_states(model, target);
  RarePrediction prediction;
  prediction.name = study.name;
  prediction.title = study.title;
  prediction.digest = study.digest;
  prediction.event = model.states[target].name + " is entered within the horizon";
  prediction.seed = options.seed;
  const StreamKey key{options.seed, "rare/" + model.states[target].name};
  Result<SharedBlocks> opened =
      SharedBlocks::open(run, rare_header(study.digest, model.states[target].name, options, run));
  if (!opened) {
    return opened.error();
  }
  SharedBlocks blocks = std::move(opened).value();
  LevelChoice choice;
  choice.pilot = 10'000;
  choice.most = 10'000'000;
  choice.arrivals = options.arrivals;
  const auto ways = estimate_rare(
      [&] {
        return StateWalker{StatePath{model, target, importance}, key};
      },
      choice, options, blocks, prediction);
  if (!ways) {
    return ways.error();
  }
  if (!*ways) {
    return SharedResult<RarePrediction>{blocks.outcome(), std::nullopt};
  }
  for (const RareFinding& way : **ways) {
    prediction.ways.push_back({way.way, way.weight, std::nullopt});
  }
  std::stable_sort(prediction.ways.begin(), prediction.ways.end(),
                   [](const RareWay& a, const RareWay& b) { return a.share > b.share; });
  prediction.exact = exact_fraction(model, target);
  return SharedResult<RarePrediction>{blocks.outcome(), std::move(prediction)};
}

RarePrediction predict_rare(const StateStudy& study, std::uint32_t target,
                            const RareOptions& options) {
  auto alone = predict_rare(study, target, options, SharedRun{});
  return std::move(alone).value().value.value();
}

}  // namespace firedrill
