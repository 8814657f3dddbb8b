#include "live/lab/services/remote_shell.hpp"

#include <fmt/format.h>

namespace firedrill {
namespace {

LabService ssh_server(const LabLayout& lab, const LabNode& node) {
  const std::string folder = service_folder(lab, node, "sshd");
  LabService service;
  service.name = "sshd";
  service.node = node.id();
  service.files = {folder_of(folder, "root", 0700),
                   {folder + "/host_key", lab.secrets.ssh_host_key, "root", 0600},
                   {folder + "/authorized_keys", lab.secrets.ssh_authorized_key, "root", 0600},
                   {folder + "/sshd_config", fmt::format(R"(ListenAddress {0}
HostKey {1}/host_key
AuthorizedKeysFile {1}/authorized_keys
PidFile {1}/pid
PermitRootLogin prohibit-password
PasswordAuthentication no
KbdInteractiveAuthentication no
UsePAM no
UseDNS no
PrintMotd no
MaxStartups 100
MaxSessions 100
StrictModes no
Subsystem sftp internal-sftp
)",
                                                         node.address, folder)}};
  service.preparations = {shell("mkdir -p /run/sshd")};  // its empty folder, which it insists on
  service.start = {{"/usr/sbin/sshd", "-D", "-e", "-f", folder + "/sshd_config"}, {}, "root", "/"};
  service.ports = {22};
  service.pid_file = folder + "/pid";
  service.stop_patience = std::chrono::seconds{1};
  // Looks whether it listens: it would complain of a connection that says nothing.
  service.readiness = ready_when(
      shell(fmt::format("ss -Hltn 'src {} and sport = 22' | grep -q .", node.address), "nobody"),
      std::chrono::seconds{10});
  return service;
}

}  // namespace

std::vector<LabService> remote_shell_services(const LabLayout& lab) {
  std::vector<LabService> services;
  for (const LabNode& node : lab.all_nodes()) {
    services.push_back(ssh_server(lab, node));
  }
  return services;
}

}  // namespace firedrill
