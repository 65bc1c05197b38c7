#include <base/text.h>

#include <algorithm>
#include <cstring>
#include <string>

#include <billing/charge_line.h>

namespace muster::billing {
namespace {

struct FaultWords {
  const char *code, *field, *sentence;
};
constexpr FaultWords kFaultWords[kLineFaults] = {
    {"", "", ""},
    {"line_empty", "", "The line is empty."},
    {"line_too_long", "", "The line is longer than 65,536 bytes."},
    {"line_quote", "", "A quote does not close within the line, or text follows behind it."},
    {"line_columns", "", "The line has fewer fields than the header."},
    {"usage_date_form", "usage_date", "The time of the charge is not of the form 2026-03-01T09:30:00Z."},
    {"service_code_form", "service_code",
     "A service code has letters, digits and . _ : - / alone, 40 of them at most."},
    {"price_form", "price", "The price is not an amount of this currency, such as 2.00."},
    {"currency_form", "currency", "The currency is not of three capital letters (ISO 4217)."},
    {"transaction_id_form", "transaction_id", "There is no transaction id, or it is longer than 64 characters."},
    {"partner_form", "partner_id",
     "The partner's id is longer than 64 characters, or has others than letters, digits "
     "and punctuation."},
    {"usage_id_form", "usage_id",
     "The record's id is longer than 64 characters, or has others than letters, digits "
     "and punctuation."},
};

// "usageDate", "usage_date" and "Usage Date" are one name.
std::string plain_name(std::string_view title) {
  std::string out;
  for (const char c : to_lower_ascii(trim(title)))
    if (c != '_' && c != '-' && c != ' ' && c != '.' && c != '"') out += c;
  return out;
}

struct Title {
  const char* name;
  int Columns::*column;
};
constexpr Title kChargeTitles[] = {
    {"usageid", &Columns::usage},
    {"id", &Columns::usage},
    {"usagedate", &Columns::date},
    {"date", &Columns::date},
    {"servicecode", &Columns::code},
    {"productofferingid", &Columns::code},
    {"price", &Columns::price},
    {"amount", &Columns::price},
    {"taxincludedratingamount", &Columns::price},
    {"currency", &Columns::currency},
    {"currencycode", &Columns::currency},
    {"transactionid", &Columns::transaction},
    {"externalid", &Columns::transaction},
    {"partnerid", &Columns::partner},
    {"partyid", &Columns::partner},
};
constexpr Title kConfirmationTitles[] = {
    {"transactionid", &Columns::transaction}, {"externalid", &Columns::transaction}, {"confirmedat", &Columns::date},
    {"confirmationdate", &Columns::date},     {"usagedate", &Columns::date},         {"date", &Columns::date},
};

template <std::size_t N>
Result<Columns> columns_by(const Title (&titles)[N], std::string_view header) {
  if (header.ends_with('\r')) header.remove_suffix(1);
  Columns out;
  std::size_t most = 0;
  for (const char c : {',', ';', '\t'}) {
    const auto n = static_cast<std::size_t>(std::count(header.begin(), header.end(), c));
    if (n > most) {
      most = n;
      out.separator = c;
    }
  }
  if (most == 0 || most >= kColumnsMax)
    return invalid("charges_header", "The first line is no header of a CSV file.", "file");
  for (const auto title : split(header, out.separator)) {
    const std::string name = plain_name(title);
    for (const Title& t : titles) {
      if (name != t.name) continue;
      if (out.*t.column >= 0) return invalid("charges_column_twice", "Two columns of the file say the same.", t.name);
      out.*t.column = out.count;
      out.last = std::max(out.last, out.count);
    }
    ++out.count;
  }
  return out;
}

Error column_missing(const char* name) {
  return invalid("charges_column", std::string("The file has no column ") + name + ".", name);
}

bool is_reference(std::string_view text) {
  if (text.empty() || text.size() > kIdMax) return false;
  return std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7f && c != '"' && c != '<'; });
}

