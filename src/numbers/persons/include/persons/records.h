// For other rooms, inside of their own transactions: finding holders by their documents, and putting new ones on
// record.
#pragma once

#include <ledger/recorder.h>
#include <lines/records.h>
#include <persons/holder.h>
#include <policy/policy.h>
#include <store/database.h>
#include <vault/vault.h>

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace muster::persons {

// Keyed hashes; the same document and the same identity give the same text on this instance and nowhere else. They turn
// with the index key, so that they are made within the transaction that looks for them or writes them.
vault::Index document_index(const vault::IndexKeys& keys, const Document& document);
vault::Index identity_index(const vault::IndexKeys& keys, const Identity& identity);

// A document on record, and whose it is.
struct Shown {
  Holder holder;
  std::string document_id;
};
// By the value of document_index; documents that nobody has shown are absent.
std::map<std::string, Shown> find_by_documents(store::Transaction& tx, const std::vector<vault::Index>& indexes);
std::optional<Holder> find_holder(store::Transaction& tx, const std::string& id);
std::optional<HolderDocument> find_document(store::Transaction& tx, const std::string& id);

// Until when the law keeps what belongs to a holder; nothing: it has a line or is under a legal hold, so that no end is
// known, or there is no such holder.
std::optional<Instant> kept_until(store::Transaction& tx, const policy::Policy& policy, const std::string& holder_id);
std::vector<HolderDocument> documents_of(store::Transaction& tx, const std::string& holder_id);

// See Service::link.
Result<lines::Recounted> link_in(store::Transaction& tx, const ledger::Recorder& recorder, const std::string& actor,
                                 const std::string& holder_id, const std::string& into_id, const Proof& proof);

// See Service::unlink.
Result<lines::Recounted> unlink_in(store::Transaction& tx, const ledger::Recorder& recorder, const std::string& actor,
                                   const std::string& holder_id, const Proof& proof);

// The vault's fields of a new holder.
vault::Fields fields_of(const NewHolder& holder);

// A new holder that is ready to be written; what costs time was done outside of the transaction.
struct Ready {
  NewHolder holder;
  vault::Sealed sealed;
};
Result<Ready> make_ready(const vault::Vault& vault, NewHolder holder);
// Puts new holders on record with their first document, which has the holder's own id, in a few statements however many
// there are. The caller records the event. Errors: the schema's (already_exists or document_known: the document is on
// record meanwhile), and the vault's.
Result<void> insert_all(store::Transaction& tx, const vault::Vault& vault, std::span<const Ready* const> ready,
                        const std::string& added_by, Instant now);

}  // namespace muster::persons
