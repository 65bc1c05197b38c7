#include "walk_guard.h"

#include <base/text.h>

#include <algorithm>

#include <fmt/format.h>

namespace muster::browser {
namespace json = boost::json;
namespace {

constexpr std::size_t kKeptBackMax = 100;
// What pages are made of.
constexpr std::string_view kParts[] = {"Image", "Stylesheet", "Script", "Font", "Media"};

std::string member(const json::object& object, const char* name) {
  const auto* value = object.if_contains(name);
  return value && value->is_string() ? std::string(value->as_string()) : std::string();
}

}  // namespace

std::string without_query(const std::string& url) {
  return url.substr(0, url.find_first_of("?#"));
}

bool WalkGuard::may_leave(const std::string& url, const std::string& method, const std::string& type) const {
  if (!request_.never.empty() && url.starts_with(request_.never)) return false;
  const std::string address = without_query(url);
  const auto& walk = request_.walk;
  if (method != "GET") return type == "Document" && next_ > 0 && next_ < walk.size() && address == walk[next_];
  if (std::find(std::begin(kParts), std::end(kParts), type) != std::end(kParts)) return true;
  if (type != "Document") return false;
  // Not back, and not further than what was pressed: the last confirmation is reached by the press before it alone.
  const auto found = std::find(walk.begin(), walk.end(), address);
  return found != walk.end() && static_cast<std::size_t>(found - walk.begin()) <= next_;
}

std::optional<WalkGuard::Answer> WalkGuard::answer(const json::object& event) {
  if (member(event, "method") != "Fetch.requestPaused") return {};
  const auto* parameters = event.if_contains("params");
  if (!parameters || !parameters->is_object()) return {};
  const json::object& p = parameters->as_object();
  const std::string id = member(p, "requestId"), type = member(p, "resourceType");
  const auto* request = p.if_contains("request");
  if (id.empty() || !request || !request->is_object()) return {};
  const std::string url = member(request->as_object(), "url"), method = member(request->as_object(), "method");
  if (url.starts_with("data:") || may_leave(url, method, type))
    return Answer{"Fetch.continueRequest", {{"requestId", id}}};
  if (kept_back_.size() < kKeptBackMax) kept_back_.push_back(method + " " + without_query(url));
  return Answer{"Fetch.failRequest", {{"requestId", id}, {"errorReason", "Aborted"}}};
}

std::string press_script(const std::string& address, const std::string& never) {
  return fmt::format(
      R"(((address, never) => {{
  const plain = url => url.replace(/[?#].*$/, '');
  const all = [...document.querySelectorAll('a[href], button, input[type=submit], input[type=button], input[type=image], [onclick]')];
  const leads = e => {{
    if (e.tagName === 'A' && e.href && !e.href.startsWith('javascript:')) return e.href;
    const form = e.form;
    if (form && (e.type === 'submit' || e.type === 'image')) return new URL(e.getAttribute('formaction') || form.getAttribute('action') || '', location.href).href;
    return '';
  }};
  const there = all.find(e => plain(leads(e)) === address && !leads(e).startsWith(never));
  const silent = all.filter(e => leads(e) === '');
  const press = there || (silent.length === 1 && all.every(e => !leads(e).startsWith(never)) ? silent[0] : null);
  if (!press) return 'nothing';
  press.click();
  return 'pressed';
}})({}, {}))",
      json_quote(address), json_quote(never.empty() ? "\x01" : never));
}

}  // namespace muster::browser
