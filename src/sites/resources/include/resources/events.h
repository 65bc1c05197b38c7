// What the resources room tells. Bodies hold ids, ranges and states; never personal data.
#pragma once

#include <events/event.h>

namespace muster::resources {

// Body: {"range":…,"parent":id|null,"holder":party,"user":party|null,"source":…,"state":…,"import":id|null}
inline constexpr events::Kind kBlockRecorded{"address_block.recorded", 1, "A block of addresses was recorded."};
inline constexpr events::Kind kBlockAllocated{"address_block.allocated", 1, "A block was allocated out of another."};
// Body: {"range":…,"from":state,"to":state,"event":…,"reasons":[…], and "source", "user" or "parts":[id…]}
inline constexpr events::Kind kSourceRecorded{"address_block.source_recorded", 1,
                                              "It was recorded where a block comes from."};
inline constexpr events::Kind kBlockAssigned{"address_block.assigned", 1, "A block went into use as a whole."};
inline constexpr events::Kind kBlockUnassigned{"address_block.unassigned", 1, "A block's use ended."};
inline constexpr events::Kind kBlockSplit{"address_block.split", 1, "A block was split; its parts took its place."};
inline constexpr events::Kind kBlockReturned{"address_block.returned", 1, "A block was given back."};
// Body: {"range":…,"origin":"AS64496"}
inline constexpr events::Kind kOriginRecorded{"address_block.origin_recorded", 1,
                                              "The network that announces a block was recorded."};
// Body: {"range":…,"name":…,"mode":…,"gateway":…,"location":…}
inline constexpr events::Kind kBlockChanged{"address_block.changed", 1, "A block's particulars were changed."};

// Body: {"block":id,"range":…,"lessor":party,"lessee":party,"contract":…,"may_sublet":bool,"from":…,"to":…,
// "reasons":[…],"due_at":…}
inline constexpr events::Kind kLeaseProposed{"address_lease.proposed", 1, "A lease of addresses was proposed."};
inline constexpr events::Kind kLeaseLicenceCheck{"address_lease.licence_check", 1,
                                                 "A lessee's licence is being checked."};
inline constexpr events::Kind kLeaseActivated{"address_lease.activated", 1, "A lease came into force."};
inline constexpr events::Kind kLeaseRefused{"address_lease.refused", 1, "A lease was refused, with reasons."};
inline constexpr events::Kind kLeaseMismatch{"address_lease.mismatch_found", 1,
                                             "Who uses leased addresses is not who leased them."};
inline constexpr events::Kind kLeaseExplain{"address_lease.explanation_asked", 1, "A lessee was asked to explain."};
inline constexpr events::Kind kLeaseCured{"address_lease.cured", 1, "A lease's mismatch was explained or put right."};
inline constexpr events::Kind kLeaseRevoked{"address_lease.revoked", 1, "A lease was revoked after the term."};
inline constexpr events::Kind kLeaseEnded{"address_lease.ended", 1, "A lease ended."};

// Body: {"kind":…,"host":…,"address":…,"block":id,"explain":[…]}
inline constexpr events::Kind kFindingMade{"address_finding.made", 1,
                                           "Addresses are used by somebody else than the record says."};
// Body: {"import":id,"source":…,"sha256":…,"accepted":n,"already_in":n,"refused":n}
inline constexpr events::Kind kImportDone{"address_import.done", 1, "A file of address blocks was imported."};

// Body: our field -> the file's column.
inline constexpr events::Kind kMappingSaved{"address_mapping.saved", 1, "A mapping of a file's columns was saved."};

inline constexpr const char* kBlockRecord = "address_block";
inline constexpr const char* kLeaseRecord = "address_lease";
inline constexpr const char* kFindingRecord = "address_finding";
inline constexpr const char* kImportRecord = "address_import";

}  // namespace muster::resources
