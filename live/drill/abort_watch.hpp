// The conditions under which a charter ends a drill at once: a probe that fails, an expression that
// Prometheus gives a sample for. Expressions are asked once a second, each in a thread of its own.
// What gives no answer cannot be watched, and counts as true unless the charter says otherwise.
// Example: AbortWatch watch{charter, shell, zero}; if (const auto why = watch.reason(glances, now))
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "live/charter/charter.hpp"
#include "live/drill/probe_set.hpp"
#include "live/undo/host_shell.hpp"

namespace firedrill {

// What Prometheus says to an expression. Some sample: it is true, as for Prometheus' own alerts.
struct ExpressionAnswer {
  bool is_answered = false;
  std::size_t samples = 0;
  std::string detail;  // the first sample, or why there is no answer
};

// Asks once; from where firedrill runs, or by curl or wget on the host that the condition names.
[[nodiscard]] ExpressionAnswer ask_expression(const AbortExpression& asked, HostShell& shell,
                                              Duration patience);

class AbortWatch {
 public:
  // Both outlive it. `zero`: that of the times below.
  AbortWatch(const Charter& charter, HostShell& shell, std::chrono::steady_clock::time_point zero);
  AbortWatch(const AbortWatch&) = delete;
  AbortWatch& operator=(const AbortWatch&) = delete;
  ~AbortWatch();

  // Why the drill must end now; none: it may go on.
  [[nodiscard]] std::optional<std::string> reason(const std::vector<ProbeGlance>& probes,
                                                  Duration now) const;

  // What cannot be watched though the drill goes on, a line each; every one is said once.
  [[nodiscard]] std::vector<std::string> news();

 private:
  struct Asked;  // one expression
  [[nodiscard]] static std::optional<std::string> reason_of(const Asked& asked, Duration hold,
                                                            Duration now);
  void ask(Asked& asked, const std::atomic<bool>& is_over) const;

  const Charter& charter_;
  HostShell& shell_;
  std::chrono::steady_clock::time_point zero_;
  std::atomic<bool> is_over_{false};
  std::vector<std::unique_ptr<Asked>> asked_;  // in the order of the charter's conditions
  std::vector<std::thread> threads_;
};

// Before the drill: expressions that give no answer or are true already, a line each.
[[nodiscard]] std::vector<std::string> unsafe_to_begin(const Charter& charter, HostShell& shell);

}  // namespace firedrill
