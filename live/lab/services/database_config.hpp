// The configuration files of one PostgreSQL instance and of its pgBackRest, kept outside the data
// folder, whose content pg_rewind replaces. Paths and names that commands need stand here too.
// Example: DatabaseInstance{lab, lab.node("us-east-1/db-1")}.slot() == "us_east_1_db_1"
#pragma once

#include "live/lab/services/database.hpp"

namespace firedrill {

inline constexpr std::string_view postgres_user = "postgres";
inline constexpr std::string_view backup_bucket = "pgbackrest";

struct DatabaseInstance {
  const LabLayout& lab;
  LabNode node;

  [[nodiscard]] std::string folder() const { return service_folder(lab, node, "postgres"); }
  [[nodiscard]] std::string data() const { return folder() + "/data"; }
  [[nodiscard]] std::string config() const { return folder() + "/postgresql.conf"; }
  [[nodiscard]] std::string socket_folder() const { return folder() + "/run"; }
  [[nodiscard]] std::string backup_config() const { return folder() + "/pgbackrest.conf"; }
  // Of this instance, on each primary it may follow; also its application_name.
  [[nodiscard]] std::string slot() const;
  // How it connects to `primary` for replication.
  [[nodiscard]] std::string connection_to(const DatabaseInstance& primary) const;
  // A program of PostgreSQL 15, as postgres.
  [[nodiscard]] CommandLine program(const std::string& name,
                                    const std::vector<std::string>& arguments) const;
  // `sql` against this instance; exits with another value than 0 on any error.
  [[nodiscard]] CommandLine sql(const std::string& text) const;
  [[nodiscard]] CommandLine pgbackrest(const std::vector<std::string>& arguments) const;
};

// Folders and files of one instance.
[[nodiscard]] std::vector<LabFile> database_files(const DatabaseInstance& instance,
                                                  const std::string& synchronous_standbys);

}  // namespace firedrill
