// Experiments of other tools: Chaos Toolkit's, both ways, and Chaos Mesh's resources, inwards. What
// has no counterpart here is refused by its name (FD5301), never left out; what firedrill does by
// itself, as healing, is said in the notes.
// Example: const Result<Imported> imported = import_chaos_toolkit(document, {"east/web-1", "web"});
#pragma once

#include <string>
#include <vector>

#include "live/experiment/experiment.hpp"

namespace firedrill {

// What an experiment is about, where the other tool names it by labels, or not at all.
struct ImportPlace {
  std::string host;
  std::string service;  // of it; "": none is hurt
};

struct Imported {
  Experiment experiment;
  std::vector<std::string> notes;  // what was understood how, and what firedrill does by itself
};

// An experiment of Chaos Toolkit, chaostoolkit.org/reference/api/experiment (0.1). Read are: HTTP
// probes, processes that run tc, kill, pkill, systemctl or stress-ng, pauses, and, under
// "extensions", an experiment of ours.
[[nodiscard]] Result<Imported> import_chaos_toolkit(const Document& document,
                                                    const ImportPlace& place);

// `experiment` as one of Chaos Toolkit: an HTTP hypothesis, an action that runs `firedrill inject`
// on it, a rollback that runs `firedrill undo`, and itself under "extensions".
[[nodiscard]] std::string export_chaos_toolkit(const Experiment& experiment,
                                               const std::string& file);

// A resource of Chaos Mesh (chaos-mesh.org/v1alpha1) as JSON, as `kubectl get -o json` prints it.
[[nodiscard]] Result<Imported> import_chaos_mesh(const Document& document,
                                                 const ImportPlace& place);

}  // namespace firedrill
