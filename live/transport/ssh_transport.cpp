// Commands over the OpenSSH client: one connection a host, opened at the first command and again
// when it has broken. The far side kills a command whose time is up by itself, since ending the
// client here would leave it running there.

#include <fmt/format.h>
#include <sys/stat.h>

#include <filesystem>

#include "live/transport/transport.hpp"

namespace firedrill {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

// ssh's own failures have status 255. A command that ends so says it in its error output.
constexpr int ssh_failed = 255;
constexpr std::string_view own_255 = "firedrill: the command ended with status 255\n";
constexpr int killed = 128 + 9;

class SshTransport : public Transport {
 public:
  SshTransport(SshAddress address, const std::string& folder)
      : address_{std::move(address)}, socket_{folder + "/%C"}, folder_{folder} {}
  ~SshTransport() override {
    if (is_open_) {
      static_cast<void>(run_command(client({"-O", "exit"}, ""), {}, {.patience = 2s}));
    }
  }

  [[nodiscard]] std::string description() const override {
    return fmt::format("ssh {}@{}", address_.user, address_.host);
  }

 protected:
  [[nodiscard]] Launch launch_of(const RemoteCommand& command) override {
    ensure_connection();
    patience_ = command.limits.patience;
    return client({}, remote_line(command));
  }
  [[nodiscard]] CommandResult meaning_of(CommandResult result) const override;
  [[nodiscard]] Duration grace() const override { return address_.connect_patience + 2s; }

 private:
  [[nodiscard]] Launch client(const std::vector<std::string>& more, const std::string& line) const;
  [[nodiscard]] std::string remote_line(const RemoteCommand& command) const;
  void ensure_connection();

  SshAddress address_;
  std::string socket_;
  std::string folder_;
  Duration patience_{};
  bool is_open_ = false;
};

Launch SshTransport::client(const std::vector<std::string>& more, const std::string& line) const {
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(address_.connect_patience).count();
  Launch launch;
  launch.environment = plain_environment();
  launch.arguments = {"ssh", "-F",         "none", "-p", std::to_string(address_.port),
                      "-l",  address_.user};
  const auto option = [&](const std::string& text) {
    launch.arguments.insert(launch.arguments.end(), {"-o", text});
  };
  option("BatchMode=yes");
  option("LogLevel=ERROR");
  option("StrictHostKeyChecking=yes");
  option("ServerAliveInterval=2");
  option("ServerAliveCountMax=2");
  option(fmt::format("ConnectTimeout={}", seconds));
  option("ControlPath=" + socket_);
  if (!address_.identity.empty()) {
    option("IdentityFile=" + address_.identity);
    option("IdentitiesOnly=yes");
  }
  if (!address_.known_hosts.empty()) {
    option("UserKnownHostsFile=" + address_.known_hosts);
  }
  if (!address_.host_key_alias.empty()) {
    option("HostKeyAlias=" + address_.host_key_alias);
  }
  if (!address_.proxy.empty()) {
    option("ProxyCommand=" + address_.proxy);
    option(fmt::format("ProxyUseFdpass={}", address_.proxy_passes_socket ? "yes" : "no"));
  }
  launch.arguments.insert(launch.arguments.end(), more.begin(), more.end());
  launch.arguments.push_back(address_.host);
  if (!line.empty()) {
    launch.arguments.push_back(line);
  }
  return launch;
}

std::string SshTransport::remote_line(const RemoteCommand& command) const {
  std::string line = fmt::format("cd {} && ", quoted_for_shell(command.directory));
  if (!command.user.empty() && command.user != address_.user) {
    line += fmt::format("runuser -u {} -- ", quoted_for_shell(command.user));
  }
  line += fmt::format("timeout -s KILL {:.3f} env -i", to_seconds(command.limits.patience));
  for (const auto* list : {&command.environment, &command.arguments}) {
    if (list == &command.environment) {
      for (const std::string& plain : plain_environment()) {
        line += " " + quoted_for_shell(plain);
      }
    }
    for (const std::string& word : *list) {
      line += " " + quoted_for_shell(word);
    }
  }
  return line + fmt::format("; s=$?; [ $s -ne 255 ] || printf {} >&2; exit $s",
                            quoted_for_shell(std::string{own_255}));
}

void SshTransport::ensure_connection() {
  fs::create_directories(folder_);
  ::chmod(folder_.c_str(), 0700);
  const CommandLimits limits{.patience = address_.connect_patience + 1s};
  if (is_open_ && run_command(client({"-O", "check"}, ""), {}, {.patience = 2s}).is_good()) {
    return;
  }
  const CommandResult opened = run_command(
      client({"-o", "ControlMaster=yes", "-o", "ControlPersist=yes", "-f", "-N"}, ""), {}, limits);
  if (!opened.is_good()) {
    throw std::runtime_error{
        fmt::format("{}: {}", description(), opened.error.empty() ? "no answer" : opened.error)};
  }
  is_open_ = true;
}

CommandResult SshTransport::meaning_of(CommandResult result) const {
  if (result.end == CommandEnd::timed_out) {
    result.end = CommandEnd::unreachable;  // its own time was up long before
  } else if (result.status == ssh_failed) {
    if (result.error.ends_with(own_255)) {
      result.error.resize(result.error.size() - own_255.size());
    } else {
      result.end = CommandEnd::unreachable;
    }
  } else if (result.status == killed && result.took >= patience_) {
    result.end = CommandEnd::timed_out;
  }
  return result;
}

}  // namespace

std::unique_ptr<Transport> make_ssh_transport(SshAddress address, const std::string& folder) {
  return std::make_unique<SshTransport>(std::move(address), folder);
}

}  // namespace firedrill
