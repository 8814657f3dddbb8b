#include "live/process/command_run.hpp"

#include <catch2/catch.hpp>

namespace firedrill {
namespace {

using namespace std::chrono_literals;

TEST_CASE("what a command reads, says and ends with") {
  Launch launch{.arguments = {"sh", "-c", "cat; echo wrong >&2; exit 3"}};
  launch.environment = plain_environment();
  const CommandResult result = run_command(launch, "to read");
  CHECK(result.end == CommandEnd::exited);
  CHECK(result.status == 3);
  CHECK(result.output == "to read");
  CHECK(result.error == "wrong\n");
  CHECK_FALSE(result.is_cut_short);
}

TEST_CASE("many commands run side by side in one loop") {
  EventLoop loop;
  std::vector<std::unique_ptr<CommandRun>> runs;
  int ended = 0;
  const auto begin = std::chrono::steady_clock::now();
  for (int count = 0; count < 8; ++count) {
    runs.push_back(std::make_unique<CommandRun>(loop, Launch{.arguments = {"sleep", "0.3"}}, "",
                                                CommandLimits{}, [&](CommandResult result) {
                                                  CHECK(result.is_good());
                                                  if (++ended == 8) {
                                                    loop.stop();
                                                  }
                                                }));
  }
  loop.run();
  CHECK(std::chrono::steady_clock::now() - begin < 1500ms);  // one after the other: 2.4 s
}

TEST_CASE("who is destroyed before its time leaves nothing running") {
  EventLoop loop;
  {
    const CommandRun run{
        loop, Launch{.arguments = {"sleep", "987.125"}}, "", {}, [](CommandResult /*result*/) {
          FAIL("nobody asked any more");
        }};
  }
  loop.after(50ms, [&] { loop.stop(); });
  loop.run();
  CHECK_FALSE(run_command(Launch{.arguments = {"pgrep", "-f", "^sleep 987.125$"}}).is_good());
}

}  // namespace
}  // namespace firedrill
