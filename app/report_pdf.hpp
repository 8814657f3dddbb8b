// The report as PDF, by whatever this machine has: Typst through Node (PDF/A-3, tagged, the data
// attached), else WeasyPrint, else nothing, which is said. Both are asked for the same bytes every
// time. Example: add_pdf(pack);  // pack["report.pdf"]
#pragma once

#include "reports/evidence/pack.hpp"

namespace firedrill {

// Adds report.pdf made from report.typ or report.html, or says on standard error why there is none.
void add_pdf(PackFiles& pack);

}  // namespace firedrill
