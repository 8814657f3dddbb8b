// What people declare, as it stands in a report for programs: the dossier, with null for what it
// does not say. Example: json["declared"] = dossier_json(report.dossier);
// The order of members is fixed, so that the same dossier gives the same bytes.
#pragma once

#include <nlohmann/json.hpp>

#include "scenarios/dossier.hpp"

namespace firedrill {

[[nodiscard]] nlohmann::ordered_json dossier_json(const Dossier& dossier);

}  // namespace firedrill
