// New secrets for a lab that runs: each as commands that change it where it is checked, where it is
// used, and in the lab's own list (ROOT/keys/secrets.json), so that later commands know the new
// one.
// Example: for (const NodeCommand& step : rotate_store_key(lab, "0123abcd")) { run(step); }
#pragma once

#include "live/lab/services/common.hpp"

namespace firedrill {

// The application's database password, changed at the primary `node`. Open connections go on; for
// a moment new ones can fail. `password`: letters and digits.
[[nodiscard]] std::vector<NodeCommand> rotate_database_password(const LabLayout& lab,
                                                                const std::string& node,
                                                                const std::string& password);

// The object store's key, in all regions. Requests fail for about a second, until the proxies have
// started again; whoever holds the old key is locked out. `key`: letters and digits.
[[nodiscard]] std::vector<NodeCommand> rotate_store_key(const LabLayout& lab,
                                                        const std::string& key);

}  // namespace firedrill
