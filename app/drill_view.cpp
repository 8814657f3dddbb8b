#include "app/drill_view.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include "reports/format.hpp"

namespace firedrill {
namespace {

using namespace std::chrono_literals;

std::string broken_in(const DrillView& view) {
  std::string list;
  for (const std::string& name : view.broken) {
    list += (list.empty() ? "" : ", ") + name;
  }
  return list.empty() ? "nothing" : list;
}

std::string clock_of(const DrillView& view) {
  const auto left = std::max(Duration::zero(), view.deadline - view.now);
  return fmt::format("{:.1f} s since the beginning, {:.0f} s to the deadline", to_seconds(view.now),
                     to_seconds(left));
}

// As a label's value: OpenMetrics 1.0, "Escaping".
std::string escaped(const std::string& text) {
  std::string result;
  for (const char one : text) {
    if (one == '\\' || one == '"') {
      result += '\\';
    }
    result += one == '\n' ? "\\n" : std::string{one};
  }
  return result;
}

}  // namespace

DrillScreen::~DrillScreen() {
  if (is_terminal_ && lines_ > 0) {
    fmt::print(stderr, "\n");
  }
}

void DrillScreen::show(const DrillView& view) { is_terminal_ ? draw(view) : tell(view); }

void DrillScreen::draw(const DrillView& view) {
  if (lines_ > 0 && view.phase == last_phase_ && view.now - drawn_ < 180ms) {
    return;
  }
  drawn_ = view.now;
  last_phase_ = view.phase;
  std::string block = lines_ > 0 ? fmt::format("\x1b[{}F\x1b[J", lines_) : "";
  const auto line = [&](const std::string& text) { block += text + "\n"; };
  line(fmt::format("DRILL  {}   {}", view.phase, clock_of(view)));
  line(fmt::format("  broken: {}", broken_in(view)));
  for (const ProbeGlance& probe : view.probes) {
    const bool is_new = probe.sent == 0;
    line(fmt::format("  {} {:<36} {:>9}  for {:>7.1f} s  {} of {} failed",
                     is_new           ? "·"
                     : probe.succeeds ? "✓"
                                      : "✗",
                     probe.name,
                     is_new ? "" : fmt::format("{:.1f} ms", 1e3 * to_seconds(probe.answer_time)),
                     is_new ? 0.0 : to_seconds(view.now - probe.since), probe.failed, probe.sent));
  }
  lines_ = static_cast<std::size_t>(std::count(block.begin(), block.end(), '\n'));
  fmt::print(stderr, "{}", block);
  std::fflush(stderr);
}

void DrillScreen::tell(const DrillView& view) {
  const auto say = [&](const std::string& text) {
    fmt::print(stderr, "{:>9.3f} s  {}\n", to_seconds(view.now), text);
  };
  if (view.phase != last_phase_) {
    last_phase_ = view.phase;
    say(view.phase);
  }
  if (const std::string broken = broken_in(view); broken != last_broken_) {
    last_broken_ = broken;
    say("broken: " + broken);
  }
  last_succeeds_.resize(view.probes.size(), true);
  for (std::size_t index = 0; index < view.probes.size(); ++index) {
    const ProbeGlance& probe = view.probes[index];
    if (probe.sent > 0 && probe.succeeds != last_succeeds_[index]) {
      last_succeeds_[index] = probe.succeeds;
      say(fmt::format("probe {} {} since {:.3f} s", probe.name,
                      probe.succeeds ? "succeeds" : "fails", to_seconds(probe.since)));
    }
  }
}

std::string open_metrics(const DrillView& view) {
  std::string text = fmt::format(
      "# TYPE firedrill_drill info\nfiredrill_drill_info{{phase=\"{}\"}} 1\n"
      "# TYPE firedrill_elapsed_seconds gauge\n# UNIT firedrill_elapsed_seconds seconds\n"
      "firedrill_elapsed_seconds {}\n"
      "# TYPE firedrill_deadline_seconds gauge\n# UNIT firedrill_deadline_seconds seconds\n"
      "firedrill_deadline_seconds {}\n"
      "# TYPE firedrill_faults gauge\nfiredrill_faults {}\n",
      escaped(view.phase), to_seconds(view.now), to_seconds(view.deadline), view.broken.size());
  std::string up = "# TYPE firedrill_probe_success gauge\n";
  std::string sent = "# TYPE firedrill_probe_sent counter\n";
  std::string failed = "# TYPE firedrill_probe_failed counter\n";
  for (const ProbeGlance& probe : view.probes) {
    const std::string labels =
        fmt::format("{{probe=\"{}\",service=\"{}\"}}", escaped(probe.name), escaped(probe.service));
    up += fmt::format("firedrill_probe_success{} {}\n", labels, probe.succeeds ? 1 : 0);
    sent += fmt::format("firedrill_probe_sent_total{} {}\n", labels, probe.sent);
    failed += fmt::format("firedrill_probe_failed_total{} {}\n", labels, probe.failed);
  }
  return text + up + sent + failed + "# EOF\n";
}

}  // namespace firedrill
