// A report that may leave the house: names of people, hosts, targets and places are replaced in the
// inputs, before anything is computed, by "person-1", "host-2" and so on, everywhere alike, also
// within sentences. Figures stay as they are.
// Example: redact(inputs); make_report(inputs)  // "approved by person-3"
#pragma once

#include "reports/audit/make_report.hpp"

namespace firedrill {

void redact(ReportInputs& inputs);

}  // namespace firedrill
