// Which parameter a measured event speaks of: the length of a step's action, how often it fails,
// how long a person takes to decide, how far a replica lags. Found in the assembled scenario, where
// {"parameter": "<id>"} stands in place of a value; what stands there as a value of its own cannot
// be calibrated, and neither can what several draws make up together (detection, nodes of a
// cluster), unless all but one of them are known.
// Example: bindings_of(assembled.root)[0].parameter  // "lab.promotion"
#pragma once

#include <string>
#include <vector>

#include "models/recovery/timeline.hpp"
#include "models/text/document.hpp"

namespace firedrill {

// length: answered - asked is one draw of the parameter; failure: how often the answer is a
// failure; lag_median and lag_spread: the age that is read back is lognormal about one, with the
// other; client_lag: from the new answer of the DNS to the last client that has it.
enum class BindingKind { length, failure, lag_median, lag_spread, client_lag };

struct ParameterBinding {
  BindingKind kind = BindingKind::length;
  std::string parameter{};
  Verb verb = Verb::wait;
  std::string step{};     // whose event; "" for events of no step in particular
  std::string subject{};  // whom the event speaks of; "" for any
  bool by_hand = false;   // of a step: which of its two ways
  double known_s = 0.0;   // of each length, what other parameters say
  std::string where{};    // for people: "step promote_replica"
};

struct Bindings {
  std::vector<ParameterBinding> found;
  std::vector<std::string> steps_without;  // whose length no parameter of its own says
};

// Of a scenario that has been read without errors.
[[nodiscard]] Bindings bindings_of(const Node& assembled);

}  // namespace firedrill
