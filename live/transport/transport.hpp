// One way to have a command run on a host and a file lie there, whether the host is this machine, a
// node of the lab, or somebody's server behind ssh. A transport only turns a command into a program
// to start here; what runs, for how long, and what is kept of its output is the same for all.
// Example: const CommandResult result = transport->run({{"systemctl", "stop", "postgresql"}});
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "live/process/command_run.hpp"

namespace firedrill {

struct RemoteCommand {
  std::vector<std::string> arguments;      // no shell reads them
  std::vector<std::string> environment{};  // "NAME=value", beside plain_environment()
  std::string user{};                      // whose rights it has; "": those of the login
  std::string directory = "/";
  std::string input{};
  CommandLimits limits{};
};

struct RemoteFile {
  std::string path;  // there, absolute
  std::string content;
  unsigned mode = 0644;
  std::string owner{};  // "": the login's
};

class Transport {
 public:
  Transport() = default;
  Transport(const Transport&) = delete;
  Transport& operator=(const Transport&) = delete;
  virtual ~Transport() = default;

  // Waits for the command's end.
  [[nodiscard]] CommandResult run(const RemoteCommand& command);
  // Begins it in `loop`; `done` is called once, unless what this returns is destroyed before, which
  // kills the command.
  [[nodiscard]] std::unique_ptr<CommandRun> start(EventLoop& loop, const RemoteCommand& command,
                                                  std::function<void(CommandResult)> done);

  // Writes the whole file beside its place and then moves it there: nobody reads half of it.
  [[nodiscard]] CommandResult write_file(const RemoteFile& file);
  // The content of the file at `path` is the result's output; at most `most` bytes of it.
  [[nodiscard]] CommandResult read_file(const std::string& path, std::size_t most = 64 << 20);

  // For people: "ssh root@10.1.2.3", "namespace us-east-1/db-1", "local".
  [[nodiscard]] virtual std::string description() const = 0;

 protected:
  // What to start here for `command`. Throws std::runtime_error if the host cannot be reached.
  [[nodiscard]] virtual Launch launch_of(const RemoteCommand& command) = 0;
  // What the end of that program means for the command.
  [[nodiscard]] virtual CommandResult meaning_of(CommandResult result) const { return result; }
  // How much longer than the command's patience the program may take.
  [[nodiscard]] virtual Duration grace() const { return {}; }
};

// This machine.
[[nodiscard]] std::unique_ptr<Transport> make_local_transport();

// Where a namespace transport finds its node, each time anew, for nodes are restarted. Throws
// std::runtime_error if the node is down.
struct NodeEntrance {
  FileDescriptor handle;
  std::vector<std::string> cgroups;
};
using FindNode = std::function<NodeEntrance()>;
[[nodiscard]] std::unique_ptr<Transport> make_namespace_transport(std::string name, FindNode find);

// How to reach a host by OpenSSH.
struct SshAddress {
  std::string host;  // address or name
  std::string user = "root";
  int port = 22;
  std::string identity{};            // private key file; "": the agent's, or ssh's own
  std::string known_hosts{};         // file; "": the user's own
  std::string host_key_alias{};      // the name to look up there; "": the host
  std::string proxy{};               // ProxyCommand; "": none
  bool proxy_passes_socket = false;  // it hands over a connected socket (ProxyUseFdpass)
  Duration connect_patience = std::chrono::seconds{5};
};

// One connection is kept open (ControlMaster) below `folder`, whose path must be short: a socket's
// is at most 107 characters. It ends with the transport, or with the host.
[[nodiscard]] std::unique_ptr<Transport> make_ssh_transport(SshAddress address,
                                                            const std::string& folder);

// `word` for sh: in single quotes.
[[nodiscard]] std::string quoted_for_shell(const std::string& word);

}  // namespace firedrill
