// Faults of processes, disks and resources on a host of its own: injected, measured from outside,
// healed, compared.
#include <catch2/catch.hpp>

#include <sstream>

#include "tests/unit/live/faults/host_pair.hpp"

using namespace firedrill;
using namespace std::chrono_literals;

namespace {

// Result and length [s] of the service's last sync, and its clock [s] then.
struct Sync {
  std::string result;
  double took = 0.0;
  double clock = 0.0;
};

Sync last_sync(HostPair& hosts) {
  std::istringstream line{hosts.in("a", "tail -n 1 " + hosts.folder() + "/syncs")};
  Sync sync;
  line >> sync.result >> sync.took >> sync.clock;
  return sync;
}

}  // namespace

TEST_CASE("process faults on a service", "[namespaces]") {
  HostPair hosts;
  hosts.start_service();
  const auto answer = [&] { return hosts.python("b", "connect 10.79.0.1 7000"); };

  SECTION("killed, it refuses; the healing starts it again") {
    hosts.trial(ProcessKill{hosts.service()}, [&](const auto& measured) {
      CHECK(measured.at("killed") == 1.0);
      CHECK(answer() == "refused");
    });
    CHECK(JournalFixture::comes_true(5s, [&] { return answer() == "answered"; }));
  }
  SECTION("paused, it takes connections and says nothing") {
    const std::string before = hosts.in("a", "cat " + hosts.folder() + "/pid");
    hosts.trial(ProcessPause{hosts.service()}, [&](const auto& measured) {
      CHECK(measured.at("stopped") >= 1.0);
      CHECK(answer() == "silent");
    });
    CHECK(answer() == "answered");
    CHECK(hosts.in("a", "cat " + hosts.folder() + "/pid") == before);
  }
  SECTION("a crash loop kills it whenever it is back") {
    hosts.trial(CrashLoop{hosts.service(), 500ms}, [&](const auto& measured) {
      CHECK(measured.at("kills") >= 1.0);
      CHECK(answer() == "refused");
      hosts.in("a", hosts.folder() + "/start");
      CHECK(JournalFixture::comes_true(3s, [&] { return answer() == "refused"; }));
    });
    CHECK(JournalFixture::comes_true(5s, [&] { return answer() == "answered"; }));
  }
  SECTION("monitoring lost: only what monitors stops") {
    hosts.host("a").services[0].is_monitoring = true;
    hosts.trial(MonitoringLost{"a"},
                [&](const auto& /*measured*/) { CHECK(answer() == "silent"); });
    CHECK(answer() == "answered");
  }
  SECTION("a slow disk: each sync takes so much longer") {
    hosts.trial(DiskSlow{hosts.service(), 200ms}, [&](const auto& /*measured*/) {
      std::this_thread::sleep_for(1s);
      CHECK(last_sync(hosts).took >= 0.2);
      CHECK(last_sync(hosts).took <= 0.22 + 0.05);  // 10 %, and the disk's own time
    });
    std::this_thread::sleep_for(300ms);
    CHECK(last_sync(hosts).took < 0.1);
  }
  SECTION("a failing disk: each sync fails") {
    hosts.trial(IoError{hosts.service()}, [&](const auto& /*measured*/) {
      std::this_thread::sleep_for(500ms);
      CHECK(last_sync(hosts).result == "EIO");
    });
    std::this_thread::sleep_for(300ms);
    CHECK(last_sync(hosts).result == "ok");
  }
  SECTION("connections held") {
    hosts.trial(ConnectionExhaustion{hosts.service(), 40}, [&](const auto& measured) {
      CHECK(measured.at("held") == 40.0);
      CHECK(hosts.in("a", "grep -c ' 01 ' /proc/net/tcp") == "80");  // both ends of each
    });
  }
}

TEST_CASE("a clock that is wrong, of a service that reads it through libfaketime", "[namespaces]") {
  HostPair hosts;
  hosts.start_service();
  HostService& service = hosts.host("a").services[0];
  service.clock_file = hosts.folder() + "/clock";
  std::ofstream{service.clock_file} << "+0\n";
  CHECK(hosts.missing(ClockSkew{hosts.service(), 5min}) ==
        std::vector<std::string>{"clock_skew: a: it was started without libfaketime"});

  hosts.in("a", "kill -9 $(cat " + hosts.folder() + "/pid)");
  const std::string library = hosts.in("a", "ls /usr/lib/*/faketime/libfaketimeMT.so.1");
  REQUIRE_FALSE(library.empty());
  hosts.in("a", "export LD_PRELOAD=" + library +
                    " FAKETIME_NO_CACHE=1 FAKETIME_DONT_FAKE_MONOTONIC=1\n" +
                    "export FAKETIME_TIMESTAMP_FILE=" + service.clock_file + "\n" + hosts.folder() +
                    "/start");
  const auto ahead = [&] {
    std::this_thread::sleep_for(500ms);
    return last_sync(hosts).clock - std::stod(hosts.in("a", "date +%s.%N"));
  };
  CHECK(ahead() == Approx(0.0).margin(1.0));
  hosts.trial(ClockSkew{hosts.service(), 5min}, [&](const auto& measured) {
    CHECK(measured.at("offset") == 300.0);
    CHECK(ahead() == Approx(300.0).margin(1.0));
  });
  CHECK(ahead() == Approx(0.0).margin(1.0));

  // A program without a dynamic loader has no clock that can be moved alone; that is said before.
  std::ofstream{hosts.folder() + "/static.c"} << "#include <unistd.h>\nint main(void) { for (;;) "
                                                 "sleep(1); }\n";
  hosts.in("a", "cd " + hosts.folder() +
                    " && cc -static -o static static.c && { setsid ./static "
                    ">/dev/null 2>&1 & echo $! >pid; }");
  CHECK(hosts.missing(ClockSkew{hosts.service(), 5min}).at(0).find("linked statically") !=
        std::string::npos);
  hosts.in("a", "kill -9 $(cat " + hosts.folder() + "/pid)");
}

