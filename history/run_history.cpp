#include "history/run_history.hpp"

#include <cstdint>
#include <stdexcept>
#include <utility>

#include "history/statement.hpp"

namespace firedrill {
namespace {

// The second number of the file's header: what kind of SQLite file this is ("FDHI").
constexpr const char* tables = R"(
PRAGMA application_id = 1178880073;
CREATE TABLE IF NOT EXISTS runs (
  folder TEXT PRIMARY KEY, id TEXT NOT NULL, scenario TEXT NOT NULL, title TEXT NOT NULL,
  target TEXT NOT NULL, started_at TEXT NOT NULL, state TEXT NOT NULL,
  verified INTEGER NOT NULL, problem TEXT NOT NULL, stand_in INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS figures (
  folder TEXT NOT NULL REFERENCES runs ON DELETE CASCADE, position INTEGER NOT NULL,
  kind TEXT NOT NULL, name TEXT NOT NULL, measured_s REAL, target_s REAL, verdict TEXT NOT NULL,
  predicted_median_s REAL, predicted_low_s REAL, predicted_high_s REAL, rank REAL,
  PRIMARY KEY (folder, position));
CREATE INDEX IF NOT EXISTS runs_by_beginning ON runs (started_at);
)";

}  // namespace

RunHistory::RunHistory(const std::string& path) : path_{path} {
  try {
    if (sqlite3_open(path.c_str(), &database_) != SQLITE_OK) {
      throw std::runtime_error{sqlite3_errmsg(database_)};
    }
    sqlite3_busy_timeout(database_, 5'000);  // ms
    execute("PRAGMA foreign_keys = ON");
    execute(tables);
    add_what_earlier_versions_lack();
  } catch (const std::runtime_error& error) {
    const std::string why = path + ": " + error.what() +
                            "; the history is made from the folders of the drills: move this file "
                            "away, and it is made anew";
    sqlite3_close(database_);
    throw std::runtime_error{why};
  }
}

RunHistory::~RunHistory() { sqlite3_close(database_); }

void RunHistory::execute(const char* statements) const {
  if (sqlite3_exec(database_, statements, nullptr, nullptr, nullptr) != SQLITE_OK) {
    throw std::runtime_error{sqlite3_errmsg(database_)};
  }
}

void RunHistory::add_what_earlier_versions_lack() const {
  Statement query{database_, "SELECT 1 FROM pragma_table_info('runs') WHERE name = 'stand_in'"};
  if (!query.step()) {
    execute("ALTER TABLE runs ADD COLUMN stand_in INTEGER NOT NULL DEFAULT 0");
  }
}

void RunHistory::put(const std::vector<HistoryEntry>& entries) {
  execute("BEGIN IMMEDIATE");
  try {
    for (const HistoryEntry& entry : entries) {
      put_one(entry);
    }
    execute("COMMIT");
  } catch (...) {
    sqlite3_exec(database_, "ROLLBACK", nullptr, nullptr, nullptr);
    throw;
  }
}

void RunHistory::put_one(const HistoryEntry& entry) {
  Statement removal{database_, "DELETE FROM runs WHERE folder = ?"};
  removal.bind(entry.folder);
  removal.step();
  Statement run{database_, "INSERT INTO runs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"};
  for (const std::string* const text : {&entry.folder, &entry.id, &entry.scenario, &entry.title,
                                        &entry.target, &entry.started_at, &entry.state}) {
    run.bind(*text);
  }
  run.bind(std::int64_t{entry.is_verified ? 1 : 0});
  run.bind(entry.problem);
  run.bind(std::int64_t{entry.is_from_stand_in ? 1 : 0});
  run.step();
  std::int64_t position = 0;
  for (const HistoryFigure& figure : entry.figures) {
    Statement row{database_, "INSERT INTO figures VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"};
    row.bind(entry.folder);
    row.bind(position++);
    row.bind(figure.kind);
    row.bind(figure.name);
    row.bind(figure.measured_s);
    row.bind(figure.target_s);
    row.bind(figure.verdict);
    row.bind(figure.predicted_median_s);
    row.bind(figure.predicted_low_s);
    row.bind(figure.predicted_high_s);
    row.bind(figure.rank);
    row.step();
  }
}

std::vector<HistoryFigure> RunHistory::figures_of(const std::string& folder) const {
  Statement query{database_,
                  "SELECT kind, name, measured_s, target_s, verdict, predicted_median_s, "
                  "predicted_low_s, predicted_high_s, rank FROM figures WHERE folder = ? "
                  "ORDER BY position"};
  query.bind(folder);
  std::vector<HistoryFigure> figures;
  while (query.step()) {
    figures.push_back({.kind = query.text(0),
                       .name = query.text(1),
                       .measured_s = query.number(2),
                       .target_s = query.number(3),
                       .verdict = query.text(4),
                       .predicted_median_s = query.number(5),
                       .predicted_low_s = query.number(6),
                       .predicted_high_s = query.number(7),
                       .rank = query.number(8)});
  }
  return figures;
}

std::vector<HistoryEntry> RunHistory::list(const HistoryFilter& filter) const {
  Statement query{
      database_,
      "SELECT folder, id, scenario, title, target, started_at, state, verified, problem, stand_in "
      "FROM runs "
      "WHERE (?1 = '' OR scenario = ?1) AND (?2 = '' OR target = ?2) AND (?3 = '' OR state = ?3) "
      "AND (?4 = '' OR started_at >= ?4) "
      "AND (?5 = '' OR substr(started_at, 1, length(?5)) <= ?5) "
      "AND (?6 = 0 OR EXISTS (SELECT 1 FROM figures WHERE figures.folder = runs.folder AND "
      "verdict = 'missed')) ORDER BY started_at, folder"};
  for (const std::string* const text :
       {&filter.scenario, &filter.target, &filter.state, &filter.since, &filter.until}) {
    query.bind(*text);
  }
  query.bind(std::int64_t{filter.only_missed ? 1 : 0});
  std::vector<HistoryEntry> entries;
  while (query.step()) {
    HistoryEntry entry{.id = query.text(1),
                       .folder = query.text(0),
                       .scenario = query.text(2),
                       .title = query.text(3),
                       .target = query.text(4),
                       .started_at = query.text(5),
                       .state = query.text(6),
                       .is_verified = query.integer(7) != 0,
                       .problem = query.text(8),
                       .is_from_stand_in = query.integer(9) != 0,
                       .figures = {}};
    entry.figures = figures_of(entry.folder);
    entries.push_back(std::move(entry));
  }
  return entries;
}

}  // namespace firedrill
