// Blocks of a long run: what was kept is found by all, what a crash has torn is cut off, what
// belongs to another run or another process is refused.
#include "sim/block_folder.hpp"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "tests/unit/live/ledger/temporary_folder.hpp"

using namespace firedrill;

namespace {

BlockFolder opened(const std::string& path, std::uint64_t worker) {
  auto folder = BlockFolder::open(path, worker, "header");
  REQUIRE(folder);
  return std::move(folder).value();
}

}  // namespace

TEST_CASE("workers find each other's blocks") {
  const test::TemporaryFolder folder;
  BlockFolder one = opened(folder.path(), 0);
  BlockFolder two = opened(folder.path(), 1);
  const std::string bytes{"\0block\n", 7};
  one.keep(5, bytes);
  CHECK_FALSE(two.has(5));
  CHECK(two.look().empty());
  REQUIRE(two.has(5));
  CHECK(two.bytes_of(5) == bytes);
  CHECK(one.bytes_of(5) == bytes);
  CHECK_FALSE(two.has(4));
  CHECK(two.is_held(0) == true);
  CHECK(two.is_held(2) == std::nullopt);
  CHECK(one.claim("answer"));
  CHECK_FALSE(two.claim("answer"));
}

TEST_CASE("wherever a write was interrupted, the whole blocks before it are found") {
  const test::TemporaryFolder whole;
  {
    BlockFolder blocks = opened(whole.path(), 0);
    blocks.keep(1, "first");
    blocks.keep(2, "second");
  }
  std::ifstream stream{whole / "part-0.blocks", std::ios::binary};
  const std::string text{std::istreambuf_iterator<char>{stream}, {}};
  for (std::size_t length = 0; length <= text.size(); ++length) {
    const test::TemporaryFolder torn;
    std::ofstream{torn / "part-0.blocks", std::ios::binary} << text.substr(0, length);
    BlockFolder blocks = opened(torn.path(), 0);
    CHECK(blocks.has(2) == (length == text.size()));
    blocks.keep(3, "third");
    BlockFolder reader = opened(torn.path(), 1);
    CHECK(reader.has(1) == blocks.has(1));
    CHECK(reader.has(2) == blocks.has(2));
    REQUIRE(reader.has(3));
    CHECK(reader.bytes_of(3) == "third");
  }
}

TEST_CASE("a changed byte makes a block as if it had never been") {
  const test::TemporaryFolder folder;
  {
    BlockFolder blocks = opened(folder.path(), 0);
    blocks.keep(1, "first");
  }
  const std::string path = folder / "part-0.blocks";
  std::fstream file{path, std::ios::in | std::ios::out | std::ios::binary};
  file.seekp(-1, std::ios::end);
  file.put('T');
  file.close();
  const BlockFolder blocks = opened(folder.path(), 0);
  CHECK_FALSE(blocks.has(1));
}

TEST_CASE("another run's part and another process's part are refused") {
  const test::TemporaryFolder folder;
  const BlockFolder first = opened(folder.path(), 0);
  const auto again = BlockFolder::open(folder.path(), 0, "header");
  REQUIRE_FALSE(again);
  CHECK(again.error().front().code == "FD8002");
  const auto other = BlockFolder::open(folder.path(), 1, "other header");
  REQUIRE_FALSE(other);
  CHECK(other.error().front().code == "FD8001");
}
