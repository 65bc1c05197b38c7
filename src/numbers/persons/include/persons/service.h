// The operations on holders. People read one record at a time, for a stated purpose, and each reading is in the ledger.
// Thread-safe.
#pragma once

#include <base/result.h>
#include <ledger/recorder.h>
#include <lines/records.h>
#include <persons/records.h>
#include <policy/policy.h>

namespace muster::persons {

class Service {
 public:
  Service(store::Database& database, const ledger::Recorder& recorder, const vault::Vault& vault,
          const policy::Policy& policy)
      : database_(database), recorder_(recorder), vault_(vault), policy_(policy) {}

  // Errors: those of the rules, all at once; document_known.
  Result<Holder> create(const std::string& actor, NewHolder holder) const;
  Result<Holder> holder(const std::string& id) const;  // holder_unknown
  Result<std::vector<HolderDocument>> documents(const std::string& holder_id) const;

  // Which holder a document is of; found or not, the question is in the ledger. `purpose`: a snake_case code.
  // Errors: those of check_document, purpose_missing, holder_unknown.
  Result<Holder> find(const std::string& actor, const Document& document, Category category,
                      const std::string& purpose) const;
  // Fields of one holder in clear ("name", "birth_date", "address", "document_1" …). Errors: the vault's.
  Result<vault::Fields> read(const std::string& actor, const std::string& holder_id,
                             const std::vector<std::string>& fields, const std::string& purpose) const;

  // A further document of a holder. Errors: those of check_document, document_known, evidence_missing, holder_unknown,
  // holder_destroyed.
  Result<HolderDocument> add_document(const std::string& actor, const std::string& holder_id, const Document& document,
                                      const Proof& proof) const;
  // Two records are one person: what `holder_id` holds counts under `into_id` from now on, beyond the cap if need be
  // (the person chooses what to keep). Errors: evidence_missing, holder_unknown, holder_linked, holder_destroyed.
  Result<lines::Recounted> link(const std::string& actor, const std::string& holder_id, const std::string& into_id,
                                const Proof& proof) const;

  // The link was wrong: the record counts for itself again, with what was linked to it before; lines of the other one
  // that are within the cap again are excess no more. Errors: evidence_missing, holder_unknown, holder_not_linked.
  Result<lines::Recounted> unlink(const std::string& actor, const std::string& holder_id, const Proof& proof) const;

  // `reference`: number of the court's or authority's letter, a code. Returns the hold's id. Errors: holder_unknown,
  // reference_form, hold_unknown.
  Result<std::string> place_hold(const std::string& actor, const std::string& holder_id,
                                 const std::string& reference) const;
  Result<void> lift_hold(const std::string& actor, const std::string& hold_id) const;

  // Crypto-shredding: the record's key is destroyed, and the blind indexes go. Errors: holder_unknown,
  // holder_has_lines, holder_retention (the term after the last line is not over), holder_legal_hold, reason_missing.
  Result<void> destroy(const std::string& actor, const std::string& holder_id, const std::string& reason) const;
  // Destroys whose term is over, at most `limit`; returns how many. A job calls it until 0.
  Result<int> tick(int limit = 100) const;

 private:
  Result<void> destroy_in(store::Transaction& tx, const std::string& actor, const std::string& holder_id,
                          const std::string& reason) const;
  store::Database& database_;
  const ledger::Recorder& recorder_;
  const vault::Vault& vault_;
  const policy::Policy& policy_;
};

}  // namespace muster::persons
