// A study of a model of states, as read from a file: the model, what one asks of it, and the
// parameters it rests on.
// Example: const auto study = load_state_study("scenarios/oracles/recovery-chain.json");
#pragma once

#include <string>
#include <vector>

#include "models/states/state_model.hpp"
#include "models/text/document.hpp"
#include "scenarios/scenario.hpp"

namespace firedrill {

struct StateStudy {
  std::string name{};
  std::string title{};
  std::string digest{};  // SHA-256 of the assembled study
  StateModel model{};
  std::vector<Assumption> assumptions{};  // every parameter that was read, in order of reading
};

// A study assembled by assemble_study. All errors at once; FD3024: a model that stands still or
// goes round without time passing.
[[nodiscard]] Result<StateStudy> read_state_study(const Document& assembled);

// Both at once.
[[nodiscard]] Result<StateStudy> load_state_study(const std::string& path);

}  // namespace firedrill
