// The secrets of one lab: made anew at each start, kept in its folder for its owner alone, and gone
// with it. With them a later command rebuilds the very layout that is running.
// Example: const LabSecrets secrets = make_secrets(place.root);
#pragma once

#include <string>

#include "live/lab/layout.hpp"

namespace firedrill {

// Makes them, with the controller's key pair for ssh at ROOT/keys/controller. Throws
// std::runtime_error if ssh-keygen does not.
[[nodiscard]] LabSecrets make_secrets(const std::string& root);

// Those that make_secrets() left below `root`. Throws std::runtime_error if they cannot be read.
[[nodiscard]] LabSecrets read_secrets(const std::string& root);

[[nodiscard]] std::string controller_key_of(const std::string& root);
// Of ssh, with the one host key of all nodes, under one name.
[[nodiscard]] std::string known_hosts_of(const std::string& root);
inline constexpr const char* lab_host_key_alias = "firedrill-lab";

}  // namespace firedrill
