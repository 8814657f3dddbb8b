#include "live/lab/services/database.hpp"

#include <fmt/format.h>

#include "live/lab/services/database_config.hpp"

namespace firedrill {
namespace {

DatabaseInstance instance_of(const LabLayout& lab, const std::string& node) {
  return {lab, lab.node(node)};
}

constexpr std::string_view of_backup = "backup";  // instead of a time: when the backup was taken

LabNode first_primary(const LabLayout& lab) {
  return lab.nodes_of("db", lab.regions.front().name).front();
}

// `fill`, a shell command that makes the folder $new, unless the data stands. A half-made folder is
// never taken for data.
CommandLine fill_data(const DatabaseInstance& instance, const std::string& fill) {
  CommandLine line = shell(fmt::format(R"(data={0}; new={0}.new
test ! -d "$data" || exit 0
rm -rf "$new"
{1}
mv "$new" "$data")",
                                       instance.data(), fill),
                           std::string{postgres_user});
  line.environment = {"LC_ALL=C.UTF-8"};
  return line;
}

std::string joined(const CommandLine& line) {
  std::string text;
  for (const std::string& argument : line.arguments) {
    text += (text.empty() ? "'" : " '") + argument + "'";
  }
  return text;
}

CommandLine create_cluster(const DatabaseInstance& instance) {
  return fill_data(instance, joined(instance.program(
                                 "initdb", {"--no-sync", "--data-checksums", "--wal-segsize=2",
                                            "-E", "UTF8", "--locale=C.UTF-8", "-A", "trust", "-U",
                                            "postgres", "--no-instructions"})) +
                                 " -D \"$new\" >/dev/null");
}

// What a source was itself restored with (until when, by which repository) would end a replica's
// recovery at that moment, or with an error.
std::string forget_recovery(const std::string& folder) {
  return fmt::format("sed -i '/^recovery_target/d; /^restore_command/d' {}/postgresql.auto.conf",
                     folder);
}

// On a machine that is very busy the source can give up on a copy (wal_sender_timeout): tried
// again.
CommandLine copy_from(const DatabaseInstance& instance, const DatabaseInstance& source) {
  const std::string copy = joined(instance.program(
      "pg_basebackup",
      {"--dbname=" + instance.connection_to(source), "--slot=" + instance.slot(),
       "--write-recovery-conf", "--wal-method=stream", "--checkpoint=fast", "--no-sync"}));
  return fill_data(instance, fmt::format(R"(for try in 1 2 3 4 5; do
  if {} -D "$new"; then break; fi
  rm -rf "$new"
  sleep 1
done
test -d "$new"
{})",
                                         copy, forget_recovery("\"$new\"")));
}

// pgBackRest restores pg_control last, and writes the folder's own name into the configuration.
CommandLine restore_unless_there(const DatabaseInstance& instance) {
  return shell(
      fmt::format(R"(test ! -e {0}/global/pg_control || exit 0
rm -rf {0}
mkdir -m 0700 {0}
{1})",
                  instance.data(), joined(instance.pgbackrest({"--type=default", "restore"}))),
      std::string{postgres_user});
}

// A slot for each instance but `instance` itself, where it is missing.
std::string create_slots(const DatabaseInstance& instance) {
  std::string names;
  for (const LabNode& node : instance.lab.nodes_of("db")) {
    const std::string slot = DatabaseInstance{instance.lab, node}.slot();
    if (node.id() != instance.node.id() && node.region != instance.lab.regions.back().name) {
      names += fmt::format("{}'{}'", names.empty() ? "" : ", ", slot);
    }
  }
  return fmt::format(
      "select pg_create_physical_replication_slot(name) from unnest(array[{}]::text[]) as name "
      "where name not in (select slot_name from pg_replication_slots)",
      names);
}

// Slots are not part of a backup, and without its own a replica could not follow. Fails where the
// source does not answer: nothing may be thrown away then.
CommandLine ask_for_slots(const DatabaseInstance& instance, const DatabaseInstance& source) {
  CommandLine line = instance.sql(create_slots(source));
  for (std::string& argument : line.arguments) {
    argument = argument.starts_with("--host=") ? "--host=" + source.node.address : argument;
  }
  return line;
}

