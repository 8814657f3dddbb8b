#include "live/probes/probe_runner.hpp"

#include <pthread.h>
#include <sched.h>

#include <algorithm>
#include <cerrno>
#include <exception>
#include <future>
#include <system_error>
#include <utility>

#include "models/base/check.hpp"

namespace firedrill {
namespace {

constexpr unsigned most_workers = 64;

}  // namespace

void enter_network(int handle) {
  if (::setns(handle, CLONE_NEWNET) != 0) {
    throw std::system_error{errno, std::generic_category(), "entering a network namespace"};
  }
}

ProbeRunner::ProbeRunner(ProbeRunnerOptions options, MakeProbeClient make, TakeResult take,
                         SteadyTime zero)
    : options_{std::move(options)}, make_{std::move(make)}, take_{std::move(take)}, zero_{zero} {
  firedrill_assert(options_.period > Duration::zero() && options_.patience > Duration::zero());
  // So many can be under way at once, and one more that is just being handed over.
  const auto overlapping = static_cast<unsigned>(
      std::min<std::int64_t>(most_workers - 2, options_.patience / options_.period));
  for (unsigned index = 0; index < overlapping + 2; ++index) {
    std::promise<std::exception_ptr> ready;
    auto answer = ready.get_future();
    workers_.emplace_back([this, &ready] { work(ready); });
    if (const std::exception_ptr error = answer.get()) {
      end_workers();
      std::rethrow_exception(error);
    }
  }
  pacer_ = std::thread{[this] { pace(); }};
}

ProbeRunner::~ProbeRunner() { stop(); }

void ProbeRunner::stop() {
  end_workers();
  if (pacer_.joinable()) {
    pacer_.join();
  }
}

void ProbeRunner::end_workers() {
  {
    const std::lock_guard lock{jobs_mutex_};
    is_stopping_ = true;
  }
  has_job_.notify_all();
  is_over_.notify_all();
  for (std::thread& worker : workers_) {
    if (worker.joinable()) {
      worker.join();
    }
  }
}

void ProbeRunner::pace() {
  const Duration begun = now();
  const std::int64_t first = std::max<std::int64_t>(0, begun / options_.period + 1);
  for (std::uint64_t sequence = 0;; ++sequence) {
    const Duration intended = (first + static_cast<std::int64_t>(sequence)) * options_.period;
    std::unique_lock lock{jobs_mutex_};
    if (is_over_.wait_until(lock, zero_ + intended, [this] { return is_stopping_; })) {
      return;
    }
    if (free_ == 0) {
      lock.unlock();
      const Duration here = now();
      deliver({.sequence = sequence,
               .intended = intended,
               .sent = here,
               .answered = here,
               .status = ProbeStatus::not_sent,
               .detail = "no worker was free"});
      continue;
    }
    --free_;
    jobs_.push_back({sequence, intended});
    lock.unlock();
    has_job_.notify_one();
  }
}

void ProbeRunner::work(std::promise<std::exception_ptr>& ready) {
  std::unique_ptr<ProbeClient> client;
  try {
    if (options_.vantage) {
      options_.vantage();
    }
    client = make_();
    const std::lock_guard lock{jobs_mutex_};
    ++free_;
  } catch (...) {
    ready.set_value(std::current_exception());
    return;
  }
  ready.set_value(nullptr);
  for (;;) {
    std::unique_lock lock{jobs_mutex_};
    has_job_.wait(lock, [this] { return !jobs_.empty() || is_stopping_; });
    if (jobs_.empty()) {
      return;
    }
    const Job job = jobs_.front();
    jobs_.pop_front();
    lock.unlock();
    deliver(carry_out(*client, job));
    lock.lock();
    ++free_;
  }
}

ProbeResult ProbeRunner::carry_out(ProbeClient& client, const Job& job) {
  ProbeResult result{
      .sequence = job.sequence, .intended = job.intended, .sent = now(), .answered = {}};
  const Duration late = result.lateness();
  std::int64_t known = lateness_.load();
  while (late.count() > known && !lateness_.compare_exchange_weak(known, late.count())) {
  }
  if (late >= options_.patience) {
    result.status = ProbeStatus::not_sent;
    result.detail = "too late to be sent";
  } else {
    ProbeAnswer answer = client.attempt({.sequence = job.sequence,
                                         .intended = job.intended,
                                         .patience = options_.patience - late,
                                         .now = [this] { return now(); }});
    result.status = answer.status;
    result.detail = std::move(answer.detail);
  }
  result.answered = now();
  return result;
}

void ProbeRunner::deliver(ProbeResult result) {
  const std::lock_guard lock{results_mutex_};
  early_.emplace(result.sequence, std::move(result));
  while (!early_.empty() && early_.begin()->first == next_) {
    take_(early_.begin()->second);
    early_.erase(early_.begin());
    ++next_;
  }
}

}  // namespace firedrill
