#include "app/pack_files.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

namespace firedrill {
namespace {

namespace files = std::filesystem;

Diagnostics unreadable(const std::string& path, std::string_view code, std::string why) {
  Diagnostic one;
  one.code = code;
  one.place.file = path;
  one.message = std::move(why);
  return {std::move(one)};
}

void make_private_folder(const files::path& folder) {
  if (!folder.empty() && !files::exists(folder)) {
    make_private_folder(folder.parent_path());
    if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) {
      throw std::system_error{errno, std::generic_category(), folder.string()};
    }
  }
}

void write_private(const files::path& path, const std::string& content) {
  const std::string beside = path.string() + ".part";
  const int file = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  const auto fail = [&] { throw std::system_error{errno, std::generic_category(), beside}; };
  if (file < 0) {
    fail();
  }
  std::size_t done = 0;
  while (done < content.size()) {
    const auto count = ::write(file, content.data() + done, content.size() - done);
    if (count < 0 && errno != EINTR) {
      ::close(file);
      fail();
    }
    done += count < 0 ? 0 : static_cast<std::size_t>(count);
  }
  if (::fchmod(file, 0600) != 0 || ::close(file) != 0) {
    fail();
  }
  files::rename(beside, path);
}

}  // namespace

Result<std::string> read_bytes(const std::string& path) {
  std::ifstream stream{path, std::ios::binary};
  std::string bytes{std::istreambuf_iterator<char>{stream}, {}};
  if (!stream.is_open() || stream.bad() || files::is_directory(path)) {
    return unreadable(path, "FD1001", std::strerror(errno == 0 ? EIO : errno));
  }
  return bytes;
}

Result<PackFiles> read_folder(const std::string& folder) {
  if (!files::is_directory(folder)) {
    return unreadable(folder, "FD1001", "it is no folder");
  }
  PackFiles pack;
  for (const auto& entry : files::recursive_directory_iterator{folder}) {
    const std::string name = files::relative(entry.path(), folder).generic_string();
    if (entry.is_symlink() || (!entry.is_directory() && !entry.is_regular_file())) {
      return unreadable((files::path{folder} / name).string(), "FD7101", "it is no regular file");
    }
    if (entry.is_regular_file()) {
      auto bytes = read_bytes(entry.path().string());
      if (!bytes) {
        return bytes.error();
      }
      pack[name] = std::move(bytes).value();
    }
  }
  return pack;
}

void write_pack(const std::string& folder, const PackFiles& pack) {
  make_private_folder(files::absolute(folder));
  for (const auto& [name, bytes] : pack) {
    const files::path path = files::path{folder} / name;
    make_private_folder(files::absolute(path.parent_path()));
    write_private(path, bytes);
  }
}

}  // namespace firedrill
