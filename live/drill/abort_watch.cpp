#include "live/drill/abort_watch.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <mutex>
#include <variant>

#include "live/probes/prometheus_query.hpp"
#include "live/undo/shell_text.hpp"

namespace firedrill {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr Duration asked_every = 1s;
constexpr Duration answer_patience = 5s;

std::string words_of(const AbortExpression& asked) {
  return fmt::format("{} at {}{}", asked.expression, asked.address,
                     asked.from.empty() ? "" : " from " + asked.from);
}

// Whatever the host has; an error of Prometheus comes with a text, too.
std::string question_script(const std::string& url) {
  return fmt::format(
      "if command -v curl >/dev/null; then exec curl -sS -g -m 5 --noproxy '*' {0}\n"
      "else exec wget -q -O - -T 5 --no-proxy {0}; fi\n",
      shell_quoted(url));
}

}  // namespace

struct AbortWatch::Asked {
  const AbortExpression* expression = nullptr;
  Duration hold{};
  mutable std::mutex mutex{};  // of what follows
  std::optional<Duration> true_since{}, silent_since{};
  std::string detail{};
  bool is_told = false;  // that nobody answers
};

ExpressionAnswer ask_expression(const AbortExpression& asked, HostShell& shell, Duration patience) {
  const std::string url = prometheus_url(asked.address, asked.expression);
  if (!asked.from.empty()) {
    const ShellAnswer answer = shell.run(asked.from, question_script(url), patience + 1s);
    if (!answer.succeeded()) {
      return {false, 0, answer.error.empty() ? "no answer" : answer.error};
    }
    const PrometheusAnswer found = read_prometheus(answer.output);
    return {found.is_answer, found.samples, found.detail};
  }
  NameResolver resolver{{}};
  HttpSession session{resolver, true};
  const HttpAnswer answer = session.call({.url = url}, patience);
  if (answer.status == 0) {
    return {false, 0, answer.error};
  }
  const PrometheusAnswer found = read_prometheus(answer.body);
  return {found.is_answer, found.samples, found.detail};
}

AbortWatch::AbortWatch(const Charter& charter, HostShell& shell, Clock::time_point zero)
    : charter_{charter}, shell_{shell}, zero_{zero} {
  for (const AbortCondition& condition : charter.abort_when) {
    if (const auto* expression = std::get_if<AbortExpression>(&condition.when)) {
      asked_.push_back(std::make_unique<Asked>());
      asked_.back()->expression = expression;
      asked_.back()->hold = condition.hold;
      threads_.emplace_back([this, asked = asked_.back().get()] { ask(*asked, is_over_); });
    }
  }
}

AbortWatch::~AbortWatch() {
  is_over_ = true;
  for (std::thread& thread : threads_) {
    thread.join();
  }
}

void AbortWatch::ask(Asked& asked, const std::atomic<bool>& is_over) const {
  for (auto due = Clock::now(); !is_over; due = std::max(due + asked_every, Clock::now())) {
    while (!is_over && Clock::now() < due) {
      std::this_thread::sleep_for(20ms);
    }
    if (is_over) {
      return;
    }
    const Duration now = Clock::now() - zero_;  // since when it is so is when it was asked
    const ExpressionAnswer answer = ask_expression(*asked.expression, shell_, answer_patience);
    const std::lock_guard lock{asked.mutex};
    const auto note = [now](std::optional<Duration>& since, bool is_so) {
      since = !is_so ? std::nullopt : since ? since : std::optional{now};
    };
    note(asked.true_since, answer.is_answered && answer.samples > 0);
    note(asked.silent_since, !answer.is_answered);
    asked.detail = answer.detail;
  }
}

std::optional<std::string> AbortWatch::reason_of(const Asked& asked, Duration hold, Duration now) {
  const std::lock_guard lock{asked.mutex};
  const bool is_true = asked.true_since && now - *asked.true_since >= hold;
  const bool is_silent = asked.silent_since && now - *asked.silent_since >= hold;
  if (is_true) {
    return fmt::format("abort condition: {} has been true for {:.0f} s: {}",
                       words_of(*asked.expression), to_seconds(now - *asked.true_since),
                       asked.detail);
  }
  if (is_silent && !asked.expression->goes_on_unanswered) {
    return fmt::format("abort condition: {} cannot be watched, no answer for {:.0f} s: {}",
                       words_of(*asked.expression), to_seconds(now - *asked.silent_since),
                       asked.detail);
  }
  return std::nullopt;
}

std::optional<std::string> AbortWatch::reason(const std::vector<ProbeGlance>& probes,
                                              Duration now) const {
  for (const AbortCondition& condition : charter_.abort_when) {
    const auto* wanted = std::get_if<AbortProbe>(&condition.when);
    for (const ProbeGlance& probe : probes) {
      const bool is_meant = wanted != nullptr && probe.name == wanted->probe;
      if (is_meant && probe.sent > 0 && !probe.succeeds && now - probe.since > condition.hold) {
        return fmt::format("abort condition: probe {} has failed for {:.0f} s", probe.name,
                           to_seconds(now - probe.since));
      }
    }
  }
  for (const auto& asked : asked_) {
    if (auto why = reason_of(*asked, asked->hold, now)) {
      return why;
    }
  }
  return std::nullopt;
}

std::vector<std::string> AbortWatch::news() {
  std::vector<std::string> lines;
  for (const auto& asked : asked_) {
    const std::lock_guard lock{asked->mutex};
    if (asked->silent_since && !asked->is_told) {
      asked->is_told = true;
      lines.push_back(
          fmt::format("{} gives no answer: {}", words_of(*asked->expression), asked->detail));
    } else if (!asked->silent_since) {
      asked->is_told = false;
    }
  }
  return lines;
}

std::vector<std::string> unsafe_to_begin(const Charter& charter, HostShell& shell) {
  std::vector<std::string> lines;
  for (const AbortCondition& condition : charter.abort_when) {
    const auto* expression = std::get_if<AbortExpression>(&condition.when);
    if (expression == nullptr) {
      continue;
    }
    const ExpressionAnswer answer = ask_expression(*expression, shell, answer_patience);
    if (!answer.is_answered) {
      lines.push_back(fmt::format("abort condition {} cannot be watched: {}", words_of(*expression),
                                  answer.detail));
    } else if (answer.samples > 0) {
      lines.push_back(fmt::format("abort condition {} is true already: {}", words_of(*expression),
                                  answer.detail));
    }
  }
  return lines;
}

}  // namespace firedrill
