// A census on the screen, as CSV and as JSON.
#pragma once

#include <census/service.h>

#include <optional>

namespace muster::cli {

struct CensusReport {
  std::string source;
  census::Outcome outcome;         // of a dry run whole; of a stored run without its differences
  std::optional<census::Run> run;  // when it was stored
  std::uint64_t differences() const { return outcome.total() - outcome.of(census::Standing::filed); }
};

Result<void> print_table(const CensusReport& report, const census::Service& service, std::size_t limit,
                         const std::optional<census::NoticeReport>& told);
Result<void> print_json(const CensusReport& report, const census::Service& service, std::size_t limit,
                        const std::optional<census::NoticeReport>& told);
Result<void> print_csv(const CensusReport& report, const census::Service& service);

}  // namespace muster::cli