// What the application needs, and a place for the training job's fencing token.
std::string create_schema(const LabLayout& lab) {
  return fmt::format(R"(do $$ begin
  if not exists (select from pg_roles where rolname = 'app') then create role app login; end if;
end $$;
alter role app password '{}';
create table if not exists records (
  id text primary key, value text not null,
  written_at timestamptz not null default clock_timestamp());
create table if not exists documents (
  name text primary key, digest text not null, size bigint not null,
  written_at timestamptz not null default clock_timestamp());
create table if not exists heartbeat (
  writer text primary key, beat bigint not null, at timestamptz not null);
grant select, insert, update, delete on records, documents, heartbeat to app;
grant pg_read_all_stats to app;)",
                     lab.secrets.database_password);
}

// From a file, since it holds a password. Waits for no replica: there is none yet.
LabService roles_task(const DatabaseInstance& primary) {
  const std::string file = primary.folder() + "/roles.sql";
  CommandLine command = primary.sql("");
  command.arguments.back() = "--file=" + file;
  LabService service = task("database-roles", primary.node, {primary.node.id() + "/postgres"},
                            std::move(command), std::chrono::seconds{20});
  service.files = {{file,
                    fmt::format("set synchronous_commit = local;\n{};\n{}\n", create_slots(primary),
                                create_schema(primary.lab)),
                    std::string{postgres_user}, 0600}};
  return service;
}

// Answers once it takes writes, or follows a primary.
Readiness is_serving(const DatabaseInstance& instance) {
  return ready_when(instance.sql("select 1 / count(*) from (select 1 where not pg_is_in_recovery() "
                                 "union all select 1 from pg_stat_wal_receiver "
                                 "where status = 'streaming') as good"),
                    std::chrono::seconds{60});
}

// As on most systems nobody starts a database again by itself: whether it may come back as a
// primary is for whoever leads the recovery to say.
LabService server(const DatabaseInstance& instance, const std::string& standbys) {
  LabService service;
  service.name = "postgres";
  service.node = instance.node.id();
  service.files = database_files(instance, standbys);
  service.start = instance.program("postgres", {"-c", "config_file=" + instance.config()});
  service.readiness = is_serving(instance);
  service.ports = {5432};
  service.pid_file = instance.data() + "/postmaster.pid";
  service.stop_signal = 3;  // SIGQUIT: a shutdown in order waits for the archive, however long
  service.stop_patience = std::chrono::seconds{5};
  service.restarts = false;
  return service;
}

std::string task_id(const LabNode& node, std::string_view name) {
  return fmt::format("{}/{}", node.id(), name);
}

}  // namespace

std::string synchronous_standbys(const LabLayout& lab, CommitMode mode) {
  const std::string& first = lab.regions.front().name;
  switch (mode) {
    case CommitMode::own_disk:
      return "";
    case CommitMode::second_node:
      return DatabaseInstance{lab, lab.nodes_of("db", first).at(1)}.slot();
    case CommitMode::other_region:
      return DatabaseInstance{lab, lab.nodes_of("db", lab.regions.at(1).name).front()}.slot();
  }
  return "";
}

std::vector<LabService> database_services(const LabLayout& lab, CommitMode mode) {
  const DatabaseInstance primary{lab, first_primary(lab)};
  std::vector<LabService> services;
  for (const LabNode& node : lab.nodes_of("db")) {
    const DatabaseInstance instance{lab, node};
    const bool is_primary = node.id() == primary.node.id();
    LabService service = server(instance, is_primary ? synchronous_standbys(lab, mode) : "");
    if (is_primary) {
      service.preparations = {create_cluster(instance)};
    } else if (node.region == lab.regions.back().name) {
      service.is_cold = true;
      service.preparations = {restore_unless_there(instance)};
    } else {
      service.needs = {task_id(primary.node, "database-roles")};
      service.preparations = {copy_from(instance, primary)};
    }
    services.push_back(std::move(service));
  }
  services.push_back(roles_task(primary));
  services.push_back(task("database-archive", primary.node,
                          {task_id(primary.node, "postgres"),
                           task_id(lab.nodes_of("store", primary.node.region).front(), "buckets")},
                          primary.pgbackrest({"stanza-create"}), std::chrono::seconds{30}));
  return services;
}

