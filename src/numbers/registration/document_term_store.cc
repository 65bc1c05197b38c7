#include "document_term_store.h"

#include <base/words.h>

#include <array>

namespace muster::registration {
namespace {

using store::Row;
using store::Sql;

constexpr std::array<const char*, kTermStateCount> kTermStates{"told", "barred", "renewed"};

constexpr Sql kEnding{
    "documents_ending",
    "select d.id, d.holder_id, d.expires_on from holder_document d where d.expires_on <> '' and d.expires_on >= :from "
    "and d.expires_on <= :to and (d.expires_on > :after_day or (d.expires_on = :after_day and d.id > :after)) and "
    "d.number_index is not null and not exists(select 1 from document_term t where t.document_id = d.id) order by "
    "d.expires_on, d.id limit :limit"};
#define IN_FORCE "o.number_index is not null and (o.expires_on = '' or o.expires_on >= :day)"
constexpr Sql kOtherInForce{"document_other_in_force",
                            "select 1 as one from holder_document o where o.holder_id = :holder and o.id <> :document "
                            "and " IN_FORCE " limit 1"};
constexpr Sql kInsertTerm{"document_term_insert",
                          "insert into document_term(document_id, holder_id, state, told_at, bar_at, version) "
                          "values(:document, :holder, 'told', :told, :bar, 1)"};
constexpr Sql kChangeTerm{"document_term_change",
                          "update document_term set state = :state, ended_at = :ended, version = :version where "
                          "document_id = :document and version = :version - 1"};
constexpr Sql kToBar{"document_terms_to_bar",
                     "select * from document_term where state = 'told' and bar_at <= :now order by bar_at, document_id "
                     "limit :limit"};
constexpr Sql kRenewed{"document_terms_renewed",
                       "select t.* from document_term t where t.state <> 'renewed' and exists(select 1 from "
                       "holder_document o where o.holder_id = t.holder_id and o.id <> t.document_id and " IN_FORCE
                       ") order by t.document_id limit :limit"};
constexpr Sql kTermsOfHolder{
    "document_terms_of_holder",
    "select * from document_term where holder_id = :holder and state <> 'renewed' order by document_id"};
constexpr Sql kTermsIn{
    "document_terms_in",
    "select * from document_term where state = :state and (bar_at > :after_at or (bar_at = :after_at and document_id > "
    ":after)) order by bar_at, document_id limit :limit"};
constexpr Sql kInsertBarred{
    "document_term_line_insert",
    "insert into document_term_line(document_id, line_id, line_since) values(:document, :line, :since)"};
constexpr Sql kBarredLines{"document_term_lines",
                           "select line_id, line_since from document_term_line where document_id = :document"};

DocumentTerm term_of(const Row& row) {
  return {row.text("document_id"), row.text("holder_id"), known(term_state(row.text("state"))),
          row.instant("told_at"),  row.instant("bar_at"), row.maybe_instant("ended_at"),
          row.integer("version")};
}

std::vector<DocumentTerm> terms(const std::vector<Row>& rows) {
  std::vector<DocumentTerm> out;
  for (const Row& row : rows) out.push_back(term_of(row));
  return out;
}

}  // namespace

const char* to_text(TermState state) {
  return kTermStates[static_cast<std::size_t>(state)];
}
std::optional<TermState> term_state(std::string_view text) {
  return find_word<TermState>(kTermStates, text);
}

std::vector<EndingDocument> ending_documents(store::Transaction& tx, const std::string& from, const std::string& to,
                                             const EndingDocument& after, int limit) {
  std::vector<EndingDocument> out;
  for (const Row& row :
       tx.query(kEnding,
                {{"from", from}, {"to", to}, {"after_day", after.expires_on}, {"after", after.id}, {"limit", limit}}))
    out.push_back({row.text("id"), row.text("holder_id"), row.text("expires_on")});
  return out;
}
bool other_in_force(store::Transaction& tx, const std::string& holder_id, const std::string& document_id,
                    const std::string& day) {
  return tx.one(kOtherInForce, {{"holder", holder_id}, {"document", document_id}, {"day", day}}).has_value();
}
void insert(store::Transaction& tx, const DocumentTerm& t) {
  tx.run(kInsertTerm, {{"document", t.document_id}, {"holder", t.holder_id}, {"told", t.told_at}, {"bar", t.bar_at}});
}
bool change(store::Transaction& tx, const DocumentTerm& t) {
  return tx.run(kChangeTerm, {{"document", t.document_id},
                              {"state", to_text(t.state)},
                              {"ended", t.ended_at},
                              {"version", t.version}}) == 1;
}
std::vector<DocumentTerm> terms_to_bar(store::Transaction& tx, Instant now, int limit) {
  return terms(tx.query(kToBar, {{"now", now}, {"limit", limit}}));
}
std::vector<DocumentTerm> terms_renewed(store::Transaction& tx, const std::string& day, int limit) {
  return terms(tx.query(kRenewed, {{"day", day}, {"limit", limit}}));
}
std::vector<DocumentTerm> terms_of_holder(store::Transaction& tx, const std::string& holder_id) {
  return terms(tx.query(kTermsOfHolder, {{"holder", holder_id}}));
}
std::vector<DocumentTerm> terms_in(store::Transaction& tx, TermState state, Instant after_at,
                                   const std::string& after_id, int limit) {
  return terms(
      tx.query(kTermsIn, {{"state", to_text(state)}, {"after_at", after_at}, {"after", after_id}, {"limit", limit}}));
}
void insert_barred_line(store::Transaction& tx, const std::string& document_id, const lines::Line& line) {
  tx.run(kInsertBarred, {{"document", document_id}, {"line", line.id}, {"since", line.state_since}});
}
std::map<std::string, Instant> barred_lines(store::Transaction& tx, const std::string& document_id) {
  std::map<std::string, Instant> out;
  for (const Row& row : tx.query(kBarredLines, {{"document", document_id}}))
    out.emplace(row.text("line_id"), row.instant("line_since"));
  return out;
}

}  // namespace muster::registration
