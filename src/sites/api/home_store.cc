#include "home.h"

namespace muster::api {
namespace {

using Source = web::HomeSource;

const std::vector<Source>& waiting() {
  static const std::vector<Source> sources{
      {{"examiner"},
       "suspicion_to_screen",
       "suspicion",
       {"home_suspicions",
        "select id as record_id, name as title, state, null as due_at from suspicion where state = 'evidence_sealed' "
        "order by id limit :limit"}},
      {{"examiner"},
       "report_to_look_at",
       "report",
       {"home_reports",
        "select id as record_id, number || ' · ' || host as title, state, due_at from report where lead_id is null and "
        "state in ('received', 'screening') order by priority, received_at, id limit :limit"}},
      {{"examiner"},
       "case_to_screen",
       "case",
       {"home_cases_to_screen",
        "select id as record_id, number || ' · ' || name as title, state, due_at from case_file "
        "where step = 'screen' order by due_at, id limit :limit"}},
      // The finder of a case doesn't decide it, and who decided doesn't confirm.
      {{"decider"},
       "case_to_decide",
       "case",
       {"home_cases_to_decide",
        "select id as record_id, number || ' · ' || name as title, state, due_at from case_file "
        "where step = 'decide' and opened_by <> :me order by due_at, id limit :limit"}},
      {{"security_decider"},
       "case_to_decide",
       "case",
       {"home_security_cases",
        "select id as record_id, number || ' · ' || name as title, state, due_at from case_file "
        "where step = 'decide' and ground = 'phishing_or_malware' and opened_by <> :me order by due_at, id limit "
        ":limit"}},
      {{"confirmer", "security_confirmer"},
       "decision_to_confirm",
       "case",
       {"home_decisions",
        "select c.id as record_id, c.number || ' · ' || c.name as title, c.state, c.due_at from case_file c "
        "join decision d on d.case_id = c.id and d.state = 'decided' where c.step = 'confirm' and c.opened_by <> :me "
        "and not exists("
        "select 1 from decision_signature s where s.decision_id = d.id and s.person_id = :me) and not exists("
        "select 1 from third_signature t where t.decision_id = d.id and t.person_id = :me) order by c.due_at, c.id "
        "limit :limit"}},
      {{"operator", "decider", "confirmer"},
       "never_block_to_confirm",
       "never_block",
       {"home_never_block",
        "select p.id as record_id, p.reason as title, p.state, null as due_at from never_block_proposal p "
        "where p.state = 'proposed' and p.proposed_by <> :me order by p.id limit :limit"}},
      {{"appeal_officer"},
       "debarment_to_hear",
       "debarment",
       {"home_debarments_heard",
        "select d.id as record_id, d.number as title, d.state, d.answer_by as due_at from debarment d where d.state = "
        "'notified' and d.proposed_by <> :me "
        "order by d.id limit :limit"}},
      {{"decider"},
       "debarment_to_decide",
       "debarment",
       {"home_debarments_decided",
        "select d.id as record_id, d.number as title, d.state, null as due_at from debarment d where d.state = 'heard' "
        "and d.proposed_by <> :me and d.heard_by <> :me "
        "order by d.id limit :limit"}},
      {{"examiner", "operator"},
       "statement_to_hand_over",
       "statement",
       {"home_statements",
        "select s.id as record_id, s.number || ' · ' || c.name as title, s.state, null as due_at from statement s join "
        "case_file c on c.id = s.case_id where s.state = 'undelivered' order by s.id limit :limit"}},
      {{"operator"},
       "resolver_to_mend",
       "resolver",
       {"home_resolvers",
        "select id as record_id, label as title, 'drift' as state, null as due_at from resolver where drifts = 1 and "
        "ended_at is null order by id limit :limit"}},
      {{"registrar", "examiner", "decider", "confirmer", "appeal_officer", "operator", "auditor", "partner_user",
        "security_decider", "security_confirmer", "supervisor", "key_officer", "admin", "compliance_officer"},
       "item_to_do",
       "programme_item",
       {"home_programme_items",
        "select i.id as record_id, i.code || ' · ' || coalesce(nullif(i.title_en, ''), i.title_zh) as title, i.state, "
        "null as due_at from "
        "programme_item i where i.id in (select x.id from programme_item x where x.owner_id = :me union select "
        "d.item_id from programme_deputy d where d.person_id = :me) and i.state in ('planned', 'under_way') order by "
        "i.due_on, i.id limit :limit"}},
      {{"supervisor"},
       "item_to_accept",
       "programme_item",
       {"home_programme_accept",
        "select i.id as record_id, i.code || ' · ' || coalesce(nullif(i.title_en, ''), i.title_zh) as title, i.state, "
        "null as due_at from "
        "programme_item i where i.state = 'submitted' and i.state_by <> :me order by i.due_on, i.id limit :limit"}},
      {{"examiner"},
       "link_finding_open",
       "promo_finding",
       {"home_link_findings",
        "select f.id as record_id, p.number || ' · ' || f.host as title, f.state, null as due_at from promo_finding f "
        "join partner p on p.id = f.partner_id where f.state = 'open' and f.case_id is null order by f.id limit "
        ":limit"}},
      {{"partner_user"},
       "link_finding_open",
       "promo_finding",
       {"home_link_findings_own",
        "select f.id as record_id, f.code || ' · ' || f.host as title, f.state, null as due_at from partner p join "
        "promo_finding f on f.partner_id = p.id where p.party_id = :party and f.state = 'open' order by f.id limit "
        ":limit"}},
      {{"appeal_officer"},
       "appeal_to_acknowledge",
       "appeal",
       {"home_appeals_new",
        "select id as record_id, number as title, state, ack_due as due_at from appeal where state = 'filed' order by "
        "ack_due, id limit :limit"}},
      // Who signed the decision doesn't hear the appeal.
      {{"appeal_officer"},
       "appeal_to_decide",
       "appeal",
       {"home_appeals_open",
        "select a.id as record_id, a.number as title, a.state, a.decide_due as due_at from appeal a join orders o on "
        "o.id = a.order_id "
        "where a.state in ('acknowledged', 'stayed') and not exists("
        "select 1 from decision_signature s where s.decision_id = o.decision_id and s.person_id = :me) order by "
        "a.decide_due, a.id limit :limit"}},
      {{"registrar"},
       "filing_to_review",
       "filing",
       {"home_filings",
        "select f.id as record_id, s.number || ' · ' || s.name as title, f.state, f.due_at from filing f join site s "
        "on s.id = f.id "
        "where f.due_at is not null and f.state in ('under_review', 'change_pending', 'corrected', 'public_notice') "
        "order by f.due_at, f.id limit :limit"}},
      {{"partner_user"},
       "filing_to_correct",
       "filing",
       {"home_own_filings",
        "select f.id as record_id, s.number || ' · ' || s.name as title, f.state, f.due_at from filing f join site s "
        "on s.id = f.id "
        "where f.provider_id = :party and f.state in ('returned', 'defect_notice') order by f.id limit :limit"}},
      {{"key_officer"},
       "key_to_approve",
       "person",
       {"home_keys",
        "select p.id as record_id, p.display_name as title, k.state, null as due_at from key_registration k join "
        "person p on p.id = k.person_id "
        "where k.state = 'pending' and k.person_id <> :me order by k.id limit :limit"}},
      {{"decider", "confirmer", "appeal_officer", "security_decider", "security_confirmer"},
       "key_to_enrol",
       "person",
       {"home_own_key",
        "select p.id as record_id, p.display_name as title, p.state, null as due_at from person p where p.id = :me "
        "and not exists(select 1 from signing_key k where k.person_id = p.id and k.revoked_at is null) "
        "and not exists(select 1 from key_registration r where r.person_id = p.id and r.state = 'pending') limit "
        ":limit"}},
      {{"operator"},
       "received_order_to_check",
       "received_order",
       {"home_received",
        "select id as record_id, reference as title, state, null as due_at from received_order where state = 'entered' "
        "and entered_by <> :me "
        "order by id limit :limit"}},
      {{"operator"},
       "order_to_execute",
       "order",
       {"home_orders_new",
        "select id as record_id, number as title, state, deadline as due_at from orders where state = 'in_force' "
        "and (executor = 'network' or executor_party_id = :party) order by deadline, id limit :limit"}},
      {{"operator"},
       "instruction_escalated",
       "instruction",
       {"home_instructions_escalated",
        "select i.id as record_id, i.key || ' · ' || p.name as title, i.state, i.hitch_at as due_at from instruction i "
        "join party p on p.id = i.party_id where i.hitch <> '' and i.settled_at is null order by i.hitch_at, i.id "
        "limit "
        ":limit"}},
      {{"partner_user"},
       "instruction_to_answer",
       "instruction",
       {"home_instructions_waiting",
        "select i.id as record_id, i.key as title, i.state, case when i.state = 'waiting' then i.ack_due_at else "
        "i.execute_due_at end as due_at from instruction i where i.party_id = :party and i.state in ('waiting', "
        "'acknowledged') order by i.execute_due_at, i.id limit :limit"}},
      {{"operator"},
       "order_to_verify",
       "order",
       {"home_orders_executed",
        "select id as record_id, number as title, state, null as due_at from orders where state = 'executed' "
        "and (executor = 'network' or executor_party_id = :party) order by id limit :limit"}},
  };
  return sources;
}

const std::vector<Source>& expiring() {
  static const std::vector<Source> sources{
      {{"examiner", "decider", "confirmer", "appeal_officer", "operator", "auditor"},
       "order_expires",
       "order",
       {"home_orders_expiring",
        "select o.id as record_id, case when g.sealed = 1 then o.number else o.number || ' · ' || d.scope_value end as "
        "title, o.state, "
        "o.expires_at as due_at from orders o join decision d on d.id = o.decision_id join ground g on g.code = "
        "d.ground "
        "where o.state in ('in_force', 'executed', 'verified', 'stayed') order by o.expires_at, o.id limit :limit"}},
      {{"examiner", "decider", "confirmer", "auditor", "supervisor"},
       "case_due",
       "case",
       {"home_cases_due",
        "select id as record_id, number || ' · ' || name as title, state, due_at from case_file where due_at is not "
        "null and step is not null order by due_at, id limit :limit"}},
      {{"decider", "appeal_officer", "auditor"},
       "appeal_to_decide",
       "appeal",
       {"home_appeals_due",
        "select id as record_id, number as title, state, decide_due as due_at from appeal where state in ('filed', "
        "'acknowledged', 'stayed') "
        "order by decide_due, id limit :limit"}},
      {{"registrar", "auditor"},
       "filing_due",
       "filing",
       {"home_filings_due",
        "select f.id as record_id, s.number || ' · ' || s.name as title, f.state, f.due_at from filing f join site s "
        "on s.id = f.id "
        "where f.due_at is not null order by f.due_at, f.id limit :limit"}},
      {{"partner_user"},
       "filing_due",
       "filing",
       {"home_own_filings_due",
        "select f.id as record_id, s.number || ' · ' || s.name as title, f.state, f.due_at from filing f join site s "
        "on s.id = f.id "
        "where f.provider_id = :party and f.state <> 'filed' and f.due_at is not null order by f.due_at, f.id limit "
        ":limit"}},
  };
  return sources;
}

}  // namespace

std::span<const web::HomeSource> waiting_sources() {
  return waiting();
}
std::span<const web::HomeSource> expiring_sources() {
  return expiring();
}

std::vector<web::Figure> count_figures(store::Transaction& tx, std::optional<std::int64_t> names_unfiled) {
  static constexpr store::Sql kFiled{
      "home_figure_filed",
      "select (select count(*) from filing) - (select count(*) from filing where state <> 'filed') as n"};
  static constexpr store::Sql kCases{"home_figure_cases",
                                     "select count(*) as n from case_file where state not in ('closed', 'restored')"};
  static constexpr store::Sql kOrders{
      "home_figure_orders", "select count(*) as n from orders where state in ('in_force', 'executed', 'verified')"};
  static constexpr store::Sql kAppeals{
      "home_figure_appeals", "select count(*) as n from appeal where state in ('filed', 'acknowledged', 'stayed')"};
  static constexpr store::Sql kLedger{"home_figure_ledger",
                                      "select coalesce(max(idx) + 1, 0) as n from ledger_sequence"};
  const auto count = [&](const store::Sql& sql) { return tx.one(sql)->integer("n"); };
  std::vector<web::Figure> out{{"filings_filed", count(kFiled)}};
  if (names_unfiled) out.push_back({"names_unfiled", *names_unfiled});
  out.push_back({"cases_open", count(kCases)});
  out.push_back({"orders_in_force", count(kOrders)});
  out.push_back({"appeals_open", count(kAppeals)});
  out.push_back({"ledger_size", count(kLedger)});
  return out;
}

}  // namespace muster::api