// Fields up to the rightmost that is read; the rest of the line is not looked at.
class Fields {
 public:
  LineFault split(std::string_view line, const Columns& columns) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty()) return LineFault::empty;
    if (line.size() > kLineMax) return LineFault::too_long;
    const char *at = line.data(), *const end = at + line.size();
    for (int i = 0;; ++i) {
      if (at < end && *at == '"') {
        const char* from = ++at;
        for (;;) {
          at = static_cast<const char*>(std::memchr(at, '"', static_cast<std::size_t>(end - at)));
          if (!at) return LineFault::quote;
          if (at + 1 >= end || at[1] != '"') break;
          at += 2;
          if (at >= end) return LineFault::quote;
        }
        fields_[static_cast<std::size_t>(i)] = {from, static_cast<std::size_t>(at - from)};
        ++at;
        if (at < end && *at != columns.separator) return LineFault::quote;
      } else {
        const char* from = at;
        while (at < end && *at != columns.separator) ++at;
        fields_[static_cast<std::size_t>(i)] = {from, static_cast<std::size_t>(at - from)};
      }
      if (i == columns.last) return LineFault::none;
      if (at >= end) return LineFault::columns;
      ++at;
    }
  }
  std::string_view at(int column) const {
    return column < 0 ? std::string_view() : fields_[static_cast<std::size_t>(column)];
  }

 private:
  std::array<std::string_view, kColumnsMax> fields_;
};

bool digits(const char* at, int n, int& out) {
  out = 0;
  for (int i = 0; i < n; ++i) {
    const unsigned d = static_cast<unsigned>(at[i]) - '0';
    if (d > 9) return false;
    out = out * 10 + static_cast<int>(d);
  }
  return true;
}

// Days since 1970 of a civil date (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms").
std::int64_t days_from_civil(int y, int m, int d) {
  y -= m <= 2;
  const int era = y / 400, yoe = y - era * 400;
  const int doy = (153 * (m > 2 ? m - 3 : m + 9) + 2) / 5 + d - 1;
  return std::int64_t{era} * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

int days_of_month(int y, int m) {
  static constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return m == 2 && y % 4 == 0 && (y % 100 != 0 || y % 400 == 0) ? 29 : kDays[m - 1];
}

// "Z", "+08:00" or "+0800" as minutes east of Greenwich.
bool zone_minutes(std::string_view zone, int& out) {
  if (zone == "Z" || zone == "z") {
    out = 0;
    return true;
  }
  if (zone.size() < 5 || zone.size() > 6 || (zone[0] != '+' && zone[0] != '-')) return false;
  if (zone.size() == 6 && zone[3] != ':') return false;
  int hours = 0, minutes = 0;
  if (!digits(&zone[1], 2, hours) || !digits(&zone[zone.size() - 2], 2, minutes) || hours > 14 || minutes > 59)
    return false;
  out = (zone[0] == '-' ? -1 : 1) * (hours * 60 + minutes);
  return true;
}

}  // namespace

const char* code(LineFault fault) {
  return kFaultWords[static_cast<std::size_t>(fault)].code;
}
const char* field(LineFault fault) {
  return kFaultWords[static_cast<std::size_t>(fault)].field;
}
const char* sentence(LineFault fault) {
  return kFaultWords[static_cast<std::size_t>(fault)].sentence;
}

Result<Columns> charge_columns(std::string_view header) {
  MUSTER_TRY(const Columns out, columns_by(kChargeTitles, header));
  if (out.date < 0) return column_missing("usage_date");
  if (out.code < 0) return column_missing("service_code");
  if (out.price < 0) return column_missing("price");
  if (out.currency < 0) return column_missing("currency");
  if (out.transaction < 0) return column_missing("transaction_id");
  return out;
}

Result<Columns> confirmation_columns(std::string_view header) {
  MUSTER_TRY(const Columns out, columns_by(kConfirmationTitles, header));
  if (out.transaction < 0) return column_missing("transaction_id");
  if (out.date < 0) return column_missing("confirmed_at");
  return out;
}

