// Trusted flaggers: proposed by one person, confirmed by another, revoked with a reason.
#include "inside.h"
#include <base/text.h>
#include <parties/parties.h>

#include <fmt/format.h>

namespace muster::reports {
namespace {

using store::Sql;

constexpr Sql kInsertFlagger{
    "flagger_insert",
    "insert into report_flagger(id, party_id, ground, state, proposed_by, confirmed_by, revoked_by, reason, "
    "proposed_at, state_at) values(:id, :party, :ground, :state, :proposed_by, '', '', '', :at, :at)"};
constexpr Sql kUpdateFlagger{"flagger_update",
                             "update report_flagger set state = :state, confirmed_by = :confirmed_by, revoked_by = "
                             ":revoked_by, reason = :reason, state_at = :at where id = :id"};
constexpr Sql kFlaggerById{"flagger_by_id", "select * from report_flagger where id = :id"};
constexpr Sql kFlaggers{"flaggers",
                        "select * from report_flagger order by case state when 'active' then 0 when 'proposed' then 1 "
                        "else 2 end, proposed_at desc, id limit 1000"};
constexpr Sql kTrusted{"flaggers_trusted",
                       "select party_id, ground from report_flagger where state = 'active' limit 10000"};

Flagger flagger_of(const store::Row& row) {
  return {row.text("id"),         row.text("party_id"),    row.text("ground"),
          row.text("state"),      row.text("proposed_by"), row.text("confirmed_by"),
          row.text("revoked_by"), row.text("reason"),      row.instant("proposed_at"),
          row.instant("state_at")};
}

std::string flagger_body(const Flagger& f) {
  return fmt::format(R"({{"party":{},"ground":"{}"}})", json_quote(f.party_id), f.ground);
}

Result<Flagger> need_flagger(store::Transaction& tx, const std::string& id, const char* state) {
  auto found = select_flagger(tx, id);
  if (!found) return not_found("flagger_unknown", "There is no such trusted flagger.");
  if (state && found->state != state)
    return conflict("flagger_state", fmt::format("This trusted flagger is {}.", found->state), "event");
  return std::move(*found);
}

}  // namespace

void insert_flagger(store::Transaction& tx, const Flagger& f) {
  tx.run(kInsertFlagger, {{"id", f.id},
                          {"party", f.party_id},
                          {"ground", f.ground},
                          {"state", f.state},
                          {"proposed_by", f.proposed_by},
                          {"at", f.proposed_at}});
}

void update_flagger(store::Transaction& tx, const Flagger& f) {
  tx.run(kUpdateFlagger, {{"id", f.id},
                          {"state", f.state},
                          {"confirmed_by", f.confirmed_by},
                          {"revoked_by", f.revoked_by},
                          {"reason", f.reason},
                          {"at", f.state_at}});
}

std::optional<Flagger> select_flagger(store::Transaction& tx, const std::string& id) {
  const auto row = tx.one(kFlaggerById, {{"id", id}});
  if (!row) return {};
  return flagger_of(*row);
}

std::vector<Flagger> select_flaggers(store::Transaction& tx) {
  std::vector<Flagger> out;
  for (const auto& row : tx.query(kFlaggers)) out.push_back(flagger_of(row));
  return out;
}

std::set<std::string> select_trusted(store::Transaction& tx) {
  std::set<std::string> out;
  for (const auto& row : tx.query(kTrusted)) out.insert(row.text("party_id") + "|" + row.text("ground"));
  return out;
}

Result<Flagger> Service::propose_flagger(const std::string& party_id, const std::string& ground,
                                         const std::string& person) {
  const auto* known = inside_->policy.find_ground(ground);
  if (!known || known->contract_only)
    return invalid("ground_not_reported", "The public does not report on this ground.", "ground");
  return inside_->database.write([&](store::Transaction& tx) -> Result<Flagger> {
    const auto party = parties::find_party(tx, party_id);
    if (!party) return invalid("party_unknown", "There is no such party.", "party_id");
    if (party->kind != "trusted_flagger")
      return invalid("party_kind", "Only a party of the kind trusted_flagger can be one.", "party_id");
    for (const Flagger& f : select_flaggers(tx))
      if (f.party_id == party_id && f.ground == ground && f.state != "revoked")
        return conflict("flagger_exists", "This party is one of that ground already, or is proposed.");
    Flagger f;
    f.id = inside_->recorder.new_id();
    f.party_id = party_id;
    f.ground = ground;
    f.state = "proposed";
    f.proposed_by = person;
    f.proposed_at = f.state_at = inside_->now();
    insert_flagger(tx, f);
    inside_->recorder.record(tx, kFlaggerProposed, person, kFlaggerRecord, f.id, flagger_body(f));
    return f;
  });
}

Result<Flagger> Service::confirm_flagger(const std::string& id, const std::string& person) {
  return inside_->database.write([&](store::Transaction& tx) -> Result<Flagger> {
    MUSTER_TRY(Flagger f, need_flagger(tx, id, "proposed"));
    if (f.proposed_by == person)
      return refused("two_persons_needed", "Another person than the one who proposed it confirms it.");
    f.state = "active";
    f.confirmed_by = person;
    f.state_at = inside_->now();
    update_flagger(tx, f);
    inside_->recorder.record(tx, kFlaggerConfirmed, person, kFlaggerRecord, f.id, flagger_body(f));
    return f;
  });
}

Result<Flagger> Service::revoke_flagger(const std::string& id, const std::string& reason, const std::string& person) {
  MUSTER_CHECK_OK(check_words(reason, "reasons", kReasonsMax));
  return inside_->database.write([&](store::Transaction& tx) -> Result<Flagger> {
    MUSTER_TRY(Flagger f, need_flagger(tx, id, nullptr));
    if (f.state == "revoked") return conflict("flagger_state", "This trusted flagger is revoked already.", "event");
    f.state = "revoked";
    f.revoked_by = person;
    f.reason = reason;
    f.state_at = inside_->now();
    update_flagger(tx, f);
    inside_->recorder.record(tx, kFlaggerRevoked, person, kFlaggerRecord, f.id, flagger_body(f));
    return f;
  });
}

Result<std::vector<Flagger>> Service::flaggers() const {
  return inside_->database.read(
      [&](store::Transaction& tx) -> Result<std::vector<Flagger>> { return select_flaggers(tx); });
}

}  // namespace muster::reports
