// A pack on the disk: read whole, written whole, for nobody but its owner to read (files 0600,
// folders 0700), since it names people, hosts and what breaks them.
// Example: write_pack("report", files); read_folder("report") == files
#pragma once

#include <string>

#include "models/base/result.hpp"
#include "reports/evidence/pack.hpp"

namespace firedrill {

// Every regular file below `folder`, by its path from there. FD1001: cannot be read; FD7101: what
// is no regular file (a link could lead out of the pack).
[[nodiscard]] Result<PackFiles> read_folder(const std::string& folder);

// Writes each file, first beside, then moved into place. Throws std::system_error.
void write_pack(const std::string& folder, const PackFiles& files);

// The bytes of one file; FD1001.
[[nodiscard]] Result<std::string> read_bytes(const std::string& path);

// Which firedrill this is.
[[nodiscard]] ReportTool this_tool();

}  // namespace firedrill
