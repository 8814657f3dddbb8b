#include "live/drill/probe_set.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <utility>

namespace firedrill {
namespace {

// Names of probes become names of files.
std::string file_name(std::string name) {
  std::replace_if(
      name.begin(), name.end(),
      [](char one) {
        return !((one >= 'a' && one <= 'z') || (one >= 'A' && one <= 'Z') ||
                 (one >= '0' && one <= '9') || one == '-' || one == '@' || one == '.');
      },
      '_');
  return name;
}

std::string data_of(const BoundProbeKind& kind) {
  if (const auto* sql = std::get_if<BoundSqlWrite>(&kind)) {
    return sql->data;
  }
  const auto* s3 = std::get_if<BoundS3Write>(&kind);
  return s3 == nullptr ? "" : s3->data;
}

bool writes(const BoundProbeKind& kind) {
  return std::holds_alternative<BoundSqlWrite>(kind) || std::holds_alternative<BoundS3Write>(kind);
}

}  // namespace

struct ProbeSet::Running {
  const BoundProbe* bound = nullptr;
  std::uint64_t writer = 0;
  std::string ledger_path;
  std::unique_ptr<LedgerWriter> ledger;
  std::unique_ptr<NameResolver> resolver;
  ProgressWatch progress;
  mutable std::mutex mutex;  // of what follows
  std::vector<ProbeResult> results;
  std::ofstream file;
  ProbeGlance glance;
  std::unique_ptr<ProbeRunner> runner;  // ends before what it uses
};

ProbeSet::ProbeSet(const TargetBinding& binding, const FindVantage& vantage, HostShell& shell,
                   RunRecorder& recorder, std::chrono::steady_clock::time_point zero)
    : shell_{shell}, recorder_{recorder}, zero_{zero}, vantage_{vantage} {
  const auto run_number =
      static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::seconds>(
                                     std::chrono::system_clock::now().time_since_epoch())
                                     .count());
  for (const BoundProbe& bound : binding.probes) {
    auto running = std::make_unique<Running>();
    running->bound = &bound;
    running->writer = run_number * 1000 + probes_.size();
    running->resolver = std::make_unique<NameResolver>(
        ResolverOptions{bound.resolver.server, bound.resolver.port, bound.resolver.remembers});
    running->glance.name = bound.name;
    running->glance.service = bound.service;
    probes_.push_back(std::move(running));
  }
}

ProbeSet::~ProbeSet() { stop(); }

MakeProbeClient ProbeSet::client_of(Running& running) {
  const BoundProbe& bound = *running.bound;
  NameResolver& resolver = *running.resolver;
  return [this, &running, &bound, &resolver]() -> std::unique_ptr<ProbeClient> {
    if (const auto* read = std::get_if<BoundSqlRead>(&bound.kind)) {
      return std::make_unique<SqlReadProbe>(read->target, resolver, read->statement);
    }
    if (const auto* write = std::get_if<BoundSqlWrite>(&bound.kind)) {
      return std::make_unique<SqlWriteProbe>(
          write->target, resolver, SqlWriteTable{write->table, running.writer}, *running.ledger);
    }
    if (const auto* http = std::get_if<HttpTarget>(&bound.kind)) {
      return std::make_unique<HttpProbe>(*http, resolver);
    }
    if (const auto* read = std::get_if<BoundS3Read>(&bound.kind)) {
      return std::make_unique<S3ReadProbe>(read->target, resolver, read->key, read->content);
    }
    if (const auto* write = std::get_if<BoundS3Write>(&bound.kind)) {
      return std::make_unique<S3WriteProbe>(write->target, resolver,
                                            fmt::format("{}{}-", write->prefix, running.writer),
                                            *running.ledger);
    }
    if (const auto* expression = std::get_if<BoundExpression>(&bound.kind)) {
      return std::make_unique<PrometheusProbe>(expression->address, expression->expression,
                                               resolver);
    }
    const auto& question = std::get<BoundQuestion>(bound.kind);
    return std::make_unique<CommandProbe>(
        [this, &question](Duration patience) {
          const ShellAnswer answer =
              shell_.run(question.command.host, question.command.script, patience);
          return CommandAnswer{answer.succeeded(),
                               answer.succeeded() ? answer.output : answer.error};
        },
        question.progress ? &running.progress : nullptr,
        question.progress.value_or(Duration::zero()));
  };
}

