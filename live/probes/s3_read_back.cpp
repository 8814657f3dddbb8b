#include "live/probes/s3_read_back.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <future>
#include <memory>

namespace firedrill {
namespace {

using namespace std::chrono_literals;

constexpr Duration patience = 3s;  // for one object of one store
constexpr int most_silent = 3;     // answers in a row, before a store counts as gone
constexpr long not_found = 404;
constexpr std::size_t most_askers = 8, objects_an_asker = 8;

enum class ObjectFate { is_there, is_missing, is_unknown };

// One store that is asked, until it has been silent for too long.
class AskedStore {
 public:
  AskedStore(const S3Target& target, NameResolver& resolver)
      : target_{target}, session_{resolver, target.is_fresh} {
    session_.trust(target.certificate);
  }

  ObjectFate ask(const std::string& key, std::string& error) {
    if (silent_ >= most_silent) {
      return ObjectFate::is_unknown;
    }
    const HttpAnswer answer = session_.call(s3_call(target_, "GET", key, ""), patience);
    if (answer.is_good() || answer.status == not_found) {
      silent_ = 0;
      const bool is_there = answer.is_good() && answer.body == s3_payload();
      return is_there ? ObjectFate::is_there : ObjectFate::is_missing;
    }
    ++silent_;
    error = fmt::format("{}: {}", target_.endpoint,
                        answer.status == 0 ? answer.error : fmt::format("{}", answer.status));
    return ObjectFate::is_unknown;
  }

 private:
  const S3Target& target_;
  HttpSession session_;
  int silent_ = 0;
};

// The writes `first`, `first` + `step`, ...
S3ReadBack read_some(const std::vector<S3Target>& stores, const ResolverOptions& names,
                     const std::string& prefix, const std::vector<LedgerWrite>& writes,
                     std::size_t first, std::size_t step,
                     std::chrono::steady_clock::time_point deadline) {
  NameResolver resolver{names};
  std::vector<std::unique_ptr<AskedStore>> asked;
  for (const S3Target& store : stores) {
    asked.push_back(std::make_unique<AskedStore>(store, resolver));
  }
  S3ReadBack back;
  for (std::size_t index = first; index < writes.size(); index += step) {
    const std::uint64_t id = writes[index].id;
    ObjectFate fate = ObjectFate::is_unknown;
    if (std::chrono::steady_clock::now() >= deadline) {
      back.error = "there was no time for all of them";
    } else {
      for (const auto& store : asked) {
        const ObjectFate said = store->ask(prefix + std::to_string(id), back.error);
        fate = said == ObjectFate::is_unknown ? fate : said;
        if (fate == ObjectFate::is_there) {
          break;
        }
      }
    }
    if (fate == ObjectFate::is_there) {
      back.ids.found.push_back(id);
    } else if (fate == ObjectFate::is_unknown) {
      back.ids.unread.push_back({id, id});
    }
  }
  return back;
}

}  // namespace

S3ReadBack read_objects_back(const std::vector<S3Target>& stores, const ResolverOptions& names,
                             const std::string& prefix, const std::vector<LedgerWrite>& writes,
                             std::chrono::steady_clock::time_point deadline) {
  const std::size_t askers = std::min(most_askers, writes.size() / objects_an_asker + 1);
  std::vector<std::future<S3ReadBack>> parts;
  for (std::size_t first = 0; first < askers; ++first) {
    // A thread begins in the network of the one that makes it.
    parts.push_back(std::async(std::launch::async, [&, first] {
      return read_some(stores, names, prefix, writes, first, askers, deadline);
    }));
  }
  S3ReadBack whole;
  for (auto& part : parts) {
    const S3ReadBack some = part.get();
    whole.ids.found.insert(whole.ids.found.end(), some.ids.found.begin(), some.ids.found.end());
    whole.ids.unread.insert(whole.ids.unread.end(), some.ids.unread.begin(), some.ids.unread.end());
    whole.error = some.error.empty() ? whole.error : some.error;
  }
  return whole;
}

}  // namespace firedrill
