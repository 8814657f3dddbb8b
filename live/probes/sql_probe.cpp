#include "live/probes/sql_probe.hpp"

#include <charconv>
#include <utility>

namespace firedrill {
namespace {

using Clock = std::chrono::steady_clock;

// A row of a hundred bytes, as an order or an event is.
constexpr std::size_t row_size = 100;

ProbeAnswer failed(std::string why) { return {ProbeStatus::failed, std::move(why)}; }

// As an identifier of SQL.
std::string quoted(const std::string& name) {
  std::string text = "\"";
  for (const char one : name) {
    text += one;
    text += one == '"' ? "\"" : "";
  }
  return text + "\"";
}

}  // namespace

std::string SqlAccessPath::reach(SqlDeadline deadline) {
  if (session_.is_open()) {
    return {};
  }
  const NameAnswer name = resolver_.resolve(target_.host, deadline - Clock::now());
  if (!name.error.empty()) {
    return "DNS: " + name.error;
  }
  SqlServer server = target_.server;
  server.address = name.address;
  return session_.open(server, deadline);
}

void SqlAccessPath::leave() {
  if (target_.is_fresh) {
    session_.close();
  }
}

ProbeAnswer SqlReadProbe::attempt(const ProbeAttempt& attempt) {
  const auto deadline = Clock::now() + attempt.patience;
  if (std::string why = path_.reach(deadline); !why.empty()) {
    return failed(std::move(why));
  }
  SqlAnswer answer = path_.session().run(statement_, {}, deadline);
  if (answer.outcome != SqlOutcome::succeeded || answer.rows.empty()) {
    path_.session().close();  // perhaps a server that was demoted: look for the one that answers
    return failed(answer.rows.empty() && answer.error.empty() ? "no row" : answer.error);
  }
  path_.leave();
  return {ProbeStatus::succeeded};
}

SqlWriteProbe::SqlWriteProbe(SqlTarget target, NameResolver& resolver, SqlWriteTable table,
                             LedgerWriter& ledger)
    : path_{std::move(target), resolver},
      table_{std::move(table)},
      ledger_{ledger},
      payload_(row_size, 'x') {}

ProbeAnswer SqlWriteProbe::attempt(const ProbeAttempt& attempt) {
  const auto deadline = Clock::now() + attempt.patience;
  const Bytes size{static_cast<std::int64_t>(payload_.size())};
  if (!ledger_.intend(attempt.sequence, attempt.now(), size)) {
    return {ProbeStatus::not_sent, "the ledger is not durable"};
  }
  if (std::string why = path_.reach(deadline); !why.empty()) {
    ledger_.answer(attempt.sequence, attempt.now(), WriteFate::refused);  // nothing was sent
    return failed(std::move(why));
  }
  SqlAnswer answer = path_.session().run(
      "insert into " + quoted(table_.name) + " (writer, id, payload) values ($1, $2, $3)",
      {std::to_string(table_.writer), std::to_string(attempt.sequence), payload_}, deadline);
  ledger_.answer(attempt.sequence, attempt.now(),
                 answer.outcome == SqlOutcome::succeeded ? WriteFate::acknowledged
                 : answer.outcome == SqlOutcome::refused ? WriteFate::refused
                                                         : WriteFate::unknown);
  if (answer.outcome == SqlOutcome::refused) {
    path_.session().close();  // perhaps a server that was demoted: look for the one that writes
  }
  path_.leave();
  return answer.outcome == SqlOutcome::succeeded ? ProbeAnswer{ProbeStatus::succeeded}
                                                 : failed(std::move(answer.error));
}

std::string create_table_statement(const SqlWriteTable& table) {
  return "create table if not exists " + quoted(table.name) +
         " (writer bigint not null, id bigint not null, payload text not null,"
         " at timestamptz not null default clock_timestamp())";
}

std::string commit_mode_of(SqlSession& session, SqlDeadline deadline) {
  const SqlAnswer answer = session.run(
      "select 'synchronous_commit=' || current_setting('synchronous_commit') ||"
      " ', synchronous_standby_names=''' || current_setting('synchronous_standby_names') ||"
      " ''', fsync=' || current_setting('fsync')",
      {}, deadline);
  return answer.outcome == SqlOutcome::succeeded && !answer.rows.empty()
             ? answer.rows.front().front()
             : "unknown: " + answer.error;
}

SqlReadBack read_back(SqlSession& session, const SqlWriteTable& table, SqlDeadline deadline) {
  const SqlAnswer answer =
      session.run("select id from " + quoted(table.name) + " where writer = $1 order by id",
                  {std::to_string(table.writer)}, deadline);
  if (answer.outcome != SqlOutcome::succeeded) {
    return {.ids = std::nullopt, .error = answer.error};
  }
  ReadBackIds ids;
  for (const auto& row : answer.rows) {
    std::uint64_t id = 0;
    std::from_chars(row.front().data(), row.front().data() + row.front().size(), id);
    ids.found.push_back(id);
  }
  return {.ids = std::move(ids), .error = {}};
}

}  // namespace firedrill
