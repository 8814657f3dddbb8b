// sshd on every node of a lab, so that what works on it works on a user's machines: key only, root
// only, on the node's own address. Its host key is the lab's, known before the first connection.
// Example: ssh -i ROOT/secrets/ssh -o UserKnownHostsFile=ROOT/secrets/known_hosts root@10.77.1.11
#pragma once

#include "live/lab/services/common.hpp"

namespace firedrill {

[[nodiscard]] std::vector<LabService> remote_shell_services(const LabLayout& lab);

}  // namespace firedrill
