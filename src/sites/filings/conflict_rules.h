// What differs between another register's record and ours. Pure. Inside of filings.
#pragma once

#include "import_row.h"
#include <filings/conflict.h>

#include <bitset>

namespace muster::filings {

// A good line of the other register, with what it really said: what a column left out says nothing.
struct TheirRow {
  GoodRow row;
  std::bitset<kColumnCount> columns;
  std::string provider;  // as it was written
  std::optional<std::string> certificate_index = {};
  bool given(Column column) const { return columns[static_cast<std::size_t>(column)]; }
};

struct OurRow {
  std::string id, number, name, home_url, language, provider_id, provider_name;
  std::vector<std::string> service_types, domains;
  std::vector<PreApproval> pre_approvals = {};
  State state = State::draft;
  SubjectKind subject_kind = SubjectKind::company;
  std::string subject_name, region, certificate_number, certificate_index;
};

struct Difference {
  Column column;
  std::string ours, theirs;  // empty where personal
  std::string theirs_index;  // of what is personal, to know the same difference again
  bool personal = false;
};

std::vector<Difference> differences(const TheirRow& theirs, const OurRow& ours);

}  // namespace muster::filings
