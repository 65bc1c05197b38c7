// SQL of what belongs to a partner: papers, checks, responsible persons, and what it was told of.
#include "partner_store.h"
#include <base/words.h>

namespace muster::partners {
namespace {

constexpr store::Sql kPapers{"partner_papers",
                             "select * from partner_document where partner_id = :id order by id desc limit 500"};
constexpr store::Sql kPaperReplaced{"partner_paper_replaced",
                                    "update partner_document set replaced_at = :at where partner_id = :id and item = "
                                    ":item and replaced_at is null"};
constexpr store::Sql kPaperInsert{"partner_paper_insert",
                                  "insert into partner_document(id, partner_id, item, document_id, number, issued_by, "
                                  "valid_until, recorded_by, recorded_at) values(:id, :partner, :item, :document, "
                                  ":number, :issuer, :until, :by, :at)"};
constexpr store::Sql kChecks{"partner_checks",
                             "select * from partner_check where partner_id = :id and round = :round order by id"};
constexpr store::Sql kCheckInsert{"partner_check_insert",
                                  "insert into partner_check(id, partner_id, round, item, passed, note, checked_by, "
                                  "checked_at) values(:id, :partner, :round, :item, :passed, :note, :by, :at)"};
constexpr store::Sql kResponsibles{"partner_responsibles",
                                   "select * from partner_person where partner_id = :id and until_at is null order by "
                                   "function, person_id"};
constexpr store::Sql kResponsibleInsert{"partner_responsible_insert",
                                        "insert into partner_person(partner_id, person_id, function, from_at) "
                                        "values(:id, :person, :function, :at)"};
constexpr store::Sql kResponsibleEnd{"partner_responsible_end",
                                     "update partner_person set until_at = :at where partner_id = :id and person_id = "
                                     ":person and function = :function and until_at is null"};
#define NOT_TOLD(what, until)                                                                 \
  " and not exists(select 1 from partner_told t where t.partner_id = p.id and t.what = " what \
  " and t.until_at = " until " and t.stage = :stage) "
// Four ends of a partner that is neither ended nor barred.
constexpr store::Sql kEndings[] = {
    {"partner_endings_papers",
     "select p.id, p.number, p.party_id, d.item as what, d.valid_until as until_at from partner_document d join "
     "partner "
     "p on p.id = d.partner_id where d.replaced_at is null and d.valid_until > :after and d.valid_until <= :until and "
     "p.state not in ('ended', 'barred')" NOT_TOLD("d.item",
                                                   "d.valid_until") "order by d.valid_until, d.id limit :limit"},
    {"partner_endings_agreements",
     "select p.id, p.number, p.party_id, 'agreement' as what, p.agreement_until as until_at from partner p where "
     "p.agreement_until > :after and p.agreement_until <= :until and p.state not in ('ended', "
     "'barred')" NOT_TOLD("'agreement'", "p.agreement_until") "order by p.agreement_until, p.id limit :limit"},
    {"partner_endings_qualifications",
     "select p.id, p.number, p.party_id, 'qualification' as what, p.qualified_until as until_at from partner p where "
     "p.qualified_until > :after and p.qualified_until <= :until and p.state not in ('ended', "
     "'barred')" NOT_TOLD("'qualification'", "p.qualified_until") "order by p.qualified_until, p.id limit :limit"},
    {"partner_endings_licences",
     "select p.id, p.number, p.party_id, 'licence' as what, y.expires_at as until_at from partner p join party y on "
     "y.id "
     "= p.party_id where y.expires_at > :after and y.expires_at <= :until and p.state not in ('ended', "
     "'barred')" NOT_TOLD("'licence'", "y.expires_at") "order by y.expires_at, p.id limit :limit"}};
constexpr store::Sql kTell{
    "partner_tell",
    "insert into partner_told(partner_id, what, until_at, stage, notice_id, told_at) values(:id, "
    ":what, :until, :stage, :notice, :at)"};

std::optional<std::string> unless_blank(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

}  // namespace

std::vector<Document> select_papers(store::Transaction& tx, const std::string& partner_id) {
  std::vector<Document> out;
  for (const auto& row : tx.query(kPapers, {{"id", partner_id}}))
    out.push_back({row.text("id"), row.text("partner_id"), row.text("item"), row.text("document_id"),
                   row.text("number"), row.text("issued_by"), row.maybe_instant("valid_until"), row.text("recorded_by"),
                   row.instant("recorded_at"), row.maybe_instant("replaced_at")});
  return out;
}

void replace_paper(store::Transaction& tx, const Document& paper) {
  tx.run(kPaperReplaced, {{"id", paper.partner_id}, {"item", paper.item}, {"at", paper.recorded_at}});
  tx.run(kPaperInsert, {{"id", paper.id},
                        {"partner", paper.partner_id},
                        {"item", paper.item},
                        {"document", unless_blank(paper.document_id)},
                        {"number", paper.number},
                        {"issuer", paper.issued_by},
                        {"until", paper.valid_until},
                        {"by", paper.recorded_by},
                        {"at", paper.recorded_at}});
}

std::vector<Check> select_checks(store::Transaction& tx, const std::string& partner_id, std::int64_t round) {
  std::vector<Check> out;
  for (const auto& row : tx.query(kChecks, {{"id", partner_id}, {"round", round}}))
    out.push_back({row.text("id"), row.integer("round"), row.text("item"), row.flag("passed"), row.text("note"),
                   row.text("checked_by"), row.instant("checked_at")});
  return out;
}

void insert_check(store::Transaction& tx, const std::string& partner_id, const Check& check) {
  tx.run(kCheckInsert, {{"id", check.id},
                        {"partner", partner_id},
                        {"round", check.round},
                        {"item", check.item},
                        {"passed", check.passed},
                        {"note", check.note},
                        {"by", check.checked_by},
                        {"at", check.checked_at}});
}

std::vector<Responsible> select_responsible(store::Transaction& tx, const std::string& partner_id) {
  std::vector<Responsible> out;
  for (const auto& row : tx.query(kResponsibles, {{"id", partner_id}}))
    out.push_back({row.text("person_id"), known(partner_function(row.text("function"))), row.instant("from_at")});
  return out;
}

void insert_responsible(store::Transaction& tx, const std::string& partner_id, const Responsible& who) {
  tx.run(kResponsibleInsert,
         {{"id", partner_id}, {"person", who.person_id}, {"function", to_text(who.function)}, {"at", who.from}});
}

bool end_responsible_row(store::Transaction& tx, const std::string& partner_id, const std::string& person_id,
                         Function function, Instant now) {
  return tx.run(kResponsibleEnd,
                {{"id", partner_id}, {"person", person_id}, {"function", to_text(function)}, {"at", now}}) == 1;
}

std::vector<Ending> select_endings(store::Transaction& tx, Instant after, Instant until, const char* stage, int limit) {
  std::vector<Ending> out;
  for (const store::Sql& sql : kEndings) {
    const int left = limit - static_cast<int>(out.size());
    if (left <= 0) break;
    for (const auto& row : tx.query(sql, {{"after", after}, {"until", until}, {"stage", stage}, {"limit", left}}))
      out.push_back(
          {row.text("id"), row.text("number"), row.text("party_id"), row.text("what"), row.instant("until_at")});
  }
  return out;
}

void insert_told(store::Transaction& tx, const Ending& ending, const char* stage, const std::string& notice_id,
                 Instant now) {
  tx.run(kTell, {{"id", ending.partner_id},
                 {"what", ending.what},
                 {"until", ending.until},
                 {"stage", stage},
                 {"notice", notice_id},
                 {"at", now}});
}

}  // namespace muster::partners
