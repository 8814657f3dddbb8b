#include "live/lab/services/rotation.hpp"

#include <fmt/format.h>

#include "live/lab/services/application.hpp"
#include "live/lab/services/database_config.hpp"

namespace firedrill {
namespace {

// Puts `to` in place of `from` in each file; owners and modes stay.
NodeCommand replace_in(const std::string& node, const std::string& from, const std::string& to,
                       const std::vector<std::string>& files) {
  return {node, shell(fmt::format("sed -i 's/{}/{}/' {}", from, to, fmt::join(files, " ")))};
}

std::string own_list(const LabLayout& lab) { return lab.root + "/keys/secrets.json"; }

}  // namespace

std::vector<NodeCommand> rotate_database_password(const LabLayout& lab, const std::string& node,
                                                  const std::string& password) {
  const DatabaseInstance instance{lab, lab.node(node)};
  return {{node, instance.sql(fmt::format("alter role app password '{}'", password))},
          replace_in(node, lab.secrets.database_password, password,
                     {database_password_file(lab), own_list(lab)})};
}

std::vector<NodeCommand> rotate_store_key(const LabLayout& lab, const std::string& key) {
  std::vector<NodeCommand> commands;
  std::vector<std::string> clients = {store_key_file(lab), own_list(lab)};
  for (const LabNode& node : lab.nodes_of("db")) {
    clients.push_back(DatabaseInstance{lab, node}.backup_config());
  }
  for (const LabNode& node : lab.nodes_of("store")) {
    const std::string folder = service_folder(lab, node, "swift");
    commands.push_back(replace_in(node.id(), lab.secrets.store_key, key,
                                  {folder + "/proxy-server.conf", folder + "/proxy-tls.conf"}));
    commands.push_back(
        {node.id(), shell(fmt::format("kill -HUP $(cat {}/run/launcher.pid)", folder))});
  }
  // The cold region's files may not be there yet: they are made with the new key.
  const std::string first = lab.nodes_of("store").front().id();
  commands.push_back(
      {first, shell(fmt::format("for file in {}; do test ! -e $file || sed -i "
                                "'s/{}/{}/' $file; done",
                                fmt::join(clients, " "), lab.secrets.store_key, key))});
  return commands;
}

}  // namespace firedrill