bool parse_time_ms(std::string_view text, std::int64_t& out) {
  if (text.size() < 20) return false;
  const char* t = text.data();
  int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
  if (!digits(t, 4, year) || t[4] != '-' || !digits(t + 5, 2, month) || t[7] != '-' || !digits(t + 8, 2, day) ||
      (t[10] != 'T' && t[10] != 't' && t[10] != ' ') || !digits(t + 11, 2, hour) || t[13] != ':' ||
      !digits(t + 14, 2, minute) || t[16] != ':' || !digits(t + 17, 2, second))
    return false;
  if (year < 2000 || year > 2100 || month < 1 || month > 12 || day < 1 || day > days_of_month(year, month) ||
      hour > 23 || minute > 59 || second > 60)
    return false;
  std::size_t at = 19;
  int ms = 0;
  if (text[at] == '.') {
    int scale = 100;
    const std::size_t from = ++at;
    for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, scale /= 10) ms += (text[at] - '0') * scale;
    if (at == from || at - from > 9) return false;
  }
  int zone = 0;
  if (!zone_minutes(text.substr(at), zone)) return false;
  out = ((days_from_civil(year, month, day) * 24 + hour) * 60 + minute - zone) * 60'000 + second * 1000 + ms;
  return true;
}

bool is_currency(std::string_view text) {
  return text.size() == 3 && std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

int decimals_of(std::string_view currency) {
  for (const char* many : {"CNY", "USD", "EUR"})  // asked for once a line
    if (currency == many) return 2;
  for (const char* none :
       {"JPY", "KRW", "VND", "CLP", "ISK", "PYG", "UGX", "XAF", "XOF", "XPF", "RWF", "GNF", "DJF", "KMF", "BIF", "VUV"})
    if (currency == none) return 0;
  for (const char* three : {"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"})
    if (currency == three) return 3;
  return 2;
}

bool parse_price(std::string_view text, std::string_view currency, std::int64_t& out) {
  if (text.empty() || text.size() > 20 || text[0] == '.') return false;
  const int decimals = decimals_of(currency);
  std::int64_t value = 0;
  int after = -1;  // digits behind the point
  for (const char c : text) {
    if (c == '.' && after < 0) {
      after = 0;
      continue;
    }
    if (c < '0' || c > '9') return false;
    if (after >= decimals) {
      if (c != '0') return false;
      continue;
    }
    value = value * 10 + (c - '0');
    if (value > kPriceMax) return false;
    if (after >= 0) ++after;
  }
  for (int i = std::max(after, 0); i < decimals; ++i) value *= 10;
  out = value;
  return value <= kPriceMax && text.back() != '.';
}

bool is_code(std::string_view text) {
  return !text.empty() && text.size() <= kCodeMax && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ||
           c == ':' || c == '-' || c == '/';
  });
}

bool could_be_number(std::string_view text) {
  int n = 0;
  for (const char c : text) {
    if (c >= '0' && c <= '9')
      ++n;
    else if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))
      return false;
  }
  return n >= 7 && n <= 15;
}

LineFault parse_charge(std::string_view line, const Columns& columns, ChargeLine& out) {
  static thread_local Fields fields;  // not made anew for each of a hundred million lines
  if (const auto fault = fields.split(line, columns); fault != LineFault::none) return fault;
  out.code = fields.at(columns.code);
  out.currency = fields.at(columns.currency);
  out.transaction = fields.at(columns.transaction);
  out.partner = fields.at(columns.partner);
  out.usage_id = fields.at(columns.usage);
  if (!parse_time_ms(fields.at(columns.date), out.at_ms)) return LineFault::date;
  if (!is_code(out.code)) return LineFault::code;
  if (!is_currency(out.currency)) return LineFault::currency;
  if (!parse_price(fields.at(columns.price), out.currency, out.amount)) return LineFault::price;
  if (!is_reference(out.transaction)) return LineFault::transaction;
  if (!out.partner.empty() && !is_reference(out.partner)) return LineFault::partner;
  if (!out.usage_id.empty() && !is_reference(out.usage_id)) return LineFault::usage;
  return LineFault::none;
}

LineFault parse_confirmation(std::string_view line, const Columns& columns, ConfirmationLine& out) {
  static thread_local Fields fields;  // not made anew for each of a hundred million lines
  if (const auto fault = fields.split(line, columns); fault != LineFault::none) return fault;
  out.transaction = fields.at(columns.transaction);
  if (!parse_time_ms(fields.at(columns.date), out.at_ms)) return LineFault::date;
  return is_reference(out.transaction) ? LineFault::none : LineFault::transaction;
}

}  // namespace muster::billing
