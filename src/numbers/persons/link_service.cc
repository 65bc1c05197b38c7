// One person, several documents, and sometimes several records: held together by recorded evidence.
#include "holder_store.h"
#include <base/text.h>
#include <persons/freeze.h>
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
    MUSTER_TRY(const vault::IndexKeys keys, vault_.index_keys(tx));
    const vault::Index index = document_index(keys, right);
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

Result<lines::Recounted> link_in(store::Transaction& tx, const ledger::Recorder& recorder, const std::string& actor,
                                 const std::string& holder_id, const std::string& into_id, const Proof& proof) {
  MUSTER_CHECK_OK(check(proof));
  MUSTER_TRY(const Holder holder, alive(tx, holder_id));
  MUSTER_TRY(const Holder into, alive(tx, into_id));
  if (holder_id == into_id || !holder.same_as.empty() || !into.same_as.empty())
    return conflict("holder_linked", "Link two records that each count for themselves.");
  insert_link(tx, recorder.new_id(), holder, into_id, proof.evidence, proof.reference, actor, recorder.clock().now());
  set_same_as(tx, holder_id, into_id);
  if (frozen(tx, {holder_id}).contains(holder_id)) MUSTER_CHECK_OK(freeze(tx, recorder, actor, into_id));
  const auto moved = lines::recount(tx, holder_id, into_id);
  recorder.record(
      tx, kLinked, actor, kHolderRecord, holder_id,
      fmt::format(R"({{"into":{},"evidence":"{}","reference":{},"lines":{},"beyond_cap":{}}})", json_quote(into_id),
                  to_text(proof.evidence), json_quote(proof.reference), moved.lines, moved.beyond_cap));
  return moved;
}

Result<lines::Recounted> Service::link(const std::string& actor, const std::string& holder_id,
                                       const std::string& into_id, const Proof& proof) const {
  return database_.write(
      [&](store::Transaction& tx) { return link_in(tx, recorder_, actor, holder_id, into_id, proof); });
}

Result<lines::Recounted> unlink_in(store::Transaction& tx, const ledger::Recorder& recorder, const std::string& actor,
                                   const std::string& holder_id, const Proof& proof) {
  MUSTER_CHECK_OK(check(proof));
  MUSTER_TRY(const Holder holder, alive(tx, holder_id));
  if (holder.same_as.empty()) return conflict("holder_not_linked", "This record counts for itself.");
  const std::string from = holder.same_as;
  for (const std::string& link : open_links_of(tx, holder_id))
    insert_unlink(tx, link, holder_id, proof, actor, recorder.clock().now());
  count_as(tx, holder_id, std::nullopt);
  // Who was linked to this record, and to those, follows it; nearest first, as the schema wants to see the evidence.
  std::vector<std::string> all{holder_id};
  for (std::size_t i = 0; i < all.size(); ++i)
    for (std::string& follower : linked_into(tx, all[i])) {
      if (std::find(all.begin(), all.end(), follower) != all.end()) continue;
      count_as(tx, follower, holder_id);
      all.push_back(std::move(follower));
    }
  const auto moved = lines::split(tx, all, from, holder_id);
  recorder.record(
      tx, kUnlinked, actor, kHolderRecord, holder_id,
      fmt::format(R"({{"from":{},"evidence":"{}","reference":{},"lines":{},"beyond_cap":{}}})", json_quote(from),
                  to_text(proof.evidence), json_quote(proof.reference), moved.lines, moved.beyond_cap));
  return moved;
}

Result<lines::Recounted> Service::unlink(const std::string& actor, const std::string& holder_id,
                                         const Proof& proof) const {
  return database_.write([&](store::Transaction& tx) { return unlink_in(tx, recorder_, actor, holder_id, proof); });
}

}  // namespace muster::persons
