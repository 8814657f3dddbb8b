// Faults of PostgreSQL: a primary and a standby of the test's own, asked by psql what became of
// them.
#include <fmt/format.h>
#include <catch2/catch.hpp>

#include "tests/unit/live/faults/host_pair.hpp"

using namespace firedrill;
using namespace std::chrono_literals;

namespace {

// Both servers on host a, each with its own port, in a folder of the postgres user.
class DatabasePair {
 public:
  explicit DatabasePair(HostPair& hosts) : hosts_{hosts} {
    tools_ = hosts.in("a", "ls -d /usr/lib/postgresql/*/bin | tail -n 1");
    REQUIRE_FALSE(tools_.empty());
    const std::string folder = hosts.folder();
    hosts.in("a", fmt::format("chmod 711 {0} && mkdir {0}/sql && chown postgres {0}/sql", folder));
    as_postgres(fmt::format(
        "cd {0}/sql && {1}/initdb -D primary -k -A trust >/dev/null && cat "
        ">>primary/postgresql.conf "
        "<<END\nlisten_addresses = ''\nunix_socket_directories = '{0}/sql'\nfsync = off\n"
        "max_connections = 20\nshared_buffers = 16MB\nEND\n"
        "{1}/pg_ctl -D primary -w -o '-p 6001' -l primary.log start >/dev/null\n"
        "psql -h {0}/sql -p 6001 -d postgres -qc \"select "
        "pg_create_physical_replication_slot('west', "
        "true)\" -c 'create role application login' -c 'create table t as select "
        "generate_series(1, 20000) as n' -c checkpoint >/dev/null\n"
        "{1}/pg_basebackup -h {0}/sql -p 6001 -D standby -R -S west -c fast\n"
        "{1}/pg_ctl -D standby -w -o '-p 6002' -l standby.log start >/dev/null\n",
        folder, tools_));
    hosts.host("a").services = {service("primary", 6001), service("standby", 6002)};
    REQUIRE(JournalFixture::comes_true(10s, [&] { return has_same(); }));
  }
  ~DatabasePair() {
    for (const std::string name : {"standby", "primary"}) {
      as_postgres(fmt::format("{}/pg_ctl -D {}/sql/{} -m immediate stop >/dev/null", tools_,
                              hosts_.folder(), name));
    }
  }
  DatabasePair(const DatabasePair&) = delete;
  DatabasePair& operator=(const DatabasePair&) = delete;

  std::string ask(const std::string& name, const std::string& sql,
                  const std::string& role = "postgres") {
    return as_postgres(fmt::format("psql -h {}/sql -p {} -U {} -d postgres -XAtqc \"{}\" 2>&1",
                                   hosts_.folder(), name == "primary" ? 6001 : 6002, role, sql));
  }
  void write() { ask("primary", "insert into t select 1"); }
  bool has_same() {
    return ask("standby", "select count(*) from t") == ask("primary", "select count(*) from t");
  }

 private:
  HostService service(const std::string& name, int port) {
    const std::string folder = hosts_.folder() + "/sql/" + name;
    HostService made;
    made.name = name;
    made.process = PidFile{folder + "/postmaster.pid", {}, {}};
    made.folder = folder;
    made.sql = SqlAccess{hosts_.folder() + "/sql", "postgres", "postgres", port};
    return made;
  }
  std::string as_postgres(const std::string& script) {
    return hosts_.in("a", "runuser -u postgres -- sh -c " + shell_quoted(script));
  }

  HostPair& hosts_;
  std::string tools_;
};

}  // namespace

TEST_CASE("faults of a database and of its replication", "[namespaces]") {
  HostPair hosts;
  DatabasePair databases{hosts};

  // The standby goes on receiving and stops showing.
  hosts.trial(ReplicationStall{{"a", "standby"}}, [&](const auto& measured) {
    CHECK(measured.at("paused") == 1.0);
    databases.write();
    std::this_thread::sleep_for(500ms);
    CHECK_FALSE(databases.has_same());
  });
  CHECK(JournalFixture::comes_true(5s, [&] { return databases.has_same(); }));

  hosts.trial(ReplicationSlotLoss{{"a", "primary"}, "west"}, [&](const auto& measured) {
    CHECK(measured.at("gone") == 1.0);
    databases.write();
    std::this_thread::sleep_for(500ms);
    CHECK(databases.ask("primary", "select count(*) from pg_stat_replication") == "0");
    CHECK_FALSE(databases.has_same());
  });
  CHECK(JournalFixture::comes_true(15s, [&] { return databases.has_same(); }));
  CHECK(hosts.missing(ReplicationSlotLoss{{"a", "primary"}, "east"}).size() == 1);

  CHECK(databases.ask("primary", "select current_user", "application") == "application");
  hosts.trial(CredentialRevoked{{"a", "primary"}, "application"}, [&](const auto& measured) {
    CHECK(measured.at("revoked") == 1.0);
    CHECK(databases.ask("primary", "select current_user", "application")
              .find("not permitted to log in") != std::string::npos);
  });
  CHECK(databases.ask("primary", "select current_user", "application") == "application");
}

TEST_CASE("faults of a database's connections, pages and processes", "[namespaces]") {
  HostPair hosts;
  DatabasePair databases{hosts};

  // 20 connections, 3 of them for superusers, one the standby's: twelve more leave room to heal.
  hosts.trial(ConnectionExhaustion{{"a", "primary"}, 12}, [&](const auto& measured) {
    CHECK(measured.at("held") == Approx(12.0).margin(1.0));
    CHECK(databases.ask("primary",
                        "select count(*) from pg_stat_activity where query like "
                        "'%pg_sleep%' and pid <> pg_backend_pid()") == "12");
  });

  // A page that is not in memory: the server finds the wrong checksum when it reads it.
  hosts.trial(BitRot{.in = RotIn::database_page,
                     .host = "a",
                     .service = "primary",
                     .relation = "t",
                     .offset = 8192 * 5 + 4000},
              [&](const auto& measured) {
                CHECK(measured.at("bits") == 1.0);
                const std::string file =
                    databases.ask("primary", "select pg_relation_filepath('t')");
                const std::string checked =
                    hosts.in("a", fmt::format("cp {0}/sql/primary/{1} {0}/copy; cmp {0}/copy "
                                              "{0}/sql/standby/{1} | wc -l",
                                              hosts.folder(), file));
                CHECK(checked == "1");  // the standby's page is as it was: pages are not shipped
              });

  hosts.trial(ProcessPause{{"a", "standby"}}, [&](const auto& measured) {
    CHECK(measured.at("stopped") >= 4.0);  // with all its children
  });
  CHECK(databases.ask("standby", "select 1") == "1");
}
