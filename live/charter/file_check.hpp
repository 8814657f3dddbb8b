// What a file that decides over root's commands must be: a plain file of its own, reached without
// symbolic links, that nobody else may write.
// Example: const Result<Document> document = load_guarded("charter.json");
#pragma once

#include <string>

#include "models/base/result.hpp"
#include "models/text/document.hpp"

namespace firedrill {

// Whether `path` or a folder on the way to it is a symbolic link. What does not exist is none.
[[nodiscard]] bool goes_through_link(const std::string& path);

// As load_document. Also FD5007, a symbolic link, and FD5009, a file that others may write.
[[nodiscard]] Result<Document> load_guarded(const std::string& path);

}  // namespace firedrill
