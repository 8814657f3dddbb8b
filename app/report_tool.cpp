// Which firedrill this is: the one source that is compiled anew for every commit.

#include "app/pack_files.hpp"

#if !defined(FIREDRILL_VERSION) || !defined(FIREDRILL_COMMIT)
#error "the build defines FIREDRILL_VERSION and FIREDRILL_COMMIT"
#endif

namespace firedrill {

ReportTool this_tool() { return {FIREDRILL_VERSION, FIREDRILL_COMMIT}; }

}  // namespace firedrill
