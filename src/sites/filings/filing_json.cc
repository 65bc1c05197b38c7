#include "filing_json.h"

#include <base/words.h>

#include <boost/json.hpp>

namespace muster::filings {
namespace json = boost::json;
namespace {

json::array array_of(const std::vector<std::string>& texts) {
  json::array out;
  for (const auto& text : texts) out.emplace_back(text);
  return out;
}

std::vector<std::string> texts_of(const json::value& value) {
  std::vector<std::string> out;
  for (const auto& text : value.as_array()) out.emplace_back(text.as_string());
  return out;
}

}  // namespace

std::string to_json(const std::vector<std::string>& reasons) {
  return json::serialize(array_of(reasons));
}
std::vector<std::string> reasons_of(const std::string& text) {
  return texts_of(json::parse(text));
}

std::string to_json(const Change& change) {
  json::object out;
  if (change.name) out["name"] = *change.name;
  if (change.home_url) out["home_url"] = *change.home_url;
  if (change.language) out["language"] = *change.language;
  if (change.service_types) out["service_types"] = array_of(*change.service_types);
  if (!change.add_domains.empty()) out["add_domains"] = array_of(change.add_domains);
  if (!change.remove_domains.empty()) out["remove_domains"] = array_of(change.remove_domains);
  if (!change.add_pre_approvals.empty()) {
    json::array list;
    for (const PreApproval& a : change.add_pre_approvals)
      list.push_back({{"kind", to_text(a.kind)},
                      {"number", a.number},
                      {"issued_by", a.issued_by},
                      {"valid_until", a.valid_until ? json::value(to_day(*a.valid_until)) : json::value(nullptr)}});
    out["add_pre_approvals"] = std::move(list);
  }
  if (!change.remove_pre_approvals.empty()) {
    json::array list;
    for (const PreApprovalKey& k : change.remove_pre_approvals)
      list.push_back({{"kind", to_text(k.kind)}, {"number", k.number}});
    out["remove_pre_approvals"] = std::move(list);
  }
  return json::serialize(out);
}

Change change_of(const std::string& text) {
  const json::object in = json::parse(text).as_object();
  Change change;
  const auto text_at = [&](const char* key, std::optional<std::string>& into) {
    if (const auto* v = in.if_contains(key)) into = std::string(v->as_string());
  };
  text_at("name", change.name);
  text_at("home_url", change.home_url);
  text_at("language", change.language);
  if (const auto* v = in.if_contains("service_types")) change.service_types = texts_of(*v);
  if (const auto* v = in.if_contains("add_domains")) change.add_domains = texts_of(*v);
  if (const auto* v = in.if_contains("remove_domains")) change.remove_domains = texts_of(*v);
  const auto text_in = [](const json::value& v, const char* key) { return std::string(v.at(key).as_string()); };
  const auto kind_in = [&](const json::value& v) { return known(pre_approval_kind(text_in(v, "kind"))); };
  if (const auto* v = in.if_contains("add_pre_approvals"))
    for (const auto& one : v->as_array()) {
      PreApproval a{kind_in(one), text_in(one, "number"), text_in(one, "issued_by"), std::nullopt};
      if (one.at("valid_until").is_string()) a.valid_until = *parse_day(text_in(one, "valid_until"));
      change.add_pre_approvals.push_back(std::move(a));
    }
  if (const auto* v = in.if_contains("remove_pre_approvals"))
    for (const auto& one : v->as_array()) change.remove_pre_approvals.push_back({kind_in(one), text_in(one, "number")});
  return change;
}

std::string step_body(const Filing& filing, State from, Event event) {
  json::object out{
      {"number", filing.number}, {"event", to_text(event)}, {"from", to_text(from)}, {"to", to_text(filing.state)}};
  if (!filing.reasons.empty()) out["reasons"] = array_of(filing.reasons);
  if (filing.due_at) out["due_at"] = to_rfc3339(*filing.due_at);
  return json::serialize(out);
}

std::string access_body(const Access& access, AccessState from) {
  json::object out{{"site", access.site_id},
                   {"provider", access.provider_id},
                   {"from", to_text(from)},
                   {"to", to_text(access.state)}};
  if (!access.reasons.empty()) out["reasons"] = array_of(access.reasons);
  return json::serialize(out);
}

}  // namespace muster::filings
