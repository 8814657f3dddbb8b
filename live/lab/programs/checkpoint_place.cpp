#include "live/lab/programs/checkpoint_place.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "live/process/descriptor.hpp"

namespace firedrill {
namespace {

namespace files = std::filesystem;

constexpr Duration store_patience = std::chrono::seconds{3};

bool flush(const files::path& path) {
  const FileDescriptor opened{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
  return opened && ::fsync(opened.number()) == 0;
}

}  // namespace

FolderPlace::FolderPlace(files::path folder) : folder_{std::move(folder)} {
  files::create_directories(folder_);
}

bool FolderPlace::write_temporary(const files::path& path, const std::string& bytes) {
  std::error_code error;
  files::create_directories(path.parent_path(), error);
  const FileDescriptor file{::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644)};
  return file &&
         ::write(file.number(), bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()) &&
         ::fsync(file.number()) == 0 && flush(path.parent_path().parent_path());
}

FolderPlace::Creation FolderPlace::create(const std::string& name, const std::string& bytes) {
  const files::path path = folder_ / name;
  const files::path temporary = path.string() + "." + std::to_string(::getpid()) + ".new";
  if (!write_temporary(temporary, bytes)) {
    return Creation::failed;
  }
  const bool is_linked = ::link(temporary.c_str(), path.c_str()) == 0;  // not if it exists
  const int error = errno;
  ::unlink(temporary.c_str());
  if (!is_linked) {
    return error == EEXIST ? Creation::exists : Creation::failed;
  }
  return flush(path.parent_path()) ? Creation::done : Creation::failed;
}

bool FolderPlace::replace(const std::string& name, const std::string& bytes) {
  const files::path path = folder_ / name;
  const files::path temporary = path.string() + ".new";
  return write_temporary(temporary, bytes) && ::rename(temporary.c_str(), path.c_str()) == 0 &&
         flush(path.parent_path());
}

std::optional<std::string> FolderPlace::read(const std::string& name) {
  std::ifstream file{folder_ / name, std::ios::binary};
  if (!file) {
    return std::nullopt;
  }
  return std::string{std::istreambuf_iterator<char>{file}, {}};
}

std::optional<std::vector<std::string>> FolderPlace::list() {
  std::vector<std::string> names;
  std::error_code error;
  for (const auto& entry : files::recursive_directory_iterator{folder_, error}) {
    if (entry.is_regular_file() && entry.path().extension() != ".new") {
      names.push_back(files::relative(entry.path(), folder_).string());
    }
  }
  std::ranges::sort(names);
  return error ? std::nullopt : std::optional{names};
}

BucketPlace::BucketPlace(S3Client store, std::string bucket, std::string prefix)
    : store_{std::move(store)}, bucket_{std::move(bucket)}, prefix_{std::move(prefix) + "/"} {}

bool BucketPlace::replace(const std::string& name, const std::string& bytes) {
  return store_.put(bucket_, prefix_ + name, bytes, store_patience).is_good();
}

std::optional<std::string> BucketPlace::read(const std::string& name) {
  HttpResponse response = store_.get(bucket_, prefix_ + name, store_patience);
  return response.is_good() ? std::optional{std::move(response.body)} : std::nullopt;
}

std::optional<std::vector<std::string>> BucketPlace::list() {
  S3Client::Listing listing = store_.list(bucket_, prefix_, store_patience);
  if (!listing.response.is_good()) {
    return std::nullopt;
  }
  for (std::string& key : listing.keys) {
    key.erase(0, prefix_.size());
  }
  return std::move(listing.keys);
}

}  // namespace firedrill
