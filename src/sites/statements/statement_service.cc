#include "statement_store.h"
#include <base/bytes.h>
#include <base/text.h>
#include <cases/records.h>
#include <policy/policy.h>
#include <store/page.h>
#include <vault/vault.h>

#include <algorithm>
#include <array>

#include <boost/json.hpp>
#include <fmt/format.h>
#include <print/pdf.h>

namespace muster::statements {
namespace json = boost::json;
namespace {

using store::Transaction;

constexpr std::size_t kSecretLetters = 48;  // of hex: 192 bits
constexpr std::size_t kNoteMax = 2000;
constexpr int kPageMax = 501;
constexpr std::array<std::string_view, 4> kByHand{"post", "phone", "host", "in_person"};

Error statement_unknown() {
  return not_found("statement_unknown", "There is no such statement of reasons.");
}

std::string hash_of_secret(std::string_view secret) {
  return to_hex(sha256(secret));
}

// Why the letter failed, as the notice's event says it.
std::string code_in(const std::string& body) {
  boost::system::error_code fault;
  const json::value said = json::parse(body, fault);
  const json::value* code = !fault && said.is_object() ? said.as_object().if_contains("code") : nullptr;
  return code && code->is_string() ? std::string(code->as_string()) : std::string();
}

std::string body_of_move(const Statement& s, std::string_view to, std::string_view event, std::string_view channel,
                         std::string_view code) {
  std::string out =
      fmt::format(R"({{"number":{},"from":"{}","to":"{}","event":"{}")", json_quote(s.number), s.state, to, event);
  if (!channel.empty()) out += fmt::format(R"(,"channel":{})", json_quote(channel));
  if (!code.empty()) out += fmt::format(R"(,"code":{})", json_quote(code));
  return out + "}";
}

// The statement's number is the order's with another letter: who has one finds the other.
std::string number_of(const cases::Order& order) {
  return "S" + order.number.substr(1);
}

std::string language_of(Transaction& tx, const cases::Case& about, const policy::Policy& policy) {
  const std::string filed = about.site_id.empty() ? "" : select_site_language(tx, about.site_id);
  if (filed.starts_with("zh")) return "zh";
  if (!filed.empty()) return "en";
  return policy.text("languages.fallback") == "zh" ? "zh" : "en";
}

}  // namespace

std::string Service::secret_of(const std::string& id) const {
  return vault_.blind_index("statement_link", id).substr(0, kSecretLetters);
}
std::string Service::address_of(const std::string& path) const {
  return options_.public_address + path;
}
std::string Service::link_of(const std::string& id) const {
  return "/public/statements/" + secret_of(id);
}

Result<void> Service::write(Transaction& tx, const std::string& order_id) const {
  const auto order = cases::select_order(tx, order_id);
  const auto decision = order ? cases::select_decision(tx, order->decision_id) : std::nullopt;
  const auto about = order ? cases::select_case(tx, order->case_id) : std::nullopt;
  if (!decision || !about) return not_found("order_unknown", "There is no order with this number.");
  Facts facts;
  facts.about = *about;
  facts.decision = *decision;
  facts.order = *order;
  facts.number = number_of(*order);
  facts.language = language_of(tx, *about, policy_);
  const policy::Ground* ground = policy_.find_ground(decision->ground);
  facts.ground_title = ground ? ground->title.in(facts.language) : decision->ground;
  facts.contract = ground && ground->contract_only;
  for (const auto& e : cases::select_elements(tx, about->id)) {
    if (e.seq > decision->evidence_count) continue;
    std::string sentence = e.element;
    if (ground)
      for (const auto& required : ground->required_elements)
        if (required.code == e.element) sentence = required.words.in(facts.language);
    facts.elements.push_back(e);
    facts.element_sentences.push_back(std::move(sentence));
  }
  if (!decision->prior_notice_id.empty())
    if (const auto notice = notices::Service::find(tx, decision->prior_notice_id)) facts.notice_at = notice->created_at;
  facts.trusted_flagger = about->source == "report" && select_trusted_report(tx, about->source_ref);
  facts.appeal_url = address_of("/public/orders/" + order->number + "/appeal");
  facts.appeal_until = policy_.due("appeal.window", order->issued_at);

  Statement s;
  s.id = recorder_.new_id();
  s.number = facts.number;
  s.order_id = order->id;
  s.case_id = about->id;
  s.language = facts.language;
  s.content = content_of(facts);
  s.content_sha256 = to_hex(sha256(s.content));
  s.created_at = recorder_.clock().now();
  s.state = "written";
  if (!insert_statement(tx, s, hash_of_secret(secret_of(s.id)))) return {};
  insert_delivery(tx, s.id, {0, "page", "", "sent", "", "", "system:statements", s.created_at, s.created_at});
  if (const std::string notice = select_decision_notice(tx, about->id, order->issued_at); !notice.empty())
    insert_delivery(tx, s.id, {0, "email", notice, "waiting", "", "", "system:statements", s.created_at, s.created_at});
  recorder_.record(tx, kWritten, "system:statements", kStatementRecord, s.id,
                   fmt::format(R"({{"number":{},"order":{},"case":{},"content_sha256":"{}"}})", json_quote(s.number),
                               json_quote(s.order_id), json_quote(s.case_id), s.content_sha256));
  return {};
}

Result<Statement> Service::move(Transaction& tx, const Statement& s, const std::string& event,
                                const std::string& channel, const std::string& code, const std::string& actor) const {
  MUSTER_TRY(const std::string to, next_state(s.state, event));
  if (!update_statement_state(tx, s, to, recorder_.clock().now()))
    return Error{Failure::stale, "stale", "Somebody changed this record since you read it. Look again.", {}, {}};
  recorder_.record(tx, kMoved, actor, kStatementRecord, s.id, body_of_move(s, to, event, channel, code));
  return *select_statement(tx, s.id);
}

Result<void> Service::follow_notice(Transaction& tx, const events::Event& event) const {
  const auto found = select_delivery_of_notice(tx, event.record_id);
  if (!found) return {};
  const bool failed = event.kind == notices::kFailed.name;
  const auto s = select_statement(tx, found->statement_id);
  if (!s || (failed && found->delivery.state == "failed")) return {};
  const std::string code = failed ? code_in(event.body) : "";
  update_delivery(tx, *found, failed ? "failed" : "sent", code, recorder_.clock().now());
  const std::string step = failed ? "fail" : "send";
  if (!next_state(s->state, step).ok()) return {};  // handed over meanwhile, or received
  MUSTER_CHECK_OK(move(tx, *s, step, "email", code, "system:statements"));
  return {};
}

Result<void> Service::follow(Transaction& tx, const events::Event& event) const {
  if (event.kind == cases::kIssued.name) return write(tx, event.record_id);
  if (event.kind == notices::kSent.name || event.kind == notices::kFailed.name) return follow_notice(tx, event);
  return {};
}

Result<Statement> Service::statement(const std::string& id_or_number) const {
  return database_.read([&](Transaction& tx) -> Result<Statement> {
    auto found = select_statement(tx, id_or_number);
    if (!found) return statement_unknown();
    return *found;
  });
}

Result<std::optional<Statement>> Service::of_order(const std::string& order_id) const {
  return database_.read(
      [&](Transaction& tx) -> Result<std::optional<Statement>> { return select_statement_of_order(tx, order_id); });
}

Result<std::optional<Statement>> Service::of_notice(const std::string& notice_id) const {
  return database_.read([&](Transaction& tx) -> Result<std::optional<Statement>> {
    const auto found = select_delivery_of_notice(tx, notice_id);
    return found ? select_statement(tx, found->statement_id) : std::nullopt;
  });
}

Result<Page> Service::list(const Filter& filter, const std::string& after, int limit) const {
  const auto known = states();
  if (!filter.state.empty() && std::find(known.begin(), known.end(), filter.state) == known.end())
    return invalid("state_unknown", "There is no such state of a statement.", "state");
  return database_.read([&](Transaction& tx) -> Result<Page> {
    const int wanted = std::clamp(limit, 1, kPageMax - 1);
    return store::cut(Page{select_statements(tx, filter, after, wanted + 1), {}}, wanted);
  });
}

Result<std::vector<Delivery>> Service::deliveries(const std::string& id) const {
  return database_.read([&](Transaction& tx) -> Result<std::vector<Delivery>> { return select_deliveries(tx, id); });
}

Result<std::vector<events::Event>> Service::history(const std::string& id) const {
  return database_.read([&](Transaction& tx) -> Result<std::vector<events::Event>> {
    return events::of_record(tx, kStatementRecord, id);
  });
}

Result<Statement> Service::by_secret(const std::string& secret) const {
  if (secret.size() != kSecretLetters) return statement_unknown();
  return database_.read([&](Transaction& tx) -> Result<Statement> {
    auto found = select_statement_by_secret(tx, hash_of_secret(secret));
    if (!found) return statement_unknown();
    return *found;
  });
}

Result<Statement> Service::receive(const std::string& secret) const {
  if (secret.size() != kSecretLetters) return statement_unknown();
  return database_.write([&](Transaction& tx) -> Result<Statement> {
    auto found = select_statement_by_secret(tx, hash_of_secret(secret));
    if (!found) return statement_unknown();
    if (found->state == "received") return *found;
    return move(tx, *found, "receive", "page", "", "system:statements");
  });
}

Result<std::string> Service::take_link(const std::string& id, const std::string& person) const {
  return database_.write([&](Transaction& tx) -> Result<std::string> {
    const auto found = select_statement(tx, id);
    if (!found) return statement_unknown();
    if (found->state != "undelivered" && found->state != "handed_over")
      return conflict("statement_state", "The link is taken only to hand over what did not arrive.");
    recorder_.record(tx, kLinkRead, person, kStatementRecord, found->id,
                     fmt::format(R"({{"number":{}}})", json_quote(found->number)));
    return address_of(link_of(found->id));
  });
}

Result<Statement> Service::apply(const std::string& id, std::int64_t version, const Step& step,
                                 const std::string& person) const {
  if (step.event != "hand_over" && step.event != "send_again")
    return invalid("statement_event", "A statement is handed over or sent again; the rest follows by itself.", "event");
  const bool by_hand = step.event == "hand_over";
  if (by_hand && std::find(kByHand.begin(), kByHand.end(), step.channel) == kByHand.end())
    return invalid("statement_channel", "Say how it was handed over: post, phone, host or in_person.", "channel");
  if (by_hand && trim(step.note).empty())
    return invalid("note_missing", "Say when and to whom it was handed over; no names of people.", "note");
  if (step.note.size() > kNoteMax) return invalid("note_too_long", "A note has 2,000 bytes at most.", "note");
  return database_.write([&](Transaction& tx) -> Result<Statement> {
    const auto found = select_statement(tx, id);
    if (!found) return statement_unknown();
    if (found->version != version)
      return Error{Failure::stale, "stale", "Somebody changed this record since you read it. Look again.", {}, {}};
    MUSTER_TRY(Statement moved, move(tx, *found, step.event, by_hand ? step.channel : "email", "", person));
    const Instant now = recorder_.clock().now();
    if (by_hand) {
      insert_delivery(tx, moved.id, {0, step.channel, "", "done", "", step.note, person, now, now});
      return moved;
    }
    const auto about = cases::select_case(tx, moved.case_id);
    notices::NewNotice letter;
    letter.kind = kStatementLetter;
    letter.recipient_ref = about && !about->site_id.empty() ? "site:" + about->site_id : "name:" + moved.site;
    letter.record_kind = kStatementRecord;
    letter.record_id = moved.id;
    letter.language = moved.language;
    letter.values = {{"number", moved.number}, {"site", moved.site}, {"order", moved.order_number}};
    MUSTER_TRY(const std::string notice, notices_.send(tx, person, letter));
    insert_delivery(tx, moved.id, {0, "email", notice, "waiting", "", step.note, person, now, now});
    return moved;
  });
}

}  // namespace muster::statements
