// A chain of events that shows every change, survives a torn end, and holds no secret.
#include "live/drill/run_recorder.hpp"

#include <catch2/catch.hpp>
#include <fstream>
#include <iterator>
#include <thread>

#include "tests/unit/live/ledger/temporary_folder.hpp"

using namespace firedrill;
using namespace firedrill::test;

namespace {

std::string text_of(const std::string& path) {
  std::ifstream stream{path};
  return {std::istreambuf_iterator<char>{stream}, {}};
}

void put_text(const std::string& path, const std::string& text) {
  std::ofstream{path, std::ios::trunc} << text;
}

}  // namespace

TEST_CASE("a chain of events is verified, and every change to it is seen") {
  const TemporaryFolder folder;
  const std::string run = folder / "run";
  const std::string path = run + "/events.jsonl";
  ChainHead head;
  {
    RunRecorder recorder{run, std::chrono::steady_clock::now()};
    CHECK(recorder.record("begin", {{"a", 1}}) == 0);
    CHECK(recorder.record("seal", {{"digest", "abc"}}, Duration::zero()) == 1);
    CHECK(recorder.record("end", {{"b", "\xff not UTF-8"}}) == 2);
    head = recorder.head();
  }
  const Result<ChainHead> verified = verify_chain(path);
  REQUIRE(verified);
  CHECK(verified->events == 3);
  CHECK(verified->digest == head.digest);
  const std::string whole = text_of(path);
  int noticed = 0, harmless = 0;
  for (std::size_t at = 0; at < whole.size(); at += 7) {  // any byte but of the last line
    std::string changed = whole;
    changed[at] = changed[at] == 'x' ? 'y' : 'x';
    put_text(path, changed);
    const Result<ChainHead> found = verify_chain(path);
    const bool is_same = found && found->events == 3 && found->digest == head.digest;
    ++(is_same ? harmless : noticed);
  }
  CHECK(harmless == 0);
  CHECK(noticed > 50);
  const std::size_t second = whole.find('\n') + 1;
  const std::size_t third = whole.find('\n', second) + 1;
  put_text(path, whole.substr(0, second) + whole.substr(third));  // a line taken out
  REQUIRE_FALSE(verify_chain(path));
  CHECK(verify_chain(path).error().front().code == "FD6101");
  CHECK(verify_chain(path).error().front().place.line == 2);
  put_text(path, whole.substr(0, whole.size() - 3));  // torn by a crash
  const Result<ChainHead> torn = verify_chain(path);
  REQUIRE(torn);
  CHECK(torn->events == 2);
  CHECK(verify_chain(folder / "none").error().front().code == "FD1001");
}

TEST_CASE("many threads record one chain", "[threads]") {
  const TemporaryFolder folder;
  const std::string run = folder / "run";
  {
    RunRecorder recorder{run, std::chrono::steady_clock::now()};
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 4; ++thread) {
      threads.emplace_back([&recorder, thread] {
        for (int index = 0; index < 25; ++index) {
          recorder.record("from", {{"thread", thread}, {"index", index}});
        }
      });
    }
    for (std::thread& thread : threads) {
      thread.join();
    }
  }
  const Result<ChainHead> head = verify_chain(run + "/events.jsonl");
  REQUIRE(head);
  CHECK(head->events == 100);
}

TEST_CASE("secrets stand nowhere") {
  const TemporaryFolder folder;
  RunRecorder recorder{folder / "run", std::chrono::steady_clock::now()};
  recorder.hide("hunter2");
  recorder.record("script", {{"text", "PGPASSWORD=hunter2 psql; echo hunter2"}});
  recorder.write_file("scripts/a.sh", "export KEY=hunter2\n");
  CHECK(text_of(folder / "run/events.jsonl").find("hunter2") == std::string::npos);
  CHECK(text_of(folder / "run/events.jsonl").find("PGPASSWORD=[secret]") != std::string::npos);
  CHECK(text_of(folder / "run/scripts/a.sh") == "export KEY=[secret]\n");
  CHECK(verify_chain(folder / "run/events.jsonl"));
  const auto evidence = evidence_in(folder / "run");
  REQUIRE(evidence.size() == 2);
  CHECK(evidence[0].file == "events.jsonl");
  CHECK(evidence[1].bytes == 20);
}

TEST_CASE("a run never takes the place of another") {
  const TemporaryFolder folder;
  const RunRecorder first{folder / "run", std::chrono::steady_clock::now()};
  CHECK_THROWS_AS((RunRecorder{folder / "run", std::chrono::steady_clock::now()}),
                  std::system_error);
}
