// What the person sees of their lines, and what they can do about them.
#include "dispute_store.h"
#include "own_page_store.h"
#include "request_store.h"
#include <lines/rules.h>
#include <lines/service.h>
#include <lines/sim_lock.h>
#include <parties/parties.h>
#include <persons/freeze.h>

#include <algorithm>

#include <lookups/own_page.h>

namespace muster::lookups {
namespace {

constexpr store::Sql kOperatorOf{"own_page_operator", "select operator from number_pool where id = :id"};

std::string party_name(store::Transaction& tx, const std::string& id) {
  const auto party = id.empty() ? std::nullopt : parties::find_party(tx, id);
  return party ? party->name : std::string();
}

// The organisation, never the person of the house: who it was stands in the ledger, for who has to know.
std::string who_read(store::Transaction& tx, const OwnPageParts& parts, const persons::Reading& reading) {
  switch (reading.reader) {
    case persons::Reader::staff: {
      const auto person = parties::find_person(tx, reading.reader_id);
      return person ? party_name(tx, person->party_id) : std::string();
    }
    case persons::Reader::authority:
    case persons::Reader::dealer:
      return party_name(tx, reading.reader_id);
    case persons::Reader::client:
      return parts.client_name ? parts.client_name(tx, reading.reader_id) : std::string();
    case persons::Reader::program:
    case persons::Reader::holder:
      break;
  }
  return {};
}

OwnLine line_of(store::Transaction& tx, const OwnSession& session, const lines::Ownership& ownership) {
  OwnLine out;
  out.ownership = ownership;
  const auto line = lines::find_line(tx, ownership.line_id);
  out.masked = lines::msisdn_masked(line->msisdn);
  out.state = line->state;
  if (const auto row = tx.one(kOperatorOf, {{"id", line->pool_id}})) out.operator_name = row->text("operator");
  if (const auto by = registered_by(tx, ownership.ground_ref)) {
    out.dealer = party_name(tx, by->dealer_id);
    out.place = by->place;
  }
  out.sim_locked = lines::open_sim_lock(tx, ownership.line_id).has_value();
  out.recognised = ownership.id == session.ownership_id;
  return out;
}

// The open interval, if it is this person's.
std::optional<lines::Ownership> own(store::Transaction& tx, const OwnSession& session, const std::string& id) {
  for (const std::string& record : session.records)
    for (const auto& o : lines::ownerships_of_holder(tx, record))
      if (o.id == id && !o.until) return o;
  return std::nullopt;
}

Error ownership_unknown() {
  return not_found("ownership_unknown", "There is no such line in your name now.");
}

}  // namespace

Result<std::vector<OwnLine>> OwnPage::numbers(const OwnSession& session) const {
  return parts_.database.read([&](store::Transaction& tx) -> Result<std::vector<OwnLine>> {
    std::vector<OwnLine> out;
    for (const std::string& record : session.records) {
      const auto disputed = disputes_of(tx, record);
      for (const auto& o : lines::ownerships_of_holder(tx, record)) {
        if (o.until) continue;
        out.push_back(line_of(tx, session, o));
        const auto at =
            std::find_if(disputed.begin(), disputed.end(), [&](const Dispute& d) { return d.ownership_id == o.id; });
        if (at != disputed.end()) out.back().dispute = *at;
      }
    }
    std::stable_sort(out.begin(), out.end(),
                     [](const OwnLine& a, const OwnLine& b) { return a.ownership.from < b.ownership.from; });
    return out;
  });
}

Result<std::vector<OwnPage::ReadingRow>> OwnPage::readings(const OwnSession& session, const std::string& before,
                                                           int limit) const {
  return parts_.database.read([&](store::Transaction& tx) -> Result<std::vector<ReadingRow>> {
    std::vector<ReadingRow> out;
    for (auto& r : persons::readings_of(tx, session.records, clock().now(), before, std::clamp(limit, 1, 201))) {
      std::string who = who_read(tx, parts_, r);
      out.push_back({std::move(r), std::move(who)});
    }
    return out;
  });
}

Result<bool> OwnPage::is_frozen(const OwnSession& session) const {
  return parts_.database.read(
      [&](store::Transaction& tx) -> Result<bool> { return !persons::frozen(tx, session.records).empty(); });
}

Result<void> OwnPage::set_frozen(const OwnSession& session, bool wanted) const {
  return parts_.database.write([&](store::Transaction& tx) -> Result<void> {
    if (wanted) return persons::freeze(tx, parts_.recorder, session.actor(), session.holder_id);
    for (const std::string& record : persons::frozen(tx, session.records))
      MUSTER_CHECK_OK(persons::unfreeze(tx, parts_.recorder, session.actor(), record));
    return {};
  });
}

Result<void> OwnPage::set_sim_lock(const OwnSession& session, const std::string& ownership_id, bool locked) const {
  return parts_.database.write([&](store::Transaction& tx) -> Result<void> {
    const auto held = own(tx, session, ownership_id);
    if (!held) return ownership_unknown();
    if (locked) return lines::lock_sim(tx, parts_.recorder, session.actor(), held->line_id);
    return lines::unlock_sim(tx, parts_.recorder, session.actor(), held->line_id, "holder_asked");
  });
}

Result<Dispute> OwnPage::dispute_line(const OwnSession& session, const std::string& ownership_id,
                                      const std::string& words) const {
  MUSTER_TRY(const auto held,
             parts_.database.read([&](store::Transaction& tx) -> Result<std::optional<lines::Ownership>> {
               return own(tx, session, ownership_id);
             }));
  if (!held) return ownership_unknown();
  return parts_.disputes.open_not_mine(session.actor(), held->holder_id, ownership_id, words);
}

Result<Dispute> OwnPage::dispute_data(const OwnSession& session, const std::vector<std::string>& fields,
                                      const std::string& words) const {
  return parts_.disputes.open_wrong_data(session.actor(), session.holder_id, fields, words);
}

Result<std::vector<Dispute>> OwnPage::disputes(const OwnSession& session) const {
  return parts_.disputes.of_person(session.records);
}

}  // namespace muster::lookups
