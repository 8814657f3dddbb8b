// Probes of a PostgreSQL database as users read and write it. A fresh client resolves and connects
// each time; one that remembers keeps its connection until that breaks, as applications do. Writes
// go through a ledger: nothing is sent before its intent is durable.
// Example: SqlWriteProbe{{.server = server, .host = "db.lab.test", ...}, {"probe_writes", 1},
// ledger}
#pragma once

#include <optional>
#include <string>

#include "live/ledger/ledger_writer.hpp"
#include "live/ledger/reconcile.hpp"
#include "live/probes/name_resolver.hpp"
#include "live/probes/probe_client.hpp"
#include "live/probes/sql_session.hpp"

namespace firedrill {

struct SqlTarget {
  std::string host;  // a name that `resolver` knows, or an address
  SqlServer server;  // its address comes from the name
  bool is_fresh = false;
};

// Reaches the database for a probe: resolves, connects, keeps the connection.
class SqlAccessPath {
 public:
  // `resolver` outlives it, and may be shared.
  SqlAccessPath(SqlTarget target, NameResolver& resolver)
      : target_{std::move(target)}, resolver_{resolver} {}

  // Empty if there is a connection, else why not.
  [[nodiscard]] std::string reach(SqlDeadline deadline);
  [[nodiscard]] SqlSession& session() { return session_; }
  void leave();  // after a probe

 private:
  SqlTarget target_;
  NameResolver& resolver_;
  SqlSession session_;
};

class SqlReadProbe final : public ProbeClient {
 public:
  // Succeeds when `statement` does, and gives a row.
  SqlReadProbe(SqlTarget target, NameResolver& resolver, std::string statement)
      : path_{std::move(target), resolver}, statement_{std::move(statement)} {}
  [[nodiscard]] ProbeAnswer attempt(const ProbeAttempt& attempt) override;

 private:
  SqlAccessPath path_;
  std::string statement_;
};

// Where probes write: a table of this shape, made by create_table_statement().
struct SqlWriteTable {
  std::string name = "firedrill_writes";
  std::uint64_t writer = 0;  // tells several writers of one run apart
};

class SqlWriteProbe final : public ProbeClient {
 public:
  // The ledger outlives it; write `sequence` has that number as its id.
  SqlWriteProbe(SqlTarget target, NameResolver& resolver, SqlWriteTable table,
                LedgerWriter& ledger);
  [[nodiscard]] ProbeAnswer attempt(const ProbeAttempt& attempt) override;

 private:
  SqlAccessPath path_;
  SqlWriteTable table_;
  LedgerWriter& ledger_;
  std::string payload_;
};

// Makes the table if it is missing. A write that arrives twice leaves two rows: there is no key.
[[nodiscard]] std::string create_table_statement(const SqlWriteTable& table);

// What a server says an acknowledgement promises: "synchronous_commit=on,
// synchronous_standby_names=''"; or the error, as text that begins with "unknown: ".
[[nodiscard]] std::string commit_mode_of(SqlSession& session, SqlDeadline deadline);

// The ids of `table.writer` that the server holds, or why they cannot be read.
struct SqlReadBack {
  std::optional<ReadBackIds> ids;
  std::string error;
};
[[nodiscard]] SqlReadBack read_back(SqlSession& session, const SqlWriteTable& table,
                                    SqlDeadline deadline);

}  // namespace firedrill
