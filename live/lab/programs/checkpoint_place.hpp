// Where checkpoints are kept, as the few operations that fencing needs: a folder that a cluster's
// nodes share, and a bucket of the object store. Stores differ in whether they can write only what
// is not there (Swift's S3 cannot), so a folder alone has to.
// Example: FolderPlace place{"checkpoints/train"}; place.create("00000001.us-east-1/claim", "")
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "live/lab/programs/s3_client.hpp"

namespace firedrill {

class CheckpointPlace {
 public:
  CheckpointPlace() = default;
  CheckpointPlace(const CheckpointPlace&) = delete;
  CheckpointPlace& operator=(const CheckpointPlace&) = delete;
  virtual ~CheckpointPlace() = default;

  // Writes a name, whether it is there or not: a reader sees the old bytes or the new. False: it
  // may or may not have been written.
  [[nodiscard]] virtual bool replace(const std::string& name, const std::string& bytes) = 0;
  [[nodiscard]] virtual std::optional<std::string> read(const std::string& name) = 0;
  // All names, sorted; none where the place cannot be asked.
  [[nodiscard]] virtual std::optional<std::vector<std::string>> list() = 0;
};

// Survives a loss of power: file and folder are flushed before it says done.
class FolderPlace : public CheckpointPlace {
 public:
  // Makes the folder where it is missing; throws std::filesystem::filesystem_error if it cannot.
  explicit FolderPlace(std::filesystem::path folder);

  enum class Creation { done, exists, failed };
  // Writes a name that is not there yet; of several who try, one succeeds.
  [[nodiscard]] Creation create(const std::string& name, const std::string& bytes);
  bool replace(const std::string& name, const std::string& bytes) override;
  std::optional<std::string> read(const std::string& name) override;
  std::optional<std::vector<std::string>> list() override;

 private:
  [[nodiscard]] bool write_temporary(const std::filesystem::path& path, const std::string& bytes);

  std::filesystem::path folder_;
};

// Below PREFIX/ in a bucket.
class BucketPlace : public CheckpointPlace {
 public:
  BucketPlace(S3Client store, std::string bucket, std::string prefix);

  bool replace(const std::string& name, const std::string& bytes) override;
  std::optional<std::string> read(const std::string& name) override;
  std::optional<std::vector<std::string>> list() override;

 private:
  S3Client store_;
  std::string bucket_;
  std::string prefix_;
};

}  // namespace firedrill
