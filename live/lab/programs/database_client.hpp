// PostgreSQL for the lab's own programs: connections to whichever of several servers takes writes,
// kept for the next use, and a deadline for everything, since a server that is cut off says
// nothing. An answer that does not come leaves a write's fate unknown, which is told apart from a
// failure.
// Example: DatabaseClient client{{{"10.77.1.11", 5432}}, "app", password_file};
//          client.write("insert into records values ($1, $2)", {"a", "1"}, seconds{2}).outcome
#pragma once

#include <libpq-fe.h>

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "live/lab/programs/socket.hpp"

namespace firedrill {

enum class QueryOutcome {
  succeeded,
  failed,   // it has had no effect
  unknown,  // sent, and no answer: it may have had its effect
};

struct QueryResult {
  QueryOutcome outcome = QueryOutcome::failed;
  std::string error{};                           // why not
  std::vector<std::vector<std::string>> rows{};  // values as text, null as ""
  std::string server{};                          // address of who answered
};

class DatabaseClient {
 public:
  // `servers` in the order in which they are tried; the password is read from its file for each new
  // connection, so that it can be rotated.
  DatabaseClient(std::vector<Endpoint> servers, std::string user, std::string password_file);

  // One statement on a server that takes writes. May be called from several threads.
  [[nodiscard]] QueryResult write(const std::string& sql,
                                  const std::vector<std::string>& parameters, Duration patience);
  // One statement on a server that takes writes or, where none does, on any.
  [[nodiscard]] QueryResult read(const std::string& sql, const std::vector<std::string>& parameters,
                                 Duration patience);

 private:
  struct Closer {
    void operator()(PGconn* connection) const { PQfinish(connection); }
  };
  struct Connection {
    std::unique_ptr<PGconn, Closer> handle;
    std::string server;
  };
  enum class Need { writes, anything };

  [[nodiscard]] QueryResult run(Need need, const std::string& sql,
                                const std::vector<std::string>& parameters, Duration patience);
  [[nodiscard]] Connection take(Need need, Deadline deadline, std::string& error);
  [[nodiscard]] Connection take_idle();
  [[nodiscard]] Connection open(const Endpoint& server, Deadline deadline,
                                std::string& error) const;
  void give_back(Connection connection);

  std::vector<Endpoint> servers_;
  std::string user_;
  std::string password_file_;
  std::mutex mutex_;
  std::vector<Connection> idle_;  // all to servers that took writes when last used
};

}  // namespace firedrill
