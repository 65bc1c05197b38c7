// Relations between a domain's registrant and a filing's subject.
#include "relation_store.h"
#include "store.h"
#include <base/text.h>
#include <filings/service.h>
#include <names/name.h>

#include <fmt/format.h>

namespace muster::holders {
namespace {

constexpr std::size_t kEvidenceMax = 200;

std::string body_of(const RegistrantRelation& r) {
  return fmt::format(R"({{"relation":"{}","subject":"{}","holder":"{}","evidence":{}}})", to_text(r.relation),
                     r.subject_id, r.holder_id, json_quote(r.evidence));
}

}  // namespace

Result<RegistrantRelation> Service::relate(const std::string& asked_name, const std::string& filing, Relation relation,
                                           const std::string& asked_evidence, const std::string& actor) const {
  const std::string evidence(trim(asked_evidence));
  if (evidence.empty() || evidence.size() > kEvidenceMax || !is_valid_utf8(evidence))
    return invalid("evidence_missing", "Name the document that shows the relation, in at most 200 bytes.", "evidence");
  MUSTER_TRY(const auto name, names::parse_name(trim(asked_name)));
  auto found = filings_.get(filing);
  if (!found.ok()) found = filings_.find(filing);
  if (!found.ok()) return found.error();
  return database_.write([&](store::Transaction& tx) -> Result<RegistrantRelation> {
    const auto registration = find_registration(tx, name.ascii);
    if (!registration) return not_found("domain_unknown", "No registration of this name is on record.");
    if (has_relation(tx, found->subject_id, registration->holder_id))
      return conflict("relation_exists", "A relation of this registrant and this subject is on record.", "relation");
    const RegistrantRelation made{
        recorder_.new_id(),     found->subject_id, registration->holder_id, relation, evidence, actor,
        recorder_.clock().now()};
    insert(tx, made);
    recorder_.record(tx, kRelated, actor, kDomainRecord, registration->name, body_of(made));
    return made;
  });
}

Result<void> Service::end_relation(const std::string& asked_name, const std::string& id,
                                   const std::string& actor) const {
  MUSTER_TRY(const auto name, names::parse_name(trim(asked_name)));
  return database_.write([&](store::Transaction& tx) -> Result<void> {
    const auto relation = find_relation(tx, id);
    if (!relation || !holders::end_relation(tx, id, actor, recorder_.clock().now()))
      return not_found("relation_unknown", "There is no such relation in force.");
    recorder_.record(tx, kUnrelated, actor, kDomainRecord, name.ascii, body_of(*relation));
    return {};
  });
}

Result<std::vector<RegistrantRelation>> Service::relations(const std::string& holder_id) const {
  return database_.read([&](store::Transaction& tx) -> Result<std::vector<RegistrantRelation>> {
    return relations_of_holder(tx, holder_id);
  });
}

}  // namespace muster::holders
