#include "live/faults/inventory_shell.hpp"

#include <fmt/format.h>

#include <utility>

namespace firedrill {
namespace {

using Words = std::vector<std::string>;

Words words_for(const ReachLocal& /*reach*/, const Host& /*host*/, const std::string& /*program*/) {
  return {"sh", "-c"};
}

Words words_for(const ReachLab& reach, const Host& host, const std::string& program) {
  return {program, "lab", "shell", "--name", reach.lab, host.name, "--", "sh", "-c"};
}

// The network is the namespace's, everything else this machine's.
Words words_for(const ReachNamespace& reach, const Host& /*host*/, const std::string& /*program*/) {
  return {"nsenter", "--net=" + reach.path, "sh", "-c"};
}

// The script becomes the command line that the other side's shell reads.
Words words_for(const ReachSsh& reach, const Host& /*host*/, const std::string& /*program*/) {
  Words words{"ssh",  "-F",
              "none", "-T",
              "-o",   "BatchMode=yes",
              "-o",   "StrictHostKeyChecking=yes",
              "-o",   "UserKnownHostsFile=" + reach.known_hosts,
              "-o",   "ConnectTimeout=10",
              "-o",   "ServerAliveInterval=5",
              "-o",   "ClearAllForwardings=yes",
              "-p",   std::to_string(reach.port)};
  if (!reach.identity.empty()) {
    words.insert(words.end(), {"-o", "IdentitiesOnly=yes", "-i", reach.identity});
  }
  words.insert(words.end(), {"-l", reach.user, "--", reach.address});
  return words;
}

}  // namespace

ShellWay way_to(TargetInventory inventory, std::string lab_program) {
  return [inventory = std::move(inventory),
          program = std::move(lab_program)](const std::string& name) -> Words {
    if (name.empty()) {
      return words_for(ReachLocal{}, {}, program);
    }
    const Host* const host = inventory.host(name);
    if (host == nullptr) {
      return {};
    }
    return std::visit([&](const auto& reach) { return words_for(reach, *host, program); },
                      host->reach);
  };
}

}  // namespace firedrill
