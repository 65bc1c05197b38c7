// One record of an imported register: its columns, and what becomes of them. Pure. Inside of filings.
#pragma once

#include <base/bytes.h>
#include <filings/import.h>

#include <array>
#include <string_view>

namespace muster::filings {

enum class Column : std::uint8_t {
  site_number,
  domains,
  subject_name,
  region,
  provider,
  subject_number,
  subject_kind,
  certificate_kind,
  certificate_number,
  certificate_address,
  postal_address,
  superior,
  responsible_name,
  responsible_id_kind,
  responsible_id_number,
  responsible_mobile,
  responsible_email,
  site_name,
  home_url,
  language,
  service_types,
  state,
  filed_at,
  cancelled_at,
  access_provider,
  access_method,
  server_location,
  address_ranges,
  pre_approvals,
};
inline constexpr std::size_t kColumnCount = 29;
const char* to_text(Column column);
std::optional<Column> column_of(std::string_view name);

struct RawRow {
  std::int64_t line = 0;
  std::int64_t end_byte = 0;
  std::array<std::string, kColumnCount> values;
  const std::string& at(Column column) const { return values[static_cast<std::size_t>(column)]; }
  std::string& at(Column column) { return values[static_cast<std::size_t>(column)]; }
};

// A record that kept every rule.
struct GoodRow {
  std::int64_t line = 0;
  FilingDraft draft;
  State state = State::filed;  // or cancelled
  Instant filed_at;
  std::optional<Instant> cancelled_at;
  std::string days;  // as they were written: "filed_at cancelled_at"
  Hash hash{};
};

// Party of a provider's text; an error's field is set by the caller.
using FindProvider = std::function<Result<std::string>(const std::string& text)>;

// Errors name their column; all of a record's are in Error::all.
Result<GoodRow> prepare(const RawRow& raw, Instant now, const std::string& default_provider,
                        const FindProvider& find_provider);

// What a row's hash is of: RFC 9162 leaf over the lines of this text (docs/formats.md). Without personal data.
std::string row_text(const GoodRow& row);

}  // namespace muster::filings
