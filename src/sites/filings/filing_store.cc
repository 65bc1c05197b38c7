#include "filing_store.h"

#include "approval_store.h"
#include "filing_json.h"
#include <base/text.h>
#include <base/words.h>

#include <fmt/format.h>

namespace muster::filings {
namespace {

constexpr store::Sql kInsertSubject{"subject_insert",
                                    "insert into subject(id, number, kind, name, certificate_kind, certificate_number, "
                                    "certificate_index, certificate_address, postal_address, "
                                    "superior, region, created_at, version) values(:id, :number, :kind, :name, "
                                    ":certificate_kind, :certificate_number, :index, "
                                    ":certificate_address, :postal_address, :superior, :region, :created, 1)"};
constexpr store::Sql kSubject{"subject_get",
                              "select id, number, kind, name, certificate_kind, certificate_number, "
                              "certificate_address, postal_address, superior, "
                              "region, created_at, version from subject where id = :id"};
constexpr store::Sql kCertificate{"subject_by_certificate",
                                  "select id from subject where certificate_index is not null and certificate_kind = "
                                  ":kind and certificate_index = :index"};
constexpr store::Sql kNextNumber{
    "filing_sequence_next",
    "insert into filing_sequence(name, last) values(:name, 1) on conflict(name) do update set last = "
    "filing_sequence.last + 1 returning last"};
constexpr store::Sql kSubjectNumber{"subject_number", "select id from subject where number = :number"};
constexpr store::Sql kSiteNumber{"site_number", "select id from site where number = :number"};

constexpr store::Sql kInsertSite{
    "site_insert",
    "insert into site(id, number, subject_id, name, home_url, language, service_types, created_at, version) "
    "values(:id, :number, :subject, :name, :home_url, :language, :service_types, :created, 1)"};
constexpr store::Sql kUpdateSite{
    "site_update",
    "update site set name = :name, home_url = :home_url, language = :language, service_types = :service_types, "
    "version = version + 1 where id = :id"};
constexpr store::Sql kInsertFiling{
    "filing_insert",
    "insert into filing(id, provider_id, state, state_since, due_at, reasons, created_at, version) "
    "values(:id, :provider, :state, :since, :due, :reasons, :created, 1)"};
constexpr store::Sql kUpdateFiling{
    "filing_update",
    "update filing set state = :state, state_since = :since, due_at = :due, reasons = :reasons, filed_at = :filed, "
    "cancelled_at = :cancelled, version = :version where id = :id and version = :version - 1"};
constexpr store::Sql kFiling{"filing_get",
                             "select f.id, s.number, s.subject_id, s.name, s.home_url, s.language, s.service_types, "
                             "f.provider_id, f.state, f.state_since, "
                             "f.due_at, f.reasons, f.filed_at, f.cancelled_at, f.batch_id, f.created_at, f.version "
                             "from filing f join site s on s.id = f.id "
                             "where f.id = :id"};

constexpr store::Sql kDomain{"filing_domain_get",
                             "select site_id, state, removed from filing_domain where name = :name"};
constexpr store::Sql kDomainsOf{"filing_domain_of",
                                "select name, state from filing_domain where site_id = :id order by name"};
constexpr store::Sql kInsertDomain{"filing_domain_insert",
                                   "insert into filing_domain(name, site_id, state) values(:name, :site, :state)"};
constexpr store::Sql kMoveDomain{
    "filing_domain_move", "update filing_domain set site_id = :site, state = :state, removed = 0 where name = :name"};
constexpr store::Sql kTakeOut{"filing_domain_take_out",
                              "update filing_domain set state = 'cancelled', removed = 1 where name = :name"};
constexpr store::Sql kDeleteDomain{"filing_domain_delete", "delete from filing_domain where name = :name"};
constexpr store::Sql kInsertFormer{
    "filing_former_insert", "insert into filing_former_domain(name, site_id, until_at) values(:name, :site, :until)"};
constexpr store::Sql kFormer{
    "filing_former_of",
    "select name from filing_former_domain where site_id = :site and until_at = :until order by name"};

constexpr store::Sql kLost{
    "filing_former_since",
    "select count(*) as n from filing_former_domain where site_id = :site and until_at >= :since"};

constexpr store::Sql kInsertChange{
    "filing_change_insert",
    "insert into filing_change(id, site_id, state, body, asked_at) values(:id, :site, 'pending', :body, :at)"};
constexpr store::Sql kDecideChange{
    "filing_change_decide",
    "update filing_change set state = :state, decided_at = :at where site_id = :site and state = 'pending'"};
constexpr store::Sql kPendingChange{"filing_change_pending",
                                    "select body from filing_change where site_id = :site and state = 'pending'"};

std::vector<std::string> words_of(const std::string& text) {
  std::vector<std::string> out;
  for (const auto word : split(text, ' '))
    if (!word.empty()) out.emplace_back(word);
  return out;
}

}  // namespace

void insert(store::Transaction& tx, const Subject& s, const std::optional<std::string>& certificate_index) {
  tx.run(kInsertSubject, {{"id", s.id},
                          {"number", s.number},
                          {"kind", to_text(s.kind)},
                          {"name", s.name},
                          {"certificate_kind", s.certificate_kind},
                          {"certificate_number", s.certificate_number},
                          {"index", certificate_index},
                          {"certificate_address", s.certificate_address},
                          {"postal_address", s.postal_address},
                          {"superior", s.superior},
                          {"region", s.region},
                          {"created", s.created_at}});
}

std::optional<Subject> find_subject(store::Transaction& tx, const std::string& id) {
  const auto row = tx.one(kSubject, {{"id", id}});
  if (!row) return std::nullopt;
  Subject s;
  s.id = row->text("id");
  s.number = row->text("number");
  s.kind = known(subject_kind(row->text("kind")));
  s.name = row->text("name");
  s.certificate_kind = row->text("certificate_kind");
  s.certificate_number = row->text("certificate_number");
  s.certificate_address = row->text("certificate_address");
  s.postal_address = row->text("postal_address");
  s.superior = row->text("superior");
  s.region = row->text("region");
  s.created_at = row->instant("created_at");
  s.version = row->integer("version");
  return s;
}

bool has_certificate(store::Transaction& tx, const std::string& kind, const std::string& index) {
  return tx.one(kCertificate, {{"kind", kind}, {"index", index}}).has_value();
}
std::int64_t next_number(store::Transaction& tx, const std::string& sequence) {
  return tx.one(kNextNumber, {{"name", sequence}})->integer("last");
}
bool site_number_taken(store::Transaction& tx, const std::string& number) {
  return tx.one(kSiteNumber, {{"number", number}}).has_value();
}
bool subject_number_taken(store::Transaction& tx, const std::string& number) {
  return tx.one(kSubjectNumber, {{"number", number}}).has_value();
}

void insert(store::Transaction& tx, const Filing& f) {
  tx.run(kInsertSite, {{"id", f.id},
                       {"number", f.number},
                       {"subject", f.subject_id},
                       {"name", f.name},
                       {"home_url", f.home_url},
                       {"language", f.language},
                       {"service_types", fmt::format("{}", fmt::join(f.service_types, " "))},
                       {"created", f.created_at}});
  tx.run(kInsertFiling, {{"id", f.id},
                         {"provider", f.provider_id},
                         {"state", to_text(f.state)},
                         {"since", f.state_since},
                         {"due", f.due_at},
                         {"reasons", to_json(f.reasons)},
                         {"created", f.created_at}});
}

bool update_state(store::Transaction& tx, const Filing& f) {
  return tx.run(kUpdateFiling, {{"id", f.id},
                                {"state", to_text(f.state)},
                                {"since", f.state_since},
                                {"due", f.due_at},
                                {"reasons", to_json(f.reasons)},
                                {"filed", f.filed_at},
                                {"cancelled", f.cancelled_at},
                                {"version", f.version}}) == 1;
}

void update_site(store::Transaction& tx, const Filing& f) {
  tx.run(kUpdateSite, {{"id", f.id},
                       {"name", f.name},
                       {"home_url", f.home_url},
                       {"language", f.language},
                       {"service_types", fmt::format("{}", fmt::join(f.service_types, " "))}});
}

std::optional<Filing> find_filing(store::Transaction& tx, const std::string& id) {
  const auto row = tx.one(kFiling, {{"id", id}});
  if (!row) return std::nullopt;
  Filing f;
  f.id = row->text("id");
  f.number = row->text("number");
  f.subject_id = row->text("subject_id");
  f.name = row->text("name");
  f.home_url = row->text("home_url");
  f.language = row->text("language");
  f.service_types = words_of(row->text("service_types"));
  f.provider_id = row->text("provider_id");
  f.state = known(state_of(row->text("state")));
  f.state_since = row->instant("state_since");
  f.due_at = row->maybe_instant("due_at");
  f.reasons = reasons_of(row->text("reasons"));
  f.filed_at = row->maybe_instant("filed_at");
  f.cancelled_at = row->maybe_instant("cancelled_at");
  f.batch_id = row->maybe_text("batch_id");
  f.created_at = row->instant("created_at");
  f.version = row->integer("version");
  for (const auto& domain : tx.query(kDomainsOf, {{"id", id}}))
    f.domains.push_back({domain.text("name"), known(domain_state(domain.text("state")))});
  f.pre_approvals = pre_approvals_of(tx, id);
  f.accesses = accesses_of(tx, id);
  if (const auto change = tx.one(kPendingChange, {{"site", id}})) f.pending_change = change_of(change->text("body"));
  return f;
}

std::optional<std::string> id_of_number(store::Transaction& tx, const std::string& number) {
  const auto row = tx.one(kSiteNumber, {{"number", number}});
  return row ? std::optional(row->text("id")) : std::nullopt;
}

std::optional<DomainRow> find_domain(store::Transaction& tx, const std::string& name) {
  const auto row = tx.one(kDomain, {{"name", name}});
  if (!row) return std::nullopt;
  return DomainRow{row->text("site_id"), known(domain_state(row->text("state"))), row->flag("removed")};
}

void insert_domain(store::Transaction& tx, const std::string& name, const std::string& site_id, DomainState state) {
  tx.run(kInsertDomain, {{"name", name}, {"site", site_id}, {"state", to_text(state)}});
}
void move_domain(store::Transaction& tx, const std::string& name, const std::string& site_id, DomainState state) {
  tx.run(kMoveDomain, {{"name", name}, {"site", site_id}, {"state", to_text(state)}});
}
void take_out_domain(store::Transaction& tx, const std::string& name) {
  tx.run(kTakeOut, {{"name", name}});
}
void delete_pending_domain(store::Transaction& tx, const std::string& name) {
  tx.run(kDeleteDomain, {{"name", name}});
}
void insert_former(store::Transaction& tx, const std::string& name, const std::string& site_id, Instant until) {
  tx.run(kInsertFormer, {{"name", name}, {"site", site_id}, {"until", until}});
}
bool lost_domains_since(store::Transaction& tx, const std::string& site_id, Instant since) {
  return tx.one(kLost, {{"site", site_id}, {"since", since}})->integer("n") > 0;
}
std::vector<std::string> former_domains(store::Transaction& tx, const std::string& site_id, Instant until) {
  std::vector<std::string> out;
  for (const auto& row : tx.query(kFormer, {{"site", site_id}, {"until", until}})) out.push_back(row.text("name"));
  return out;
}

void insert_change(store::Transaction& tx, const std::string& id, const std::string& site_id, const Change& change,
                   Instant at) {
  tx.run(kInsertChange, {{"id", id}, {"site", site_id}, {"body", to_json(change)}, {"at", at}});
}
void decide_change(store::Transaction& tx, const std::string& site_id, bool accepted, Instant at) {
  tx.run(kDecideChange, {{"site", site_id}, {"state", accepted ? "accepted" : "refused"}, {"at", at}});
}

}  // namespace muster::filings
