#include "sms_store.h"
#include <base/text.h>
#include <notices/notices.h>

#include <boost/json.hpp>

namespace muster::notices {
namespace {

constexpr std::int64_t kDayMinutes = 24 * 60, kMinuteMicros = 60'000'000;

std::string json_of(const std::map<std::string, std::string>& values) {
  std::string out;
  for (const auto& [name, value] : values) out += (out.empty() ? "" : ",") + json_quote(name) + ":" + json_quote(value);
  return "{" + out + "}";
}

std::map<std::string, std::string> values_of(const std::string& filled) {
  std::map<std::string, std::string> out;
  const boost::json::value parsed = boost::json::parse(filled);
  for (const auto& [name, value] : parsed.as_object()) out.emplace(std::string(name), std::string(value.as_string()));
  return out;
}

std::string text_of(const Letter& letter) {
  return std::string(trim(letter.body));
}

}  // namespace

std::optional<Instant> quiet_until(const QuietHours& quiet, int utc_offset_minutes, Instant now) {
  if (quiet.from == quiet.until) return std::nullopt;
  const std::int64_t local = now.micros + utc_offset_minutes * kMinuteMicros;
  const std::int64_t day = kDayMinutes * kMinuteMicros;
  const std::int64_t midnight = (local >= 0 ? local / day : (local - day + 1) / day) * day;
  const std::int64_t from = midnight + quiet.from * kMinuteMicros, until = midnight + quiet.until * kMinuteMicros;
  const auto utc = [&](std::int64_t at) { return Instant{at - utc_offset_minutes * kMinuteMicros}; };
  if (quiet.from < quiet.until) return local >= from && local < until ? std::optional(utc(until)) : std::nullopt;
  if (local < until) return utc(until);
  if (local >= from) return utc(until + day);
  return std::nullopt;
}

Result<void> queue_sms(store::Transaction& tx, const ledger::Recorder& recorder, std::span<const NewSms> messages) {
  std::set<std::string> tried;
  std::vector<StoredSms> rows;
  Tally tally;
  rows.reserve(messages.size());
  for (const NewSms& m : messages) {
    if (m.recipient_ref.empty()) return invalid("sms_recipient", "A short message goes to somebody.");
    if (m.record_kind.empty() || m.record_id.empty())
      return invalid("sms_record", "A short message tells of a record.");
    StoredSms row{recorder.new_id(), m.kind,        m.recipient_ref, m.language,
                  json_of(m.values), m.record_kind, m.record_id,     m.urgent};
    if (tried.insert(m.kind + "\n" + m.language + "\n" + row.filled).second)
      MUSTER_CHECK_OK(write_letter(m.kind, m.language, m.values));
    tally.add(m.record_kind, m.record_id, "queued", 1);
    rows.push_back(std::move(row));
  }
  if (rows.empty()) return {};
  insert_all(tx, rows, recorder.clock().now());
  tally.write(tx);
  return {};
}

struct SmsOutbox::Due {
  StoredSms row;
  std::optional<Instant> quiet_until = {};  // its recipient sleeps
  Result<std::string> outcome = sms_away();
};

Result<std::vector<SmsOutbox::Due>> SmsOutbox::take() {
  return database_.write([&](store::Transaction& tx) -> Result<std::vector<Due>> {
    const Instant now = recorder_.clock().now();
    std::vector<Due> out;
    for (const bool urgent : {true, false})
      for (StoredSms& row : due_messages(tx, urgent, now, options_.batch - static_cast<int>(out.size()))) {
        lend(tx, row.id, now + options_.lease);
        out.push_back({std::move(row)});
      }
    return out;
  });
}

Result<void> SmsOutbox::settle(const std::vector<Due>& due, Delivered& told) {
  return database_.write([&](store::Transaction& tx) -> Result<void> {
    const Instant now = recorder_.clock().now();
    Tally tally;
    Delivered counted;
    const auto end = [&](const Due& d, const char* state, const std::string& reference, const std::string& code) {
      if (!end_message(tx, d.row.id, state, reference, code, now)) return;
      tally.add(d.row.record_kind, d.row.record_id, "queued", -1);
      tally.add(d.row.record_kind, d.row.record_id, state, 1);
    };
    for (const Due& d : due) {
      if (d.quiet_until) {
        put_off(tx, d.row.id, *d.quiet_until, "sms_quiet_hours", true, now);
        ++counted.put_off;
      } else if (d.outcome.ok()) {
        end(d, "sent", *d.outcome, "");
        ++counted.taken;
      } else if (d.outcome.error().failure == Failure::unavailable && d.row.attempts + 1 < options_.attempts_max) {
        const auto doubled = options_.retry_first * (std::int64_t{1} << std::min<std::int64_t>(d.row.attempts, 20));
        put_off(tx, d.row.id, now + std::min<Duration>(doubled, options_.retry_max), d.outcome.error().code, false,
                now);
        ++counted.put_off;
      } else {
        end(d, "failed", "", d.outcome.error().code);
        ++counted.failed;
      }
    }
    tally.write(tx);
    told = counted;
    return {};
  });
}

Result<void> SmsOutbox::note_receipts(SmsGateway& gateway) {
  const auto receipts = gateway.receipts();
  if (receipts.empty()) return {};
  return database_.write([&](store::Transaction& tx) -> Result<void> {
    Tally tally;
    for (const SmsReceipt& receipt : receipts) {
      const bool delivered = receipt.fate == SmsFate::delivered;
      const char* state = delivered ? "delivered" : "failed";
      const auto record =
          note_receipt(tx, receipt.reference, state, delivered ? "" : "sms_undelivered", recorder_.clock().now());
      if (!record) continue;
      tally.add(record->first, record->second, "sent", -1);
      tally.add(record->first, record->second, state, 1);
    }
    tally.write(tx);
    return {};
  });
}

Result<SmsOutbox::Delivered> SmsOutbox::deliver(SmsGateway& gateway) {
  MUSTER_CHECK_OK(note_receipts(gateway));
  MUSTER_TRY(std::vector<Due> due, take());
  Delivered told;
  if (due.empty()) return told;
  std::vector<SmsMessage> messages;
  std::vector<std::size_t> whose;
  for (std::size_t i = 0; i < due.size(); ++i) {
    Due& d = due[i];
    const auto recipient = options_.resolve(d.row.recipient_ref);
    if (!recipient.ok()) {
      d.outcome = recipient.error();
      continue;
    }
    if (!d.row.urgent)
      d.quiet_until = quiet_until(options_.quiet, recipient->utc_offset_minutes.value_or(options_.utc_offset_minutes),
                                  recorder_.clock().now());
    if (d.quiet_until) continue;
    const auto letter = write_letter(d.row.kind, d.row.language, values_of(d.row.filled));
    if (!letter.ok()) {
      d.outcome = letter.error();
      continue;
    }
    messages.push_back({d.row.id, recipient->number, text_of(*letter)});
    whose.push_back(i);
  }
  auto outcomes = messages.empty() ? std::vector<Result<std::string>>{} : gateway.send(messages);
  bool away = false;
  for (std::size_t k = 0; k < whose.size() && k < outcomes.size(); ++k) {
    away = away || (!outcomes[k].ok() && outcomes[k].error().failure == Failure::unavailable);
    due[whose[k]].outcome = std::move(outcomes[k]);
  }
  MUSTER_CHECK_OK(settle(due, told));
  told.more = !away && static_cast<int>(due.size()) == options_.batch;
  return told;
}

Result<SmsCounts> SmsOutbox::counts(const std::string& record_kind, const std::string& record_id) const {
  return database_.read(
      [&](store::Transaction& tx) -> Result<SmsCounts> { return sms_counts(tx, record_kind, record_id); });
}

Result<int> SmsOutbox::sweep(int limit) {
  return database_.write([&](store::Transaction& tx) -> Result<int> {
    return remove_ended(tx, recorder_.clock().now() - options_.keep, limit);
  });
}

}  // namespace muster::notices
