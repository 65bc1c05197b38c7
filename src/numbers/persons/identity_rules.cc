#include <base/text.h>
#include <identifiers/contact.h>
#include <persons/rules.h>

#include <charconv>

namespace muster::persons {
namespace {

constexpr std::size_t kNameMax = 256;  // bytes, as CAMARA's `name`
constexpr std::string_view kBorn = "1870-01-01";

std::string single_blanks(std::string_view text) {
  std::string out;
  for (const char c : trim(text))
    if (c != ' ' || out.back() != ' ') out += c;
  return out;
}

bool is_name(std::string_view text) {
  return !text.empty() && text.size() <= kNameMax && is_valid_utf8(text) &&
         std::none_of(text.begin(), text.end(),
                      [](char c) { return static_cast<unsigned char>(c) < ' ' || c == 0x7f; });
}

int number_at(std::string_view text, std::size_t from, std::size_t count) {
  int out = 0;
  std::from_chars(text.data() + from, text.data() + from + count, out);
  return out;
}

}  // namespace

CheckedIdentity check_identity(const Identity& shown, Instant now) {
  CheckedIdentity out{shown, {}};
  out.identity.name = single_blanks(shown.name);
  if (!is_name(out.identity.name))
    out.faults.push_back(invalid("name_form", "A name is one line of 1 to 256 bytes.", "name"));
  if (!parse_day(shown.birth_date).ok() || shown.birth_date < kBorn)
    out.faults.push_back(invalid("birth_date_form", "The date of birth is written YYYY-MM-DD.", "birth_date"));
  else if (shown.birth_date > to_day(now))
    out.faults.push_back(invalid("birth_date_future", "The date of birth is still to come.", "birth_date"));
  if (auto address = identifiers::check_postal_address(shown.address); address.ok()) {
    out.identity.address = *address;
  } else {
    Error error = address.error();
    error.field = "address";
    out.faults.push_back(std::move(error));
  }
  return out;
}

int age_on(std::string_view birth_date, Instant now) {
  const std::string today = to_day(now);
  const int years = number_at(today, 0, 4) - number_at(birth_date, 0, 4);
  return std::string_view(today).substr(5) < birth_date.substr(5) ? years - 1 : years;
}

std::string identity_key(const Identity& identity) {
  return to_lower_ascii(single_blanks(identity.name)) + "\n" + identity.birth_date;
}

}  // namespace muster::persons
