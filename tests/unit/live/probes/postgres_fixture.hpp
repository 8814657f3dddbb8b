// A real PostgreSQL of its own in a temporary folder, on loopback, gone with the test. Run as root
// it runs as the user postgres, which PostgreSQL insists on.
// Example: PostgresServer server; SqlSession session; session.open(server.access(), deadline);
// Killing it is a crash of the process, no loss of power.
#pragma once

#include <arpa/inet.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <catch2/catch.hpp>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "live/probes/sql_session.hpp"

namespace firedrill::test {

class PostgresServer {
 public:
  PostgresServer()
      : folder_{(std::filesystem::temp_directory_path() / "fdpg-XXXXXX").string()},
        port_{free_port()} {
    REQUIRE(mkdtemp(folder_.data()) != nullptr);
    if (::geteuid() == 0) {
      REQUIRE(run({"chown", "postgres", folder_}, false) == 0);
    }
    REQUIRE(run({binary("initdb"), "-N", "-A", "trust", "-U", "postgres", "-D", data()}) == 0);
    start();
  }
  PostgresServer(const PostgresServer&) = delete;
  PostgresServer& operator=(const PostgresServer&) = delete;
  ~PostgresServer() {
    stop(SIGQUIT);
    std::filesystem::remove_all(folder_);
  }

  void start() {
    process_ = launch({binary("postgres"), "-D", data(), "-p", std::to_string(port_), "-c",
                       "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c",
                       "fsync=off", "-c", "shared_buffers=16MB"});
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{60};
    SqlSession session;
    while (!session.open(access(), std::chrono::steady_clock::now() + std::chrono::seconds{1})
                .empty()) {
      REQUIRE(std::chrono::steady_clock::now() < deadline);
      std::this_thread::sleep_for(std::chrono::milliseconds{20});
    }
  }

  // With SIGKILL its children end by themselves as soon as they notice.
  void stop(int signal) {
    if (process_ > 0) {
      ::kill(process_, signal);
      ::waitpid(process_, nullptr, 0);
      process_ = -1;
    }
  }

  [[nodiscard]] SqlServer access() const { return {.address = "127.0.0.1", .port = port_}; }

  // Independent of the code under test: psql's own words, "" for none.
  [[nodiscard]] std::string psql(const std::string& statement) const {
    const std::string command = "psql -h 127.0.0.1 -p " + std::to_string(port_) +
                                " -U postgres -Atc \"" + statement + "\" postgres";
    FILE* const pipe = ::popen(command.c_str(), "r");
    REQUIRE(pipe != nullptr);
    std::string output;
    std::array<char, 256> buffer{};
    while (std::fgets(buffer.data(), buffer.size(), pipe) != nullptr) {
      output += buffer.data();
    }
    REQUIRE(::pclose(pipe) == 0);
    return output.substr(0, output.find_last_not_of('\n') + 1);
  }

 private:
  [[nodiscard]] std::string data() const { return folder_ + "/data"; }
  static std::string binary(const std::string& name) {
    return "/usr/lib/postgresql/15/bin/" + name;
  }

  static int free_port() {
    const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    REQUIRE(::bind(socket, generic, size) == 0);
    REQUIRE(::getsockname(socket, generic, &size) == 0);
    ::close(socket);
    return ntohs(address.sin_port);
  }

  static pid_t launch(std::vector<std::string> arguments, bool as_postgres = true) {
    if (as_postgres && ::geteuid() == 0) {
      const std::vector<std::string> drop{"setpriv", "--reuid=postgres", "--regid=postgres",
                                          "--clear-groups"};
      arguments.insert(arguments.begin(), drop.begin(), drop.end());
    }
    const pid_t child = ::fork();
    if (child == 0) {
      const int nowhere = ::open("/dev/null", O_RDWR);
      ::dup2(nowhere, 1);
      ::dup2(nowhere, 2);
      static_cast<void>(::chdir("/"));
      std::vector<char*> words;
      for (std::string& argument : arguments) {
        words.push_back(argument.data());
      }
      words.push_back(nullptr);
      ::execvp(words.front(), words.data());
      ::_exit(127);
    }
    return child;
  }

  static int run(std::vector<std::string> arguments, bool as_postgres = true) {
    int status = -1;
    ::waitpid(launch(std::move(arguments), as_postgres), &status, 0);
    return status;
  }

  std::string folder_;
  int port_;
  pid_t process_ = -1;
};

}  // namespace firedrill::test
