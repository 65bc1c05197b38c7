#include "json.h"
#include "uuid.h"
#include <base/text.h>
#include <cases/law_text.h>

#include <algorithm>

#include <fmt/format.h>
#include <sharing/xarf.h>

namespace muster::sharing {
namespace {

namespace json = boost::json;

constexpr std::size_t kOrganisationMax = 200, kDescriptionMax = 1000;  // of the core schema

Result<json::object> contact(const XarfOrganisation& who) {
  const auto at = who.email.rfind('@');
  if (who.name.empty() || at == std::string::npos || at == 0 || at + 1 == who.email.size())
    return invalid("xarf_sender",
                   "A report has a name and an e-mail address of who tells of it (policy notices.from).");
  return json::object{{"org", std::string(utf8_prefix(who.name, kOrganisationMax))},
                      {"contact", who.email},
                      {"domain", who.email.substr(at + 1)}};
}

// The form that content-base.json gives a domain: it leaves internationalised names out, and labels with underscores.
bool is_plain_domain(std::string_view name) {
  std::size_t labels = 0;
  for (const auto label : split(name, '.')) {
    ++labels;
    const bool plain = !label.empty() && label.front() != '-' && label.back() != '-' &&
                       label.find("--") == std::string_view::npos &&
                       std::all_of(label.begin(), label.end(),
                                   [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
    if (!plain) return false;
  }
  const auto last = name.substr(name.rfind('.') + 1);
  return labels > 1 && last.size() > 1 &&
         std::all_of(last.begin(), last.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

std::string host_of(const XarfOrder& o) {
  if (o.scope_kind != "url") return o.scope_value;
  const auto from = o.scope_value.find("://");
  const auto rest = std::string_view(o.scope_value).substr(from == std::string::npos ? 0 : from + 3);
  return std::string(rest.substr(0, rest.find_first_of(":/?#")));
}

std::string address_of(const XarfOrder& o) {
  if (o.scope_kind == "url" && o.scope_value.find("://") != std::string::npos) return o.scope_value;
  if (!o.page.empty()) return o.page;
  return "http://" + o.scope_value + (o.scope_kind == "url" ? "" : "/");
}

void add_content(json::object& report, const XarfOrder& o, const char* type) {
  report["category"] = "content";
  report["type"] = type;
  report["url"] = address_of(o);
  if (const std::string host = host_of(o); is_plain_domain(host)) report["domain"] = host;
  report["verification_method"] = o.seen_at ? "automated_crawler" : "manual";
  if (o.seen_at) report["verified_at"] = to_rfc3339(*o.seen_at);
}

std::string words_of(const XarfOrder& o) {
  std::string out =
      fmt::format("Order {} of {} ({}), {} {}: {}. Until {}; an appeal or its end lifts it.", o.number, o.authority,
                  cases::law_text(o.law, o.article), o.scope_kind, o.scope_value, o.measure, to_rfc3339(o.expires_at));
  if (!o.order_url.empty()) out += " Read it, and appeal: " + o.order_url;
  return std::string(utf8_prefix(out, kDescriptionMax));
}

}  // namespace

Result<std::string> xarf_json(const XarfOrder& o) {
  if (o.sealed)
    return refused("xarf_sealed", "What this order is about is told to its host by hand alone, and in no file.");
  if (o.scope_kind == "contract" || o.measure == "contract")
    return refused("xarf_measure", "This order is about a contract; XARF speaks of sites.");
  MUSTER_TRY(auto reporter, contact(o.reporter));
  MUSTER_TRY(auto sender, contact(o.sender));
  json::object report{{"xarf_version", "4.2.0"},
                      {"report_id", report_uuid(o.order_id)},
                      {"timestamp", to_rfc3339(o.seen_at.value_or(o.issued_at))},
                      {"reporter", std::move(reporter)},
                      {"sender", std::move(sender)},
                      {"source_identifier", host_of(o)}};
  if (o.ground == "phishing_or_malware") {
    add_content(report, o, "phishing");
  } else if (o.ground == "billing_fraud") {
    add_content(report, o, "fraud");
    report["fraud_type"] = "other";
  } else {
    report["category"] = "reputation";
    report["type"] = "blocklist";
    report["threat_type"] = o.ground;
    report["url"] = address_of(o);
  }
  if (o.seen_at) report["evidence_source"] = "crawler";
  report["description"] = words_of(o);
  report["tags"] = json::array{"muster:" + o.ground, "order:" + to_lower_ascii(o.number)};
  return json::serialize(report);
}

}  // namespace muster::sharing
