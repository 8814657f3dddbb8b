#include "scenarios/run_folder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <utility>
#include <vector>

#include "models/text/document.hpp"
#include "scenarios/predicted_run_reader.hpp"
#include "scenarios/run_reader.hpp"

namespace firedrill {
namespace {

constexpr std::size_t digest_length = 64;

class Verifier {
 public:
  Verifier(const std::string& folder, const ReadFile& read) : folder_{folder}, read_{read} {}

  Result<RecordedDrill> load();

 private:
  void problem(const std::string& file, int line, std::string_view code, std::string message,
               std::string suggestion = {});
  [[nodiscard]] std::optional<std::string> bytes_of(const std::string& name) const {
    return read_(name);
  }
  [[nodiscard]] Result<Document> document_of(const std::string& name) const;
  void check_sums();
  void check_file(const std::string& name, const std::string& digest);
  void check_chain(const Run& run);
  void check_seal(const Run& run, const std::vector<std::string>& lines);
  void check_evidence(const Run& run);
  void check_prediction(const Run& run, const PredictedRun& predicted);
  [[nodiscard]] std::string path_of(const std::string& name) const {
    return (std::filesystem::path{folder_} / name).generic_string();
  }

  std::string folder_;
  const ReadFile& read_;
  Diagnostics problems_;
  bool vouches_for_events_ = false;
};

void Verifier::problem(const std::string& file, int line, std::string_view code,
                       std::string message, std::string suggestion) {
  Diagnostic diagnostic;
  diagnostic.code = code;
  diagnostic.place.file = path_of(file);
  diagnostic.place.line = line;
  diagnostic.place.column = line > 0 ? 1 : 0;
  diagnostic.message = std::move(message);
  diagnostic.suggestion = std::move(suggestion);
  problems_.push_back(std::move(diagnostic));
}

Result<Document> Verifier::document_of(const std::string& name) const {
  auto bytes = bytes_of(name);
  if (!bytes) {
    Diagnostic missing;
    missing.code = "FD1001";
    missing.place.file = path_of(name);
    missing.message = "cannot be read";
    return Diagnostics{std::move(missing)};
  }
  return parse_document(path_of(name), std::move(*bytes));
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::size_t begin = 0;
  while (begin < text.size()) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    lines.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return lines;
}

// A name that leads out of the folder is no evidence of this run.
bool is_inside(const std::string& name) {
  const auto path = std::filesystem::path{name}.lexically_normal();
  return !name.empty() && path.is_relative() && *path.begin() != "..";
}

void Verifier::check_file(const std::string& name, const std::string& digest) {
  const auto bytes = is_inside(name) ? bytes_of(name) : std::nullopt;
  if (!bytes) {
    problem(name, 0, "FD7002", "the file was recorded, and is not there");
  } else if (const std::string found = sha256_hex(*bytes); found != digest) {
    problem(name, 0, "FD7002", fmt::format("its SHA-256 is {}, but {} was recorded", found, digest),
            "somebody has changed it since; bring back the original");
  }
}

// Lines as sha256sum writes them: digest, two blanks, name.
void Verifier::check_sums() {
  const auto sums = bytes_of("SHA256SUMS");
  if (!sums) {
    return problem("SHA256SUMS", 0, "FD7001", "the run was never sealed",
                   "a drill writes this file last: it is still running, or was cut off");
  }
  std::vector<std::string> named;
  int number = 0;
  for (const std::string& line : lines_of(*sums)) {
    ++number;
    const bool is_sum =
        line.size() > digest_length + 2 && line.compare(digest_length, 2, "  ") == 0;
    if (!is_sum) {
      problem("SHA256SUMS", number, "FD7001", "the line is no digest with a name");
      continue;
    }
    named.push_back(line.substr(digest_length + 2));
    check_file(named.back(), line.substr(0, digest_length));
  }
  if (std::find(named.begin(), named.end(), "run.json") == named.end()) {
    problem("SHA256SUMS", 0, "FD7001", "nothing vouches for run.json");
  }
  vouches_for_events_ = std::find(named.begin(), named.end(), "events.jsonl") != named.end();
  if (!sums->ends_with('\n')) {
    problem("SHA256SUMS", 0, "FD7001", "the last line is cut off");
  }
}

// A line of events.jsonl, or nothing where it is no JSON.
std::optional<Document> event_of(const std::string& line) {
  Result<Document> document = parse_document("events.jsonl", line);
  return document ? std::optional{std::move(document).value()} : std::nullopt;
}

std::string text_in(const Node* node, std::string_view key) {
  const Node* const member = node == nullptr ? nullptr : node->find(key);
  return member != nullptr && member->kind == NodeKind::string ? member->string : std::string{};
}

void Verifier::check_chain(const Run& run) {
  const auto text = bytes_of("events.jsonl");
  const std::vector<std::string> lines = lines_of(text.value_or(""));
  std::string before(digest_length, '0');
  for (std::size_t index = 0; index < lines.size(); ++index) {
    const auto number = static_cast<int>(index + 1);
    const auto event = event_of(lines[index]);
    if (!event || text_in(&event->root, "before") != before) {
      return problem("events.jsonl", number, "FD7004", "the line does not follow the one before it",
                     "a line was changed, removed or added since");
    }
    before = sha256_hex(lines[index]);
    if (index + 1 == run.events && before != run.chain) {
      return problem("events.jsonl", number, "FD7004", "run.json speaks of another line here");
    }
  }
  if (lines.size() < run.events) {
    return problem(
        "events.jsonl", 0, "FD7004",
        fmt::format("run.json speaks of {} events, here are {}", run.events, lines.size()));
  }
  check_seal(run, lines);
}

void Verifier::check_seal(const Run& run, const std::vector<std::string>& lines) {
  if (!run.prediction) {
    return problem("run.json", 0, "FD7003", "no prediction was sealed before this drill",
                   "what is predicted afterwards proves nothing");
  }
  const auto seal = static_cast<std::size_t>(run.prediction->seal);
  const auto sealed = seal < lines.size() ? event_of(lines[seal]) : std::nullopt;
  if (!sealed || text_in(sealed->root.find("data"), "digest") != run.prediction->digest) {
    return problem("events.jsonl", 0, "FD7003",
                   fmt::format("event {} does not record the digest of the prediction", seal));
  }
  const Node* const at = sealed->root.find("at_s");
  for (const RunFault& fault : run.faults) {
    if (fault.injected && (at == nullptr || at->number > to_seconds(*fault.injected))) {
      problem("events.jsonl", static_cast<int>(seal + 1), "FD7003",
              fmt::format("{} was injected before the prediction was sealed", fault.name),
              "what is predicted afterwards proves nothing");
    }
  }
  for (std::size_t index = 0; index < seal; ++index) {
    const auto event = event_of(lines[index]);
    if (event && text_in(&event->root, "kind") == "inject") {
      return problem("events.jsonl", static_cast<int>(index + 1), "FD7003",
                     "a fault was injected before the prediction was sealed",
                     "what is predicted afterwards proves nothing");
    }
  }
}

void Verifier::check_evidence(const Run& run) {
  if (run.prediction) {
    check_file(run.prediction->file, run.prediction->digest);
  }
  for (const RunEvidence& evidence : run.evidence) {
    check_file(evidence.file, evidence.digest);
    vouches_for_events_ = vouches_for_events_ || evidence.file == "events.jsonl";
  }
  if (!vouches_for_events_) {
    problem("events.jsonl", 0, "FD7001", "nothing vouches for its last line");
  }
}

void Verifier::check_prediction(const Run& run, const PredictedRun& predicted) {
  const std::string& file = run.prediction->file;
  if (predicted.scenario.digest != run.scenario.digest) {
    problem(file, 0, "FD7005", "it predicts another scenario than the one that was drilled");
  }
  if (predicted.seed != run.prediction->seed) {
    problem(file, 0, "FD7005", "it was made with another seed than the one that was recorded");
  }
  const auto& fitted = predicted.fitted_on;
  if (std::find(fitted.begin(), fitted.end(), run.id) != fitted.end()) {
    problem(file, 0, "FD7006", fmt::format("the model was fitted on the run {} itself", run.id),
            "a run never judges a model that has seen it");
  }
}

Result<RecordedDrill> Verifier::load() {
  check_sums();
  if (!problems_.empty()) {
    return problems_;
  }
  const Result<Document> written = document_of("run.json");
  Result<Run> run = written ? read_run(*written) : Result<Run>{written.error()};
  if (!run) {
    return run.error();
  }
  check_evidence(*run);
  check_chain(*run);
  if (!problems_.empty()) {
    return problems_;
  }
  const Result<Document> document = document_of(run->prediction->file);
  if (!document) {
    return document.error();
  }
  Result<PredictedRun> predicted = read_predicted_run(*document);
  if (!predicted) {
    return predicted.error();
  }
  check_prediction(*run, *predicted);
  if (!problems_.empty()) {
    return problems_;
  }
  return RecordedDrill{folder_, sha256_hex(*bytes_of("run.json")), std::move(run).value(),
                       std::move(predicted).value()};
}

}  // namespace

Result<RecordedDrill> read_drill(const std::string& folder, const ReadFile& read) {
  return Verifier{folder, read}.load();
}

Result<RecordedDrill> load_drill(const std::string& folder) {
  return read_drill(folder, [&](const std::string& name) -> std::optional<std::string> {
    std::ifstream stream{std::filesystem::path{folder} / name, std::ios::binary};
    if (!stream) {
      return std::nullopt;
    }
    return std::string{std::istreambuf_iterator<char>{stream}, {}};
  });
}

std::string run_seal(std::string_view run_json) { return sha256_hex(run_json) + "  run.json\n"; }

bool is_unverified(const Diagnostics& diagnostics) {
  return std::any_of(diagnostics.begin(), diagnostics.end(),
                     [](const Diagnostic& one) { return one.code.starts_with("FD7"); });
}

}  // namespace firedrill
