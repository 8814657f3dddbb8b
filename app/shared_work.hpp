// What the commands that share their work have in common: --checkpoint FOLDER, which of how many
// workers this process is, and what there is to say of it on stderr.
// Example: const auto found = shared(outcome, run); if (found) { print(page_of(*found)); }
#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <string>
#include <utility>

#include "sim/shared_blocks.hpp"

namespace firedrill {

// Adds --checkpoint.
CLI::Option* add_checkpoint_option(CLI::App& command, std::string& folder);

// This process's part of the work that is kept in `folder`; "": all of it, and nothing is kept.
[[nodiscard]] SharedRun shared_run(const std::string& folder);

// Says what happened to the blocks, and, to a task of an array, how to go on.
void mention(const SharedOutcome& outcome, const SharedRun& run);

// What all workers found together, if the answer is this one's to give; mentions what there is to.
template <class Value>
Result<std::optional<Value>> shared(Result<SharedResult<Value>> found, const SharedRun& run) {
  if (!found) {
    return found.error();
  }
  mention(found->outcome, run);
  return std::move(found).value().value;
}

// Whether this is one of several processes that were started without a folder to share: each would
// do all of it. Says so.
[[nodiscard]] bool lacks_checkpoint(const std::string& folder);

// Whether this is a task of an array, and says that `command` cannot be shared so: what it tries
// next depends on what all have found, and tasks may run hours apart.
[[nodiscard]] bool is_array_in_vain(const std::string& command, const std::string& folder);

// Whether several processes were started of a command that has nothing to share. Says so.
[[nodiscard]] bool is_one_too_many(const std::string& command);

}  // namespace firedrill
