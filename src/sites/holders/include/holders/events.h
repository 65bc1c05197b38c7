// What the holders room tells. Bodies hold names of domains, ids and states; never personal data.
#pragma once

#include <events/event.h>

namespace muster::holders {

// Body: {"from":state,"to":state,"event":…,"how":…,"reasons":[…]}; record_kind "domain", record_id the name.
inline constexpr events::Kind kHandedIn{"domain.documents_handed_in", 1, "A domain holder's documents came in."};
inline constexpr events::Kind kDocumentsRefused{"domain.documents_refused", 1,
                                                "A domain holder's documents were refused, with reasons."};
inline constexpr events::Kind kVerified{"domain.verified", 1, "The holder of a domain was verified."};
inline constexpr events::Kind kRevoked{"domain.verification_revoked", 1,
                                       "The verification of a domain's holder was taken back."};
inline constexpr events::Kind kLapsed{"domain.lapsed", 1, "A domain lapsed: its holder's documents did not come."};
// Body: {"import":id,"batch":id,"ordinal":n,"domains":n,"root":hex}. One for a whole batch; record_kind "domain_batch".
inline constexpr events::Kind kMirrored{"domain.mirrored", 1, "A batch of registrations came in from a registry."};
// Body: {"site":id,"kind":…,"from":time,"flag":id}
inline constexpr events::Kind kFlagged{"domain.filing_flagged", 1,
                                       "A filing was flagged: its domain lapsed or has another holder."};
inline constexpr events::Kind kFlagCleared{"domain.flag_cleared", 1, "The flag of a filing was cleared."};
// Body: {"relation":…,"subject":id,"holder":id,"evidence":…}
inline constexpr events::Kind kRelated{
    "domain.registrant_related", 1, "Why a domain's registrant may be another than the filing's subject was recorded."};
inline constexpr events::Kind kUnrelated{"domain.registrant_relation_ended", 1,
                                         "A recorded relation of a registrant to a subject was ended."};
// Body: {"names":n,"reason":…}
inline constexpr events::Kind kTestsAsked{"domain.tests_asked", 1, "A holder's other names were queued for a test."};
// Body: {"due_at":time}; record_kind "domain_source", record_id the registry's name.
inline constexpr events::Kind kMirrorLate{"domain.mirror_late", 1, "A registry's changes were not mirrored in time."};

inline constexpr const char* kDomainRecord = "domain";
inline constexpr const char* kBatchRecord = "domain_batch";
inline constexpr const char* kSourceRecord = "domain_source";

}  // namespace muster::holders
