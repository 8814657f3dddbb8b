// Where results and messages go: data to standard output, messages to standard error, files whole
// or not at all. What cannot be written is an exception, never silence.
// Example: if (!scenario) { return report_errors(scenario.error()); }
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "app/exit_code.hpp"
#include "models/base/diagnostic.hpp"
#include "reports/page.hpp"

namespace firedrill {

// Prints to standard output; throws std::system_error if that does not take it.
void print(const std::string& text);

// Shows `diagnostics` on standard error with their number; returns ExitCode::invalid_file.
ExitCode report_errors(const Diagnostics& diagnostics);

// The width of the terminal (100 off one) and whether it wants colour (https://no-color.org).
[[nodiscard]] PageOptions page_options();

// Makes `folder` if it is missing. Throws std::system_error if nothing can be written there: better
// before a long computation than after it.
void prepare_folder(const std::string& folder);

// Writes each (name, content) into `folder`: first beside, then moved into place, so that nobody
// ever reads half a file. Throws std::runtime_error.
void write_files(const std::string& folder,
                 const std::vector<std::pair<std::string, std::string>>& files);

}  // namespace firedrill
