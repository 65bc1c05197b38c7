#include "page_log.h"

#include <boost/json.hpp>

namespace muster::browser {
namespace json = boost::json;
namespace {

constexpr std::size_t kUrlMax = 2048, kNavigationsMax = 30;

std::string text_at(const json::object& o, json::string_view key, std::size_t most = kUrlMax) {
  const json::value* value = o.if_contains(key);
  if (!value || !value->is_string()) return {};
  std::string out(value->as_string());
  if (out.size() > most) out.resize(most);
  return out;
}

const json::object* object_at(const json::object& o, json::string_view key) {
  const json::value* value = o.if_contains(key);
  return value ? value->if_object() : nullptr;
}

std::int64_t whole_at(const json::object& o, json::string_view key) {
  const json::value* value = o.if_contains(key);
  if (!value) return 0;
  if (value->is_int64()) return value->as_int64();
  return value->is_double() ? static_cast<std::int64_t>(value->as_double()) : 0;
}

// A picture inside of an address is not written down.
std::string shown_url(std::string url) {
  return url.starts_with("data:") ? url.substr(0, url.find(',')) : url;
}

}  // namespace

void PageLog::request(const json::object& p) {
  const std::string id = text_at(p, "requestId");
  const json::object* request = object_at(p, "request");
  if (!request) return;
  // A redirect comes as the same request once more, with the answer that led on.
  if (const json::object* redirected = object_at(p, "redirectResponse"))
    if (const auto known = number_.find(id); known != number_.end())
      requests_[known->second].status = static_cast<int>(whole_at(*redirected, "status"));
  const std::string url = shown_url(text_at(*request, "url"));
  if (text_at(p, "type") == "Document" && text_at(p, "frameId") == main_frame_ && navigations_.size() < kNavigationsMax)
    navigations_.push_back(url);
  open_.insert(id);
  if (requests_.size() >= testing::kRenderedRequestsMax) return;
  number_[id] = requests_.size();
  requests_.push_back({url, text_at(p, "type", 32), 0, 0, ""});
}

void PageLog::answer(const json::object& p) {
  const json::object* response = object_at(p, "response");
  const auto known = number_.find(text_at(p, "requestId"));
  if (!response) return;
  const int status = static_cast<int>(whole_at(*response, "status"));
  if (known != number_.end()) requests_[known->second].status = status;
  if (text_at(p, "type") == "Document" && text_at(p, "frameId") == main_frame_) status_ = status;
}

void PageLog::ended(const json::object& p, bool well) {
  const std::string id = text_at(p, "requestId");
  open_.erase(id);
  const auto known = number_.find(id);
  if (known == number_.end()) return;
  testing::RenderedRequest& of = requests_[known->second];
  if (well)
    of.bytes = whole_at(p, "encodedDataLength");
  else
    of.error = text_at(p, "errorText", 80);
}

void PageLog::event(const json::object& message, std::chrono::steady_clock::time_point now) {
  if (text_at(message, "sessionId") != session_) return;
  const std::string method = text_at(message, "method", 64);
  static const json::object kNone;
  const json::object* found = object_at(message, "params");
  const json::object& p = found ? *found : kNone;
  if (method.starts_with("Network.")) last_ = now;
  if (method == "Network.requestWillBeSent")
    request(p);
  else if (method == "Network.responseReceived")
    answer(p);
  else if (method == "Network.loadingFinished")
    ended(p, true);
  else if (method == "Network.loadingFailed")
    ended(p, false);
  else if (method == "Page.loadEventFired")
    loaded_ = true;
  else if (method == "Page.javascriptDialogOpening")
    dialog_ = true;
  else if (method == "Inspector.targetCrashed")
    crashed_ = true;
}

void PageLog::give(testing::Rendered& to) {
  to.status = status_;
  to.requests = std::move(requests_);
  to.navigations = std::move(navigations_);
}

}  // namespace muster::browser