TEST_CASE("resources of a host taken", "[namespaces]") {
  HostPair hosts;
  SECTION("processors") {
    hosts.trial(CpuExhaustion{"a", 0.5}, [&](const auto& measured) {
      CHECK(measured.at("wanted") ==
            std::stod(hosts.in("a", "echo $((($(nproc) * 50 + 50) / 100))")));
      CHECK(measured.at("processors") > 5.0);
    });
  }
  SECTION("memory, within 10 %") {
    hosts.trial(MemoryExhaustion{"a", Bytes{200'000'000}}, [&](const auto& measured) {
      CHECK(measured.at("held") == Approx(200e6).epsilon(0.1));
    });
  }
}

TEST_CASE("disks and files", "[namespaces]") {
  HostPair hosts;
  SECTION("a disk full to the last byte") {
    const std::string mount = hosts.folder() + "/disk";
    hosts.in("a", "mkdir " + mount + " && mount -t tmpfs -o size=20m fdflt " + mount);
    hosts.host("a").disks = {{"data", mount}};
    hosts.trial(DiskFull{"a", "data"}, [&](const auto& measured) {
      CHECK(measured.at("free") == 0.0);
      CHECK(hosts.in("a", "echo more >" + mount + "/more || echo refused") == "refused");
      hosts.in("a", "rm -f " + mount + "/more");
    });
    CHECK(hosts.in("a", "echo more >" + mount + "/more && cat " + mount + "/more") == "more");
    hosts.in("a", "umount " + mount);
    CHECK(hosts.missing(DiskFull{"a", "data"}).at(0).find("no disk of its own") !=
          std::string::npos);
  }
  SECTION("a full disk with a root reserve, on a real file system") {
    const std::string mount = hosts.folder() + "/disk";
    hosts.in("a", "mkdir " + mount + " && truncate -s 64M " + mount + ".img && mkfs.ext4 -q -m 5 " +
                      mount + ".img && mount -o loop " + mount + ".img " + mount);
    hosts.host("a").disks = {{"data", mount}};
    hosts.trial(DiskFull{"a", "data"}, [&](const auto& measured) {
      CHECK(measured.at("free") < 4096.0);
      CHECK(hosts.in("a", "dd if=/dev/zero of=" + mount +
                              "/more bs=4096 count=1 2>/dev/null || echo "
                              "refused") == "refused");
      hosts.in("a", "rm -f " + mount + "/more");
    });
    hosts.in("a", "umount " + mount);
  }
  SECTION("one bit of a file, and the time of its change stays") {
    const std::string file = hosts.folder() + "/backup";
    std::ofstream{file} << "backup of yesterday";
    hosts.in("a", "touch -d 2026-01-01 " + file);
    const std::string before = hosts.in("a", "stat -c %y " + file);
    hosts.trial(BitRot{.in = RotIn::backup, .host = "a", .file = file, .offset = 0},
                [&](const auto& measured) {
                  CHECK(measured.at("bits") == 1.0);
                  CHECK(hosts.in("a", "cat " + file) == "cackup of yesterday");
                  CHECK(hosts.in("a", "stat -c %y " + file) == before);
                });
    CHECK(hosts.in("a", "cat " + file) == "backup of yesterday");
    hosts.trial(BitRot{.in = RotIn::backup, .host = "a", .file = file, .offset = 3},
                [&](const auto& /*measured*/) { std::ofstream{file} << "restored"; });
    CHECK(hosts.in("a", "cat " + file) == "restored");
  }
}

TEST_CASE("a certificate that has expired", "[namespaces]") {
  HostPair hosts;
  hosts.start_service();
  HostService& service = hosts.host("a").services[0];
  service.certificate = hosts.folder() + "/cert.pem";
  service.key = hosts.folder() + "/key.pem";
  service.reload = {"true"};
  hosts.in("a", "cd " + hosts.folder() +
                    " && openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes "
                    "-keyout key.pem -out cert.pem -days 30 -subj /CN=store.test -addext "
                    "subjectAltName=DNS:store.test 2>/dev/null");
  const auto verdict = [&] {
    return hosts.in("a",
                    "cd " + hosts.folder() + " && openssl verify -CAfile cert.pem cert.pem 2>&1");
  };
  CHECK(verdict() == "cert.pem: OK");
  hosts.trial(CertificateExpired{hosts.service()}, [&](const auto& measured) {
    CHECK(measured.at("expired") == 1.0);
    CHECK(verdict().find("certificate has expired") != std::string::npos);
    CHECK(hosts.in("a", "openssl x509 -noout -ext subjectAltName -in " + service.certificate)
              .find("DNS:store.test") != std::string::npos);
  });
  CHECK(verdict() == "cert.pem: OK");
}
