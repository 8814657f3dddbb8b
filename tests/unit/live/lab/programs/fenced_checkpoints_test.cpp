#include "live/lab/programs/fenced_checkpoints.hpp"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>

namespace firedrill {
namespace {

namespace files = std::filesystem;

files::path new_folder() {
  std::string pattern = (files::temp_directory_path() / "firedrill-XXXXXX").string();
  REQUIRE(::mkdtemp(pattern.data()) != nullptr);
  return pattern;
}

// A folder that goes with the test; the second plays the bucket.
struct Fixture {
  files::path root = new_folder();
  FolderPlace folder{root / "folder"};
  FolderPlace bucket{root / "bucket"};
  Fixture() = default;
  Fixture(const Fixture&) = delete;
  Fixture& operator=(const Fixture&) = delete;
  ~Fixture() { files::remove_all(root); }
};

TrainingState state_at(std::int64_t step) {
  TrainingState state = initial_state();
  state.step = step;
  state.loss = 1.0 / static_cast<double>(step + 1);
  return state;
}

TEST_CASE("a run goes on from its newest checkpoint") {
  Fixture places;
  FencedCheckpoints first{places.folder, places.bucket, "here"};
  const auto begun = first.claim(false);
  REQUIRE(begun);
  CHECK(begun->epoch == 1);
  CHECK_FALSE(begun->newest);
  CHECK(first.save(state_at(8)) == Saving::saved);
  CHECK(first.save(state_at(16)) == Saving::saved);
  FencedCheckpoints second{places.folder, places.bucket, "here"};
  const auto resumed = second.claim(false);
  REQUIRE(resumed);
  CHECK(resumed->epoch == 2);
  REQUIRE(resumed->newest);
  CHECK(resumed->newest->epoch == 1);
  CHECK(resumed->newest->state.step == 16);
  CHECK(resumed->newest->state.loss == 1.0 / 17);
  CHECK(resumed->newest->state.weights == initial_state().weights);
}

TEST_CASE("who was overtaken writes nothing, neither into the folder nor into the bucket") {
  Fixture places;
  FencedCheckpoints old{places.folder, places.bucket, "here"};
  REQUIRE(old.claim(false));
  REQUIRE(old.save(state_at(8)) == Saving::saved);
  FencedCheckpoints successor{places.folder, places.bucket, "here"};
  REQUIRE(successor.claim(false));
  REQUIRE(successor.save(state_at(12)) == Saving::saved);
  CHECK(old.save(state_at(100)) == Saving::fenced);
  CHECK(old.upload(state_at(100)) == Saving::fenced);
  FencedCheckpoints third{places.folder, places.bucket, "here"};
  CHECK(third.claim(false)->newest->state.step == 12);
}

TEST_CASE("a write that was on its way when the successor came hurts nobody") {
  Fixture places;
  FencedCheckpoints old{places.folder, places.bucket, "here"};
  REQUIRE(old.claim(false));
  FencedCheckpoints successor{places.folder, places.bucket, "here"};
  REQUIRE(successor.claim(false));
  REQUIRE(successor.save(state_at(4)) == Saving::saved);
  // As if the old worker had looked before the claim, and written after it.
  CHECK(places.folder.replace("00000001.here/checkpoint", encode_checkpoint({1, state_at(900)})));
  FencedCheckpoints third{places.folder, places.bucket, "here"};
  CHECK(third.claim(false)->newest->state.step == 4);
}

TEST_CASE("a torn or rotten checkpoint is passed over") {
  Fixture places;
  FencedCheckpoints first{places.folder, places.bucket, "here"};
  REQUIRE(first.claim(false));
  REQUIRE(first.save(state_at(8)) == Saving::saved);
  FencedCheckpoints second{places.folder, places.bucket, "here"};
  REQUIRE(second.claim(false));
  REQUIRE(second.save(state_at(16)) == Saving::saved);
  const files::path path = places.root / "folder/00000002.here/checkpoint";
  const auto size = files::file_size(path);
  SECTION("torn") { files::resize_file(path, size - 8); }
  SECTION("rotten") {
    std::fstream file{path, std::ios::in | std::ios::out | std::ios::binary};
    file.seekp(static_cast<std::streamoff>(size) - 20);
    file.put('\x55');
  }
  FencedCheckpoints third{places.folder, places.bucket, "here"};
  const auto claim = third.claim(false);
  REQUIRE(claim->newest);
  CHECK(claim->newest->state.step == 8);
}

TEST_CASE("another region takes over from the bucket, above all that the first may have claimed") {
  Fixture places;
  FencedCheckpoints first{places.folder, places.bucket, "first"};
  REQUIRE(first.claim(false));
  REQUIRE(first.upload(state_at(40)) == Saving::saved);
  FolderPlace elsewhere{places.root / "elsewhere"};
  FencedCheckpoints second{elsewhere, places.bucket, "second"};
  const auto claim = second.claim(true);
  REQUIRE(claim);
  CHECK(claim->epoch == 1000);
  CHECK(claim->newest->state.step == 40);
  // The first region, once it sees the bucket again, stops.
  CHECK(first.upload(state_at(48)) == Saving::fenced);
  FencedCheckpoints again{elsewhere, places.bucket, "second"};
  CHECK(again.claim(false)->epoch == 1001);
}

TEST_CASE("of two starts at the same moment each gets an epoch of its own") {
  Fixture places;
  REQUIRE(places.folder.create("00000001.here/claim", "") == FolderPlace::Creation::done);
  CHECK(places.folder.create("00000001.here/claim", "") == FolderPlace::Creation::exists);
  FencedCheckpoints run{places.folder, places.bucket, "here"};
  CHECK(run.claim(false)->epoch == 2);
}

}  // namespace
}  // namespace firedrill
