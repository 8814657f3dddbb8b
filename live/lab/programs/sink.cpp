#include "live/lab/programs/sink.hpp"

#include <chrono>
#include <fstream>
#include <mutex>
#include <utility>

#include "live/lab/programs/alert_board.hpp"
#include "live/lab/programs/http.hpp"

namespace firedrill {
namespace {

using Json = nlohmann::ordered_json;

HttpResponse json(const Json& value) {
  return {200, value.dump() + "\n", {{"Content-Type", "application/json"}}};
}

class Sink {
 public:
  explicit Sink(const SinkOptions& options)
      : board_{static_cast<std::size_t>(options.quorum)}, record_{options.record, std::ios::app} {}

  HttpResponse answer(const HttpRequest& request) {
    const double now =
        std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
    const std::lock_guard lock{mutex_};
    if (request.method == "POST") {
      const Json body = Json::parse(request.body, nullptr, false);
      if (body.is_discarded()) {
        return {400, "no JSON\n", {}};
      }
      if (request.target == "/alerts") {
        board_.take(request.body, now);
      } else {
        notifications_.push_back({{"at", now}, {"message", body}});
      }
      record_ << Json{{"at", now}, {"to", request.target}, {"body", body}}.dump() << std::endl;
      return json({{"accepted", true}});
    }
    if (request.target == "/alerts") {
      return json({{"format", "firedrill/lab-alerts/1"}, {"alerts", board_.to_json()}});
    }
    if (request.target == "/notifications") {
      return json({{"format", "firedrill/lab-notifications/1"}, {"notifications", notifications_}});
    }
    return request.target == "/health" ? json({{"status", "ok"}})
                                       : HttpResponse{404, "no such thing\n", {}};
  }

 private:
  std::mutex mutex_;
  AlertBoard board_;
  Json notifications_ = Json::array();
  std::ofstream record_;
};

}  // namespace

void run_sink(const SinkOptions& options) {
  Sink sink{options};
  serve_http(options.listen, 4, [&](const HttpRequest& request) { return sink.answer(request); });
}

}  // namespace firedrill
