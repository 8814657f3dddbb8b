// Reads a recorded drill ("firedrill/run/1", docs/FORMATS.md) back into a Run, with a diagnostic
// for everything in it that is wrong or contradicts itself.
// Example: const Result<Run> run = load_run("runs/a/run.json"); if (!run) { ... run.error() }
#pragma once

#include <string>

#include "models/base/result.hpp"
#include "models/recovery/run.hpp"
#include "models/text/document.hpp"

namespace firedrill {

// All errors at once: FD2xxx; FD3013, another kind of file; FD3050, a run that contradicts itself
// (a fault before the prediction was sealed, healed before it was injected, a time or an interval
// whose end lies before its beginning, a verdict that does not follow from its figures).
[[nodiscard]] Result<Run> read_run(const Document& document);

// The file at `path`, read; FD1xxx if it is no JSON.
[[nodiscard]] Result<Run> load_run(const std::string& path);

}  // namespace firedrill
