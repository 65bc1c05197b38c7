#include "digits.h"
#include <base/text.h>
#include <identifiers/contact.h>

#include <algorithm>

namespace muster::identifiers {
namespace {

constexpr std::size_t kLocalMax = 64, kDomainMax = 255;  // RFC 5321 §4.5.3.1

bool is_atext(char c) {  // RFC 5322 §3.2.3; bytes of UTF-8 by RFC 6531
  return is_digit(c) || is_upper(c) || (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80 ||
         (c != '\0' && std::string_view("!#$%&'*+-/=?^_`{|}~").find(c) != std::string_view::npos);
}

bool dot_atom(std::string_view text) {
  const auto parts = split(text, '.');
  return std::all_of(parts.begin(), parts.end(),
                     [](std::string_view p) { return !p.empty() && std::all_of(p.begin(), p.end(), is_atext); });
}

bool domain_form(std::string_view text) {
  const auto labels = split(text, '.');
  if (labels.size() < 2) return false;
  return std::all_of(labels.begin(), labels.end(), [](std::string_view label) {
    const auto ok = [](char c) {
      return is_digit(c) || is_upper(c) || (c >= 'a' && c <= 'z') || c == '-' || static_cast<unsigned char>(c) >= 0x80;
    };
    return !label.empty() && label.size() <= 63 && label.front() != '-' && label.back() != '-' &&
           std::all_of(label.begin(), label.end(), ok);
  });
}

// ITU-T E.164 Annex and list of assigned country codes: zones 1 and 7 have one digit, these have two, others three.
bool two_digit_country(std::string_view digits) {
  static constexpr std::string_view kTwo[] = {"20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41",
                                              "43", "44", "45", "46", "47", "48", "49", "51", "52", "53", "54",
                                              "55", "56", "57", "58", "60", "61", "62", "63", "64", "65", "66",
                                              "81", "82", "84", "86", "90", "91", "92", "93", "94", "95", "98"};
  return std::find(std::begin(kTwo), std::end(kTwo), digits.substr(0, 2)) != std::end(kTwo);
}

}  // namespace

Result<std::string> check_email(std::string_view raw) {
  const std::string_view text = trim(raw);
  const std::size_t at = text.rfind('@');
  const Error form = invalid("email_form", "The e-mail address has no valid form (name@host.example).");
  if (at == std::string_view::npos || at == 0) return form;
  const std::string_view local = text.substr(0, at), domain = text.substr(at + 1);
  if (local.size() > kLocalMax || domain.size() > kDomainMax)
    return invalid("email_too_long", "The e-mail address is too long (64 characters before the @ and 255 after it).");
  if (!is_valid_utf8(text) || !dot_atom(local) || !domain_form(domain)) return form;
  return std::string(local) + "@" + to_lower_ascii(domain);
}

Result<std::string> check_phone(std::string_view raw) {
  std::string_view text = trim(raw);
  std::string digits;
  bool international = false;
  if (text.starts_with('+')) {
    international = true;
    text.remove_prefix(1);
  }
  for (const char c : text) {
    if (is_digit(c))
      digits += c;
    else if (c != ' ' && c != '-' && c != '.' && c != '(' && c != ')' && c != '/')
      return invalid("phone_form", "The telephone number has a character that belongs to none.");
  }
  if (!international && digits.starts_with("00")) {
    international = true;
    digits.erase(0, 2);
  }
  if (!international || digits.empty() || digits[0] == '0')
    return invalid("phone_country_code", "Write the telephone number with + and the country code.");
  const std::size_t country = digits[0] == '1' || digits[0] == '7' ? 1 : two_digit_country(digits) ? 2 : 3;
  if (digits.size() < country + 5 || digits.size() > 15)
    return invalid("phone_length", "The telephone number is too short or too long (15 digits at most, ITU-T E.164).");
  return "+" + digits;
}

Result<HomeUrl> check_home_url(std::string_view raw) {
  const std::string_view text = trim(raw);
  if (text.size() > 2048) return invalid("url_too_long", "The address of a home page has at most 2,048 bytes.");
  const std::size_t mark = text.find("://");
  const std::string scheme = mark == std::string_view::npos ? "" : to_lower_ascii(text.substr(0, mark));
  if (scheme != "http" && scheme != "https")
    return invalid("url_scheme", "The address of a home page begins with http:// or https://.");
  const std::string_view rest = text.substr(mark + 3);
  const std::string_view authority = rest.substr(0, rest.find_first_of("/?#"));
  if (authority.find('@') != std::string_view::npos)
    return invalid("url_user", "The address of a home page names no user.");
  const std::size_t colon = authority.find(':');
  const std::string_view host = authority.substr(0, colon),
                         port = colon == std::string_view::npos ? "" : authority.substr(colon + 1);
  const bool clean =
      is_valid_utf8(text) && std::none_of(text.begin(), text.end(), [](char c) {
        const auto b = static_cast<unsigned char>(c);
        return b <= 0x20 || b == 0x7f || c == '"' || c == '<' || c == '>' || c == '\\' || c == '^' || c == '`';
      });
  const bool port_ok = colon == std::string_view::npos ||
                       (all_digits(port) && port.size() <= 5 && std::stoi(std::string(port)) <= 65535);
  if (!clean || host.empty() || !port_ok) return invalid("url_form", "The address of a home page has no valid form.");
  HomeUrl url;
  url.host = to_lower_ascii(host);
  url.text = scheme + "://" + to_lower_ascii(authority) + std::string(rest.substr(authority.size()));
  return url;
}

Result<std::string> check_postal_address(std::string_view raw) {
  const std::string_view text = trim(raw);
  const bool one_line =
      std::none_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
  if (!is_valid_utf8(text) || !one_line || text.size() < 4 || text.size() > 1200)
    return invalid("address_form", "The address is one line of 4 to 300 characters.");
  return std::string(text);
}

}  // namespace muster::identifiers
