// A line of a file of charges or of confirmations: CSV with a header whose names are those of TM Forum's TMF635 (Usage
// Management) in any case, with or without "_". Fields are views into the line, and only columns that are asked for are
// looked at: a subscriber's number is passed over where it stands, never copied. What is kept of a line beyond a
// registered service's code goes through `kept`, so that a number in the wrong column is not kept either. Pure.
#pragma once

#include <base/result.h>

#include <array>
#include <cstdint>
#include <string_view>

namespace muster::billing {

inline constexpr std::size_t kLineMax = 64 * 1024;  // bytes
inline constexpr std::size_t kColumnsMax = 200;
inline constexpr std::size_t kIdMax = 64;  // of a transaction's and a usage's id, and of a partner's
inline constexpr std::size_t kCodeMax = 40;
inline constexpr std::int64_t kPriceMax = 4'294'967'294;  // minor units of the currency

enum class LineFault : std::uint8_t {
  none,
  empty,        // passed over
  too_long,     // more than kLineMax
  quote,        // quotes that do not close within the line, or text behind them
  columns,      // fewer fields than the header
  date,         // not RFC 3339 with its zone
  code,         // no service code
  price,        // no amount with the currency's decimals at most
  currency,     // not three capital letters
  transaction,  // no transaction id
  partner,
  usage,
};
inline constexpr std::size_t kLineFaults = 12;
const char* code(LineFault fault);
const char* field(LineFault fault);
const char* sentence(LineFault fault);

// Where each thing stands; -1: nowhere.
struct Columns {
  char separator = ',';
  int usage = -1, date = -1, code = -1, price = -1, currency = -1, transaction = -1, partner = -1;
  int count = 0, last = -1;  // last: the rightmost that is read
};
// From the header. Errors: charges_header, charges_column (with what is missing), charges_column_twice.
Result<Columns> charge_columns(std::string_view header);
Result<Columns> confirmation_columns(std::string_view header);  // transaction and date

struct ChargeLine {
  std::string_view usage_id, code, currency, transaction, partner;
  std::int64_t at_ms = 0;   // since 1970
  std::int64_t amount = 0;  // minor units
};
LineFault parse_charge(std::string_view line, const Columns& columns, ChargeLine& out);

struct ConfirmationLine {
  std::string_view transaction;
  std::int64_t at_ms = 0;
};
LineFault parse_confirmation(std::string_view line, const Columns& columns, ConfirmationLine& out);

// RFC 3339 to the millisecond, "T" or a space between; false: it is none, or its year is not 2000 to 2100.
bool parse_time_ms(std::string_view text, std::int64_t& out);
// "12.50" in minor units of the currency (ISO 4217); false: none, negative, finer than the currency or over kPriceMax.
bool parse_price(std::string_view text, std::string_view currency, std::int64_t& out);
bool is_currency(std::string_view text);
int decimals_of(std::string_view currency);  // 0, 2 or 3
bool is_code(std::string_view text);         // letters, digits and . _ : - / of at most kCodeMax
// Digits alone, 7 to 15 of them, whatever stands between: it could be somebody's number (ITU-T E.164).
bool could_be_number(std::string_view text);
// `text`, or nothing when it could be a number.
inline std::string_view kept(std::string_view text) {
  return could_be_number(text) ? std::string_view() : text;
}

}  // namespace muster::billing
