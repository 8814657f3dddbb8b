#include "live/probes/command_probe.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>

#include "live/probes/sql_session.hpp"

namespace firedrill {

std::optional<std::int64_t> last_number(const std::string& text) {
  const auto is_digit = [](char one) { return one >= '0' && one <= '9'; };
  const auto end = std::find_if(text.rbegin(), text.rend(), is_digit).base();
  auto begin = end;
  while (begin != text.begin() && is_digit(*std::prev(begin))) {
    --begin;
  }
  std::int64_t number = 0;
  const std::string digits{begin, end};
  const auto [rest, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return error == std::errc{} && rest == digits.data() + digits.size() ? std::optional{number}
                                                                       : std::nullopt;
}

bool ProgressWatch::has_gone_on(std::int64_t value, Duration now, Duration still) {
  const std::lock_guard lock{mutex_};
  if (!value_ || value > *value_) {
    value_ = value;
    grown_ = std::max(grown_, now);
    return true;
  }
  return now - grown_ <= still;
}

std::optional<std::int64_t> ProgressWatch::last() const {
  const std::lock_guard lock{mutex_};
  return value_;
}

ProbeAnswer CommandProbe::attempt(const ProbeAttempt& attempt) {
  const CommandAnswer answer = run_(attempt.patience);
  if (!answer.succeeded) {
    return {ProbeStatus::failed, first_line(answer.output)};
  }
  if (watch_ == nullptr) {
    return {ProbeStatus::succeeded};
  }
  const auto number = last_number(answer.output);
  if (!number) {
    return {ProbeStatus::failed, "no number in the output"};
  }
  const bool goes_on = watch_->has_gone_on(*number, attempt.now(), still_);
  return {goes_on ? ProbeStatus::succeeded : ProbeStatus::failed, std::to_string(*number)};
}

}  // namespace firedrill
