#include "home.h"

namespace muster::numbers_api {
namespace {

using Sources = std::vector<web::HomeSource>;

const Sources& waiting() {
  static const Sources sources{
      // Who captured it doesn't check it, and nobody twice.
      {{"registrar", "compliance_officer"},
       "registration_to_check",
       "registration",
       {"home_registrations_to_check",
        "select r.id as record_id, r.place as title, r.state, r.captured_at as due_at from registration r "
        "where r.method = 'manual' and r.state = 'captured' and r.captured_by <> :me and not exists("
        "select 1 from registration_check k where k.registration_id = r.id and k.person_id = :me) order by r.id limit "
        ":limit"}},
      {{"compliance_officer", "supervisor"},
       "signal_to_decide",
       "dealer",
       {"home_signals_open",
        "select s.dealer_id as record_id, min(p.name) as title, '' as state, null as due_at from dealer_signal s join "
        "party p on p.id = s.dealer_id where s.state = 'open' group by s.dealer_id order by s.dealer_id limit :limit"}},
      {{"operator"},
       "command_refused",
       "network_command",
       {"home_commands_refused",
        "select id as record_id, action as title, state, null as due_at from network_command where state = 'refused' "
        "order by id limit :limit"}},
      // Who drafted it doesn't approve it.
      {{"supervisor"},
       "campaign_to_approve",
       "campaign",
       {"home_campaigns_to_approve",
        "select id as record_id, name as title, state, null as due_at from campaign where state = 'draft' and "
        "created_by <> :me order by id limit :limit"}},
      {{"compliance_officer"},
       "request_to_check",
       "authority_request",
       {"home_requests_to_check",
        "select id as record_id, number as title, state, due_at from authority_request where state = 'received' and "
        "entered_by <> :me order by due_at, id limit :limit"}},
      {{"supervisor"},
       "request_to_approve",
       "authority_request",
       {"home_requests_to_approve",
        "select id as record_id, number as title, state, due_at from authority_request where state = 'checked' and "
        "entered_by <> :me and checked_by <> :me order by due_at, id limit :limit"}},
      {{"registrar", "compliance_officer"},
       "duplicate_to_review",
       "duplicate_pair",
       {"home_duplicates",
        "select id as record_id, 'duplicate_pair' as title, state, null as due_at from duplicate_pair where "
        "state = 'open' order by id limit :limit"}},
      {{"key_officer"},
       "key_to_approve",
       "person",
       {"home_numbers_keys",
        "select p.id as record_id, p.display_name as title, k.state, null as due_at from key_registration k join "
        "person p on p.id = k.person_id where k.state = 'pending' and k.person_id <> :me order by k.id limit :limit"}},
  };
  return sources;
}

const Sources& expiring() {
  static const Sources sources{
      // A line that serves until its registration is verified, and is barred when the term ends before.
      {{"registrar", "compliance_officer", "supervisor", "operator", "auditor"},
       "registration_due",
       "registration",
       {"home_registrations_due",
        "select id as record_id, place as title, state, due_at from registration where due_at is not null order by "
        "due_at, id limit :limit"}},
      {{"registrar", "compliance_officer", "supervisor"},
       "dispute_due",
       "dispute",
       {"home_disputes_due",
        "select id as record_id, kind as title, state, due_at from dispute where state in ('opened', 'dealer_asked') "
        "order by due_at, id limit :limit"}},
      {{"partner_user"},
       "registration_due",
       "registration",
       {"home_own_registrations_due",
        "select id as record_id, place as title, state, due_at from registration where due_at is not null and "
        "dealer_id = :party order by due_at, id limit :limit"}},
  };
  return sources;
}

// Counted over partial indexes and by the ledger's size: what the whole register has is the work of a report.
constexpr store::Sql kToCheck{"home_figure_to_check",
                              "select count(*) as n from registration where method = 'manual' and state = 'captured'"};
constexpr store::Sql kPendingFigure{"home_figure_pending",
                                    "select count(*) as n from registration where due_at is not null"};
constexpr store::Sql kStoppedFigure{
    "home_figure_stopped", "select count(*) as n from line where state in ('warned', 'one_way_barred', 'barred')"};
constexpr store::Sql kStockedFigure{"home_figure_stocked", "select coalesce(sum(stocked), 0) as n from number_pool"};
constexpr store::Sql kLedgerFigure{"home_figure_ledger", "select coalesce(max(idx) + 1, 0) as n from ledger_sequence"};

}  // namespace

std::span<const web::HomeSource> waiting_sources() {
  return waiting();
}
std::span<const web::HomeSource> expiring_sources() {
  return expiring();
}

Result<std::vector<web::Figure>> figures_of(store::Database& database) {
  return database.read([](store::Transaction& tx) -> Result<std::vector<web::Figure>> {
    const auto count = [&](const store::Sql& sql) { return tx.one(sql)->integer("n"); };
    return std::vector<web::Figure>{{"lines_stocked", count(kStockedFigure)},
                                    {"registrations_to_check", count(kToCheck)},
                                    {"registrations_pending", count(kPendingFigure)},
                                    {"lines_stopped", count(kStoppedFigure)},
                                    {"ledger_size", count(kLedgerFigure)}};
  });
}

}  // namespace muster::numbers_api