void ProbeSet::start(const Take& take) {
  std::filesystem::create_directories(recorder_.folder() + "/probes");
  for (std::size_t index = 0; index < probes_.size(); ++index) {
    Running& running = *probes_[index];
    const BoundProbe& bound = *running.bound;
    const std::string base = recorder_.folder() + "/probes/" + file_name(bound.name);
    running.file.open(base + ".jsonl");
    if (writes(bound.kind)) {
      running.ledger_path = base + ".ledger";
      running.ledger = std::make_unique<LedgerWriter>(
          running.ledger_path, LedgerHeader{bound.name, data_of(bound.kind), ""});
    }
    const auto note = [this, &running, index, take](const ProbeResult& result) {
      {
        const std::lock_guard lock{running.mutex};
        nlohmann::ordered_json line{{"n", result.sequence},
                                    {"intended_s", to_seconds(result.intended)},
                                    {"sent_s", to_seconds(result.sent)},
                                    {"answered_s", to_seconds(result.answered)},
                                    {"status", name_of(result.status)},
                                    {"detail", result.detail}};
        running.file << recorder_.without_secrets(line.dump(
                            -1, ' ', false, nlohmann::ordered_json::error_handler_t::replace))
                     << '\n'
                     << std::flush;
        ProbeGlance& glance = running.glance;
        if (glance.sent == 0 || glance.succeeds != result.succeeded()) {
          glance.since = result.intended;
        }
        ++glance.sent;
        glance.failed += result.succeeded() ? 0U : 1U;
        glance.succeeds = result.succeeded();
        glance.answer_time = result.answered - result.sent;
        running.results.push_back(result);
      }
      take(index, result);
    };
    running.runner = std::make_unique<ProbeRunner>(
        ProbeRunnerOptions{
            .name = bound.name,
            .period = bound.period,
            .patience = bound.patience,
            .vantage = bound.vantage.empty() ? std::function<void()>{} : vantage_(bound.vantage)},
        client_of(running), note, zero_);
  }
}

void ProbeSet::stop() {
  for (const auto& running : probes_) {
    if (running->runner != nullptr) {
      running->runner->stop();
    }
    running->ledger.reset();  // cut to its length, before anybody takes its digest
  }
}

std::vector<ProbeGlance> ProbeSet::glance() const {
  std::vector<ProbeGlance> glances;
  for (const auto& running : probes_) {
    const std::lock_guard lock{running->mutex};
    glances.push_back(running->glance);
  }
  return glances;
}

Duration ProbeSet::lateness() const {
  Duration latest{};
  for (const auto& running : probes_) {
    latest = std::max(latest,
                      running->runner == nullptr ? Duration::zero() : running->runner->lateness());
  }
  return latest;
}

std::vector<RunProbe> ProbeSet::summaries(
    Duration fault, const std::function<Duration(const std::string& service)>& sustained) const {
  std::vector<RunProbe> summaries;
  for (const auto& running : probes_) {
    const std::lock_guard lock{running->mutex};
    const BoundProbe& bound = *running->bound;
    const StreakReport report =
        read_streak(running->results, {.from = fault, .sustained = sustained(bound.service)});
    RunProbe summary;
    summary.name = bound.name;
    summary.kind = name_of(bound.kind);
    summary.vantage = bound.vantage.empty() ? "controller" : bound.vantage;
    summary.service = bound.service;
    summary.period = bound.period;
    for (const ProbeResult& result : running->results) {
      ++summary.sent;
      summary.failed += result.succeeded() ? 0U : 1U;
      summary.not_sent += result.status == ProbeStatus::not_sent ? 1U : 0U;
    }
    summary.lateness = running->runner == nullptr ? Duration::zero() : running->runner->lateness();
    summary.first_failure = report.impact;
    summary.first_success = report.first_success;
    summary.unavailable = report.unavailable();
    summary.goodput_lost = report.goodput_lost;
    summaries.push_back(std::move(summary));
  }
  return summaries;
}

double ProbeSet::failed_share(
    Duration from, Duration until,
    const std::function<bool(const std::string& service)>& is_meant) const {
  std::uint64_t all = 0;
  std::uint64_t failed = 0;
  for (const auto& running : probes_) {
    const std::lock_guard lock{running->mutex};
    for (const ProbeResult& result : running->results) {
      if (is_meant(running->bound->service) && result.intended >= from && result.answered < until) {
        ++all;
        failed += result.succeeded() ? 0U : 1U;
      }
    }
  }
  return all == 0 ? 0.0 : static_cast<double>(failed) / static_cast<double>(all);
}

std::string ProbeSet::ledger_of(const std::string& probe) const {
  const auto found = std::find_if(probes_.begin(), probes_.end(), [&](const auto& running) {
    return running->bound->name == probe;
  });
  return found == probes_.end() ? "" : (*found)->ledger_path;
}

std::uint64_t ProbeSet::writer_of(const std::string& probe) const {
  const auto found = std::find_if(probes_.begin(), probes_.end(), [&](const auto& running) {
    return running->bound->name == probe;
  });
  return found == probes_.end() ? 0 : (*found)->writer;
}

bool ProbeSet::flush_ledgers() {
  bool is_durable = true;
  for (const auto& running : probes_) {
    is_durable = (running->ledger == nullptr || running->ledger->flush()) && is_durable;
  }
  return is_durable;
}

}  // namespace firedrill
