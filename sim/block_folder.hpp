// A folder in which workers keep finished blocks of a long run, each in a file of its own that it
// only ever appends to and holds locked while it lives. What was interrupted in the middle of a
// write is noticed by its digest and cut off. Any worker reads the blocks of all others.
// Example: auto folder = BlockFolder::open("run", 0, header); folder->keep(17, bytes);
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/base/result.hpp"

namespace firedrill {

class BlockFolder {
 public:
  // `worker` writes part-WORKER.blocks, which begins with the line `header`: what is computed.
  // Makes the folder if it is missing. FD8001: a part belongs to another run; FD8002: the worker's
  // own is held by another process. Throws std::system_error where files cannot be made, read or
  // written.
  [[nodiscard]] static Result<BlockFolder> open(const std::string& path, std::uint64_t worker,
                                                const std::string& header);
  BlockFolder(BlockFolder&& other) noexcept;
  BlockFolder& operator=(BlockFolder&&) = delete;
  BlockFolder(const BlockFolder&) = delete;
  BlockFolder& operator=(const BlockFolder&) = delete;
  ~BlockFolder();

  // Writes the block; once this returns, it outlives this process and the machine's power.
  void keep(std::uint64_t block, std::string_view bytes);

  // Reads what others have kept since the last look. FD8001 as in open().
  [[nodiscard]] Diagnostics look();

  [[nodiscard]] bool has(std::uint64_t block) const { return places_.contains(block); }
  [[nodiscard]] std::size_t size() const { return places_.size(); }
  // The bytes of a block that is there.
  [[nodiscard]] std::string bytes_of(std::uint64_t block) const;

  // Whether a living process holds the part of `worker`; none: it has no part yet.
  [[nodiscard]] std::optional<bool> is_held(std::uint64_t worker) const;

  // True for the first who asks about `name` in this folder, ever; false for all others.
  [[nodiscard]] bool claim(const std::string& name) const;

 private:
  struct Part {
    std::string path;
    std::size_t read = 0;  // bytes, so far as they are whole
  };
  struct Place {
    std::string path;
    std::size_t offset = 0, length = 0;
  };

  BlockFolder(std::string path, std::string header)
      : path_{std::move(path)}, header_{std::move(header)} {}
  std::optional<Diagnostics> read(Part& part);
  [[nodiscard]] std::string path_of(std::uint64_t worker) const;
  [[nodiscard]] Diagnostics hold(std::uint64_t worker);

  std::string path_, header_;
  int own_ = -1;  // the file descriptor of the worker's own part
  std::string own_path_;
  std::map<std::string, Part> parts_;
  std::map<std::uint64_t, Place> places_;
};

}  // namespace firedrill
