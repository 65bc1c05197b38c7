#include <base/text.h>
#include <identifiers/contact.h>
#include <identifiers/line.h>
#include <lines/rules.h>

#include <charconv>

namespace muster::lines {
namespace {

constexpr std::size_t kShown = 3;  // digits at each end of a masked number
constexpr std::size_t kDigitsMin = 7;
constexpr std::size_t kCodeMax = 64;
constexpr std::size_t kNameMax = 100;
constexpr std::size_t kRegionMax = 64;

bool all_digits(std::string_view text) {
  return text.find_first_not_of("0123456789") == std::string_view::npos;
}

// ISO/IEC 7812-1, over any count of digits.
bool luhn(std::string_view digits) {
  int sum = 0;
  bool twice = false;
  for (auto c = digits.rbegin(); c != digits.rend(); ++c, twice = !twice) {
    const int d = (*c - '0') * (twice ? 2 : 1);
    sum += d > 9 ? d - 9 : d;
  }
  return sum % 10 == 0;
}

bool is_name(std::string_view text, std::size_t max) {
  return !text.empty() && text.size() <= max && is_valid_utf8(text);
}

}  // namespace

Result<std::int64_t> parse_msisdn(std::string_view text) {
  auto number = identifiers::check_phone(text);
  if (!number.ok()) {
    Error error = number.error();
    error.field = "msisdn";
    return error;
  }
  if (number->size() < 1 + kDigitsMin)
    return invalid("phone_length", "A telephone number has 7 to 15 digits with its country code.", "msisdn");
  std::int64_t digits = 0;
  std::from_chars(number->data() + 1, number->data() + number->size(), digits);
  return digits;
}

std::string msisdn_text(std::int64_t digits) {
  return "+" + std::to_string(digits);
}

std::string msisdn_masked(std::int64_t digits) {
  std::string text = std::to_string(digits);
  for (std::size_t i = kShown; i + kShown < text.size(); ++i) text[i] = '*';
  return "+" + text;
}

Result<std::string> check_iccid(std::string_view text) {
  if (text.size() < 18 || text.size() > 20 || !all_digits(text) || !text.starts_with("89"))
    return invalid("iccid_form", "An ICCID has 18 to 20 digits and begins with 89.", "iccid");
  if (!luhn(text)) return invalid("iccid_check_digit", "The last digit of the ICCID does not fit the others.", "iccid");
  return std::string(text);
}

Result<std::string> check_imsi(std::string_view text) {
  if (text.size() < 14 || text.size() > 15 || !all_digits(text))
    return invalid("imsi_form", "An IMSI has 14 or 15 digits.", "imsi");
  return std::string(text);
}

Result<std::string> check_eid(std::string_view text) {
  auto eid = identifiers::check_eid(text);
  if (eid.ok()) return eid;
  Error error = eid.error();
  error.field = "eid";
  return error;
}

bool is_code(std::string_view text) {
  return !text.empty() && text.size() <= kCodeMax && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ||
           c == ':' || c == '-';
  });
}

Result<NewPool> check_pool(const NewPool& pool) {
  std::vector<Error> faults;
  NewPool out = pool;
  out.name = trim(pool.name);
  if (!is_name(out.name, kNameMax))
    faults.push_back(invalid("pool_name", "A pool has a name of 1 to 100 bytes.", "name"));
  if (!is_name(out.operator_name, kNameMax))
    faults.push_back(invalid("pool_operator", "A pool has an operator, of 1 to 100 bytes.", "operator"));
  if (!is_name(out.region, kRegionMax))
    faults.push_back(invalid("pool_region", "A pool has a region, of 1 to 64 bytes.", "region"));
  const auto first = std::to_string(out.first), last = std::to_string(out.last);
  if (out.first > out.last || out.first < 1'000'000 || first.size() != last.size() || last.size() > 15)
    faults.push_back(invalid(
        "pool_range", "A range goes from a lower to a higher number with as many digits, 7 to 15 of them.", "first"));
  if (faults.empty()) return out;
  Error error = faults.front();
  error.all = std::move(faults);
  return error;
}

}  // namespace muster::lines
