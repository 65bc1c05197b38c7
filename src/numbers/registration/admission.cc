#include "submission.h"
#include <parties/parties.h>
#include <registration/admission.h>

namespace muster::registration {
namespace {

class PartyAdmission final : public Admission {
 public:
  std::map<std::string, Standing> standings(store::Transaction& tx, const std::set<std::string>& dealer_ids,
                                            Instant now) const override {
    std::map<std::string, Standing> out;
    for (const std::string& id : dealer_ids) {
      const auto party = parties::find_party(tx, id);
      const bool sells = party && (party->kind == "partner" || party->kind == "carrier");
      if (sells && (!party->expires_at || now < *party->expires_at)) out[id].known = true;
    }
    return out;
  }
  Result<void> count(store::Transaction&, const std::map<std::string, std::int64_t>&, Instant) const override {
    return {};
  }
};

}  // namespace

void take_standing(Facts& facts, const std::map<std::string, Admission::Standing>& standings,
                   const std::string& dealer_id) {
  facts.dealer_known = false;
  facts.dealer_hindrance.reset();
  const auto found = standings.find(dealer_id);
  if (found == standings.end()) return;
  facts.dealer_known = found->second.known;
  facts.dealer_hindrance = found->second.hindrance;
  if (!facts.dealer_hindrance && found->second.left <= 0)
    facts.dealer_hindrance = refused(
        "dealer_quota_reached",
        "This dealer has registered as many lines today as its contract allows. It goes on tomorrow.", "dealer_id");
}

const Admission& party_admission() {
  static const PartyAdmission only;
  return only;
}

}  // namespace muster::registration
