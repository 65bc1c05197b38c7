#include "holder_store.h"
#include <base/text.h>
#include <persons/reading.h>
#include <persons/rules.h>
#include <persons/service.h>

#include <fmt/format.h>

namespace muster::persons {
namespace {

Error unknown_holder() {
  return not_found("holder_unknown", "There is no such holder.");
}

Error together(std::vector<Error> faults) {
  Error error = faults.front();
  error.all = std::move(faults);
  return error;
}

Result<Holder> there(store::Transaction& tx, const std::string& id) {
  auto found = find_holder(tx, id);
  if (!found) return unknown_holder();
  return std::move(*found);
}

}  // namespace

Result<Holder> Service::create(const std::string& actor, NewHolder asked) const {
  const Instant now = recorder_.clock().now();
  auto identity = check_identity(asked.identity, now);
  auto document = check_document(asked.document, asked.category, now);
  std::vector<Error> faults = std::move(identity.faults);
  faults.insert(faults.end(), document.faults.begin(), document.faults.end());
  if (!faults.empty()) return together(std::move(faults));
  asked.id = recorder_.new_id();
  asked.identity = std::move(identity.identity);
  asked.document = std::move(document.document);
  MUSTER_TRY(const Ready ready, make_ready(vault_, std::move(asked)));
  return database_.write([&](store::Transaction& tx) -> Result<Holder> {
    MUSTER_TRY(const vault::IndexKeys keys, vault_.index_keys(tx));
    if (!find_by_documents(tx, {document_index(keys, ready.holder.document)}).empty())
      return conflict("document_known", "This document is on record already.", "document_number");
    const Ready* one[] = {&ready};
    MUSTER_CHECK_OK(insert_all(tx, vault_, one, actor, now));
    recorder_.record(tx, kRecorded, actor, kHolderRecord, ready.holder.id,
                     fmt::format(R"({{"category":"{}"}})", to_text(ready.holder.category)));
    return there(tx, ready.holder.id);
  });
}

Result<Holder> Service::holder(const std::string& id) const {
  return database_.read([&](store::Transaction& tx) { return there(tx, id); });
}

Result<std::vector<HolderDocument>> Service::documents(const std::string& holder_id) const {
  return database_.read(
      [&](store::Transaction& tx) -> Result<std::vector<HolderDocument>> { return documents_of(tx, holder_id); });
}

Result<Holder> Service::find(const std::string& actor, const Document& shown, Category category,
                             const std::string& purpose) const {
  if (!lines::is_code(purpose))
    return invalid("purpose_missing", "A look-up needs its purpose, in small letters and underscores.", "purpose");
  auto document = check_document(shown, category, recorder_.clock().now());
  // An expired document still finds its holder.
  std::erase_if(document.faults, [](const Error& e) { return e.field == "document_expires_on"; });
  if (!document.faults.empty()) return together(std::move(document.faults));
  MUSTER_TRY(const auto found, database_.write([&](store::Transaction& tx) -> Result<std::optional<Holder>> {
    MUSTER_TRY(const vault::IndexKeys keys, vault_.index_keys(tx));
    const auto shown_ones = find_by_documents(tx, {document_index(keys, document.document)});
    const auto holder = shown_ones.empty() ? std::nullopt : std::optional(shown_ones.begin()->second.holder);
    recorder_.record(tx, kLookedUp, actor, kHolderRecord, holder ? holder->id : "none",
                     fmt::format(R"({{"purpose":{}}})", json_quote(purpose)));
    if (holder) note_reading(tx, recorder_, {holder->id, ReadingKind::looked_up, actor, purpose});
    return holder;
  }));
  return found ? Result<Holder>(*found) : unknown_holder();
}

Result<vault::Fields> Service::read(const std::string& actor, const std::string& holder_id,
                                    const std::vector<std::string>& fields, const std::string& purpose) const {
  return database_.write([&](store::Transaction& tx) -> Result<vault::Fields> {
    MUSTER_TRY([[maybe_unused]] const Holder holder, there(tx, holder_id));
    MUSTER_TRY(auto clear, vault_.get(tx, holder_id, fields, purpose, actor));
    std::vector<std::string> names;
    for (const auto& [name, value] : clear) names.push_back(name);
    note_reading(tx, recorder_, {holder_id, ReadingKind::read, actor, purpose, std::move(names)});
    return clear;
  });
}

Result<std::string> Service::place_hold(const std::string& actor, const std::string& holder_id,
                                        const std::string& reference) const {
  if (!lines::is_code(reference))
    return invalid("reference_form", "Give the number of the letter that asks for the hold.", "reference");
  return database_.write([&](store::Transaction& tx) -> Result<std::string> {
    MUSTER_TRY([[maybe_unused]] const Holder holder, there(tx, holder_id));
    const std::string id = recorder_.new_id();
    insert_hold(tx, id, holder_id, reference, actor, recorder_.clock().now());
    recorder_.record(tx, kHoldPlaced, actor, kHolderRecord, holder_id,
                     fmt::format(R"({{"hold":{},"reference":{}}})", json_quote(id), json_quote(reference)));
    return id;
  });
}

Result<void> Service::lift_hold(const std::string& actor, const std::string& hold_id) const {
  return database_.write([&](store::Transaction& tx) -> Result<void> {
    const auto holder_id = lift(tx, hold_id, recorder_.clock().now());
    if (!holder_id) return not_found("hold_unknown", "There is no such legal hold, or it was lifted.");
    recorder_.record(tx, kHoldLifted, actor, kHolderRecord, *holder_id,
                     fmt::format(R"({{"hold":{}}})", json_quote(hold_id)));
    return {};
  });
}

}  // namespace muster::persons
