// Legal persons that have lines. A line set aside for a company waits, out of service, until its named user is
// registered: by a capture of the category organisation_user that names the company. Plain values.
#pragma once

#include <base/time.h>
#include <events/event.h>

#include <optional>
#include <string>

namespace muster::registration {

struct NewCompany {
  std::string organisation_kind;  // a kind of the identifiers room that is not a person's
  std::string organisation_number;
  std::string name;
  std::string responsible_id;  // a verified holder, who answers for the contract
  std::string resolution_ref;  // a code: number of the resolution or power that names this person
  std::int64_t lines_max = 0;  // of the contract
};
struct Company : NewCompany {
  std::string id;  // lines are reserved for it
  std::string enrolled_by;
  Instant enrolled_at;
  std::optional<Instant> ended_at;
};

inline constexpr events::Kind kCompanyEnrolled{"company.enrolled", 1, "A company may have lines for its users."};
inline constexpr events::Kind kCompanyEnded{"company.ended", 1, "A company gets no more lines."};
inline constexpr const char* kCompanyRecord = "company";

}  // namespace muster::registration
