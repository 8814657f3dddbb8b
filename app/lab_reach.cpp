// firedrill lab inventory and connect: a lab as the hosts it is made of, reached like anybody's.

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <filesystem>

#include "app/inventory_json.hpp"
#include "app/lab_commands.hpp"
#include "app/lab_place.hpp"
#include "app/output.hpp"
#include "live/drill/lab_hosts.hpp"
#include "live/network/netlink.hpp"
#include "reports/json_text.hpp"

namespace firedrill {

ExitCode lab_inventory_command(const LabArguments& arguments) {
  const auto place = running_place(arguments.name);
  if (!place) {
    return ExitCode::usage;
  }
  const std::string program = std::filesystem::read_symlink("/proc/self/exe").string();
  const LabReach by = arguments.reach == "ssh" ? LabReach::ssh : LabReach::own;
  print(json_text(inventory_json(lab_hosts(*place, program, by))));
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
