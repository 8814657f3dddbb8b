#include "live/lab/programs/database_client.hpp"

#include <fmt/format.h>
#include <poll.h>

#include <algorithm>
#include <fstream>
#include <utility>

namespace firedrill {
namespace {

struct Clearer {
  void operator()(PGresult* result) const { PQclear(result); }
};
using QueryAnswer = std::unique_ptr<PGresult, Clearer>;

constexpr Duration longest_connect = std::chrono::milliseconds{700};  // to one server

bool wait_for(int socket, short event, Deadline deadline) {
  const auto left =
      std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
  pollfd entry{socket, event, 0};
  return left.count() > 0 && ::poll(&entry, 1, static_cast<int>(left.count())) > 0;
}

// Sends one statement and waits for its only answer; null when none came by `deadline`.
QueryAnswer ask(PGconn* connection, const std::string& sql,
                const std::vector<std::string>& parameters, Deadline deadline) {
  std::vector<const char*> values;
  values.reserve(parameters.size());
  for (const std::string& parameter : parameters) {
    values.push_back(parameter.c_str());
  }
  if (PQsendQueryParams(connection, sql.c_str(), static_cast<int>(values.size()), nullptr,
                        values.data(), nullptr, nullptr, 0) != 1) {
    return nullptr;
  }
  while (PQflush(connection) == 1) {
    if (!wait_for(PQsocket(connection), POLLOUT, deadline)) {
      return nullptr;
    }
  }
  while (PQconsumeInput(connection) == 1) {
    if (PQisBusy(connection) == 0) {
      QueryAnswer answer{PQgetResult(connection)};
      while (QueryAnswer more{PQgetResult(connection)}) {
      }
      return answer;
    }
    if (!wait_for(PQsocket(connection), POLLIN, deadline)) {
      return nullptr;
    }
  }
  return nullptr;
}

std::vector<std::vector<std::string>> rows_of(const PGresult* answer) {
  std::vector<std::vector<std::string>> rows;
  for (int row = 0; row < PQntuples(answer); ++row) {
    std::vector<std::string> values;
    values.reserve(static_cast<std::size_t>(PQnfields(answer)));
    for (int column = 0; column < PQnfields(answer); ++column) {
      values.emplace_back(PQgetvalue(answer, row, column));
    }
    rows.push_back(std::move(values));
  }
  return rows;
}

std::string first_line(const char* text) {
  const std::string whole = text == nullptr ? "" : text;
  return whole.substr(0, whole.find('\n'));
}

}  // namespace

DatabaseClient::DatabaseClient(std::vector<Endpoint> servers, std::string user,
                               std::string password_file)
    : servers_{std::move(servers)},
      user_{std::move(user)},
      password_file_{std::move(password_file)} {}

DatabaseClient::Connection DatabaseClient::open(const Endpoint& server, Deadline deadline,
                                                std::string& error) const {
  std::string password;
  std::getline(std::ifstream{password_file_}, password);
  const std::string where = fmt::format(
      "host={} port={} user={} password={} dbname=postgres sslmode=disable gssencmode=disable "
      "application_name=application",
      server.address, server.port, user_, password);
  Connection connection{std::unique_ptr<PGconn, Closer>{PQconnectStart(where.c_str())},
                        server.address};
  PGconn* const handle = connection.handle.get();
  if (handle == nullptr || PQstatus(handle) == CONNECTION_BAD) {
    error = first_line(PQerrorMessage(handle));
    return {};
  }
  short event = POLLOUT;
  while (true) {
    if (!wait_for(PQsocket(handle), event, deadline)) {
      error = fmt::format("{} does not answer", server.address);
      return {};
    }
    switch (PQconnectPoll(handle)) {
      case PGRES_POLLING_OK:
        PQsetnonblocking(handle, 1);
        return connection;
      case PGRES_POLLING_READING:
        event = POLLIN;
        break;
      case PGRES_POLLING_WRITING:
        event = POLLOUT;
        break;
      default:
        error = first_line(PQerrorMessage(handle));
        return {};
    }
  }
}

DatabaseClient::Connection DatabaseClient::take_idle() {
  const std::lock_guard lock{mutex_};
  while (!idle_.empty()) {
    Connection connection = std::move(idle_.back());
    idle_.pop_back();
    pollfd entry{PQsocket(connection.handle.get()), POLLIN, 0};
    if (::poll(&entry, 1, 0) == 0) {
      return connection;
    }
    // Nobody has asked it anything: what there is to read is that the server has gone.
  }
  return {};
}

void DatabaseClient::give_back(Connection connection) {
  const std::lock_guard lock{mutex_};
  idle_.push_back(std::move(connection));
}

DatabaseClient::Connection DatabaseClient::take(Need need, Deadline deadline, std::string& error) {
  if (Connection connection = take_idle(); connection.handle != nullptr) {
    return connection;
  }
  Connection replica;
  for (const Endpoint& server : servers_) {
    Connection connection = open(server, std::min(deadline, after(longest_connect)), error);
    if (connection.handle == nullptr) {
      continue;
    }
    const QueryAnswer answer =
        ask(connection.handle.get(), "select pg_is_in_recovery()", {}, deadline);
    if (PQresultStatus(answer.get()) != PGRES_TUPLES_OK) {
      continue;
    }
    if (std::string_view{PQgetvalue(answer.get(), 0, 0)} == "f") {
      return connection;
    }
    error = "no server takes writes";
    replica = std::move(connection);
  }
  return need == Need::anything ? std::move(replica) : Connection{};
}

QueryResult DatabaseClient::run(Need need, const std::string& sql,
                                const std::vector<std::string>& parameters, Duration patience) {
  const Deadline deadline = after(patience);
  QueryResult result;
  while (true) {
    Connection connection = take(need, deadline, result.error);
    if (connection.handle == nullptr) {
      return result;
    }
    result.server = connection.server;
    const QueryAnswer answer = ask(connection.handle.get(), sql, parameters, deadline);
    const ExecStatusType status = PQresultStatus(answer.get());  // of null: a fatal error
    if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK) {
      result.outcome = QueryOutcome::succeeded;
      result.error.clear();
      result.rows = rows_of(answer.get());
      give_back(std::move(connection));
      return result;
    }
    const char* const code = PQresultErrorField(answer.get(), PG_DIAG_SQLSTATE);
    result.error = answer == nullptr ? connection.server + " does not answer"
                                     : first_line(PQresultErrorMessage(answer.get()));
    // 25006: it has become a replica, and has done nothing. 57P01 to 03: it is going down or coming
    // up. Another server may do it; the connection is dropped.
    const std::string_view state = code == nullptr ? "" : code;
    const bool try_another = state == "25006" || state.starts_with("57P");
    if (!try_another || std::chrono::steady_clock::now() >= deadline) {
      const bool refused = code != nullptr && !state.starts_with("08") && state != "57P01";
      result.outcome = refused ? QueryOutcome::failed : QueryOutcome::unknown;
      return result;
    }
  }
}

QueryResult DatabaseClient::write(const std::string& sql,
                                  const std::vector<std::string>& parameters, Duration patience) {
  return run(Need::writes, sql, parameters, patience);
}

QueryResult DatabaseClient::read(const std::string& sql, const std::vector<std::string>& parameters,
                                 Duration patience) {
  return run(Need::anything, sql, parameters, patience);
}

}  // namespace firedrill
