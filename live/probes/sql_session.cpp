#include "live/probes/sql_session.hpp"

#include <poll.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <stdexcept>

namespace firedrill {
namespace {

using Clock = std::chrono::steady_clock;

struct ClearResult {
  void operator()(PGresult* result) const { PQclear(result); }
};
using Answer = std::unique_ptr<PGresult, ClearResult>;

// FATAL and PANIC end the session, perhaps in the middle of a commit; an ERROR is about a statement
// that has been rolled back.
bool is_refusal(const PGresult* result) {
  const char* severity = PQresultErrorField(result, PG_DIAG_SEVERITY_NONLOCALIZED);
  return severity != nullptr && std::string_view{severity} == "ERROR";
}

std::vector<std::vector<std::string>> rows_of(const PGresult* result) {
  std::vector<std::vector<std::string>> rows;
  for (int row = 0; row < PQntuples(result); ++row) {
    rows.emplace_back();
    for (int column = 0; column < PQnfields(result); ++column) {
      rows.back().emplace_back(PQgetvalue(result, row, column),
                               static_cast<std::size_t>(PQgetlength(result, row, column)));
    }
  }
  return rows;
}

}  // namespace

std::string first_line(const std::string& text) {
  constexpr std::size_t most = 200;
  return text.substr(0, std::min(text.find('\n'), most));
}

std::string read_secret(const std::string& path) {
  std::ifstream stream{path};
  std::string line;
  if (!stream || !std::getline(stream, line)) {
    throw std::runtime_error{path + ": no secret can be read from it"};
  }
  return line;
}

bool SqlSession::wait(bool for_writing, SqlDeadline deadline) const {
  const auto left =
      std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
  if (left < 0) {
    return false;
  }
  pollfd waiting{PQsocket(connection_.get()),
                 static_cast<short>(for_writing ? POLLIN | POLLOUT : POLLIN), 0};
  return ::poll(&waiting, 1, static_cast<int>(left) + 1) == 1;
}

std::string SqlSession::last_error() const { return first_line(PQerrorMessage(connection_.get())); }

std::string SqlSession::open(const SqlServer& server, SqlDeadline deadline) {
  const std::string port = std::to_string(server.port);
  const std::string password =
      server.password_file.empty() ? "" : read_secret(server.password_file);
  const std::array keys{"host",
                        "port",
                        "dbname",
                        "user",
                        "sslmode",
                        "password",
                        "application_name",
                        "client_encoding",
                        "options",
                        static_cast<const char*>(nullptr)};
  // A server that is cut off shall not keep a session of ours for ever.
  const std::array values{server.address.c_str(),
                          port.c_str(),
                          server.database.c_str(),
                          server.user.c_str(),
                          "prefer",
                          password.c_str(),
                          "firedrill-probe",
                          "UTF8",
                          "-c tcp_user_timeout=5000",
                          static_cast<const char*>(nullptr)};
  connection_.reset(PQconnectStartParams(keys.data(), values.data(), 0));
  PostgresPollingStatusType status = PGRES_POLLING_WRITING;
  while (connection_ != nullptr && PQstatus(connection_.get()) != CONNECTION_BAD &&
         status != PGRES_POLLING_OK && status != PGRES_POLLING_FAILED) {
    if (!wait(status == PGRES_POLLING_WRITING, deadline)) {
      close();
      return "no connection in time";
    }
    status = PQconnectPoll(connection_.get());
  }
  if (connection_ == nullptr || status != PGRES_POLLING_OK) {
    std::string why = connection_ == nullptr ? "no memory" : last_error();
    close();
    return why;
  }
  PQsetnonblocking(connection_.get(), 1);
  // What a server says beside its answers is for nobody's terminal.
  PQsetNoticeProcessor(
      connection_.get(), [](void* /*nothing*/, const char* /*text*/) {}, nullptr);
  return {};
}

bool SqlSession::send(const std::string& statement, const std::vector<std::string>& parameters,
                      SqlDeadline deadline) {
  std::vector<const char*> values;
  values.reserve(parameters.size());
  for (const std::string& parameter : parameters) {
    values.push_back(parameter.c_str());
  }
  if (PQsendQueryParams(connection_.get(), statement.c_str(), static_cast<int>(values.size()),
                        nullptr, values.data(), nullptr, nullptr, 0) != 1) {
    return false;
  }
  int left = PQflush(connection_.get());
  while (left == 1 && wait(true, deadline) && PQconsumeInput(connection_.get()) == 1) {
    left = PQflush(connection_.get());
  }
  return left == 0;
}

SqlAnswer SqlSession::receive(SqlDeadline deadline) {
  SqlAnswer answer{.outcome = SqlOutcome::unknown, .error = "no answer"};
  for (;;) {
    while (PQisBusy(connection_.get()) == 1) {
      if (!wait(false, deadline)) {
        answer = {.outcome = SqlOutcome::unknown, .error = "no answer in time"};
        return answer;
      }
      if (PQconsumeInput(connection_.get()) != 1) {
        return {.outcome = SqlOutcome::unknown, .error = last_error()};
      }
    }
    const Answer result{PQgetResult(connection_.get())};
    if (result == nullptr) {
      return answer;
    }
    const ExecStatusType status = PQresultStatus(result.get());
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) {
      answer = {.outcome = SqlOutcome::succeeded, .error = {}, .rows = rows_of(result.get())};
    } else {
      answer = {.outcome = is_refusal(result.get()) ? SqlOutcome::refused : SqlOutcome::unknown,
                .error = first_line(PQresultErrorMessage(result.get()))};
    }
  }
}

SqlAnswer SqlSession::run(const std::string& statement, const std::vector<std::string>& parameters,
                          SqlDeadline deadline) {
  if (connection_ == nullptr) {
    return {.outcome = SqlOutcome::refused, .error = "no connection"};
  }
  SqlAnswer answer;
  if (send(statement, parameters, deadline)) {
    answer = receive(deadline);
  } else {  // some of it may have got through
    answer = {.outcome = SqlOutcome::unknown, .error = last_error()};
  }
  if (answer.outcome == SqlOutcome::unknown || PQstatus(connection_.get()) != CONNECTION_OK) {
    close();
  }
  return answer;
}

}  // namespace firedrill
