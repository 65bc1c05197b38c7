#include "sign_in_handlers.h"
#include <http/prometheus.h>
#include <parties/parties.h>

#include <fmt/format.h>

namespace muster::web {
namespace {

constexpr store::Sql kInstance{"session_instance", "select kind, name from instance where only_row = 1"};

std::string zone_text(int offset_minutes) {
  const int size = offset_minutes < 0 ? -offset_minutes : offset_minutes;
  return fmt::format("UTC{}{:02}:{:02}", offset_minutes < 0 ? '-' : '+', size / 60, size % 60);
}

json::object instance_json(const SignInParts& parts, store::Transaction& tx) {
  const Instant now = parts.clock.now();
  const policy::Calendar& calendar = parts.policy.calendar();
  const auto row = tx.one(kInstance);
  json::object out{{"name", row ? row->text("name") : "Muster"},
                   {"kind", row ? row->text("kind") : "production"},
                   {"shadow", parts.policy.flag("instance.shadow")},
                   {"version", http::program_version()},
                   {"now", time_json(now)},
                   {"time_zone", zone_text(calendar.settings().utc_offset_minutes)},
                   {"working_now", calendar.is_open(now)}};
  // The first moment of open time from now on, less the moment itself.
  if (!calendar.is_open(now))
    out["next_working_at"] = time_json(calendar.add_working_time(now, Duration{1}) - Duration{1});
  return out;
}

}  // namespace

http::Response session_answer(const SignInParts& parts, const std::optional<http::Principal>& principal,
                              const std::string& csrf_token) {
  bool must_change = false;
  if (principal) {
    MUSTER_ANSWER_TRY(const http::Account account, parts.sign_in.account(principal->account_id));
    must_change = account.must_change_password;
  }
  auto body = parts.database.read([&](store::Transaction& tx) -> Result<json::object> {
    json::object out{{"signed_in", principal.has_value()}, {"instance", instance_json(parts, tx)}};
    if (!principal) return out;
    const auto party = parties::find_party(tx, principal->party_id);
    const std::string party_name = party ? party->name : std::string();
    out["person"] = {{"id", principal->person_id}, {"display_name", principal->display_name}, {"party", party_name}};
    out["party"] = {{"id", principal->party_id}, {"name", party_name}, {"kind", party ? party->kind : std::string()}};
    out["roles"] = json::value_from(principal->roles);
    out["language"] = principal->language;
    out["csrf_token"] = csrf_token;
    out["must_change_password"] = must_change;
    return out;
  });
  if (!body.ok()) return http::Response::problem(body.error());
  return answer(*std::move(body));
}

http::Response show_session(const SignInParts& parts, const http::Request& request) {
  const std::string token = request.principal ? request.cookie(parts.sign_in.options().cookie).value_or("") : "";
  return session_answer(parts, request.principal, token.empty() ? "" : http::SignIn::csrf_token_of(token));
}

}  // namespace muster::web
