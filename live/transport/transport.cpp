#include "live/transport/transport.hpp"

#include <fmt/format.h>

namespace firedrill {
namespace {

CommandResult unreachable(const std::string& why) {
  CommandResult result;
  result.end = CommandEnd::unreachable;
  result.error = why;
  return result;
}

// What runs on this machine, or in namespaces of it.
Launch plain_launch(const RemoteCommand& command) {
  Launch launch;
  launch.arguments = command.arguments;
  launch.environment = plain_environment();
  launch.environment.insert(launch.environment.end(), command.environment.begin(),
                            command.environment.end());
  launch.user = command.user;
  launch.directory = command.directory;
  return launch;
}

class LocalTransport : public Transport {
 public:
  [[nodiscard]] std::string description() const override { return "local"; }

 protected:
  [[nodiscard]] Launch launch_of(const RemoteCommand& command) override {
    return plain_launch(command);
  }
};

class NamespaceTransport : public Transport {
 public:
  NamespaceTransport(std::string name, FindNode find)
      : name_{std::move(name)}, find_{std::move(find)} {}
  [[nodiscard]] std::string description() const override { return "namespace " + name_; }

 protected:
  [[nodiscard]] Launch launch_of(const RemoteCommand& command) override {
    node_ = find_();
    Launch launch = plain_launch(command);
    launch.namespaces_of = node_.handle.number();
    launch.cgroups = node_.cgroups;
    return launch;
  }

 private:
  std::string name_;
  FindNode find_;
  NodeEntrance node_;  // of the last command: its handle must live until the program is started
};

}  // namespace

std::unique_ptr<CommandRun> Transport::start(EventLoop& loop, const RemoteCommand& command,
                                             std::function<void(CommandResult)> done) {
  Launch launch;
  try {
    launch = launch_of(command);
  } catch (const std::exception& error) {
    loop.after(Duration{}, [done = std::move(done), why = std::string{error.what()}] {
      done(unreachable(why));
    });
    return nullptr;
  }
  CommandLimits limits = command.limits;
  limits.patience = add(limits.patience, grace());
  return std::make_unique<CommandRun>(loop, std::move(launch), command.input, limits,
                                      [this, done = std::move(done)](CommandResult result) {
                                        done(meaning_of(std::move(result)));
                                      });
}

CommandResult Transport::run(const RemoteCommand& command) {
  Launch launch;
  try {
    launch = launch_of(command);
  } catch (const std::exception& error) {
    return unreachable(error.what());
  }
  CommandLimits limits = command.limits;
  limits.patience = add(limits.patience, grace());
  return meaning_of(run_command(std::move(launch), command.input, limits));
}

CommandResult Transport::write_file(const RemoteFile& file) {
  RemoteCommand command;
  command.arguments = {"sh",
                       "-ec",
                       R"(umask 077; cat >"$1.part"; chmod "$2" "$1.part"
[ -z "$3" ] || chown "$3" "$1.part"
mv "$1.part" "$1")",
                       "write_file",
                       file.path,
                       fmt::format("{:o}", file.mode),
                       file.owner};
  command.input = file.content;
  return run(command);
}

CommandResult Transport::read_file(const std::string& path, std::size_t most) {
  RemoteCommand command;
  command.arguments = {"cat", "--", path};
  command.limits.output = most;
  return run(command);
}

std::unique_ptr<Transport> make_local_transport() { return std::make_unique<LocalTransport>(); }

std::unique_ptr<Transport> make_namespace_transport(std::string name, FindNode find) {
  return std::make_unique<NamespaceTransport>(std::move(name), std::move(find));
}

std::string quoted_for_shell(const std::string& word) {
  std::string quoted = "'";
  for (const char letter : word) {
    quoted += letter == '\'' ? std::string{"'\\''"} : std::string{letter};
  }
  return quoted + "'";
}

}  // namespace firedrill
