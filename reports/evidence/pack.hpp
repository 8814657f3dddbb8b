// An evidence pack as the bytes of its files by name: what was recorded and stated (runs/,
// inputs/), the report in every form, computed from nothing but these, a manifest with a Merkle
// root over all of it, and beside it, since nothing can vouch for itself, signatures and time
// stamps.
// Example: const auto pack = make_pack(gathered, tool); write_pack(folder, *pack);
#pragma once

#include <map>
#include <string>
#include <vector>

#include "models/base/result.hpp"
#include "reports/audit/make_report.hpp"

namespace firedrill {

using PackFiles = std::map<std::string, std::string, std::less<>>;

// What a report is computed from: runs/ID/..., inputs/dossier.json, inputs/actions.json,
// inputs/calendar-N.json, inputs/prediction-N.json.
// Verified and read; other files of the pack are not looked at.
[[nodiscard]] Result<ReportInputs> inputs_of(const PackFiles& files, const ReportTool& tool);

// Every form of the report that is the same for the same inputs, by its file name.
[[nodiscard]] PackFiles report_forms(const Report& report);

// Whether a file of that name is evidence or an input, and not computed.
[[nodiscard]] bool is_source(const std::string& name);

// Whether a file of that name is covered by the manifest: all but itself and what vouches for it.
[[nodiscard]] bool is_covered(const std::string& name);

}  // namespace firedrill
