#include "live/drill/run_recorder.hpp"

#include <fcntl.h>
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

#include "models/text/document.hpp"

namespace firedrill {
namespace {

using Json = nlohmann::ordered_json;

[[noreturn]] void fail(const std::string& what) {
  throw std::system_error{errno, std::generic_category(), what};
}

void write_all(int file, const std::string& text, const std::string& path) {
  for (std::size_t done = 0; done < text.size();) {
    const auto count = ::write(file, text.data() + done, text.size() - done);
    if (count < 0 && errno != EINTR) {
      fail(path);
    }
    done += count < 0 ? 0 : static_cast<std::size_t>(count);
  }
}

void sync_folder(const std::string& folder) {
  const int handle = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (handle >= 0) {
    static_cast<void>(::fsync(handle));
    ::close(handle);
  }
}

Diagnostics broken(const std::string& path, int line, std::string why) {
  Place place;
  place.file = path;
  place.line = line;
  place.column = 1;
  return {Diagnostic{"FD6101",
                     Severity::error,
                     std::move(place),
                     std::move(why),
                     "the run is no evidence from this line on",
                     {}}};
}

std::string text_of(const std::string& path) {
  std::ifstream stream{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{stream}, {}};
}

}  // namespace

std::string utc_now() {
  const auto now = std::chrono::system_clock::now();
  const auto micros =
      std::chrono::duration_cast<std::chrono::microseconds>(now.time_since_epoch()) %
      std::chrono::seconds{1};
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:06}Z",
                     fmt::gmtime(std::chrono::system_clock::to_time_t(now)), micros.count());
}

RunRecorder::RunRecorder(std::string folder, SteadyTime zero)
    : folder_{std::move(folder)}, zero_{zero} {
  std::filesystem::create_directories(folder_);
  const std::string path = folder_ + "/events.jsonl";
  file_ = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0600);
  if (file_ < 0) {
    fail(path);
  }
  sync_folder(folder_);
}

RunRecorder::~RunRecorder() { ::close(file_); }

std::uint64_t RunRecorder::record(std::string_view kind, const Json& data, Duration due) {
  const std::lock_guard lock{mutex_};
  const Duration at = now();
  Json line{{"n", head_.events}, {"at_s", to_seconds(at)}, {"utc", utc_now()}};
  line["late_s"] = due == never ? Json(nullptr) : Json(std::max(0.0, to_seconds(at - due)));
  line["before"] = head_.digest;
  line["kind"] = kind;
  line["data"] = data;
  const std::string text =
      without_secrets(line.dump(-1, ' ', false, Json::error_handler_t::replace));
  write_all(file_, text + "\n", folder_);
  if (::fdatasync(file_) != 0) {
    fail(folder_);
  }
  head_.digest = sha256_hex(text);
  return head_.events++;
}

void RunRecorder::hide(std::string secret) {
  if (!secret.empty()) {
    const std::lock_guard lock{mutex_};
    secrets_.push_back(std::move(secret));
  }
}

std::string RunRecorder::without_secrets(std::string text) const {
  for (const std::string& secret : secrets_) {
    for (std::size_t at = text.find(secret); at != std::string::npos; at = text.find(secret, at)) {
      text.replace(at, secret.size(), "[secret]");
    }
  }
  return text;
}

void RunRecorder::write_file(const std::string& name, const std::string& content) const {
  const std::string path = folder_ + "/" + name;
  std::filesystem::create_directories(std::filesystem::path{path}.parent_path());
  const std::string beside = path + ".new";
  const int file = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (file < 0) {
    fail(beside);
  }
  write_all(file, without_secrets(content), beside);
  const bool is_durable = ::fsync(file) == 0;
  ::close(file);
  if (!is_durable || std::rename(beside.c_str(), path.c_str()) != 0) {
    fail(path);
  }
  sync_folder(folder_);
}

ChainHead RunRecorder::head() const {
  const std::lock_guard lock{mutex_};
  return head_;
}

Result<ChainHead> verify_chain(const std::string& path) {
  if (!std::filesystem::is_regular_file(path)) {
    Diagnostics why = broken(path, 0, "cannot be read");
    why.front().code = "FD1001";
    return why;
  }
  const std::string text = text_of(path);
  ChainHead head;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = text.find('\n', begin);
    if (end == std::string::npos) {
      break;  // torn
    }
    const std::string line = text.substr(begin, end - begin);
    const int number = static_cast<int>(head.events) + 1;
    const auto json = nlohmann::json::parse(line, nullptr, false);
    if (!json.is_object() || !json.contains("before") || json["before"] != head.digest) {
      return broken(path, number, "does not follow from the line before it");
    }
    if (!json.contains("n") || json["n"] != head.events) {
      return broken(path, number, "has not the number that comes next");
    }
    head.digest = sha256_hex(line);
    ++head.events;
    begin = end + 1;
  }
  return head;
}

std::vector<RunEvidence> evidence_in(const std::string& folder) {
  std::vector<RunEvidence> evidence;
  for (const auto& entry : std::filesystem::recursive_directory_iterator{folder}) {
    const std::string name = std::filesystem::relative(entry.path(), folder).string();
    if (entry.is_regular_file() && name != "run.json" && !name.ends_with(".new")) {
      const std::string content = text_of(entry.path().string());
      evidence.push_back({name, sha256_hex(content), static_cast<std::int64_t>(content.size())});
    }
  }
  std::sort(evidence.begin(), evidence.end(),
            [](const RunEvidence& a, const RunEvidence& b) { return a.file < b.file; });
  return evidence;
}

}  // namespace firedrill
