// From what waits to messages, and from messages to providers.
#include "message_text.h"
#include "step.h"
#include <base/text.h>
#include <ledger/statement.h>
#include <notices/notices.h>
#include <policy/policy.h>

#include <algorithm>

#include <fmt/format.h>

namespace muster::instructions {
namespace {

using store::Transaction;

constexpr int kWaysAtOnce = 200, kMessagesAtOnce = 50;
constexpr std::size_t kLinesOfLetter = 20;

std::string line_of(const Instruction& i) {
  return fmt::format("{} · {} · {} · {}", i.key, i.action, i.sealed ? std::string("-") : i.ground,
                     i.sealed ? std::string("-") : fmt::format("{} {}", i.scope_kind, i.scope_value));
}

std::string lines_of(const std::vector<Instruction>& items) {
  std::string out;
  for (std::size_t n = 0; n < std::min(items.size(), kLinesOfLetter); ++n)
    out += (out.empty() ? "" : "\n") + line_of(items[n]);
  if (items.size() > kLinesOfLetter) out += fmt::format("\n… {}", items.size() - kLinesOfLetter);
  return out;
}

}  // namespace

Result<void> Service::make_messages() const {
  const Instant now = recorder_.clock().now();
  const auto most = static_cast<int>(policy_.number("providers.batch_max"));
  const Duration apart = policy_.duration("providers.digest_every");
  for (Waiting after;;) {
    MUSTER_TRY(const auto ways, database_.read([&](Transaction& tx) -> Result<std::vector<Waiting>> {
      return select_waiting_ways(tx, after, kWaysAtOnce);
    }));
    if (ways.empty()) return {};
    after = ways.back();
    for (const Waiting& way : ways) {
      if (way.channel == "email" && way.last_message_at && *way.last_message_at + apart > now) continue;
      // Beyond one message's most, the webhook gets another one, and a letter waits for the next.
      for (bool more = true; more;) {
        MUSTER_TRY(more, database_.write([&](Transaction& tx) -> Result<bool> {
          Message m;
          m.id = recorder_.new_id();
          m.party_id = way.party_id;
          m.channel = way.channel;
          m.created_at = now;
          m.items = take_waiting(tx, way.party_id, way.channel, m.id, most);
          if (m.items > 0) insert_message(tx, m);
          return m.items == most && way.channel == "webhook";
        }));
      }
    }
  }
}

Result<Sent> Service::deliver(const Sign& sign, const Post& post, const Stop& stop) const {
  MUSTER_CHECK_OK(make_messages());
  Sent done;
  MUSTER_TRY(const auto due, database_.read([&](Transaction& tx) -> Result<std::vector<Message>> {
    std::vector<Message> all;
    for (const auto& id : select_due_messages(tx, recorder_.clock().now(), kMessagesAtOnce))
      all.push_back(*select_message(tx, id));
    return all;
  }));
  for (const Message& m : due) {
    if (stop && stop()) break;
    bool sent = true;
    if (m.channel == "email") {
      MUSTER_CHECK_OK(send_mail(m.id));
    } else {
      MUSTER_TRY(sent, send_webhook(m.id, sign, post));
    }
    ++(sent ? done.messages : done.failed);
    if (sent) done.items += m.items;
  }
  return done;
}

Result<void> Service::send_mail(const std::string& id) const {
  return database_.write([&](Transaction& tx) -> Result<void> {
    auto m = select_message(tx, id);
    if (!m || m->state != "queued") return {};
    const Instant now = recorder_.clock().now();
    const auto items = select_items(tx, id);
    std::int64_t suspend = 0;
    Instant due = items.front().execute_due_at;
    for (const Instruction& i : items) {
      suspend += i.action == "suspend";
      due = std::min(due, i.execute_due_at);
    }
    notices::NewNotice letter;
    letter.kind = "instructions";
    letter.party_id = m->party_id;
    letter.record_kind = kMessageRecord;
    letter.record_id = m->id;
    letter.values = {{"count", std::to_string(items.size())},
                     {"suspend", std::to_string(suspend)},
                     {"restore", std::to_string(static_cast<std::int64_t>(items.size()) - suspend)},
                     {"due", to_rfc3339(due)},
                     {"lines", lines_of(items)},
                     {"page", policy_.named("public.address") + "/instructions"}};
    MUSTER_TRY(m->notice_id, notices_.send(tx, kActor, letter));
    m->state = "sent";
    m->sent_at = now;
    ++m->attempts;
    update_message(tx, *m);
    tell_items(tx, id, now);
    recorder_.record(tx, kMessageSent, kActor, kMessageRecord, id,
                     fmt::format(R"({{"channel":"email","items":{}}})", m->items));
    return {};
  });
}

Result<bool> Service::send_webhook(const std::string& id, const Sign& sign, const Post& post) const {
  struct Ready {
    Message message;
    std::optional<Channel> channel;
    std::string text;
  };
  MUSTER_TRY(const Ready ready, database_.read([&](Transaction& tx) -> Result<Ready> {
    Ready out{*select_message(tx, id), {}, ""};
    out.channel = select_channel_of(tx, out.message.party_id);
    if (out.channel)
      out.text = told_text(out.message, *out.channel, select_items(tx, id), policy_.named("public.address"),
                           recorder_.clock().now());
    return out;
  }));
  Result<void> done = refused("webhook_gone", "This provider has no proven webhook any more.");
  if (ready.channel && ready.channel->state == "proven") {
    const std::string note = sign(kTold, ready.text, recorder_.clock().now());
    // Nothing of the database is held meanwhile; whoever gets it twice knows it by its keys.
    const auto reply = post({ready.channel->url, ledger::statement_file(ready.text, note), !ready.channel->by_house});
    if (!reply.ok())
      done = unavailable("webhook_unreachable", reply.error().sentence);
    else if (reply->status < 200 || reply->status > 299)
      done = unavailable("webhook_status", fmt::format("It answers with {}.", reply->status));
    else
      done = take_reply(ready.message, *ready.channel, *reply);
  }
  MUSTER_CHECK_OK(database_.write([&](Transaction& tx) -> Result<void> {
    auto m = select_message(tx, id);
    if (m->state == "sent") return {};
    const Instant now = recorder_.clock().now();
    ++m->attempts;
    if (done.ok()) {
      m->state = "sent";
      m->sent_at = now;
      m->fault.clear();
      tell_items(tx, id, now);
      recorder_.record(tx, kMessageSent, kActor, kMessageRecord, id,
                       fmt::format(R"({{"channel":"webhook","items":{}}})", m->items));
    } else {
      m->fault = done.error().code;
      if (m->attempts >= policy_.number("providers.attempts_max") || !ready.channel) {
        m->state = "failed";
        recorder_.record(tx, kMessageFailed, kActor, kMessageRecord, id,
                         fmt::format(R"({{"channel":"webhook","items":{},"code":"{}"}})", m->items, m->fault));
        const Step step(*this, tx, {kActor, "", ""});
        for (Instruction i : select_items(tx, id))
          if (i.state == "waiting" && step.escalate(i, "not_told")) update_instruction(tx, i);
      } else {
        m->next_at = now + retry_in(policy_.duration("providers.retry_first"), m->attempts);
      }
    }
    update_message(tx, *m);
    return {};
  }));
  return done.ok();
}

// An empty answer says that it came; one with words counts only when the provider's key has signed it.
Result<void> Service::take_reply(const Message& m, const Channel& c, const outbound::Answer& reply) const {
  if (trim(reply.body).empty()) return {};
  MUSTER_TRY(Answer answer, read_answer(reply.body, kAnswered, c, recorder_.clock().now()));
  if (answer.message != m.id) return refused("answer_forged", "This answer is about another message.");
  const Speaker who{kActor, c.party_id, "webhook"};
  if (answer.all_acknowledged) {
    MUSTER_TRY(const auto items, database_.read([&](Transaction& tx) -> Result<std::vector<Instruction>> {
      return select_items(tx, m.id);
    }));
    std::vector<Saying> all;
    for (const Instruction& i : items)
      if (i.state != "superseded") all.push_back({i.key, "acknowledge", "", 0});
    all.insert(all.end(), answer.sayings.begin(), answer.sayings.end());
    answer.sayings = std::move(all);
  }
  MUSTER_CHECK_OK(say(who, answer.sayings));
  return {};
}

Result<Outcome> Service::take_answer(std::string_view file) const {
  const std::string claimed = claimed_channel(file);
  MUSTER_TRY(const auto channel, database_.read([&](Transaction& tx) -> Result<std::optional<Channel>> {
    return select_channel(tx, claimed);
  }));
  if (claimed.empty() || !channel || channel->state != "proven")
    return refused("answer_forged", "No proven webhook of this name is on record.");
  MUSTER_TRY(const Answer answer, read_answer(file, kAnswered, *channel, recorder_.clock().now()));
  if (answer.all_acknowledged)
    return invalid("answer_form", "Only the answer to a message acknowledges all of it; name the instructions here.");
  return say({kActor, channel->party_id, "api"}, answer.sayings);
}

Result<std::optional<notices::Attachment>> attachment_of(store::Database& database, const notices::Notice& notice) {
  if (notice.kind != "instructions" || notice.record_kind != kMessageRecord)
    return std::optional<notices::Attachment>();
  return database.read([&](Transaction& tx) -> Result<std::optional<notices::Attachment>> {
    return std::optional(notices::Attachment{"instructions.csv", "text/csv",
                                             csv_header() + csv_lines(select_items(tx, notice.record_id))});
  });
}

}  // namespace muster::instructions
