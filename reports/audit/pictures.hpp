// The pictures of a report as SVG: one drill's recovery as bars on a time axis, recovery times of
// many drills against their promise, criteria as intervals against their target. Colours are
// classes that the page gives a light, a dark and a printed value; whatever colour says, place or
// words say.
// Example: recovery_picture(drill).svg
#pragma once

#include <string>
#include <string_view>

#include "reports/audit/view.hpp"

namespace firedrill {

// A drill's steps, phases and promises over the time since the injection.
[[nodiscard]] ViewPicture recovery_picture(const ReportDrill& drill);

// The first recovery time of each drill, its prediction and its promise.
[[nodiscard]] ViewPicture drills_picture(const Report& report);

// Each share that the plan of that name promises: interval, share and target.
[[nodiscard]] ViewPicture criteria_picture(const Report& report, const std::string& plan);

// The rules of the classes that pictures use: with colours of the page (`var(--ink)`), or, where
// a picture stands alone, with those of paper.
[[nodiscard]] std::string_view picture_style();
[[nodiscard]] std::string_view paper_style();

// `page` with the rules of paper within each of its pictures: for what makes a PDF and looks at no
// style sheet around them.
[[nodiscard]] std::string with_paper_style(std::string page);

}  // namespace firedrill
