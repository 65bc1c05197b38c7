#include "browser_notes.h"

#include "url.h"
#include <base/bytes.h>
#include <base/text.h>

#include <algorithm>

#include <boost/json.hpp>

namespace muster::testing {
namespace json = boost::json;
namespace {

json::value shown(const std::string& text) {
  return json::value(is_valid_utf8(text) ? text : std::string());
}

std::string log_of(const Rendered& rendered) {
  json::array requests, navigations, refused;
  for (const RenderedRequest& each : rendered.requests)
    requests.push_back(json::object{{"url", shown(each.url)},
                                    {"type", each.type},
                                    {"status", each.status},
                                    {"bytes", each.bytes},
                                    {"error", shown(each.error)}});
  for (const std::string& each : rendered.navigations) navigations.push_back(shown(each));
  for (const std::string& each : rendered.refused) refused.push_back(shown(each));
  return json::serialize(json::object{{"requests", std::move(requests)},
                                      {"navigations", std::move(navigations)},
                                      {"refused", std::move(refused)},
                                      {"dom_cut", rendered.dom_cut}});
}

}  // namespace

TestBrowser browser_record(const Result<Rendered>& rendered) {
  TestBrowser out;
  if (!rendered.ok()) {
    out.error = rendered.error().code;
    out.log = "{}";
    return out;
  }
  out.final_url = is_valid_utf8(rendered->final_url) ? rendered->final_url.substr(0, 2048) : "";
  out.status = rendered->status;
  out.settled = rendered->settled;
  out.took_ms = rendered->took.count() / 1000;
  out.dom_bytes = static_cast<std::int64_t>(rendered->dom.size());
  out.dom_sha256 = to_hex(sha256(rendered->dom));
  out.requests = static_cast<std::int64_t>(rendered->requests.size());
  out.log = log_of(*rendered);
  return out;
}

void follow_browser(Visit& visit, const Rendered& rendered) {
  const auto there = parse_url(rendered.final_url);
  if (!there.ok() || there->host == visit.hops.back().host) return;
  Hop hop;
  hop.kind = HopKind::script;
  hop.url = there->text;
  hop.host = there->host;
  hop.status = rendered.status;
  hop.content_type = "text/html";
  hop.started = visit.started + visit.took;
  hop.took = rendered.took;
  visit.hops.back().location = there->text;
  visit.hops.push_back(std::move(hop));
  visit.final_url = there->text;
  visit.status = rendered.status;
}

std::string without_inline(std::string_view dom) {
  auto found = inline_pictures(dom);
  std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.begin < b.begin; });
  std::string out;
  std::size_t at = 0;
  for (const InlinePicture& each : found) {
    if (each.begin < at) continue;
    out += dom.substr(at, each.begin - at);
    out += "withheld";
    at = each.end;
  }
  out += dom.substr(at);
  return out;
}

}  // namespace muster::testing
