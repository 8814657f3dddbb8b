// One connection to PostgreSQL with a deadline for every call, since a server that is cut off says
// nothing. It tells a statement that certainly had no effect from one whose effect nobody knows: an
// error that the server reports for the statement is a refusal; a connection that breaks while the
// answer is awaited is not.
// Example: SqlSession session; session.open({.address = "10.77.1.11"}, deadline);
//          session.run("select 1", {}, deadline).outcome == SqlOutcome::succeeded
#pragma once

#include <libpq-fe.h>

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "models/base/units.hpp"

namespace firedrill {

using SqlDeadline = std::chrono::steady_clock::time_point;

struct SqlServer {
  std::string address;  // IPv4, or the folder of a Unix socket
  int port = 5432;
  std::string database = "postgres";
  std::string user = "postgres";
  std::string
      password_file{};  // read anew for each connection, so that it can be rotated; "": none
};

enum class SqlOutcome { succeeded, refused, unknown };

struct SqlAnswer {
  SqlOutcome outcome = SqlOutcome::refused;
  std::string error{};
  std::vector<std::vector<std::string>> rows{};  // null as ""
};

class SqlSession {
 public:
  // Empty if it is open, else why not; nothing has been sent then.
  [[nodiscard]] std::string open(const SqlServer& server, SqlDeadline deadline);
  void close() { connection_.reset(); }
  [[nodiscard]] bool is_open() const { return connection_ != nullptr; }

  // One statement by itself, with text parameters $1, $2, ... Closed after anything but success or
  // a refusal.
  [[nodiscard]] SqlAnswer run(const std::string& statement,
                              const std::vector<std::string>& parameters, SqlDeadline deadline);

 private:
  struct Closer {
    void operator()(PGconn* connection) const { PQfinish(connection); }
  };

  [[nodiscard]] bool wait(bool for_writing, SqlDeadline deadline) const;
  [[nodiscard]] std::string last_error() const;
  [[nodiscard]] bool send(const std::string& statement, const std::vector<std::string>& parameters,
                          SqlDeadline deadline);
  [[nodiscard]] SqlAnswer receive(SqlDeadline deadline);

  std::unique_ptr<PGconn, Closer> connection_;
};

// The first line of `text`, and of that at most 200 characters: what a server says of itself.
[[nodiscard]] std::string first_line(const std::string& text);

// The first line of the file at `path`; throws std::runtime_error, which names the path only.
[[nodiscard]] std::string read_secret(const std::string& path);

}  // namespace firedrill
