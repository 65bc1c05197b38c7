// Dates of six digits, and the century that they leave open.
#include "digits.h"
#include "mrz_zone.h"

#include <fmt/format.h>

namespace muster::identifiers {
namespace {

using namespace std::chrono;

// Two digits; 0: open. Nothing: neither digits nor two fillers.
std::optional<int> pair_of(std::string_view two) {
  if (two == "<<") return 0;
  if (!is_digit(two[0]) || !is_digit(two[1])) return std::nullopt;
  return number_of(two);
}

bool is_real(const MrzDate& date) {
  // Where a part is open the rest is tried against one that allows most: a leap year, a month of 31 days, the first
  // day.
  const year_month_day tried{year(date.year ? date.year : 2000),
                             month(static_cast<unsigned>(date.month ? date.month : 1)),
                             day(static_cast<unsigned>(date.day ? date.day : 1))};
  return tried.ok();
}

}  // namespace

std::string MrzDate::text() const {
  return (year ? fmt::format("{:04}", year) : "XXXX") + "-" + (month ? fmt::format("{:02}", month) : "XX") + "-" +
         (day ? fmt::format("{:02}", day) : "XX");
}

std::optional<MrzDate> birth_date_in(std::string_view six, year_month_day today) {
  const bool year_open = six.substr(0, 2) == "<<";
  const auto y = year_open ? 0 : pair_of(six.substr(0, 2)), m = pair_of(six.substr(2, 2)),
             d = pair_of(six.substr(4, 2));
  if (!y || !m || !d || (*m == 0 && six[2] == '0') || (*d == 0 && six[4] == '0')) return std::nullopt;
  MrzDate date{0, *m, *d};
  if (!year_open) {
    date.year = static_cast<int>(today.year()) / 100 * 100 + *y;
    const year_month_day earliest{year(date.year), month(static_cast<unsigned>(*m ? *m : 1)),
                                  day(static_cast<unsigned>(*d ? *d : 1))};
    if (earliest > today) date.year -= 100;
  }
  if (!is_real(date)) return std::nullopt;
  return date;
}

std::optional<MrzDate> expiry_date_in(std::string_view six, year_month_day today) {
  if (!all_digits(six)) return std::nullopt;
  const int now = static_cast<int>(today.year());
  int year = now / 100 * 100 + number_of(six.substr(0, 2));
  if (year > now + 49) year -= 100;
  if (year < now - 50) year += 100;
  const MrzDate date{year, number_of(six.substr(2, 2)), number_of(six.substr(4, 2))};
  if (date.month == 0 || date.day == 0 || !is_real(date)) return std::nullopt;
  return date;
}

}  // namespace muster::identifiers
