#include "aggregate_store.h"
#include "referral_store.h"
#include "service_parts.h"
#include <base/bytes.h>
#include <base/log.h>
#include <base/text.h>
#include <ledger/statement.h>
#include <programme/referral.h>
#include <store/page.h>

#include <algorithm>

#include <boost/json.hpp>
#include <fmt/format.h>

namespace muster::programme {
namespace {

using store::Transaction;

constexpr int kReferralsAStep = 200, kReferralsPageMax = 500;
constexpr Duration kSendAgain = std::chrono::minutes(1), kAskAgain = std::chrono::minutes(10);
constexpr const char* kReferralAnswerFormat = "muster-referral-answer/1";
constexpr const char* kReferralActor = "system:referrals";

struct ReferralAnswer {
  std::string sha256, state, code;
};

std::string answer_file(const ReceivedReferral& r, const std::string& origin, Instant now,
                        const Referrals::Sign& sign) {
  const std::string text = boost::json::serialize(boost::json::object{{"format", kReferralAnswerFormat},
                                                                      {"origin", origin},
                                                                      {"sha256", r.sha256},
                                                                      {"state", r.state},
                                                                      {"code", r.code},
                                                                      {"at", to_rfc3339(now)}});
  return ledger::statement_file(text, sign(kReferralAnswerKind, text, now));
}

// Errors: referral_answer, those of verify_statement.
Result<ReferralAnswer> read_answer(std::string_view file, const ledger::VerifierKey& key) try {
  const Error wrong = refused("referral_answer", "What came back is no answer to this referral.");
  const auto parts = aggregates::read_file(file);
  if (!parts.ok()) return wrong;
  MUSTER_TRY(const auto said, ledger::verify_statement(parts->note, parts->text, key));
  const auto text = boost::json::parse(parts->text);
  const auto str = [&](const char* name) { return std::string(text.at(name).as_string()); };
  if (said.kind != kReferralAnswerKind || str("format") != kReferralAnswerFormat) return wrong;
  const auto codes = referral_decline_codes();
  const std::string code = str("code");
  if (!code.empty() && std::find(codes.begin(), codes.end(), code) == codes.end()) return wrong;
  return ReferralAnswer{str("sha256"), str("state"), code};
} catch (const std::exception&) {
  return refused("referral_answer", "What came back is no answer to this referral.");
}

}  // namespace

Result<Regulator> Referrals::add_regulator(const std::string& name, const std::string& vkey, const std::string& url,
                                           const Actor& actor) const {
  MUSTER_CHECK_OK(need_supervisor(actor));
  if (trim(name).empty() || name.size() > kTitleMax || !is_valid_utf8(name))
    return invalid("regulator_name", "Name the regulator, in at most 200 bytes.", "name");
  MUSTER_TRY(const auto key, ledger::VerifierKey::parse(vkey));
  std::string base = url;
  while (base.ends_with('/')) base.pop_back();
  if (base.size() > kRefMax || (!base.starts_with("https://") && !base.starts_with("http://")))
    return invalid("regulator_url", "An address begins with https:// and names its server alone.", "url");
  return database_.write([&](Transaction& tx) -> Result<Regulator> {
    for (const auto& r : select_regulators(tx))
      if (r.name == name || r.vkey == key.to_text())
        return conflict("regulator_known", "A regulator of this name or key is there already.", "name");
    const Regulator made{recorder_.new_id(),      name,        key.to_text(), base, actor.id,
                         recorder_.clock().now(), std::nullopt};
    insert_regulator(tx, made);
    recorder_.record(tx, kRegulatorAdded, actor.id, kRegulatorRecord, made.id,
                     fmt::format(R"({{"origin":{}}})", json_quote(key.name)));
    return made;
  });
}

Result<void> Referrals::end_regulator(const std::string& id, const Actor& actor) const {
  MUSTER_CHECK_OK(need_supervisor(actor));
  return database_.write([&](Transaction& tx) -> Result<void> {
    if (!end_regulator_row(tx, id, recorder_.clock().now()))
      return not_found("regulator_unknown", "There is no such regulator, or nothing is referred to it any more.");
    recorder_.record(tx, kRegulatorEnded, actor.id, kRegulatorRecord, id);
    return {};
  });
}

Result<std::vector<Regulator>> Referrals::regulators() const {
  return database_.read([](Transaction& tx) -> Result<std::vector<Regulator>> { return select_regulators(tx); });
}

Result<Referral> Referrals::write(const NewReferral& what, const std::string& origin, const Sign& sign,
                                  const Actor& actor) const {
  const Instant now = recorder_.clock().now();
  const std::string today = policy_.calendar().local_day(now);
  MUSTER_TRY(ReferralText said, check_referral(what, today));
  return database_.write([&](Transaction& tx) -> Result<Referral> {
    const auto all = select_regulators(tx);
    const auto to = std::find_if(all.begin(), all.end(),
                                 [&](const Regulator& r) { return r.id == what.regulator_id && !r.ended_at; });
    if (to == all.end())
      return invalid("regulator_unknown", "There is no such regulator, or nothing is referred to it any more.",
                     "regulator_id");
    const std::string year = today.substr(0, 4);
    said.origin = origin;
    said.at = to_rfc3339(now);
    said.number = fmt::format("F{}-{:05}", year, next_referral_number(tx, year));
    Referral r;
    r.id = recorder_.new_id();
    r.regulator_id = to->id;
    r.regulator_name = to->name;
    r.text = referral_json(said);
    r.sha256 = to_hex(sha256(r.text));
    r.note = sign(kReferralKind, r.text, now);
    r.state = "written";
    r.said = said;
    r.written_by = actor.id;
    r.written_at = r.state_at = now;
    insert_referral(tx, r);
    recorder_.record(
        tx, kReferralWritten, actor.id, kReferralRecord, r.id,
        fmt::format(R"({{"number":"{}","ground":"{}","sha256":"{}"}})", said.number, said.ground, r.sha256));
    return r;
  });
}

Result<ReferralPage<Referral>> Referrals::list(const std::string& after, int limit) const {
  return database_.read([&](Transaction& tx) -> Result<ReferralPage<Referral>> {
    const int wanted = std::clamp(limit, 1, kReferralsPageMax);
    return store::cut(ReferralPage<Referral>{select_referrals(tx, after, wanted + 1), {}}, wanted);
  });
}

// Without a transaction over the wire; whether it moved on.
Result<bool> Referrals::speak(const Referral& r, const Regulator& to, const Way& way) const {
  const Instant now = recorder_.clock().now();
  MUSTER_CHECK_OK(database_.write([&](Transaction& tx) -> Result<void> {
    update_referral_asked(tx, r.id, now);
    return {};
  }));
  const auto file = r.state == "written"
                        ? way.send(to.url + "/api/received-referrals", ledger::statement_file(r.text, r.note))
                        : way.fetch(to.url + "/feeds/referral-answers/" + r.sha256);
  const auto key = ledger::VerifierKey::parse(to.vkey);
  const auto answer = !file.ok()  ? Result<ReferralAnswer>(file.error())
                      : !key.ok() ? Result<ReferralAnswer>(key.error())
                                  : read_answer(*file, *key);
  if (!answer.ok() || answer->sha256 != r.sha256) {
    log::warning("REFERRALS-001", "A referral did not get through, or its answer is not the regulator's.",
                 {{"number", r.said.number}, {"code", answer.ok() ? "referral_answer" : answer.error().code}});
    return false;
  }
  if (!referral_step(r.state, answer->state)) return false;
  return database_.write([&](Transaction& tx) -> Result<bool> {
    if (!update_referral_state(tx, r.id, r.state, answer->state, answer->code, now)) return false;
    recorder_.record(
        tx, kReferralAnswered, kReferralActor, kReferralRecord, r.id,
        fmt::format(R"({{"number":"{}","state":"{}","code":"{}"}})", r.said.number, answer->state, answer->code));
    return true;
  });
}

Result<int> Referrals::step(const Way& way) const {
  MUSTER_TRY(const auto all, regulators());
  const Instant now = recorder_.clock().now();
  MUSTER_TRY(const auto due, database_.read([&](Transaction& tx) -> Result<std::vector<Referral>> {
    auto out = select_referrals_due(tx, "written", now - kSendAgain, kReferralsAStep);
    // What nobody takes is tried ever more seldom, each hour at last.
    std::erase_if(out, [&](const Referral& r) {
      return r.asked_at.micros > 0 && now - r.asked_at < kSendAgain * (1 << std::min<std::int64_t>(r.tries, 6));
    });
    for (auto& r : select_referrals_due(tx, "received", now - kAskAgain, kReferralsAStep)) out.push_back(std::move(r));
    return out;
  }));
  int moved = 0;
  for (const Referral& r : due) {
    const auto to = std::find_if(all.begin(), all.end(), [&](const Regulator& g) { return g.id == r.regulator_id; });
    if (to == all.end()) continue;
    MUSTER_TRY(const bool on, speak(r, *to, way));
    moved += on;
  }
  return moved;
}

Result<std::string> Referrals::take_in(std::string_view file, const std::string& origin, const Sign& sign) const {
  const auto parts = aggregates::read_file(file);
  if (!parts.ok()) return invalid("referral_form", "This is no referral.");
  MUSTER_TRY(const ReferralText said, read_referral(parts->text));
  const Instant now = recorder_.clock().now();
  MUSTER_TRY(const auto stored, database_.write([&](Transaction& tx) -> Result<ReceivedReferral> {
    for (const AggregateSource& source : select_sources(tx)) {
      const auto key = ledger::VerifierKey::parse(source.vkey);
      if (source.ended_at || !key.ok() || key->name != said.origin) continue;
      MUSTER_TRY(const auto proven, ledger::verify_statement(parts->note, parts->text, *key));
      if (proven.kind != kReferralKind) return invalid("referral_form", "This is no referral.");
      if (const auto there = select_received_by_hash(tx, proven.sha256)) return *there;
      ReceivedReferral r;
      r.id = recorder_.new_id();
      r.source_id = source.id;
      r.source_name = source.name;
      r.said = said;
      r.sha256 = proven.sha256;
      r.text = parts->text;
      r.note = parts->note;
      r.state = "received";
      r.received_at = r.state_at = now;
      insert_received(tx, r);
      recorder_.record(tx, kReferralCame, kReferralActor, kReceivedReferralRecord, r.id,
                       fmt::format(R"({{"number":"{}","sha256":"{}"}})", said.number, r.sha256));
      return r;
    }
    return refused("referral_origin", "Nobody is expected to refer anything under this name.");
  }));
  return answer_file(stored, origin, now, sign);
}

Result<std::string> Referrals::answer_to(const std::string& sha256, const std::string& origin, const Sign& sign) const {
  MUSTER_TRY(const auto found, database_.read([&](Transaction& tx) -> Result<std::optional<ReceivedReferral>> {
    return select_received_by_hash(tx, sha256);
  }));
  if (!found) return not_found("referral_unknown", "There is no such referral.");
  return answer_file(*found, origin, recorder_.clock().now(), sign);
}

Result<ReferralPage<ReceivedReferral>> Referrals::received(const std::string& state, const std::string& after,
                                                           int limit) const {
  return database_.read([&](Transaction& tx) -> Result<ReferralPage<ReceivedReferral>> {
    const int wanted = std::clamp(limit, 1, kReferralsPageMax);
    return store::cut(ReferralPage<ReceivedReferral>{select_all_received(tx, state, after, wanted + 1), {}}, wanted);
  });
}

Result<ReceivedReferral> Referrals::decide(const std::string& id, bool take, const std::string& code,
                                           const Actor& actor) const {
  const auto codes = referral_decline_codes();
  if (take ? !code.empty() : std::find(codes.begin(), codes.end(), code) == codes.end())
    return invalid("referral_code", "Say why it is declined: not_ours, known_already, no_ground, too_little_evidence.",
                   "code");
  return database_.write([&](Transaction& tx) -> Result<ReceivedReferral> {
    auto found = select_received(tx, id);
    if (!found) return not_found("referral_unknown", "There is no such referral.");
    if (found->state != "received")
      return conflict("received_referral_state", "What becomes of this referral was decided already.");
    found->state = take ? "taken" : "declined";
    found->code = code;
    found->decided_by = actor.id;
    found->state_at = recorder_.clock().now();
    if (take) found->suspicion_id = testing_.raise(tx, found->said.host, found->said.ground, "person", actor.id).id;
    if (!update_received(tx, *found))
      return conflict("received_referral_state", "What becomes of this referral was decided already.");
    recorder_.record(
        tx, kReferralDecided, actor.id, kReceivedReferralRecord, id,
        fmt::format(R"({{"number":"{}","state":"{}","code":"{}"}})", found->said.number, found->state, code));
    return *found;
  });
}

}  // namespace muster::programme
