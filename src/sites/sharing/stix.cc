#include <base/text.h>
#include <cases/law_text.h>

#include <fmt/format.h>
#include <sharing/stix.h>

namespace muster::sharing {
std::string stix_time(Instant t) {
  std::string text = to_rfc3339(t);
  if (text.find('.') == std::string::npos) text.replace(text.size() - 1, 1, ".000Z");
  return text;
}

namespace {

// What every object but an observable begins with (STIX 2.1 §3.2).
std::string head(std::string_view type, const std::string& id, const std::string& by, Instant created,
                 Instant modified) {
  return fmt::format(
      R"({{"type":"{}","spec_version":"2.1","id":"{}","created_by_ref":"{}","created":"{}","modified":"{}")", type, id,
      by, stix_time(created), stix_time(modified));
}

}  // namespace

std::string identity_json(const Speaker& speaker, Instant created) {
  return head("identity", speaker.id(), speaker.id(), created, created) +
         fmt::format(R"(,"name":{},"identity_class":"organization"}})", json_quote(speaker.name));
}

std::string authority_json(const Speaker& speaker, const std::string& name, Instant created) {
  return head("identity", authority_id(speaker, name), speaker.id(), created, created) +
         fmt::format(R"(,"name":{},"identity_class":"organization","roles":["authority"]}})", json_quote(name));
}

std::string domain_json(const std::string& name) {
  return fmt::format(R"({{"type":"domain-name","spec_version":"2.1","id":"{}","value":{}}})", domain_object_id(name),
                     json_quote(name));
}

std::string indicator_json(const Speaker& speaker, const SharedOrder& order, Instant created, Instant modified,
                           bool revoked) {
  return head("indicator", indicator_id(speaker, order), speaker.id(), created, modified) +
         fmt::format(
             R"(,"revoked":{},"name":{},"description":{},"indicator_types":["unknown"],"labels":[{}],)"
             R"("pattern":{},"pattern_type":"stix","pattern_version":"2.1","valid_from":"{}","valid_until":"{}",)"
             R"("external_references":[{{"source_name":{},"external_id":{}}},{{"source_name":{},"description":{}}}]}})",
             revoked, json_quote("Order " + order.number),
             json_quote(fmt::format("{}: {}", order.authority, cases::law_text(order.law, order.article))),
             json_quote(order.ground), json_quote(pattern_of(order.names)), stix_time(order.from),
             stix_time(order.until), json_quote(speaker.name), json_quote(order.number), json_quote(order.law),
             json_quote(cases::article_of(order.article).empty() ? order.law : order.article));
}

std::string sighting_json(const Speaker& speaker, const SharedOrder& order, Instant created, Instant modified,
                          bool revoked) {
  return head("sighting", sighting_id(speaker, order), speaker.id(), created, modified) +
         fmt::format(R"(,"revoked":{},"first_seen":"{}","last_seen":"{}","count":{},"sighting_of_ref":"{}",)"
                     R"("where_sighted_refs":["{}"]}})",
                     revoked, stix_time(order.first_seen), stix_time(order.last_seen), order.seen,
                     indicator_id(speaker, order), speaker.id());
}

}  // namespace muster::sharing
