// What every transport promises, tried on each of the three alike.
#include "live/transport/transport.hpp"

#include <catch2/catch.hpp>
#include <map>

#include "tests/contract/transport/small_lab.hpp"

namespace firedrill {
namespace {

using namespace std::chrono_literals;

const char* const kinds[] = {"local", "namespace", "ssh"};

CommandResult sh(Transport& transport, const std::string& script) {
  return transport.run({{"sh", "-c", script}});
}

TEST_CASE("arguments arrive as they are") {
  for (const char* kind : kinds) {
    INFO(kind);
    const auto transport = transport_under_test(kind);
    const CommandResult result = transport->run(
        {{"printf", "[%s]", "a b", "it's", "$HOME", "*", "", "two\nlines", "\"", "\\"}});
    CHECK(result.is_good());
    CHECK(result.output == "[a b][it's][$HOME][*][][two\nlines][\"][\\]");
    CHECK(result.error.empty());
  }
}

TEST_CASE("a status is the command's own, whatever it is") {
  for (const char* kind : kinds) {
    INFO(kind);
    const auto transport = transport_under_test(kind);
    for (const int status : {0, 1, 3, 126, 254, 255}) {
      const CommandResult result = sh(*transport, "echo said >&2; exit " + std::to_string(status));
      CHECK(result.end == CommandEnd::exited);
      CHECK(result.status == status);
      CHECK(result.error == "said\n");
    }
    CHECK(sh(*transport, "kill -TERM $$").status == 128 + 15);
    const CommandResult none = transport->run({{"no-such-program-at-all"}});
    CHECK(none.end == CommandEnd::exited);
    CHECK(none.status == 127);
    CHECK(none.error.find("no-such-program-at-all") != std::string::npos);
  }
}

TEST_CASE("input, environment, folder and user are those asked for") {
  for (const char* kind : kinds) {
    INFO(kind);
    const auto transport = transport_under_test(kind);
    RemoteCommand command{{"sh", "-c", "cat; printf '|%s|' \"$COLOUR\"; pwd; id -un"}};
    command.input = std::string(300'000, 'x');
    command.environment = {"COLOUR=it's \"red\""};
    command.directory = "/usr/lib";
    command.user = "nobody";
    const CommandResult result = transport->run(command);
    CHECK(result.is_good());
    CHECK(result.output == command.input + "|it's \"red\"|/usr/lib\nnobody\n");
    CHECK(sh(*transport, "printenv SSH_CONNECTION HOME; id -u").output == "/\n0\n");
  }
}

TEST_CASE("a command whose time is up is killed, there too") {
  std::map<std::string, std::string> seconds{
      {"local", "41.75"}, {"namespace", "42.75"}, {"ssh", "43.75"}};
  for (const char* kind : kinds) {
    INFO(kind);
    const auto transport = transport_under_test(kind);
    CHECK(sh(*transport, "true").is_good());  // the connection stands
    RemoteCommand command{{"sh", "-c", "echo begun; sleep " + seconds[kind] + "; echo ended"}};
    command.limits.patience = 700ms;
    const auto begin = std::chrono::steady_clock::now();
    const CommandResult result = transport->run(command);
    CHECK(std::chrono::steady_clock::now() - begin < 3s);
    CHECK(result.end == CommandEnd::timed_out);
    CHECK(result.output == "begun\n");
    CHECK(sh(*transport, "pgrep -fx 'sleep " + seconds[kind] + "'").output.empty());
  }
}

TEST_CASE("of much output as much is kept as was asked for, and the command ends") {
  for (const char* kind : kinds) {
    INFO(kind);
    const auto transport = transport_under_test(kind);
    RemoteCommand command{{"sh", "-c", "yes | head -c 3000000; echo end >&2"}};
    command.limits.output = 1000;
    const CommandResult result = transport->run(command);
    CHECK(result.is_good());
    CHECK(result.output.size() == 1000);
    CHECK(result.is_cut_short);
    CHECK(result.error == "end\n");
  }
}

TEST_CASE("a file arrives whole, with its mode and owner, and comes back the same") {
  std::string content;
  for (int count = 0; count < 2'000'000; ++count) {
    content += static_cast<char>(count * 7 >> 3);
  }
  for (const char* kind : kinds) {
    INFO(kind);
    const auto transport = transport_under_test(kind);
    const std::string path = std::string{"/tmp/firedrill-contract it's "} + kind;
    CHECK(transport->write_file({path, content, 0640, "nobody"}).is_good());
    const CommandResult back = transport->read_file(path);
    CHECK(back.is_good());
    CHECK(back.output == content);
    CHECK(transport->run({{"stat", "-c", "%a %U", path}}).output == "640 nobody\n");
    CHECK(transport->read_file(path, 10).is_cut_short);
    CHECK(transport->write_file({path, "short", 0600, ""}).is_good());
    CHECK(transport->read_file(path).output == "short");
    CHECK(transport->run({{"rm", path}}).is_good());
    CHECK(transport->read_file(path).status == 1);
    CHECK(transport->write_file({"/no/such/folder/file", "x"}).status != 0);
  }
}

TEST_CASE("commands run side by side") {
  for (const char* kind : kinds) {
    INFO(kind);
    const auto transport = transport_under_test(kind);
    CHECK(sh(*transport, "true").is_good());
    EventLoop loop;
    std::vector<std::unique_ptr<CommandRun>> runs;
    int good = 0;
    int ended = 0;
    const auto begin = std::chrono::steady_clock::now();
    for (int count = 0; count < 6; ++count) {
      runs.push_back(transport->start(loop, {{"sleep", "0.5"}}, [&](CommandResult result) {
        good += result.is_good() ? 1 : 0;
        if (++ended == 6) {
          loop.stop();
        }
      }));
    }
    loop.run();
    CHECK(good == 6);
    CHECK(std::chrono::steady_clock::now() - begin < 2500ms);  // one after the other: 3 s
  }
}

TEST_CASE("a host that is gone is unreachable, and reached again once it is back") {
  for (const char* kind : {"namespace", "ssh"}) {
    INFO(kind);
    const auto transport = transport_under_test(kind);
    CHECK(sh(*transport, "true").is_good());
    switch_node(false);
    const CommandResult lost = sh(*transport, "true");
    CHECK(lost.end == CommandEnd::unreachable);
    CHECK_FALSE(lost.error.empty());
    switch_node(true);
    CHECK(sh(*transport, "true").is_good());
  }
}

TEST_CASE("a command under way when its host is lost has no known end") {
  for (const char* kind : {"namespace", "ssh"}) {
    INFO(kind);
    const auto transport = transport_under_test(kind);
    CHECK(sh(*transport, "true").is_good());
    EventLoop loop;
    CommandResult found;
    const auto run = transport->start(loop, {{"sleep", "20"}}, [&](CommandResult result) {
      found = std::move(result);
      loop.stop();
    });
    loop.after(500ms, [] { switch_node(false); });
    loop.run();
    switch_node(true);
    CHECK_FALSE(found.is_good());
    CHECK(found.took < 15s);
    CHECK((found.end == CommandEnd::unreachable || found.status == 128 + 9));
  }
}

}  // namespace
}  // namespace firedrill
