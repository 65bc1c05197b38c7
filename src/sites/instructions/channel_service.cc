// Where instructions go: an address and a key that are filed, and proven before anything goes there.
#include "message_text.h"
#include "step.h"
#include <base/bytes.h>
#include <base/text.h>
#include <identifiers/contact.h>
#include <ledger/note.h>
#include <ledger/statement.h>
#include <parties/parties.h>

#include <fmt/format.h>

namespace muster::instructions {
namespace {

using store::Transaction;

constexpr std::size_t kUrlMax = 500;
constexpr int kProvedAtOnce = 20;
constexpr Duration kAskAgain = std::chrono::minutes(10);

Result<void> check_url(const std::string& url, bool by_house) {
  const bool form = url.size() <= kUrlMax && url.find_first_of(" \t\r\n#@\"\\<>") == std::string::npos;
  // An address in the clear reaches this machine alone; who is no part of the house has no business there.
  if (!form || !outbound::is_private_way(url) || (!by_house && !url.starts_with("https://")))
    return invalid("webhook_url", "Give the address as https://…, without a user, at most 500 bytes.", "url");
  return {};
}

std::string body_of(const Channel& c) {
  return fmt::format(R"({{"party":"{}"}})", c.party_id);
}

}  // namespace

Result<Channel> Service::file_webhook(const Speaker& who, const std::string& party_id, const std::string& url,
                                      const std::string& vkey) const {
  const bool by_house = who.party_id.empty();
  MUSTER_CHECK_OK(check_url(url, by_house));
  const auto key = ledger::VerifierKey::parse(vkey);
  if (!key.ok() || key->algorithm != ledger::Algorithm::ed25519)
    return invalid("webhook_key", "Give the key as NAME+ID+BASE64: an Ed25519 key in the form of signed notes.",
                   "vkey");
  return database_.write([&](Transaction& tx) -> Result<Channel> {
    if ((!by_house && who.party_id != party_id) || !parties::find_party(tx, party_id))
      return not_found("party_unknown", "There is no such party.");
    if (select_channel_of(tx, party_id))
      return conflict("webhook_filed", "A webhook is filed for this provider already; end that one first.");
    Channel c;
    c.id = recorder_.new_id();
    c.party_id = party_id;
    c.url = url;
    c.vkey = vkey;
    c.by_house = by_house;
    c.challenge = random_token(recorder_.random());
    c.state = "filed";
    c.filed_by = who.actor;
    c.filed_at = recorder_.clock().now();
    insert_channel(tx, c);
    recorder_.record(tx, kChannelFiled, who.actor, kChannelRecord, c.id, body_of(c));
    return c;
  });
}

Result<void> Service::end_webhook(const Speaker& who, const std::string& id) const {
  return database_.write([&](Transaction& tx) -> Result<void> {
    auto c = select_channel(tx, id);
    if (!c || c->state == "ended" || (!who.party_id.empty() && c->party_id != who.party_id))
      return not_found("webhook_unknown", "There is no such webhook, or it was ended already.");
    c->state = "ended";
    c->ended_at = recorder_.clock().now();
    update_channel(tx, *c);
    recorder_.record(tx, kChannelEnded, who.actor, kChannelRecord, c->id, body_of(*c));
    return {};
  });
}

Result<std::optional<Channel>> Service::webhook(const std::string& party_id) const {
  return database_.read(
      [&](Transaction& tx) -> Result<std::optional<Channel>> { return select_channel_of(tx, party_id); });
}

Result<std::optional<Contact>> Service::contact(const std::string& party_id) const {
  return database_.read(
      [&](Transaction& tx) -> Result<std::optional<Contact>> { return select_contact(tx, party_id); });
}

Result<void> Service::set_second_contact(const Speaker& who, const std::string& party_id,
                                         const Contact& contact) const {
  if (!contact.email.empty() && !identifiers::check_email(contact.email).ok())
    return invalid("contact_email", "Give an e-mail address of the organisation.", "email");
  if (contact.language != "en" && contact.language != "zh")
    return invalid("contact_language", "Letters are written in en or zh.", "language");
  return database_.write([&](Transaction& tx) -> Result<void> {
    if ((!who.party_id.empty() && who.party_id != party_id) || !parties::find_party(tx, party_id))
      return not_found("party_unknown", "There is no such party.");
    set_contact(tx, party_id, contact, who.actor, recorder_.clock().now());
    recorder_.record(tx, kContactSet, who.actor, "party", party_id);
    return {};
  });
}

Result<Channel> Service::prove(const std::string& id, const Sign& sign, const Post& post) const {
  MUSTER_TRY(const auto found,
             database_.read([&](Transaction& tx) -> Result<std::optional<Channel>> { return select_channel(tx, id); }));
  if (!found) return not_found("webhook_unknown", "There is no such webhook.");
  if (found->state != "filed") return conflict("webhook_state", "This webhook is proven already, or it was ended.");
  const Instant now = recorder_.clock().now();
  const std::string text = challenge_text(*found, now);
  const auto shown = [&]() -> Result<void> {
    const auto reply = post({found->url, ledger::statement_file(text, sign(kAsked, text, now)), !found->by_house});
    if (!reply.ok()) return unavailable("webhook_unreachable", reply.error().sentence);
    if (reply->status != 200)
      return unavailable("webhook_unreachable", fmt::format("It answers with {}.", reply->status));
    const auto answer = read_answer(reply->body, kShown, *found, recorder_.clock().now());
    if (!answer.ok() || answer->challenge != found->challenge)
      return refused("webhook_forged", "Whoever answers there has not signed the challenge with the filed key.");
    return {};
  }();
  MUSTER_TRY(const Channel after, database_.write([&](Transaction& tx) -> Result<Channel> {
    auto c = select_channel(tx, id);
    if (c->state != "filed") return conflict("webhook_state", "This webhook was changed meanwhile; look again.");
    c->asked_at = now;
    c->fault = shown.ok() ? "" : shown.error().code;
    if (shown.ok()) {
      c->state = "proven";
      c->proven_at = now;
      insert_webhook_deliveries(tx, c->party_id);
      recorder_.record(tx, kChannelProven, kActor, kChannelRecord, c->id, body_of(*c));
    }
    update_channel(tx, *c);
    return std::move(*c);
  }));
  if (!shown.ok()) return shown.error();
  return after;
}

Result<int> Service::prove_due(const Sign& sign, const Post& post, const Stop& stop) const {
  MUSTER_TRY(const auto ids, database_.read([&](Transaction& tx) -> Result<std::vector<std::string>> {
    return select_unproven(tx, recorder_.clock().now() - kAskAgain, kProvedAtOnce);
  }));
  int proven = 0;
  for (const std::string& id : ids) {
    if (stop && stop()) break;
    proven += prove(id, sign, post).ok();  // a fault is kept with the channel
  }
  return proven;
}

Result<std::string> second_address(store::Database& database, const std::string& ref) {
  const std::string_view prefix = kContactRef;
  const Error nobody = not_found("no_address", "This provider has no second contact.");
  if (!ref.starts_with(prefix)) return nobody;
  MUSTER_TRY(const auto found, database.read([&](Transaction& tx) -> Result<std::optional<Contact>> {
    return select_contact(tx, ref.substr(prefix.size()));
  }));
  if (!found) return nobody;
  return found->email;
}

}  // namespace muster::instructions
