#include "sim/block_folder.hpp"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

#include "models/text/document.hpp"

namespace firedrill {
namespace {

// A block in its file: number and length as 16 hexadecimal digits each, the SHA-256 of both and of
// the bytes as 64, then the bytes.
constexpr std::size_t digits = 16, digest_digits = 64, before_bytes = 2 * digits + digest_digits;

[[noreturn]] void fail(const std::string& what) {
  throw std::system_error{errno, std::generic_category(), what};
}

void write_all(int file, std::string_view bytes, const std::string& path) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file, bytes.data(), bytes.size());
    if (written < 0 && errno != EINTR) {
      fail(path);
    }
    bytes.remove_prefix(written < 0 ? 0 : static_cast<std::size_t>(written));
  }
  if (::fdatasync(file) != 0) {
    fail(path);
  }
}

// From `offset` to the end; empty where there is no such file.
std::string read_from(const std::string& path, std::size_t offset) {
  std::ifstream file{path, std::ios::binary};
  file.seekg(static_cast<std::streamoff>(offset));
  return {std::istreambuf_iterator<char>{file}, {}};
}

std::optional<std::uint64_t> number(std::string_view text) {
  std::uint64_t value = 0;
  for (const char digit : text) {
    const std::size_t place = std::string_view{"0123456789abcdef"}.find(digit);
    if (place == std::string_view::npos) {
      return std::nullopt;
    }
    value = value << 4U | place;
  }
  return value;
}

struct flock whole_file(short type) {
  struct flock lock {};
  lock.l_type = type;
  lock.l_whence = SEEK_SET;
  return lock;
}

Diagnostic about(const std::string& code, const std::string& path, const std::string& message,
                 const std::string& suggestion) {
  Diagnostic diagnostic;
  diagnostic.code = code;
  diagnostic.place.file = path;
  diagnostic.message = message;
  diagnostic.suggestion = suggestion;
  return diagnostic;
}

}  // namespace

Result<BlockFolder> BlockFolder::open(const std::string& path, std::uint64_t worker,
                                      const std::string& header) {
  std::filesystem::create_directories(path);
  BlockFolder folder{path, header + "\n"};
  if (auto problems = folder.hold(worker); !problems.empty()) {
    return problems;
  }
  if (auto problems = folder.look(); !problems.empty()) {
    return problems;
  }
  const std::size_t whole = folder.parts_[folder.own_path_].read;
  if (::ftruncate(folder.own_, static_cast<off_t>(whole)) != 0) {
    fail(folder.own_path_);
  }
  if (whole == 0) {
    write_all(folder.own_, folder.header_, folder.own_path_);
    folder.parts_[folder.own_path_].read = folder.header_.size();
  }
  return folder;
}

BlockFolder::BlockFolder(BlockFolder&& other) noexcept
    : path_{std::move(other.path_)},
      header_{std::move(other.header_)},
      own_{std::exchange(other.own_, -1)},
      own_path_{std::move(other.own_path_)},
      parts_{std::move(other.parts_)},
      places_{std::move(other.places_)} {}

BlockFolder::~BlockFolder() {
  if (own_ >= 0) {
    ::close(own_);
  }
}

std::string BlockFolder::path_of(std::uint64_t worker) const {
  return fmt::format("{}/part-{}.blocks", path_, worker);
}

Diagnostics BlockFolder::hold(std::uint64_t worker) {
  own_path_ = path_of(worker);
  constexpr mode_t mode = 0644;
  own_ = ::open(own_path_.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, mode);
  if (own_ < 0) {
    fail(own_path_);
  }
  // Of the open file, not of the process: what only reads the part does not give it up.
  struct flock lock = whole_file(F_WRLCK);
  if (::fcntl(own_, F_OFD_SETLK, &lock) == 0) {
    return {};
  }
  if (errno != EAGAIN && errno != EACCES) {
    fail(own_path_);
  }
  return {about("FD8002", own_path_, "another process is writing this part",
                "let it end, or give this run another folder")};
}

void BlockFolder::keep(std::uint64_t block, std::string_view bytes) {
  std::string record = fmt::format("{:016x}{:016x}", block, bytes.size());
  std::string hashed = record;
  hashed += bytes;
  record += sha256_hex(hashed);
  record += bytes;
  write_all(own_, record, own_path_);
  Part& part = parts_[own_path_];
  places_.try_emplace(block, Place{own_path_, part.read + before_bytes, bytes.size()});
  part.read += record.size();
}

std::optional<Diagnostics> BlockFolder::read(Part& part) {
  const std::string text = read_from(part.path, part.read);
  std::string_view left = text;
  if (part.read == 0) {
    if (left.substr(0, header_.size()) != header_) {
      if (left.find('\n') == std::string_view::npos) {
        return std::nullopt;  // only just begun
      }
      return Diagnostics{
          about("FD8001", part.path,
                "this part belongs to another run: " + text.substr(0, text.find('\n')) +
                    ", wanted is " + header_.substr(0, header_.size() - 1),
                "give this run another folder")};
    }
    left.remove_prefix(header_.size());
    part.read = header_.size();
  }
  while (left.size() >= before_bytes) {
    const auto block = number(left.substr(0, digits));
    const auto length = number(left.substr(digits, digits));
    if (!block || !length || *length > left.size() - before_bytes) {
      break;
    }
    std::string hashed{left.substr(0, 2 * digits)};
    hashed += left.substr(before_bytes, *length);
    if (sha256_hex(hashed) != left.substr(2 * digits, digest_digits)) {
      break;
    }
    places_.try_emplace(*block, Place{part.path, part.read + before_bytes, *length});
    left.remove_prefix(before_bytes + *length);
    part.read += before_bytes + *length;
  }
  return std::nullopt;
}

Diagnostics BlockFolder::look() {
  for (const auto& entry : std::filesystem::directory_iterator{path_}) {
    const std::string name = entry.path().filename().string();
    if (!name.starts_with("part-") || !name.ends_with(".blocks")) {
      continue;
    }
    const std::string path = path_ + "/" + name;
    Part& part = parts_.try_emplace(path, Part{path}).first->second;
    if (entry.file_size() == part.read) {
      continue;
    }
    if (auto problems = read(part)) {
      return *std::move(problems);
    }
  }
  return {};
}

std::string BlockFolder::bytes_of(std::uint64_t block) const {
  const Place& place = places_.at(block);
  std::ifstream file{place.path, std::ios::binary};
  file.seekg(static_cast<std::streamoff>(place.offset));
  std::string bytes(place.length, '\0');
  if (!file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()))) {
    throw std::system_error{EIO, std::generic_category(), place.path};
  }
  return bytes;
}

std::optional<bool> BlockFolder::is_held(std::uint64_t worker) const {
  const std::string path = path_of(worker);
  const int file = ::open(path.c_str(), O_RDWR | O_CLOEXEC);
  if (file < 0) {
    return std::nullopt;
  }
  struct flock lock = whole_file(F_WRLCK);
  const bool asked = ::fcntl(file, F_OFD_GETLK, &lock) == 0;
  ::close(file);
  return asked && lock.l_type != F_UNLCK;
}

bool BlockFolder::claim(const std::string& name) const {
  const std::string path = path_ + "/" + name;
  constexpr mode_t mode = 0644;
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
  if (file < 0 && errno != EEXIST) {
    fail(path);
  }
  if (file >= 0) {
    ::close(file);
  }
  return file >= 0;
}

}  // namespace firedrill
