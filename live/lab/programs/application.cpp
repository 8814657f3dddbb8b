#include "live/lab/programs/application.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <nlohmann/json.hpp>
#include <thread>

#include "live/lab/programs/database_client.hpp"
#include "live/lab/programs/s3_client.hpp"
#include "models/text/document.hpp"

namespace firedrill {
namespace {

using Json = nlohmann::ordered_json;

constexpr Duration request_patience = std::chrono::seconds{2};
constexpr Duration health_patience = std::chrono::milliseconds{800};  // probes wait for 900 ms
constexpr int request_threads = 24;
constexpr std::string_view documents_bucket = "documents";

std::string first_line_of(const std::string& path) {
  std::string line;
  std::getline(std::ifstream{path}, line);
  return line;
}

HttpResponse json(int status, const Json& value) {
  return {status, value.dump() + "\n", {{"Content-Type", "application/json"}}};
}

class Application {
 public:
  explicit Application(const ApplicationOptions& options)
      : options_{options}, database_{options.databases, "app", options.password_file} {}

  HttpResponse answer(const HttpRequest& request);
  // Writes a time into the database once a second, as long as the primary is in this region: what a
  // replica's age is read from.
  [[noreturn]] void beat();

 private:
  [[nodiscard]] HttpResponse health();
  [[nodiscard]] HttpResponse metrics();
  [[nodiscard]] HttpResponse put_record(const std::string& id, const std::string& value);
  [[nodiscard]] HttpResponse get_record(const std::string& id);
  [[nodiscard]] HttpResponse put_document(const std::string& name, const std::string& bytes);
  [[nodiscard]] HttpResponse get_document(const std::string& name);
  [[nodiscard]] S3Client store() const {
    return S3Client{
        {options_.store_url, options_.region, "lab:admin", first_line_of(options_.store_key_file)}};
  }
  [[nodiscard]] bool is_local(const std::string& server) const;

