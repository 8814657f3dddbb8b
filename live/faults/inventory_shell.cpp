#include "live/faults/inventory_shell.hpp"

#include <fmt/format.h>

#include <utility>

namespace firedrill {
namespace {

WayIn way_by(const ReachLocal& /*reach*/, const Host& /*host*/, const std::string& /*program*/) {
  return {{"sh", "-c"}};
}

WayIn way_by(const ReachLab& reach, const Host& host, const std::string& program) {
  return {{program, "lab", "shell", "--name", reach.lab, host.name, "--", "sh", "-c"}};
}

// The network is the namespace's, everything else this machine's.
WayIn way_by(const ReachNamespace& reach, const Host& /*host*/, const std::string& /*program*/) {
  return {{"nsenter", "--net=" + reach.path, "sh", "-c"}};
}

// ssh reads a % in the words of a ProxyCommand as the beginning of a sign of its own.
std::string proxy_line(const std::vector<std::string>& words) {
  std::string line;
  for (const std::string& word : words) {
    line += line.empty() ? "" : " ";
    for (const char sign : word) {
      line += sign == '%' ? std::string{"%%"} : std::string{sign};
    }
  }
  return line;
}

// The script becomes the command line that the other side's shell reads.
WayIn way_by(const ReachSsh& reach, const Host& /*host*/, const std::string& /*program*/) {
  std::vector<std::string> words{"ssh", "-F", "none", "-T", "-p", std::to_string(reach.port)};
  const auto option = [&](const std::string& text) { words.insert(words.end(), {"-o", text}); };
  option("BatchMode=yes");
  option("StrictHostKeyChecking=yes");
  option("UserKnownHostsFile=" + reach.known_hosts);
  option(fmt::format("ConnectTimeout={}",
                     std::chrono::ceil<std::chrono::seconds>(reach.connect_patience).count()));
  option("ServerAliveInterval=5");
  option("ServerAliveCountMax=2");
  option("ClearAllForwardings=yes");
  if (!reach.identity.empty()) {
    option("IdentitiesOnly=yes");
    words.insert(words.end(), {"-i", reach.identity});
  }
  if (!reach.host_key_alias.empty()) {
    option("HostKeyAlias=" + reach.host_key_alias);
  }
  if (!reach.proxy.empty()) {
    option("ProxyCommand=" + proxy_line(reach.proxy));
    option(fmt::format("ProxyUseFdpass={}", reach.proxy_passes_socket ? "yes" : "no"));
  }
  words.insert(words.end(), {"-l", reach.user, "--", reach.address});
  return {std::move(words), true};
}

}  // namespace

ShellWay way_to(TargetInventory inventory, std::string lab_program) {
  return [inventory = std::move(inventory),
          program = std::move(lab_program)](const std::string& name) -> WayIn {
    if (name.empty()) {
      return way_by(ReachLocal{}, {}, program);
    }
    const Host* const host = inventory.host(name);
    if (host == nullptr) {
      return {};
    }
    return std::visit([&](const auto& reach) { return way_by(reach, *host, program); },
                      host->reach);
  };
}

}  // namespace firedrill
