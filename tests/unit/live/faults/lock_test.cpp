// The lock of a target: one drill at a time, whichever hosts it needs, and a drill that sees when
// somebody else has healed its hosts.
#include <catch2/catch.hpp>

#include "live/faults/injector.hpp"
#include "live/process/process_mark.hpp"
#include "tests/unit/live/faults/host_pair.hpp"

using namespace firedrill;
using namespace std::chrono_literals;

namespace {

Charter wide_charter() {
  Charter charter;
  charter.targets = {"a", "b"};
  for (const std::string_view kind : fault_kinds()) {
    charter.faults.emplace_back(kind);
  }
  charter.blast_radius = {2, 2, 5};
  charter.deadline = 5min;
  return charter;
}

}  // namespace

TEST_CASE("drills on different hosts of one target exclude each other", "[namespaces]") {
  HostPair hosts;
  const Charter charter = wide_charter();
  ProcessShell shell{way_to(hosts.inventory())};
  Injector first{hosts.inventory(), charter, shell, {"first", 5min}};
  Injector second{hosts.inventory(), charter, shell, {"second", 5min}};
  const auto on_a = first.plan("cut", Partition{.hosts = {"a"}, .peers = {"b"}});
  const auto on_b = second.plan("cut", Partition{.hosts = {"b"}, .peers = {"a"}});
  REQUIRE(on_a);
  REQUIRE(on_b);
  REQUIRE(first.begin({*on_b}).empty());
  const std::string status = shell.run("a", journal_status(hosts.host("a").journal), 10s).output;
  const auto mark = mark_in(status.substr(std::min(status.size(), status.find("holder ") + 7)));
  REQUIRE(mark);
  CHECK(mark->process == getpid());
  CHECK(find_marked(*mark));
  const auto refused = second.begin({*on_b});
  REQUIRE_FALSE(refused.empty());
  CHECK(refused.front().find("drill first is there") != std::string::npos);
  CHECK(first.lost_locks().empty());  // giving back what it had not, the second left it alone
  for (const FaultOutcome& outcome : first.undo_all()) {
    CHECK(outcome.succeeded());
  }
  CHECK(second.begin({*on_a}).empty());
  for (const FaultOutcome& outcome : second.undo_all()) {
    CHECK(outcome.succeeded());
  }
}

TEST_CASE("a drill sees that a host was healed under it", "[namespaces]") {
  HostPair hosts;
  const Charter charter = wide_charter();
  ProcessShell shell{way_to(hosts.inventory())};
  Injector injector{hosts.inventory(), charter, shell, {"drill", 5min}};
  const auto cut = injector.plan("cut", Partition{.hosts = {"b"}, .peers = {"a"}});
  REQUIRE(cut);
  REQUIRE(injector.begin({*cut}).empty());
  CHECK(injector.inject(*cut, 2min).problem == "");
  CHECK(injector.lost_locks().empty());
  CHECK(shell.run("b", journal_undo(hosts.host("b").journal), 60s).succeeded());
  CHECK(injector.lost_locks() == std::vector<std::string>{"b"});
  const FaultOutcome again = injector.inject(*cut, 2min);
  CHECK(again.problem != "");  // not in this drill's hands any more
  injector.undo_all();
  CHECK_FALSE(std::filesystem::exists(hosts.host("a").journal));
}
