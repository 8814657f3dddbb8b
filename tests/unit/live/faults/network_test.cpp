// Faults of the network between two hosts: injected, measured from the other side, healed,
// compared.
#include <fmt/format.h>
#include <catch2/catch.hpp>

#include <sstream>

#include "tests/unit/live/faults/host_pair.hpp"

using namespace firedrill;
using namespace std::chrono_literals;

namespace {

// What arrives at b of what a sends.
struct Arrived {
  double datagrams = 0.0;
  double bytes = 0.0;  // on the wire
  double seconds = 0.0;
};

Arrived sent(HostPair& hosts, int datagrams, double bits_per_second) {
  std::string output;
  std::thread receiver{[&] { output = hosts.python("b", "receive 7100 2"); }};
  CHECK(JournalFixture::comes_true(
      10s, [&] { return hosts.in("b", "grep -c ':1BBC ' /proc/net/udp") == "1"; }));
  hosts.python("a", fmt::format("send 10.79.0.2 7100 {} {}", datagrams, bits_per_second));
  receiver.join();
  Arrived arrived;
  std::istringstream words{output};
  words >> arrived.datagrams >> arrived.bytes >> arrived.seconds;
  return arrived;
}

}  // namespace

TEST_CASE("partitions: both ways, one way, one service", "[namespaces]") {
  HostPair hosts;
  hosts.start_service();
  hosts.in("b", "setsid python3 tests/unit/live/faults/service.py serve " + hosts.folder() +
                    " 7001 >/dev/null 2>&1 </dev/null &");
  const auto to_a = [&] { return hosts.python("b", "connect 10.79.0.1 7000"); };
  const auto to_b = [&] { return hosts.python("a", "connect 10.79.0.2 7001"); };
  REQUIRE(JournalFixture::comes_true(5s, [&] { return to_b() == "answered"; }));

  SECTION("both ways") {
    hosts.trial(Partition{.hosts = {"a"}, .peers = {"b"}}, [&](const auto& /*measured*/) {
      CHECK(to_a() == "silent");
      CHECK(to_b() == "silent");
    });
  }
  SECTION("what comes in") {
    // Datagrams show one direction; a connection needs both.
    hosts.trial(Partition{.hosts = {"b"}, .peers = {"a"}, .direction = CutDirection::incoming},
                [&](const auto& /*measured*/) {
                  CHECK(sent(hosts, 50, 4e6).datagrams == 0.0);
                  CHECK(to_b() == "silent");
                });
    CHECK(sent(hosts, 50, 4e6).datagrams == 50.0);
  }
  SECTION("what goes out, and what comes in still does") {
    hosts.trial(Partition{.hosts = {"b"}, .peers = {"a"}, .direction = CutDirection::outgoing},
                [&](const auto& /*measured*/) { CHECK(sent(hosts, 50, 4e6).datagrams == 50.0); });
  }
  SECTION("one service") {
    hosts.trial(Partition{.hosts = {"a"}, .peers = {"b"}, .ports = {7000}},
                [&](const auto& /*measured*/) {
                  CHECK(to_a() == "silent");
                  CHECK(to_b() == "answered");
                });
  }
  SECTION("a whole region, but not firedrill's own address") {
    hosts.trial(RegionLoss{"region-a"}, [&](const auto& /*measured*/) {
      CHECK(to_a() == "silent");
      CHECK(to_b() == "silent");
    });
    hosts.host("a").control = {HostPair::address_b};
    hosts.trial(RegionLoss{"region-a"},
                [&](const auto& /*measured*/) { CHECK(to_a() == "answered"); });
  }
  CHECK(to_a() == "answered");
  CHECK(to_b() == "answered");
}

TEST_CASE("a partition ends in the kernel even if everybody who could heal it is dead",
          "[namespaces]") {
  HostPair hosts;
  hosts.start_service();
  ProcessShell shell{way_to(hosts.inventory())};
  const auto commands =
      commands_of("cut", Partition{.hosts = {"a"}, .peers = {"b"}}, hosts.inventory());
  REQUIRE(commands);
  const FaultPart& part = commands->parts[0];
  const JournalPlace place{hosts.host("a").journal, "test"};
  REQUIRE(shell.run("a", journal_begin(place, 60s), 10s).status == 0);
  REQUIRE(
      shell.run("a", journal_inject(place, {"cut", part.inject, part.revert, part.state, 4s}), 10s)
          .status == 0);
  hosts.in("a", "kill -9 $(grep -ls " + place.folder + " /proc/[0-9]*/cmdline | cut -d/ -f3)");
  CHECK(hosts.python("b", "connect 10.79.0.1 7000") == "silent");
  std::this_thread::sleep_for(4s);
  CHECK(hosts.python("b", "connect 10.79.0.1 7000") == "answered");
  CHECK(shell.run("a", journal_undo(place.folder), 30s).status == 0);
}

