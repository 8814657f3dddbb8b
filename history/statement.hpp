// One prepared statement of SQLite: values are bound, never pasted into the text, and rows come
// back typed. Every error is an exception with SQLite's own words.
// Example: Statement query{database, "SELECT id FROM runs WHERE state = ?"};
// query.bind("completed");
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <optional>
#include <string>

namespace firedrill {

class Statement {
 public:
  Statement(sqlite3* database, const char* text);
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  ~Statement();

  // The next parameter, from the first on.
  void bind(const std::string& value);
  void bind(const std::optional<double>& value);
  void bind(std::int64_t value);

  // Whether there is a (next) row.
  bool step();

  // Columns of the row, from 0.
  [[nodiscard]] std::string text(int column) const;
  [[nodiscard]] std::optional<double> number(int column) const;
  [[nodiscard]] std::int64_t integer(int column) const;

 private:
  void check(int code) const;

  sqlite3* database_;
  sqlite3_stmt* statement_ = nullptr;
  int bound_ = 0;
};

}  // namespace firedrill
