// What the commands that share their work have in common: --checkpoint FOLDER, which of how many
// workers this process is, and what there is to say of it on stderr.
// Example: const auto found = shared(outcome, run); if (found) { print(page_of(*found)); }
#pragma once

#include <CLI/CLI.hpp>
#include <string>

#include "sim/shared_blocks.hpp"

namespace firedrill {

// Adds --checkpoint.
CLI::Option* add_checkpoint_option(CLI::App& command, std::string& folder);

// This process's part of the work that is kept in `folder`.
[[nodiscard]] SharedRun shared_run(const std::string& folder);

// Says what happened to the blocks, and, to a task of an array, how to go on.
void mention(const SharedOutcome& outcome, const SharedRun& run);

// Whether this is one of several processes that were started without a folder to share: each would
// do all of it. Says so.
[[nodiscard]] bool lacks_checkpoint();

}  // namespace firedrill
