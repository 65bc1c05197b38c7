// The operations on lines that nobody has verified: taking them over, and registering them again. Thread-safe.
#pragma once

#include <registration/service.h>
#include <registration/unverified.h>

namespace muster::registration {

// What the system before this one says of a line.
struct OldRecord {
  std::string msisdn;
  std::string iccid, imsi;    // both or none; who registers the line again shows the SIM
  std::string category;       // "" counts as citizen
  std::string document_kind;  // as they were called there, a code; or ""
  std::string document_country;
  std::string document_number;  // personal; hashed, never kept
  std::string dealer;           // a code, or ""
  std::string registered_on;    // YYYY-MM-DD, or ""
  std::string language = "en";
};

class TakeOver {
 public:
  TakeOver(store::Database& database, const ledger::Recorder& recorder, const vault::Vault& vault,
           const policy::Policy& policy, const Admission& admission = party_admission())
      : database_(database), recorder_(recorder), vault_(vault), policy_(policy), admission_(admission) {}

  enum class Outcome : std::uint8_t { taken, known };  // known: taken over before with the same claim
  // At most kLoadMax, in one transaction where nothing is refused; else the right ones of them. One answer for each, in
  // their order. The same file again takes nothing twice. Errors: phone_*, iccid_*, imsi_*, sim_exists,
  // category_unknown, document_kind, dealer_form, registered_on_form, language_form, line_unknown, line_state (it is
  // somebody's).
  static constexpr std::size_t kLoadMax = 500;
  std::vector<Result<Outcome>> load(const std::string& actor, std::span<const OldRecord> records) const;

  // The holder of a live line that nobody has verified gives documents; the number stays. `iccid`: of the SIM in the
  // line, as the person shows it: nobody registers another one's line. The cap counts. Verified as every registration
  // is; rejected, the line goes back to whom it counted under. Errors: those of Service::submit but line_not_reserved
  // and line_reserved_for_other; line_not_unverified, possession_unproved, re_registration_waits.
  Result<Submitted> register_again(const std::string& actor, const std::string& key, const Capture& capture,
                                   const std::string& iccid) const;

 private:
  store::Database& database_;
  const ledger::Recorder& recorder_;
  const vault::Vault& vault_;
  const policy::Policy& policy_;
  const Admission& admission_;
};

}  // namespace muster::registration
