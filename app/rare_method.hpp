// --method of the commands that look for rare events: how paths that come close are split. All are
// unbiased; which is sharpest for its cost depends on how steadily paths come closer.
// Example: add_method_option(command, arguments.method)->needs("--rare");
#pragma once

#include <CLI/CLI.hpp>

#include "models/recovery/rare.hpp"

namespace firedrill {

// Adds --method.
CLI::Option* add_method_option(CLI::App& command, RareMethod& method);

}  // namespace firedrill
