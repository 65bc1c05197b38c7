// What the filings room tells. Bodies hold ids, numbers, names of domains and states; never personal data.
#pragma once

#include <events/event.h>

namespace muster::filings {

// Body: {"number":…,"from":state,"to":state,"event":…,"reasons":[…],"due_at":…}
inline constexpr events::Kind kDrafted{"filing.drafted", 1, "A filing was begun."};
inline constexpr events::Kind kAdvanced{"filing.advanced", 1, "A filing went on to its next step."};
inline constexpr events::Kind kReturned{"filing.returned", 1, "A filing was returned with reasons."};
inline constexpr events::Kind kWithdrawn{"filing.withdrawn", 1, "A filing was given up."};
inline constexpr events::Kind kFiled{"filing.filed", 1, "A filing was accepted."};
inline constexpr events::Kind kChangeAsked{"filing.change_asked", 1, "A change of a filing was asked for."};
inline constexpr events::Kind kChanged{"filing.changed", 1, "A change of a filing was accepted."};
inline constexpr events::Kind kChangeRefused{"filing.change_refused", 1, "A change of a filing was refused."};
inline constexpr events::Kind kDefectNoticed{"filing.defect_noticed", 1, "A filing's data were found not to be true."};
inline constexpr events::Kind kCorrected{"filing.corrected", 1, "A filing's data were corrected."};
inline constexpr events::Kind kPublicNotice{"filing.public_notice", 1, "A filing's defect went to public notice."};
inline constexpr events::Kind kCancelled{"filing.cancelled", 1, "A filing was cancelled."};
inline constexpr events::Kind kRestored{"filing.restored", 1, "A filing that was wrongly cancelled was restored."};
// Body: {"number":…,"place":n,"until":time}
inline constexpr events::Kind kReviewTaken{"filing.review_taken", 1, "A filing was taken for review in its turn."};
// Body: {"import":id,"batch":id,"ordinal":n,"filings":n,"root":hex}. One for a whole batch; record_kind "filing_batch".
inline constexpr events::Kind kImported{"filing.imported", 1, "A batch of filings came in with a register's file."};

// Body: {"site":id,"provider":party,"from":state,"to":state,"reasons":[…]}
inline constexpr events::Kind kAccessRequested{"access.requested", 1, "Access for a site was asked for."};
inline constexpr events::Kind kAccessReserved{"access.reserved", 1, "Addresses were reserved for a site."};
inline constexpr events::Kind kAccessOpened{"access.opened", 1, "A site was given access."};
inline constexpr events::Kind kAccessRefused{"access.refused", 1, "Access was refused, with each reason."};
inline constexpr events::Kind kAccessHeld{"access.held", 1, "A site's host holds it."};
inline constexpr events::Kind kAccessReopened{"access.reopened", 1, "A held site was opened again."};
inline constexpr events::Kind kAccessClosed{"access.closed", 1, "An access was closed."};

// Another register's record differs from ours. Body: {"number":…,"register":…,"fields":[…]}; never the values.
inline constexpr events::Kind kConflictFound{"filing.conflict_found", 1, "Another register says otherwise."};
inline constexpr events::Kind kConflictVanished{"filing.conflict_vanished", 1, "Another register says the same again."};
// Body: {"number":…,"register":…,"fields":[…],"to":state,"reasons":[…]}
inline constexpr events::Kind kConflictResolved{"filing.conflict_resolved", 1, "A conflict of registers was decided."};

inline constexpr const char* kFilingRecord = "filing";
inline constexpr const char* kAccessRecord = "access";
inline constexpr const char* kBatchRecord = "filing_batch";

}  // namespace muster::filings
