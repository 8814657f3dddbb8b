// What the shell does with the status of a command, as far as a test of a backup depends on it.
#include "scenarios/check_command.hpp"

#include <catch2/catch.hpp>

using namespace firedrill;

TEST_CASE("a script falls into its simple commands") {
  const auto commands = parse_commands("a 'b | c' \"d && $e\" \\\n f|g&&h; i # j | k\n(l) 2>&1 &");
  REQUIRE(commands.size() == 5);
  using Words = std::vector<std::string>;
  CHECK(commands[0].words == Words{"a", "b | c", "d && $e", "f"});
  CHECK(commands[0].separator == "|");
  CHECK(commands[1].words == Words{"g"});
  CHECK(commands[1].separator == "&&");
  CHECK(commands[2].separator == ";");
  CHECK(commands[3].words == Words{"i"});
  CHECK(commands[4].words == Words{"(l)", "2>&1"});
  CHECK(commands[4].separator == "&");
  CHECK(parse_commands("restore $(date +%F | head -1)-x | wc")[0].words ==
        Words{"restore", "$(date +%F | head -1)-x"});
}

TEST_CASE("broken quoting ends with the text") {
  for (const std::string text : {"a 'b", "a \"b\\", "a $(b", "a \\", "'", "|", "&& ;", "", "$("}) {
    CHECK_NOTHROW(why_it_cannot_fail(text));
  }
}

TEST_CASE("commands that cannot fail") {
  for (const std::string text :
       {"pg_restore --list x | wc -l", "check x |& tee log", "check || true",
        "check; x || :", "true", "echo ok", "check &", "grep x y | sort | uniq", "true && echo ok",
        "exit 0", "check x \\\n  | head -1", "set -e; check | cat"}) {
    INFO(text);
    const bool is_script = text == "check; x || :";
    CHECK(why_it_cannot_fail(text).empty() == is_script);  // its first command can fail
  }
}

TEST_CASE("commands that can fail") {
  for (const std::string text :
       {"check", "wc -l missing", "cat x | check", "set -o pipefail; check | wc -l",
        "set -euo pipefail\ncheck | tee log", "check && echo ok", "true && check", "check | grep x",
        "echo 'a | wc'; check", "! true | check", "exit 1", "check || exit 1", "cat x", ""}) {
    INFO(text);
    CHECK(why_it_cannot_fail(text).empty());
  }
}

TEST_CASE("the reason names the commands") {
  CHECK(why_it_cannot_fail("check x | wc -l") ==
        "the status of a pipeline is that of its last command, and `wc -l` succeeds whatever "
        "`check x` does");
  CHECK(why_it_cannot_fail("check || true") ==
        "`|| true` hides the failure of what stands before it");
  CHECK(why_it_cannot_fail("check &") == "nobody waits for `check`, which runs in the background");
}
