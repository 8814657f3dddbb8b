// Who answers for the people of a drill: somebody at the terminal, or a file with how long each
// role takes, so that a drill can run at night and in a test. Both only answer what the conductor
// asks: to acknowledge, to decide, to take over a shift.
// Example: const auto people = load_stand_ins("scenarios/bindings/lab-people.json");
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "models/base/result.hpp"
#include "models/recovery/action.hpp"
#include "models/recovery/timeline.hpp"
#include "scenarios/scenario.hpp"

namespace firedrill {

class PeopleOnCall {
 public:
  PeopleOnCall() = default;
  PeopleOnCall(const PeopleOnCall&) = delete;
  PeopleOnCall& operator=(const PeopleOnCall&) = delete;
  virtual ~PeopleOnCall() = default;

  // Returns when `role` has answered, or `is_over` is true (unknown). From any thread.
  virtual Outcome ask(Verb what, const std::string& role, const std::atomic<bool>& is_over) = 0;
};

// How long one role takes. A role that acknowledges nothing is not there.
struct StandIn {
  std::optional<Duration> acknowledges;
  Duration decides{};
  Duration hands_over{};
};

class StandIns final : public PeopleOnCall {
 public:
  // `otherwise` for roles that are not in `roles`.
  StandIns(std::map<std::string, StandIn> roles, StandIn otherwise)
      : roles_{std::move(roles)}, otherwise_{otherwise} {}
  Outcome ask(Verb what, const std::string& role, const std::atomic<bool>& is_over) override;

 private:
  std::map<std::string, StandIn> roles_;
  StandIn otherwise_;
};

// A file of format "firedrill/stand-ins/1". Errors: those of parse_document, FD2xxx, FD3013.
struct StandInFile {
  std::map<std::string, StandIn> roles;
  StandIn otherwise;
};
[[nodiscard]] Result<StandInFile> load_stand_ins(const std::string& path);

// Asks at the terminal: `show` prints the question, `read_line` waits for an answer for at most
// that long (none: nothing came). One question at a time.
class PeopleAtTerminal final : public PeopleOnCall {
 public:
  using Show = std::function<void(const std::string&)>;
  using ReadLine = std::function<std::optional<std::string>(Duration)>;
  PeopleAtTerminal(Show show, ReadLine read_line)
      : show_{std::move(show)}, read_line_{std::move(read_line)} {}
  Outcome ask(Verb what, const std::string& role, const std::atomic<bool>& is_over) override;

 private:
  Show show_;
  ReadLine read_line_;
  std::mutex mutex_;
};

}  // namespace firedrill
