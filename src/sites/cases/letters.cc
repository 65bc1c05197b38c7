// What the room tells whom. A letter takes the placeholders that it names; all that can be said of a case is offered to
// it.
#include "flow.h"
#include <filings/service.h>
#include <notices/notices.h>
#include <parties/parties.h>
#include <policy/policy.h>

#include <set>

#include <fmt/format.h>

namespace muster::cases {
namespace {

Result<notices::NewNotice> compose(const Case& c, const char* letter, const Flow::Words& words) {
  MUSTER_TRY(const auto placeholders, notices::letter_placeholders(letter));
  notices::NewNotice notice;
  notice.kind = letter;
  notice.record_kind = kCaseRecord;
  notice.record_id = c.id;
  for (const std::string& name : placeholders) {
    const auto found = words.find(name);
    notice.values[name] = found == words.end() || found->second.empty() ? "-" : found->second;
  }
  return notice;
}

std::string end_sentence(const std::string& reason) {
  if (reason == "expired") return "Its term is over.";
  if (reason == "cured") return "What it was about has been set right.";
  if (reason == "reversed") return "An appeal succeeded.";
  if (reason == "varied") return "An appeal succeeded in part; a narrower order may follow.";
  if (reason == "appeal_lapsed") return "An appeal was not decided in time.";
  return "The body that gave it has lifted it.";
}

}  // namespace

Flow::Words Flow::words_of(const Case& c) const {
  Words words{{"case", c.number},
              {"case_number", c.number},
              {"number", c.number},
              {"site", c.name},
              {"name", c.name},
              {"domain", c.name},
              {"host", c.name},
              {"url", c.url.empty() ? c.name : c.url},
              {"opened", to_day(c.opened_at)},
              {"date", to_day(now)}};
  const policy::Ground* ground = s.policy_.find_ground(c.ground);
  words["ground"] = ground && !ground->title.en.empty() ? ground->title.en : c.ground;
  words["law"] = ground ? ground->law : "";
  return words;
}

Flow::Words Flow::words_of(const Case& c, const Order& o) const {
  Words words = words_of(c);
  words["order"] = words["order_number"] = words["number"] = o.number;
  words["law"] = o.law;
  words["article"] = o.article;
  words["authority"] = o.authority_name;
  words["scope"] = fmt::format("{} {}", o.scope_kind, o.scope_value);
  words["measure"] = o.measure;
  words["deadline"] = words["due"] = to_rfc3339(o.deadline);
  words["expires"] = words["until"] = words["ends"] = to_rfc3339(o.expires_at);
  words["issued"] = to_day(o.issued_at);
  words["review"] = to_day(o.review_at);
  words["appeal_url"] = fmt::format("/public/orders/{}/appeal", o.number);
  if (!o.end_reason.empty()) words["reasons"] = end_sentence(o.end_reason);
  words["order_url"] = fmt::format("/public/orders/{}", o.number);
  return words;
}

Result<std::string> Flow::tell_responsible(const Case& c, const char* letter, Words words) {
  MUSTER_TRY(auto notice, compose(c, letter, words));
  // "site:" is resolved to the filing's e-mail when the letter is sent; for an unfiled name nobody is known, and the
  // letter waits under the name, where whoever answers for it finds it by the order's number.
  notice.party_id = contract_party(c);
  if (notice.party_id.empty()) notice.recipient_ref = c.site_id.empty() ? "name:" + c.name : "site:" + c.site_id;
  return s.notices_.send(tx, actor, notice);
}

Result<void> Flow::tell_neighbours(const Case& c, const Order& o, const std::vector<std::string>& names) {
  if (o.sealed || o.measure == "contract") return {};
  std::set<std::string> told{c.site_id};
  for (const std::string& name : names) {
    const auto site = s.filings_.site_of(tx, name);
    if (!site || !told.insert(site->site_id).second) continue;  // nobody on record answers for it, or is told already
    auto words = words_of(c, o);
    words["domain"] = name;
    MUSTER_TRY(auto notice, compose(c, notices::letters::kNeighbour, words));
    notice.recipient_ref = "site:" + site->site_id;
    auto sent = s.notices_.send(tx, actor, notice);
    if (!sent.ok()) return sent.error();
  }
  return {};
}

Result<void> Flow::tell(const notices::NewNotice& notice) {
  auto sent = s.notices_.send(tx, actor, notice);
  if (!sent.ok()) return sent.error();
  return {};
}

Result<void> Flow::tell_party(const std::string& party_id, const Case& c, const char* letter, Words words) {
  MUSTER_TRY(auto notice, compose(c, letter, words));
  notice.party_id = party_id;
  notice.in_app = true;  // by e-mail one letter tells of all its orders (the room `instructions`)
  auto sent = s.notices_.send(tx, actor, notice);
  if (!sent.ok()) return sent.error();
  return {};
}

Result<void> Flow::tell_executor(const Order& o, const char* letter, const std::string& reasons) {
  if (o.executor_party_id.empty()) return {};
  MUSTER_TRY(const Case c, need_case(o.case_id));
  auto words = words_of(c, o);
  if (!reasons.empty()) words["reasons"] = reasons;
  const auto effect =
      scope_effect(o.measure, o.scope_kind, o.scope_value, c.name, select_neighbours(tx, c.name, kNeighboursMax));
  words["neighbours"] = std::to_string(effect.reachable.size());
  return tell_party(o.executor_party_id, c, letter, std::move(words));
}

Result<void> Flow::tell_appellant(const Appeal& a, const Case& c, const char* letter, Words words) {
  words["appeal"] = words["appeal_number"] = words["number"] = a.number;
  words["due"] = words["decide_due"] = to_rfc3339(a.decide_due);
  MUSTER_TRY(auto notice, compose(c, letter, words));
  notice.recipient_ref = "appeal:" + a.id;
  notice.language = a.language;
  auto sent = s.notices_.send(tx, actor, notice);
  if (!sent.ok()) return sent.error();
  return {};
}

}  // namespace muster::cases
