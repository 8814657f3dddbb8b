// Stand-ins answer in their own time, and stop when the drill is over; a person at the terminal can
// say no.
#include "live/drill/people.hpp"

#include <catch2/catch.hpp>
#include <chrono>
#include <thread>

using namespace firedrill;
using namespace std::chrono_literals;

TEST_CASE("stand-ins take the time they are given") {
  StandIns people{{{"devops", {.acknowledges = 60ms, .decides = 20ms}}}, {}};
  std::atomic<bool> is_over{false};
  const auto begun = std::chrono::steady_clock::now();
  CHECK(people.ask(Verb::page, "devops", is_over) == Outcome::succeeded);
  CHECK(std::chrono::steady_clock::now() - begun >= 60ms);
  CHECK(people.ask(Verb::decide, "devops", is_over) == Outcome::succeeded);
}

TEST_CASE("who is not there never answers, until the drill is over") {
  StandIns people{{}, {}};
  std::atomic<bool> is_over{false};
  std::thread end{[&] {
    std::this_thread::sleep_for(100ms);
    is_over = true;
  }};
  CHECK(people.ask(Verb::page, "nobody", is_over) == Outcome::unknown);
  end.join();
}

TEST_CASE("at the terminal a decision can be no") {
  std::string shown;
  std::optional<std::string> next;
  PeopleAtTerminal people{[&](const std::string& text) { shown = text; },
                          [&](Duration) { return next; }};
  std::atomic<bool> is_over{false};
  next = "n";
  CHECK(people.ask(Verb::decide, "devops", is_over) == Outcome::failed);
  CHECK(shown.starts_with("EXERCISE devops: "));
  next = "";
  CHECK(people.ask(Verb::page, "devops", is_over) == Outcome::succeeded);
  is_over = true;
  next.reset();
  CHECK(people.ask(Verb::page, "devops", is_over) == Outcome::unknown);
}

TEST_CASE("the lab's stand-ins can be read") {
  const auto file = load_stand_ins("scenarios/bindings/lab-people.json");
  REQUIRE(file);
  CHECK(file->otherwise.acknowledges == 2s);
  CHECK(load_stand_ins("scenarios/bindings/lab.json").error().front().code == "FD3013");
}
