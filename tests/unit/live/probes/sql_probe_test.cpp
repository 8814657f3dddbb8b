// Probes of a real PostgreSQL: what is acknowledged, refused and unknown, and that the ledger knows
// every acknowledged write of a server that is killed again and again. Asserted by psql.
#include "live/probes/sql_probe.hpp"

#include <catch2/catch.hpp>
#include <set>
#include <sstream>

#include "live/ledger/reconcile.hpp"
#include "live/probes/probe_runner.hpp"
#include "tests/unit/live/ledger/temporary_folder.hpp"
#include "tests/unit/live/probes/postgres_fixture.hpp"

using namespace firedrill;
using namespace firedrill::test;
using namespace std::chrono_literals;

namespace {

using Clock = std::chrono::steady_clock;

SqlDeadline in(Duration patience) { return Clock::now() + patience; }

SqlTarget target_of(const PostgresServer& server) {
  return {.host = "127.0.0.1", .server = server.access()};
}

// Loses some for real, a hole among them, and sees that just these are missed.
void lose_some(const PostgresServer& server, SqlSession& session, const SqlWriteTable& table,
               const std::vector<LedgerWrite>& writes) {
  std::vector<std::uint64_t> acknowledged;
  for (const LedgerWrite& write : writes) {
    if (write.fate == WriteFate::acknowledged) {
      acknowledged.push_back(write.id);
    }
  }
  const std::uint64_t first = acknowledged[acknowledged.size() / 2];
  const std::uint64_t last = acknowledged.back();
  CHECK(server.psql("delete from firedrill_writes where id in (" + std::to_string(first) + ", " +
                    std::to_string(last) + ")") == "DELETE 2");
  CHECK(server.psql("insert into firedrill_writes (writer, id, payload) values (7, 999999, '')") ==
        "INSERT 0 1");
  const SqlReadBack after = read_back(session, table, in(30s));
  REQUIRE(after.ids);
  const Reconciliation found = reconcile(writes, *after.ids, Duration::zero());
  CHECK(found.lost == std::vector<std::uint64_t>{first, last});
  CHECK(found.lost_bytes == Bytes{200});
  CHECK(found.holes == std::vector<std::uint64_t>{first});
  CHECK(found.phantoms == std::vector<std::uint64_t>{999'999});
}

}  // namespace

TEST_CASE("a database is read, written and read back", "[postgres]") {
  const PostgresServer server;
  SqlSession session;
  REQUIRE(session.open(server.access(), in(10s)).empty());
  {  // an answer has rows, a refusal has a reason, and the session lives on
    const SqlAnswer answer = session.run("select $1::int + 1, null", {"41"}, in(10s));
    CHECK(answer.outcome == SqlOutcome::succeeded);
    CHECK(answer.rows == std::vector<std::vector<std::string>>{{"42", ""}});
    CHECK(session.run("select 1/0", {}, in(10s)).outcome == SqlOutcome::refused);
    CHECK(session.is_open());
    CHECK(session.run("select 1", {}, in(10s)).outcome == SqlOutcome::succeeded);
  }
  {  // what an acknowledgement promises is said
    CHECK(commit_mode_of(session, in(10s)) ==
          "synchronous_commit=on, synchronous_standby_names='', fsync=off");
  }
  {  // a probe that reads fails without a row
    NameResolver resolver{{}};
    SqlReadProbe good{target_of(server), resolver, "select 1"};
    SqlReadProbe empty{target_of(server), resolver, "select 1 where false"};
    SqlReadProbe bad{target_of(server), resolver, "select * from no_such_table"};
    const ProbeAttempt attempt{
        .sequence = 0, .intended = {}, .patience = 10s, .now = [] { return Duration{}; }};
    CHECK(good.attempt(attempt).status == ProbeStatus::succeeded);
    CHECK(empty.attempt(attempt).status == ProbeStatus::failed);
    CHECK(bad.attempt(attempt).detail.find("no_such_table") != std::string::npos);
  }
  {  // an answer that does not come in time is unknown
    const SqlAnswer late = session.run("select pg_sleep(5)", {}, in(100ms));
    CHECK(late.outcome == SqlOutcome::unknown);
    CHECK_FALSE(session.is_open());
  }
  {  // a session that the server ends leaves the fate open
    REQUIRE(session.open(server.access(), in(10s)).empty());
    CHECK(session.run("select pg_terminate_backend(pg_backend_pid())", {}, in(10s)).outcome ==
          SqlOutcome::unknown);
    CHECK_FALSE(session.is_open());
  }
}

TEST_CASE("no session where nobody listens", "[postgres]") {
  SqlSession session;
  CHECK_FALSE(session.open({.address = "127.0.0.1", .port = 1}, in(2s)).empty());
  CHECK(session.run("select 1", {}, in(1s)).outcome == SqlOutcome::refused);
}

TEST_CASE("every acknowledged write of a server that is killed is known", "[postgres]") {
  PostgresServer server;
  const TemporaryFolder folder;
  const SqlWriteTable table{"firedrill_writes", 7};
  SqlSession session;
  REQUIRE(session.open(server.access(), in(10s)).empty());
  REQUIRE(session.run(create_table_statement(table), {}, in(10s)).outcome == SqlOutcome::succeeded);
  session.close();
  NameResolver resolver{{}};
  std::vector<ProbeResult> results;
  const std::string path = folder / "writes.ledger";
  Duration killed_at{};
  {
    LedgerWriter ledger{path, {"writes", "orders", "fsync=off"}};
    const auto zero = Clock::now();
    ProbeRunner runner{
        {.name = "writes", .period = 5ms, .patience = 500ms},
        [&] { return std::make_unique<SqlWriteProbe>(target_of(server), resolver, table, ledger); },
        [&](const ProbeResult& result) { results.push_back(result); },
        zero};
    std::this_thread::sleep_for(700ms);
    killed_at = Clock::now() - zero;
    server.stop(SIGKILL);
    std::this_thread::sleep_for(300ms);
    server.start();
    std::this_thread::sleep_for(700ms);
  }
  const Result<Ledger> ledger = read_ledger(path);
  REQUIRE(ledger);
  REQUIRE(session.open(server.access(), in(10s)).empty());
  const SqlReadBack back = read_back(session, table, in(30s));
  REQUIRE(back.ids);
  const Reconciliation result = reconcile(ledger->writes, *back.ids, killed_at);
  CHECK(std::to_string(back.ids->found.size()) ==
        server.psql("select count(*) from firedrill_writes where writer = 7"));
  CHECK(result.acknowledged > 50);
  CHECK(result.lost.empty());  // a killed process loses nothing: the page cache lives on
  CHECK(result.phantoms.empty());
  CHECK(result.survived == result.acknowledged);
  CHECK(result.refused > 0);  // while nobody listened
  lose_some(server, session, table, ledger->writes);
}
