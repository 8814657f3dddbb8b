// firedrill lab inventory and connect: a lab as the hosts it is made of, reached like anybody's.

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <filesystem>

#include "app/lab_commands.hpp"
#include "app/lab_place.hpp"
#include "app/output.hpp"
#include "live/lab/secrets.hpp"
#include "live/network/netlink.hpp"
#include "live/transport/transport.hpp"
#include "reports/json_text.hpp"

namespace firedrill {
namespace {

using Json = nlohmann::ordered_json;

// How ssh gets a connection to a node: a socket that this very program makes in the node's network
// and hands over, so that no cut of the lab's own networks is in the controller's way.
std::string proxy_command(const LabPlace& place, const std::string& node) {
  const std::string program = std::filesystem::read_symlink("/proc/self/exe").string();
  return fmt::format("{} lab connect --name {} {} 22", quoted_for_shell(program), place.name, node);
}

Json access_json(const LabPlace& place, const Json& node, const std::string& transport) {
  if (transport == "namespace") {
    return {{"lab", place.name}};
  }
  return {{"address", node.value("address", "")},
          {"proxy", proxy_command(place, node.value("name", ""))}};
}

}  // namespace

ExitCode lab_inventory_command(const LabArguments& arguments) {
  const auto place = running_place(arguments.name);
  if (!place) {
    return ExitCode::usage;
  }
  const Json status = Json::parse(ask_lab(*place, R"({"status": true})").text);
  Json hosts = Json::array();
  for (const Json& node : status["nodes"]) {
    const std::string name = node.value("name", "");
    const std::size_t slash = name.find('/');
    const std::string host = name.substr(slash + 1);
    if (host == "gateway") {
      continue;  // the region's network itself; no machine of its own
    }
    hosts.push_back({{"name", name},
                     {"region", name.substr(0, slash)},
                     {"roles", Json::array({host.substr(0, host.rfind('-'))})},
                     {arguments.transport, access_json(*place, node, arguments.transport)}});
  }
  print(json_text({{"format", "firedrill/inventory/1"},
                   {"name", "lab-" + place->name},
                   {"labels", Json::array({"lab"})},
                   {"ssh",
                    {{"user", "root"},
                     {"identity", controller_key_of(place->root)},
                     {"known_hosts", known_hosts_of(place->root)},
                     {"host_key_alias", lab_host_key_alias},
                     {"proxy_passes_socket", true}}},
                   {"hosts", std::move(hosts)}}));
  return ExitCode::met;
}

ExitCode lab_connect_command(const LabArguments& arguments) {
  const auto place = running_place(arguments.name);
  if (!place) {
    return ExitCode::usage;
  }
  const EnteredNode node = enter_node(*place, arguments.node);
  const NetworkVisit visit{node.handle.number()};
  const FileDescriptor socket{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
  checked(socket.number(), "socket");
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(arguments.port));
  if (::inet_pton(AF_INET, node.address.c_str(), &address.sin_addr) != 1) {
    throw std::runtime_error{node.address + " is no address"};
  }
  const auto* const generic = reinterpret_cast<const sockaddr*>(&address);  // NOLINT: the interface
  checked(::connect(socket.number(), generic, sizeof address), arguments.node);
  send_control(STDOUT_FILENO, " ", socket.number());  // ssh waits for it there (ProxyUseFdpass)
  return ExitCode::met;
}

}  // namespace firedrill
