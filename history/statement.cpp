#include "history/statement.hpp"

#include <stdexcept>

namespace firedrill {

Statement::Statement(sqlite3* database, const char* text) : database_{database} {
  check(sqlite3_prepare_v2(database, text, -1, &statement_, nullptr));
}

Statement::~Statement() { sqlite3_finalize(statement_); }

void Statement::check(int code) const {
  if (code != SQLITE_OK) {
    throw std::runtime_error{std::string{"the history: "} + sqlite3_errmsg(database_)};
  }
}

void Statement::bind(const std::string& value) {
  check(sqlite3_bind_text64(statement_, ++bound_, value.data(), value.size(), SQLITE_TRANSIENT,
                            SQLITE_UTF8));
}

void Statement::bind(const std::optional<double>& value) {
  ++bound_;
  check(value ? sqlite3_bind_double(statement_, bound_, *value)
              : sqlite3_bind_null(statement_, bound_));
}

void Statement::bind(std::int64_t value) { check(sqlite3_bind_int64(statement_, ++bound_, value)); }

bool Statement::step() {
  const int code = sqlite3_step(statement_);
  if (code != SQLITE_ROW && code != SQLITE_DONE) {
    check(code);
  }
  return code == SQLITE_ROW;
}

std::string Statement::text(int column) const {
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_, column));
  const auto* const bytes = static_cast<const char*>(sqlite3_column_blob(statement_, column));
  return bytes == nullptr ? std::string{} : std::string{bytes, size};
}

std::optional<double> Statement::number(int column) const {
  return sqlite3_column_type(statement_, column) == SQLITE_NULL
             ? std::nullopt
             : std::optional{sqlite3_column_double(statement_, column)};
}

std::int64_t Statement::integer(int column) const {
  return sqlite3_column_int64(statement_, column);
}

}  // namespace firedrill