TEST_CASE("loss and rate are within 10 % of what was asked", "[namespaces]") {
  HostPair hosts;
  SECTION("loss of 10 %") {
    constexpr int datagrams = 20'000;
    hosts.trial(NetworkDegradation{.host = "a", .loss = 0.1}, [&](const auto& /*measured*/) {
      const double lost = 1.0 - sent(hosts, datagrams, 60e6).datagrams / datagrams;
      CHECK(lost == Approx(0.1).epsilon(0.1));
    });
  }
  SECTION("rate of 20 Mbit/s") {
    hosts.trial(NetworkDegradation{.host = "a", .rate = Rate{2.5e6}},
                [&](const auto& /*measured*/) {
                  const Arrived arrived = sent(hosts, 7'000, 40e6);
                  CHECK(arrived.bytes * 8.0 / arrived.seconds == Approx(20e6).epsilon(0.1));
                });
    CHECK(hosts.in("a", "tc qdisc show dev eth0").find("noqueue") != std::string::npos);
  }
  SECTION("both at once") {
    hosts.trial(NetworkDegradation{.host = "a", .loss = 0.2, .rate = Rate{2.5e6}},
                [&](const auto& /*measured*/) {
                  const Arrived arrived = sent(hosts, 4'000, 15e6);
                  CHECK(1.0 - arrived.datagrams / 4'000.0 == Approx(0.2).epsilon(0.1));
                });
  }
}

TEST_CASE("latency: the kernel delays packets, or says before that it cannot", "[namespaces]") {
  HostPair hosts;
  hosts.start_service();
  const NetworkDegradation fault{.host = "a", .latency = 50ms, .loss = 0.01, .rate = Rate{1e7}};
  const auto commands = commands_of("slow", fault, hosts.inventory());
  REQUIRE(commands);
  CHECK(commands->parts[0].inject ==
        "tc qdisc add dev eth0 root handle fd1: netem limit 100000 delay 50000us loss 1% rate "
        "80000000bit\n");
  CHECK(commands->parts[0].revert.find("tc qdisc del dev eth0 root") != std::string::npos);
  const bool has_netem =
      hosts.in("a", "unshare -n tc qdisc add dev lo root netem delay 1ms 2>&1").empty();
  if (has_netem) {
    hosts.trial(NetworkDegradation{.host = "a", .latency = 50ms}, [&](const auto& /*measured*/) {
      const auto begin = std::chrono::steady_clock::now();
      hosts.python("b", "connect 10.79.0.1 7000");
      CHECK(std::chrono::steady_clock::now() - begin > 50ms);
    });
  } else {
    CHECK(
        hosts.missing(fault) ==
        std::vector<std::string>{"network_degradation: a: the kernel has no netem: this cannot be "
                                 "done on its interfaces"});
  }
}

TEST_CASE("a link that flaps, from either end of its cable", "[namespaces]") {
  HostPair hosts;
  SECTION("from the host itself, whose routes come back") {}
  SECTION("from the other end") { hosts.host("a").uplink = HostUplink{"b", "eth0"}; }
  const std::string routes = hosts.in("a", "ip route show | sed 's/ linkdown//'");
  hosts.trial(LinkFlap{"a", 400ms, 400ms}, [&](const auto& /*measured*/) {
    bool was_down = false;
    bool was_up = false;
    for (int look = 0; look < 40; ++look) {
      const bool is_up =
          hosts.in("a", "cat /proc/net/dev >/dev/null; ip -o link show eth0").find("LOWER_UP") !=
          std::string::npos;
      (is_up ? was_up : was_down) = true;
      std::this_thread::sleep_for(30ms);
    }
    CHECK(was_down);
    CHECK(was_up);
  });
  CHECK(hosts.in("a", "ip route show | sed 's/ linkdown//'") == routes);
}

TEST_CASE("the DNS: no answer, and a wrong one", "[namespaces]") {
  HostPair hosts;
  SECTION("no answer: the question arrives, the answer does not") {
    hosts.in("b",
             "setsid python3 -c 'import socket\ns = socket.socket(socket.AF_INET, "
             "socket.SOCK_DGRAM)\ns.bind((\"\", 53))\nwhile True:\n m, a = s.recvfrom(500)\n "
             "s.sendto(m, a)\n' >/dev/null 2>&1 </dev/null &");
    const auto ask = [&] {
      return hosts.in("a",
                      "python3 -c 'import socket\ns = socket.socket(socket.AF_INET, "
                      "socket.SOCK_DGRAM)\ns.settimeout(1)\ns.sendto(b\"q\", (\"10.79.0.2\", "
                      "53))\ntry: print(s.recv(9).decode())\nexcept socket.timeout: "
                      "print(\"silent\")'");
    };
    REQUIRE(JournalFixture::comes_true(5s, [&] { return ask() == "q"; }));
    hosts.trial(DnsFailure{"a"}, [&](const auto& /*measured*/) { CHECK(ask() == "silent"); });
    CHECK(ask() == "q");
  }
  SECTION("a wrong answer") {
    // What the resolver of this machine reads is not touched: the file is the test's own.
    hosts.host("a").hosts_file = hosts.folder() + "/hosts";
    std::ofstream{hosts.host("a").hosts_file} << "127.0.0.1 localhost\n";
    hosts.trial(DnsWrongAnswer{"a", "db.example.test", "10.79.9.9"}, [&](const auto& /*measured*/) {
      CHECK(hosts
                .in("a", "unshare -m sh -c 'mount --bind " + hosts.host("a").hosts_file +
                             " /etc/hosts && getent ahostsv4 db.example.test | head -n 1'")
                .starts_with("10.79.9.9 "));
    });
    CHECK(hosts.in("a", "cat " + hosts.host("a").hosts_file) == "127.0.0.1 localhost");
  }
}

TEST_CASE("a machine off and on, by what the inventory says of its power", "[namespaces]") {
  HostPair hosts;
  const std::string file = hosts.folder() + "/power";
  std::ofstream{file};
  hosts.host("a").power = HostPower{"b", {"rm", file}, {"touch", file}, {"test", "-e", file}};
  hosts.trial(NodeLoss{"a"}, [&](const auto& measured) {
    CHECK(measured.at("off") == 1.0);
    CHECK_FALSE(std::filesystem::exists(file));
  });
  CHECK(std::filesystem::exists(file));
  hosts.trial(NodeReboot{"a", 1s}, [&](const auto& /*measured*/) {
    CHECK_FALSE(std::filesystem::exists(file));
    CHECK(JournalFixture::comes_true(3s, [&] { return std::filesystem::exists(file); }));
  });
}
