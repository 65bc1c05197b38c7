#include "retry.h"
#include "step.h"
#include "submission.h"
#include <base/text.h>
#include <registration/reconnection.h>

#include <fmt/format.h>

namespace muster::registration {
namespace {

constexpr const char* kReconnected = "reconnected";

std::vector<Error> check_reconnection(const NewReconnection& asked, const policy::Policy& policy) {
  std::vector<Error> faults;
  if (asked.consent != policy.text("registration.consent"))
    faults.push_back(invalid("consent_missing", "The person agrees to the text that is in force now.", "consent"));
  if (!lines::is_code(asked.place))
    faults.push_back(invalid("place_form", "Say where, by the code of the dealer's place.", "place"));
  if (!lines::is_code(asked.device))
    faults.push_back(invalid("device_form", "Say with which device, by its code.", "device"));
  return faults;
}

// The last one who held the line.
std::optional<lines::Ownership> former_of(store::Transaction& tx, const std::string& line_id) {
  std::optional<lines::Ownership> out;
  for (lines::Ownership& o : lines::ownerships_of_line(tx, line_id))
    if (!out || o.from > out->from) out = std::move(o);
  return out;
}

}  // namespace

Result<Submitted> Reconnections::reconnect(const std::string& actor, const std::string& key,
                                           const NewReconnection& asked) {
  if (key.empty() || key.size() > kKeyMax)
    return invalid("idempotency_key_missing",
                   "A registration comes with an Idempotency-Key of 1 to 64 printable characters.", "idempotency-key");
  MUSTER_TRY(const std::int64_t msisdn, lines::parse_msisdn(asked.msisdn));
  const auto document = persons::check_document(asked.shown, persons::Category::citizen, recorder_.clock().now());
  const std::string request_key = vault_.blind_index("reconnection_key", asked.dealer_id + "\n" + key);
  const std::string request_hash = vault_.blind_index(
      "reconnection_request",
      fmt::format("{}\n{}\n{}\n{}\n{}\n{}\n{}", msisdn, document.document.kind, document.document.country,
                  document.document.number, asked.iccid, asked.place, asked.device));
  return write_again(database_, [&](store::Transaction& tx) -> Result<Submitted> {
    if (const auto before = find_by_keys(tx, {request_key}); !before.empty()) {
      if (before.begin()->second.request_hash != request_hash)
        return invalid("idempotency_key_reused",
                       "This Idempotency-Key was used for another registration. Take a new one.", "idempotency-key");
      return Submitted{before.begin()->second.registration, true};
    }
    const Instant now = recorder_.clock().now();
    std::vector<Error> faults = check_reconnection(asked, policy_);
    Prepared names_dealer;
    names_dealer.checked.capture.dealer_id = asked.dealer_id;
    if (!people_facts(tx, names_dealer, {}, now).dealer_known)
      faults.push_back(
          refused("dealer_unknown", "This dealer is not on record, or its licence has ended.", "dealer_id"));
    auto line = lines::find_by_msisdn(tx, msisdn);
    if (!line) return not_found("line_unknown", "There is no line with this number.");
    const auto former = former_of(tx, line->id);
    if (line->state != lines::State::disconnected && line->state != lines::State::quarantined) {
      faults.push_back(conflict("line_state", "Only a number that was disconnected is taken back.", "msisdn"));
    } else if (!former || !former->until || now > policy_.due("line.reconnection", *former->until)) {
      faults.push_back(
          refused("reconnection_late", "The days in which the number could be had back are over.", "msisdn"));
    }
    MUSTER_TRY(const vault::IndexKeys keys, vault_.index_keys(tx));
    const auto shown = persons::find_by_documents(tx, {persons::document_index(keys, document.document)});
    const auto* holder = shown.empty() ? nullptr : &shown.begin()->second;
    const auto former_holder = former ? persons::find_holder(tx, former->holder_id) : std::nullopt;
    if (!holder || holder->holder.destroyed_at || !former_holder ||
        former_holder->counts_as() != holder->holder.counts_as())
      faults.push_back(
          refused("former_holder_differs", "The document shown is not one of the former holder.", "document_number"));
    if (!faults.empty()) {
      Error error = faults.front();
      error.all = std::move(faults);
      return error;
    }

    lines::Ownership o;
    o.id = recorder_.new_id();
    o.line_id = line->id;
    o.holder_id = holder->holder.id;
    o.kind = line->kind;
    o.counted_under = holder->holder.counts_as();
    o.cap = cap_of(policy_, holder->holder.category, line->kind);
    auto taken = lines::slots_taken(tx, {o.counted_under});
    const auto slot = lines::free_slot(taken[{o.counted_under, o.kind}], o.cap);
    if (!slot) return cap_reached();
    o.slot = *slot;
    Keyed keyed;
    keyed.request_key = request_key;
    keyed.request_hash = request_hash;
    Registration& r = keyed.registration;
    r.id = o.ground_ref = recorder_.new_id();
    MUSTER_CHECK_OK(lines::reconnect(tx, {recorder_, policy_, actor}, *line, asked.dealer_id));
    MUSTER_CHECK_OK(lines::put_sim(tx, *line, asked.iccid, kReconnected, now));
    MUSTER_CHECK_OK(lines::give(tx, {&o, 1}, now));
    const bool known = verified_by(tx, holder->holder.id, holder->document_id) ||
                       (former_holder->id == holder->holder.id && ever_verified_before(tx, former->id));
    r.state_since = r.captured_at = now;
    r.method = known || policy_.text("registration.method") != "manual" ? Method::authority : Method::manual;
    if (!known && r.method == Method::authority) r.next_check_at = now;
    r.line_id = line->id;
    r.holder_id = holder->holder.id;
    r.document_id = holder->document_id;
    r.ownership_id = o.id;
    r.dealer_id = asked.dealer_id;
    r.place = asked.place;
    r.device = asked.device;
    r.consent = asked.consent;
    r.captured_by = actor;
    if (const auto before = registration_of_ownership(tx, former->id)) {
      r.organisation_kind = before->organisation_kind;
      r.organisation_number = before->organisation_number;
    }
    insert_all(tx, {&keyed, 1});
    recorder_.record(tx, kCaptured, actor, kRegistrationRecord, r.id,
                     fmt::format(R"({{"line":"{}","holder":"{}","reconnected":true,"slot":{},"cap":{}}})", r.line_id,
                                 r.holder_id, o.slot, o.cap));
    if (known) MUSTER_CHECK_OK(step(tx, {recorder_, policy_, actor}, r, Event::verify));
    return Submitted{std::move(r), false};
  });
}

}  // namespace muster::registration
