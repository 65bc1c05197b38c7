#include "case_json.h"
#include "never_block_handlers.h"
#include <cases/law_text.h>
#include <cases/records.h>
#include <parties/parties.h>
#include <web/parties.h>
#include <web/records.h>

namespace muster::api {

Result<json::object> decision_json(const Services& services, const std::string& id, const http::Principal& who) {
  MUSTER_TRY(const auto view, services.cases.decision(id, who.person_id));
  MUSTER_TRY(const auto about, services.cases.view(view.decision.case_id, who.person_id));
  MUSTER_TRY(const auto keys, services.parties.keys(who.person_id));
  const cases::Decision& d = view.decision;
  std::string order_id;
  for (const auto& o : about.orders)
    if (o.decision_id == d.id) order_id = o.id;
  const auto text_or_null = [](const std::string& text) {
    return text.empty() ? json::value(nullptr) : json::value(text);
  };
  return services.database.read([&](store::Transaction& tx) -> Result<json::object> {
    json::array mine, may_confirm, may_third;
    for (const auto& key : keys)
      if (!key.revoked_at) mine.push_back(key_json(tx, key, ""));
    if (d.state == "draft" || d.state == "decided")
      for (const auto& person : about.may_confirm) may_confirm.push_back(person_json(tx, person));
    if (view.third_missing)
      for (const auto& person : view.may_sign) may_third.push_back(person_json(tx, person));
    const bool violation = d.outcome == "violation";
    return json::object{
        {"id", d.id},
        {"number", about.file.number},
        {"case_id", d.case_id},
        {"state", d.state},
        {"outcome", d.outcome},
        {"ground", d.ground},
        {"measure", text_or_null(d.measure)},
        {"scope", scope_json(d.scope_kind, d.scope_value)},
        {"law", d.law},
        {"article", cases::article_of(d.article)},
        {"authority", d.authority_name},
        {"prior_notice_id", text_or_null(d.prior_notice_id)},
        {"no_notice_reason", text_or_null(d.no_notice_reason)},
        {"starts_at", time_json(d.starts)},
        {"expires_at", time_json(d.expires)},
        {"prepared_by", person_json(tx, d.prepared_by)},
        {"reasons", d.reasons},
        {"canonical_text", d.canonical_text},
        {"text_sha256", d.text_sha256},
        {"challenge", view.challenge},
        {"effect", violation ? json::value(effect_json(d.measure, d.scope_kind, d.scope_value, view.effect))
                             : json::value(nullptr)},
        {"signatures", signatures_json(tx, view.signatures)},
        {"may_sign", json::object{{"allowed", view.why_not_sign.empty()},
                                  {"as", text_or_null(view.capacity)},
                                  {"why_not", why_json(view.why_not_sign)},
                                  {"keys", mine}}},
        {"may_confirm", may_confirm},
        {"third_signature", view.protection
                                ? json::value(json::object{{"protection", protection_json(*view.protection)},
                                                           {"missing", view.third_missing},
                                                           {"from", may_third}})
                                : json::value(nullptr)},
        {"order_id", text_or_null(order_id)}};
  });
}

http::Response decision_answer(const Services& services, const std::string& id, const http::Principal& who,
                               int status) {
  MUSTER_ANSWER_TRY(const auto out, decision_json(services, id, who));
  return answer(out, status);
}

}  // namespace muster::api
