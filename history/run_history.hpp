// The history of drills in a SQLite file beside their folders: what was drilled when, on what, what
// came of it, and where in the predictions it lay. It is an index that can be made anew from the
// folders at any time; the evidence is in them. Any SQLite program can read it, too.
// Example: RunHistory history{"runs/history.sqlite"}; history.put(entry); history.list({});
#pragma once

#include <string>
#include <vector>

#include "models/recovery/drill_history.hpp"

struct sqlite3;

namespace firedrill {

class RunHistory {
 public:
  // Opens or makes the file. Throws std::runtime_error, with what can be done, if it is no history
  // or cannot be written; so do all functions below.
  explicit RunHistory(const std::string& path);
  RunHistory(const RunHistory&) = delete;
  RunHistory& operator=(const RunHistory&) = delete;
  ~RunHistory();

  // Adds the drills, or replaces those of the same folder; all or none.
  void put(const std::vector<HistoryEntry>& entries);

  // In the order in which they were begun, with their figures.
  [[nodiscard]] std::vector<HistoryEntry> list(const HistoryFilter& filter) const;

 private:
  void execute(const char* statements) const;
  void add_what_earlier_versions_lack() const;
  void put_one(const HistoryEntry& entry);
  [[nodiscard]] std::vector<HistoryFigure> figures_of(const std::string& folder) const;

  std::string path_;
  sqlite3* database_ = nullptr;
};

}  // namespace firedrill