  const ApplicationOptions& options_;
  DatabaseClient database_;
  std::atomic<long> good_ = 0;
  std::atomic<long> bad_ = 0;
};

// 201, 503 or 504 with the same words for every kind of write.
HttpResponse written(const QueryResult& result, Json about) {
  switch (result.outcome) {
    case QueryOutcome::succeeded:
      about["outcome"] = "committed";
      about["database"] = result.server;
      return json(201, about);
    case QueryOutcome::failed:
      about["outcome"] = "failed";
      about["error"] = result.error;
      return json(503, about);
    case QueryOutcome::unknown:
      about["outcome"] = "unknown";
      about["error"] = result.error;
      return json(504, about);
  }
  return json(500, about);
}

bool Application::is_local(const std::string& server) const {
  const auto end = options_.databases.begin() + options_.local_databases;
  return std::any_of(options_.databases.begin(), end,
                     [&](const Endpoint& own) { return own.address == server; });
}

HttpResponse Application::health() {
  const QueryResult database = database_.write("select 1", {}, health_patience);
  const HttpResponse store =
      http_request({"GET", options_.store_url + "/healthcheck"}, std::chrono::milliseconds{300});
  const bool is_good = database.outcome == QueryOutcome::succeeded && store.is_good();
  Json about{{"status", is_good ? "ok" : "failing"}, {"region", options_.region}};
  about["database"] = database.error.empty() ? database.server : database.error;
  about["store"] = store.is_good() ? "ok" : store.body;
  return json(is_good ? 200 : 503, about);
}

HttpResponse Application::put_record(const std::string& id, const std::string& value) {
  const QueryResult result =
      database_.write("insert into records (id, value) values ($1, $2) on conflict (id) do nothing",
                      {id, value}, request_patience);
  return written(result, {{"id", id}});
}

HttpResponse Application::get_record(const std::string& id) {
  const QueryResult result =
      database_.read("select value, written_at from records where id = $1", {id}, request_patience);
  if (result.outcome != QueryOutcome::succeeded) {
    return json(503, {{"id", id}, {"error", result.error}});
  }
  if (result.rows.empty()) {
    return json(404, {{"id", id}, {"error", "no such record"}});
  }
  return json(200, {{"id", id},
                    {"value", result.rows[0][0]},
                    {"written_at", result.rows[0][1]},
                    {"database", result.server}});
}

HttpResponse Application::put_document(const std::string& name, const std::string& bytes) {
  const HttpResponse stored =
      store().put(std::string{documents_bucket}, name, bytes, request_patience);
  if (!stored.is_good()) {
    return json(503, {{"name", name},
                      {"outcome", "failed"},
                      {"error", fmt::format("store: {} {}", stored.status, stored.body)}});
  }
  const QueryResult result = database_.write(
      "insert into documents (name, digest, size) values ($1, $2, $3) on conflict (name) do update "
      "set digest = excluded.digest, size = excluded.size, written_at = clock_timestamp()",
      {name, sha256_hex(bytes), std::to_string(bytes.size())}, request_patience);
  return written(result, {{"name", name}, {"size", bytes.size()}});
}

HttpResponse Application::get_document(const std::string& name) {
  const QueryResult known =
      database_.read("select digest from documents where name = $1", {name}, request_patience);
  if (known.outcome != QueryOutcome::succeeded) {
    return json(503, {{"name", name}, {"error", known.error}});
  }
  if (known.rows.empty()) {
    return json(404, {{"name", name}, {"error", "no such document"}});
  }
  const HttpResponse stored = store().get(std::string{documents_bucket}, name, request_patience);
  if (!stored.is_good()) {
    return json(503, {{"name", name}, {"error", fmt::format("store: {}", stored.status)}});
  }
  if (sha256_hex(stored.body) != known.rows[0][0]) {
    return json(502, {{"name", name}, {"error", "not the bytes that were acknowledged"}});
  }
  return {200, stored.body, {{"Content-Type", "application/octet-stream"}}};
}

HttpResponse Application::metrics() {
  std::string text = fmt::format(
      "lab_requests_total{{outcome=\"good\"}} {}\nlab_requests_total{{outcome=\"bad\"}} {}\n",
      good_.load(), bad_.load());
  const QueryResult replicas = database_.write(
      "select application_name, coalesce(pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn), 0), "
      "coalesce(extract(epoch from replay_lag), 0) from pg_stat_replication",
      {}, health_patience);
  for (const auto& row : replicas.rows) {
    text += fmt::format(
        "lab_replication_lag_bytes{{replica=\"{0}\"}} {1}\n"
        "lab_replication_lag_seconds{{replica=\"{0}\"}} {2}\n",
        row[0], row[1], row[2]);
  }
  return {200, text, {{"Content-Type", "text/plain; version=0.0.4"}}};
}

HttpResponse Application::answer(const HttpRequest& request) {
  const auto is_about = [&](std::string_view prefix) {
    return request.target.starts_with(prefix) && request.target.size() > prefix.size();
  };
  const std::string last = request.target.substr(request.target.rfind('/') + 1);
  if (request.target == "/health") {
    return health();
  }
  if (request.target == "/metrics") {
    return metrics();
  }
  HttpResponse response{404, "no such thing\n", {}};
  if (is_about("/records/")) {
    response = request.method == "PUT" ? put_record(last, request.body) : get_record(last);
  } else if (is_about("/documents/")) {
    response = request.method == "PUT" ? put_document(last, request.body) : get_document(last);
  }
  (response.status < 500 ? good_ : bad_)++;
  return response;
}

void Application::beat() {
  for (long count = 1;; ++count) {
    std::this_thread::sleep_for(std::chrono::seconds{1});
    const QueryResult primary = database_.write("select 1", {}, request_patience);
    if (primary.outcome == QueryOutcome::succeeded && is_local(primary.server)) {
      static_cast<void>(database_.write(
          "insert into heartbeat values ($1, $2, clock_timestamp()) on conflict (writer) do update "
          "set beat = excluded.beat, at = excluded.at",
          {options_.region, std::to_string(count)}, request_patience));
    }
  }
}

}  // namespace

void run_application(const ApplicationOptions& options) {
  Application application{options};
  const std::jthread heart{[&] { application.beat(); }};
  serve_http(options.listen, request_threads,
             [&](const HttpRequest& request) { return application.answer(request); });
}

}  // namespace firedrill
