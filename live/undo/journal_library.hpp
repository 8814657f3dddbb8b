// The shell functions of the undo journal. They go to a host as text with every script and stay
// there, in the journal's folder, while a drill lasts: `sh FOLDER/undo.sh undo FOLDER` heals a host
// by hand, without firedrill. Plain sh with coreutils, grep, diffutils and util-linux.
// Example: script = journal_library() + "J=/var/lib/firedrill\nundo_all\n";
#pragma once

#include <string>

namespace firedrill {

[[nodiscard]] std::string journal_library();

}  // namespace firedrill
