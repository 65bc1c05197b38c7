// One person, several documents, and sometimes several records: held together by recorded evidence.
#include "holder_store.h"
#include <base/text.h>
#include <persons/rules.h>
#include <persons/service.h>

#include <fmt/format.h>

namespace muster::persons {
namespace {

Result<void> check(const Proof& proof) {
  if (proof.evidence == Evidence::capture || !lines::is_code(proof.reference))
    return invalid("evidence_missing", "Say by which evidence, and its number.", "evidence");
  return {};
}

Result<Holder> alive(store::Transaction& tx, const std::string& id) {
  auto holder = find_holder(tx, id);
  if (!holder) return not_found("holder_unknown", "There is no such holder.");
  if (holder->destroyed_at) return conflict("holder_destroyed", "The data of this holder were destroyed.");
  return std::move(*holder);
}

}  // namespace

Result<HolderDocument> Service::add_document(const std::string& actor, const std::string& holder_id,
                                             const Document& shown, const Proof& proof) const {
  MUSTER_CHECK_OK(check(proof));
  const Instant now = recorder_.clock().now();
  return database_.write([&](store::Transaction& tx) -> Result<HolderDocument> {
    MUSTER_TRY(const Holder holder, alive(tx, holder_id));
    auto document = check_document(shown, holder.category, now);
    if (!document.faults.empty()) {
      Error error = document.faults.front();
      error.all = std::move(document.faults);
      return error;
    }
    const Document& right = document.document;
    const std::string index = document_index(vault_, right);
    if (!find_by_documents(tx, {index}).empty())
      return conflict("document_known", "This document is on record already; if it is another record's, link the two.",
                      "document_number");
    HolderDocument out{recorder_.new_id(),
                       holder.id,
                       static_cast<std::int64_t>(documents_of(tx, holder.id).size()) + 1,
                       right.kind,
                       right.country,
                       right.expires_on,
                       proof.evidence,
                       proof.reference,
                       actor,
                       now};
    insert(tx, out, index);
    MUSTER_CHECK_OK(vault_.put(tx, holder.id, document_field(out.ordinal), right.number));
    recorder_.record(tx, kDocumentAdded, actor, kHolderRecord, holder.id,
                     fmt::format(R"({{"document":{},"kind":"{}","evidence":"{}","reference":{}}})", json_quote(out.id),
                                 out.kind, to_text(out.evidence), json_quote(out.evidence_ref)));
    return out;
  });
}

Result<lines::Recounted> Service::link(const std::string& actor, const std::string& holder_id,
                                       const std::string& into_id, const Proof& proof) const {
  MUSTER_CHECK_OK(check(proof));
  return database_.write([&](store::Transaction& tx) -> Result<lines::Recounted> {
    MUSTER_TRY(const Holder holder, alive(tx, holder_id));
    MUSTER_TRY(const Holder into, alive(tx, into_id));
    if (holder_id == into_id || !holder.same_as.empty() || !into.same_as.empty())
      return conflict("holder_linked", "Link two records that each count for themselves.");
    insert_link(tx, recorder_.new_id(), holder, into_id, proof.evidence, proof.reference, actor,
                recorder_.clock().now());
    set_same_as(tx, holder_id, into_id);
    const auto moved = lines::recount(tx, holder_id, into_id);
    recorder_.record(
        tx, kLinked, actor, kHolderRecord, holder_id,
        fmt::format(R"({{"into":{},"evidence":"{}","reference":{},"lines":{},"beyond_cap":{}}})", json_quote(into_id),
                    to_text(proof.evidence), json_quote(proof.reference), moved.lines, moved.beyond_cap));
    return moved;
  });
}

}  // namespace muster::persons
