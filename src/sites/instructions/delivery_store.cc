// Messages, what they carry, and where they go.
#include "instruction_store.h"

namespace muster::instructions {
namespace {

using store::Row;
using store::Sql;
using store::Transaction;

constexpr Sql kInsertDelivery{
    "instruction_delivery_insert",
    "insert into instruction_delivery(instruction_id, channel, party_id, told_at) values(:id, :channel, :party, "
    ":told)"};
constexpr Sql kInsertLater{
    "instruction_delivery_later",
    "insert into instruction_delivery(instruction_id, channel, party_id) select i.id, 'webhook', i.party_id from "
    "instruction i where i.party_id = :party and i.state in ('waiting', 'acknowledged') and not exists(select 1 from "
    "instruction_delivery v where v.instruction_id = i.id and v.channel = 'webhook')"};
constexpr Sql kWaitingWays{
    "instruction_waiting_ways",
    "select w.party_id, w.channel, (select max(m.created_at) from instruction_message m where m.party_id = w.party_id "
    "and m.channel = w.channel) as last_at from (select distinct party_id, channel from instruction_delivery where "
    "message_id = '' and told_at is null and (party_id, channel) > (:party, :channel) order by party_id, channel limit "
    ":limit) w order by w.party_id, w.channel"};
constexpr Sql kTake{
    "instruction_delivery_take",
    "update instruction_delivery set message_id = :message where channel = :channel and instruction_id in (select "
    "v.instruction_id from instruction_delivery v where v.party_id = :party and v.channel = :channel and v.message_id "
    "= '' and v.told_at is null order by v.instruction_id limit :limit)"};
constexpr Sql kInsertMessage{
    "instruction_message_insert",
    "insert into instruction_message(id, party_id, channel, items, state, created_at, next_at) values(:id, :party, "
    ":channel, :items, 'queued', :now, :now)"};
#define MESSAGE "select m.*, p.name as party_name from instruction_message m join party p on p.id = m.party_id "
constexpr Sql kMessage{"instruction_message_get", MESSAGE "where m.id = :id"};
constexpr Sql kMessages{"instruction_messages", MESSAGE
                        "where m.party_id = :party and (:state = '' or m.state = :state) and m.id < :after order by "
                        "m.id desc limit :limit"};
constexpr Sql kMessagesOfAll{"instruction_messages_of_all", MESSAGE
                             "where (:state = '' or m.state = :state) and m.id < :after order by m.id desc limit "
                             ":limit"};
constexpr Sql kDue{"instruction_messages_due",
                   "select id from instruction_message where state = 'queued' and next_at "
                   "<= :now order by next_at, id limit :limit"};
constexpr Sql kUpdateMessage{
    "instruction_message_update",
    "update instruction_message set state = :state, attempts = :attempts, next_at = :next, sent_at = :sent, fault = "
    ":fault, notice_id = :notice where id = :id"};
constexpr Sql kTell{"instruction_delivery_told",
                    "update instruction_delivery set told_at = :now where message_id = :message and message_id <> ''"};
constexpr Sql kDeliveries{
    "instruction_deliveries",
    "select v.channel, v.told_at, v.message_id, m.state as message_state, m.fault, m.attempts, m.next_at, n.state as "
    "notice_state from instruction_delivery v left join instruction_message m on m.id = v.message_id left join notice "
    "n on n.id = m.notice_id where v.instruction_id = :id order by v.channel"};

constexpr Sql kInsertChannel{
    "provider_channel_insert",
    "insert into provider_channel(id, party_id, url, vkey, by_house, challenge, state, filed_by, filed_at) values(:id, "
    ":party, :url, :vkey, :by_house, :challenge, 'filed', :by, :now)"};
constexpr Sql kChannel{"provider_channel_get", "select * from provider_channel where id = :id"};
constexpr Sql kChannelOf{"provider_channel_of",
                         "select * from provider_channel where party_id = :party and state <> 'ended'"};
constexpr Sql kUnproven{"provider_channels_unproven",
                        "select id from provider_channel where state = 'filed' and coalesce(asked_at, 0) <= :before "
                        "order by id limit :limit"};
constexpr Sql kUpdateChannel{
    "provider_channel_update",
    "update provider_channel set state = :state, challenge = :challenge, asked_at = :asked, proven_at = :proven, "
    "ended_at = :ended, fault = :fault where id = :id"};
constexpr Sql kContact{"provider_contact_get", "select * from provider_contact where party_id = :party"};
constexpr Sql kSetContact{
    "provider_contact_set",
    "insert into provider_contact(party_id, email, language, set_by, set_at) values(:party, :email, :language, :by, "
    ":now) on conflict(party_id) do update set email = :email, language = :language, set_by = :by, set_at = :now"};
constexpr Sql kNoContact{"provider_contact_delete", "delete from provider_contact where party_id = :party"};

Message message_of(const Row& r) {
  Message m;
  m.id = r.text("id");
  m.party_id = r.text("party_id");
  m.channel = r.text("channel");
  m.items = r.integer("items");
  m.state = r.text("state");
  m.created_at = r.instant("created_at");
  m.next_at = r.instant("next_at");
  m.attempts = r.integer("attempts");
  m.sent_at = r.maybe_instant("sent_at");
  m.fault = r.text("fault");
  m.notice_id = r.text("notice_id");
  m.party_name = r.text("party_name");
  return m;
}

Channel channel_of(const Row& r) {
  return {r.text("id"),
          r.text("party_id"),
          r.text("url"),
          r.text("vkey"),
          r.flag("by_house"),
          r.text("challenge"),
          r.text("state"),
          r.text("filed_by"),
          r.instant("filed_at"),
          r.maybe_instant("asked_at"),
          r.maybe_instant("proven_at"),
          r.maybe_instant("ended_at"),
          r.text("fault")};
}

template <class T>
auto maybe(const std::optional<Row>& row, T made) -> std::optional<decltype(made(*row))> {
  if (!row) return std::nullopt;
  return made(*row);
}

std::vector<std::string> ids(const std::vector<Row>& rows) {
  std::vector<std::string> out;
  for (const Row& row : rows) out.push_back(row.text("id"));
  return out;
}

}  // namespace

void insert_delivery(Transaction& tx, const Instruction& i, const char* channel, std::optional<Instant> told_at) {
  tx.run(kInsertDelivery, {{"id", i.id}, {"channel", channel}, {"party", i.party_id}, {"told", told_at}});
}

void insert_webhook_deliveries(Transaction& tx, const std::string& party_id) {
  tx.run(kInsertLater, {{"party", party_id}});
}

std::vector<Waiting> select_waiting_ways(Transaction& tx, const Waiting& after, int limit) {
  std::vector<Waiting> out;
  for (const Row& r : tx.query(kWaitingWays, {{"party", after.party_id}, {"channel", after.channel}, {"limit", limit}}))
    out.push_back({r.text("party_id"), r.text("channel"), r.maybe_instant("last_at")});
  return out;
}

std::int64_t take_waiting(Transaction& tx, const std::string& party_id, const std::string& channel,
                          const std::string& message_id, int limit) {
  return tx.run(kTake, {{"message", message_id}, {"party", party_id}, {"channel", channel}, {"limit", limit}});
}

void insert_message(Transaction& tx, const Message& m) {
  tx.run(kInsertMessage,
         {{"id", m.id}, {"party", m.party_id}, {"channel", m.channel}, {"items", m.items}, {"now", m.created_at}});
}

std::optional<Message> select_message(Transaction& tx, const std::string& id) {
  return maybe(tx.one(kMessage, {{"id", id}}), message_of);
}

std::vector<Message> select_messages(Transaction& tx, const std::string& party_id, const std::string& state,
                                     const std::string& after, int limit) {
  store::Binds binds{{"state", state}, {"after", after.empty() ? "g" : after}, {"limit", limit}};
  if (!party_id.empty()) binds.emplace_back("party", party_id);
  std::vector<Message> out;
  for (const Row& r : tx.query(party_id.empty() ? kMessagesOfAll : kMessages, binds)) out.push_back(message_of(r));
  return out;
}

std::vector<std::string> select_due_messages(Transaction& tx, Instant now, int limit) {
  return ids(tx.query(kDue, {{"now", now}, {"limit", limit}}));
}

void update_message(Transaction& tx, const Message& m) {
  tx.run(kUpdateMessage, {{"id", m.id},
                          {"state", m.state},
                          {"attempts", m.attempts},
                          {"next", m.next_at},
                          {"sent", m.sent_at},
                          {"fault", m.fault},
                          {"notice", m.notice_id}});
}

void tell_items(Transaction& tx, const std::string& message_id, Instant now) {
  tx.run(kTell, {{"message", message_id}, {"now", now}});
}

std::vector<Delivery> select_deliveries(Transaction& tx, const std::string& instruction_id) {
  std::vector<Delivery> out;
  for (const Row& r : tx.query(kDeliveries, {{"id", instruction_id}}))
    out.push_back({r.text("channel"), r.maybe_instant("told_at"), r.text("message_id"), r.text("message_state"),
                   r.text("fault"), r.text("notice_state"), r.maybe_integer("attempts").value_or(0),
                   r.maybe_instant("next_at")});
  return out;
}

void insert_channel(Transaction& tx, const Channel& c) {
  tx.run(kInsertChannel, {{"id", c.id},
                          {"party", c.party_id},
                          {"url", c.url},
                          {"vkey", c.vkey},
                          {"by_house", c.by_house},
                          {"challenge", c.challenge},
                          {"by", c.filed_by},
                          {"now", c.filed_at}});
}

std::optional<Channel> select_channel(Transaction& tx, const std::string& id) {
  return maybe(tx.one(kChannel, {{"id", id}}), channel_of);
}

std::optional<Channel> select_channel_of(Transaction& tx, const std::string& party_id) {
  return maybe(tx.one(kChannelOf, {{"party", party_id}}), channel_of);
}

std::vector<std::string> select_unproven(Transaction& tx, Instant asked_before, int limit) {
  return ids(tx.query(kUnproven, {{"before", asked_before}, {"limit", limit}}));
}

void update_channel(Transaction& tx, const Channel& c) {
  tx.run(kUpdateChannel, {{"id", c.id},
                          {"state", c.state},
                          {"challenge", c.challenge},
                          {"asked", c.asked_at},
                          {"proven", c.proven_at},
                          {"ended", c.ended_at},
                          {"fault", c.fault}});
}

std::optional<Contact> select_contact(Transaction& tx, const std::string& party_id) {
  return maybe(tx.one(kContact, {{"party", party_id}}), [](const Row& r) {
    return Contact{r.text("email"), r.text("language")};
  });
}

void set_contact(Transaction& tx, const std::string& party_id, const Contact& contact, const std::string& by,
                 Instant now) {
  if (contact.email.empty()) {
    tx.run(kNoContact, {{"party", party_id}});
    return;
  }
  tx.run(kSetContact,
         {{"party", party_id}, {"email", contact.email}, {"language", contact.language}, {"by", by}, {"now", now}});
}

}  // namespace muster::instructions
