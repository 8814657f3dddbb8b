// What became of a writer's objects, asked of stores that have them, lack them, change them and
// are silent. Real requests to small servers in this process.
#include "live/probes/s3_read_back.hpp"

#include <unistd.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <map>
#include <mutex>
#include <thread>

#include "live/lab/programs/http.hpp"

namespace firedrill {
namespace {

using namespace std::chrono_literals;

// A store on a port of its own, that serves for as long as the program runs.
class SmallStore {
 public:
  explicit SmallStore(int port) : port_{port} {
    std::thread{[this] {
      serve_http({"127.0.0.1", port_}, 2,
                 [this](const HttpRequest& request) { return answer(request); });
    }}.detach();
    for (int count = 0; count < 100 && !answers(); ++count) {
      std::this_thread::sleep_for(20ms);
    }
  }

  void put(const std::string& key, const std::string& body) {
    const std::lock_guard lock{mutex_};
    objects_["/bucket/" + key] = body;
  }
  void be_broken(bool is_broken) {
    const std::lock_guard lock{mutex_};
    is_broken_ = is_broken;
  }
  void forget() {
    const std::lock_guard lock{mutex_};
    objects_.clear();
    asked_ = 0;
  }
  [[nodiscard]] int asked() const {
    const std::lock_guard lock{mutex_};
    return asked_;
  }
  [[nodiscard]] S3Target target(const std::string& secret) const {
    return {.endpoint = "http://127.0.0.1:" + std::to_string(port_),
            .region = "here",
            .bucket = "bucket",
            .access_key = "somebody",
            .secret_file = secret};
  }

 private:
  [[nodiscard]] bool answers() const {
    return http_request({"GET", "http://127.0.0.1:" + std::to_string(port_) + "/"}, 1s).status != 0;
  }
  HttpResponse answer(const HttpRequest& request) {
    const std::lock_guard lock{mutex_};
    ++asked_;
    const auto found = objects_.find(request.target);
    return is_broken_                ? HttpResponse{503, "later"}
           : found == objects_.end() ? HttpResponse{404, "<Error/>"}
                                     : HttpResponse{200, found->second};
  }

  int port_;
  mutable std::mutex mutex_;
  std::map<std::string, std::string> objects_;
  bool is_broken_ = false;
  int asked_ = 0;
};

SmallStore& store(std::size_t index) {
  // They end with the program, whose threads serve them.
  static const int port = 20'000 + getpid() % 10'000 * 2;
  static auto* const first = new SmallStore{port};
  static auto* const second = new SmallStore{port + 1};
  return index == 0 ? *first : *second;
}

std::vector<LedgerWrite> writes(std::uint64_t count) {
  std::vector<LedgerWrite> all;
  for (std::uint64_t id = 1; id <= count; ++id) {
    all.push_back({.id = id, .fate = WriteFate::acknowledged});
  }
  return all;
}

// The read-back of writes 1 to `count`, from the first store, or both.
S3ReadBack look(std::size_t stores, std::uint64_t count,
                std::chrono::steady_clock::duration left = 20s) {
  const std::string secret = (std::filesystem::temp_directory_path() / "fd-s3-secret").string();
  std::ofstream{secret} << "hush\n";
  std::vector<S3Target> targets;
  for (std::size_t index = 0; index < stores; ++index) {
    targets.push_back(store(index).target(secret));
  }
  S3ReadBack back = read_objects_back(targets, {}, "mine-", writes(count),
                                      std::chrono::steady_clock::now() + left);
  std::filesystem::remove(secret);
  return back;
}

std::vector<std::uint64_t> unread(const S3ReadBack& back) {
  std::vector<std::uint64_t> ids;
  for (const IdRange& range : back.ids.unread) {
    CHECK(range.first == range.last);
    ids.push_back(range.first);
  }
  return ids;
}

void begin_anew() {
  for (const std::size_t index : {0U, 1U}) {
    store(index).forget();
    store(index).be_broken(false);
  }
}

using Ids = std::vector<std::uint64_t>;

TEST_CASE("objects that are there are found, missing and changed ones are not") {
  begin_anew();
  for (const int id : {1, 2, 4}) {
    store(0).put("mine-" + std::to_string(id), s3_payload());
  }
  store(0).put("mine-5", s3_payload().substr(1) + "y");
  store(0).put("others-3", s3_payload());
  const S3ReadBack back = look(1, 5);
  CHECK(back.ids.found == Ids{1, 2, 4});
  CHECK(back.ids.unread.empty());
  CHECK(back.error.empty());
}

TEST_CASE("many objects are asked for at once, each once") {
  begin_anew();
  for (int id = 1; id <= 100; id += 2) {
    store(0).put("mine-" + std::to_string(id), s3_payload());
  }
  S3ReadBack back = look(1, 100);
  CHECK(store(0).asked() == 100);
  CHECK(back.ids.found.size() == 50);
  CHECK(std::all_of(back.ids.found.begin(), back.ids.found.end(),
                    [](std::uint64_t id) { return id % 2 == 1; }));
}

TEST_CASE("any of several stores may have an object") {
  begin_anew();
  store(0).put("mine-1", s3_payload());
  store(1).put("mine-2", s3_payload());
  CHECK(look(2, 3).ids.found == Ids{1, 2});
}

TEST_CASE("what the only store cannot say is unread, and it is asked no more") {
  begin_anew();
  store(0).be_broken(true);
  const S3ReadBack back = look(1, 6);
  CHECK(back.ids.found.empty());
  CHECK(unread(back) == Ids{1, 2, 3, 4, 5, 6});
  CHECK(back.error.find("503") != std::string::npos);
  CHECK(store(0).asked() == 3);
}

TEST_CASE("where one store is silent the other's word counts") {
  begin_anew();
  store(0).be_broken(true);
  store(1).put("mine-2", s3_payload());
  const S3ReadBack back = look(2, 3);
  CHECK(back.ids.found == Ids{2});
  CHECK(back.ids.unread.empty());  // 1 and 3 are missing where anybody answers
  CHECK_FALSE(back.error.empty());
}

TEST_CASE("after the deadline nothing is asked") {
  begin_anew();
  store(0).put("mine-1", s3_payload());
  const S3ReadBack back = look(1, 2, -1s);
  CHECK(unread(back) == Ids{1, 2});
  CHECK(store(0).asked() == 0);
}

}  // namespace
}  // namespace firedrill