std::vector<NodeCommand> set_commit_mode(const LabLayout& lab, const std::string& node,
                                         CommitMode mode) {
  const DatabaseInstance instance = instance_of(lab, node);
  return {{node, instance.sql(fmt::format("alter system set synchronous_standby_names = '{}'",
                                          synchronous_standbys(lab, mode)))},
          {node, instance.sql("select pg_reload_conf()")}};
}

std::vector<NodeCommand> promote_database(const LabLayout& lab, const std::string& node) {
  const DatabaseInstance instance = instance_of(lab, node);
  // pg_promote says false, and no error, where it has not come to an end in time.
  return {{node, instance.sql("select 1 / pg_promote(true, 30)::int")},
          {node, instance.sql(create_slots(instance))},
          {node, instance.sql("checkpoint")}};
}

std::vector<NodeCommand> rewind_database(const LabLayout& lab, const std::string& node,
                                         const std::string& source) {
  const DatabaseInstance instance = instance_of(lab, node);
  return {{node,
           instance.program("pg_rewind",
                            {"--restore-target-wal", "--config-file=" + instance.config(),
                             "--target-pgdata=" + instance.data(),
                             "--source-server=" + instance.connection_to(instance_of(lab, source)),
                             "--write-recovery-conf", "--no-sync"})},
          {node,
           shell(fmt::format("{0}; echo \"primary_slot_name = '{1}'\" >> {2}/postgresql.auto.conf",
                             forget_recovery(instance.data()), instance.slot(), instance.data()),
                 std::string{postgres_user})}};
}

std::vector<NodeCommand> rebuild_database(const LabLayout& lab, const std::string& node,
                                          const std::string& source) {
  const DatabaseInstance instance = instance_of(lab, node);
  const DatabaseInstance primary = instance_of(lab, source);
  return {{node, ask_for_slots(instance, primary)},
          {node, {{"rm", "-rf", instance.data()}, {}, std::string{postgres_user}, "/"}},
          {node, copy_from(instance, primary)}};
}

std::vector<NodeCommand> rejoin_database(const LabLayout& lab, const std::string& node,
                                         const std::string& source) {
  const DatabaseInstance instance = instance_of(lab, node);
  const DatabaseInstance primary = instance_of(lab, source);
  const std::vector<NodeCommand> rewind = rewind_database(lab, node, source);
  CommandLine line = rewind.front().command;
  // A standby that was killed cannot always recover alone, as pg_rewind asks of it.
  line.arguments = {"sh", "-ec",
                    fmt::format(R"(if timeout 30 {rewind}; then {note}; exit 0; fi
rm -rf '{data}'
{copy})",
                                fmt::arg("rewind", joined(rewind.front().command)),
                                fmt::arg("note", rewind.back().command.arguments.back()),
                                fmt::arg("data", instance.data()),
                                fmt::arg("copy", copy_from(instance, primary).arguments.back()))};
  return {{node, ask_for_slots(instance, primary)}, {node, std::move(line)}};
}

NodeCommand back_up_database(const LabLayout& lab, const std::string& node,
                             const std::string& kind) {
  return {node, instance_of(lab, node).pgbackrest({"--type=" + kind, "backup"})};
}

std::vector<NodeCommand> restore_database(const LabLayout& lab, const std::string& node,
                                          RestorePurpose purpose, const std::string& time) {
  const DatabaseInstance instance = instance_of(lab, node);
  std::vector<std::string> arguments = {time.empty()        ? "--type=default"
                                        : time == of_backup ? "--type=immediate"
                                                            : "--type=time"};
  if (!time.empty()) {
    arguments.emplace_back("--target-action=promote");
  }
  if (!time.empty() && time != of_backup) {
    arguments.emplace_back("--target=" + time);
  }
  if (purpose == RestorePurpose::rehearsal) {
    arguments.emplace_back("--archive-mode=off");
  }
  arguments.emplace_back("restore");
  return {{node, {{"rm", "-rf", instance.data()}, {}, std::string{postgres_user}, "/"}},
          {node, {{"mkdir", "-m", "0700", instance.data()}, {}, std::string{postgres_user}, "/"}},
          {node, instance.pgbackrest(arguments)}};
}

}  // namespace firedrill
