#include <base/text.h>
#include <http/form.h>

namespace muster::http {
namespace {

int form_hex(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

Result<std::string> form_text(std::string_view part) {
  std::string out;
  for (std::size_t i = 0; i < part.size(); ++i) {
    if (part[i] == '+') {
      out += ' ';
    } else if (part[i] != '%') {
      out += part[i];
    } else {
      const int high = i + 2 < part.size() ? form_hex(part[i + 1]) : -1, low = high < 0 ? -1 : form_hex(part[i + 2]);
      if (low < 0) return invalid("form_malformed", "The form did not arrive whole; send it again.");
      out += static_cast<char>(high * 16 + low);
      i += 2;
    }
  }
  if (!is_valid_utf8(out)) return invalid("form_malformed", "The form did not arrive whole; send it again.");
  return out;
}

}  // namespace

std::string with_plain_lines(std::string text) {
  std::erase(text, '\r');
  return std::string(trim(text));
}

std::string value_of(const Form& form, std::string_view name) {
  for (const auto& [key, value] : form)
    if (key == name) return value;
  return {};
}

Result<Form> parse_form(std::string_view body) {
  Form out;
  for (const std::string_view field : split(body, '&')) {
    if (field.empty()) continue;
    if (out.size() == kFormFieldsMax)
      return invalid("form_too_many_fields", "The form has more fields than it should.");
    const auto equals = field.find('=');
    MUSTER_TRY(auto name, form_text(field.substr(0, equals)));
    MUSTER_TRY(auto value, form_text(equals == std::string_view::npos ? std::string_view() : field.substr(equals + 1)));
    out.emplace_back(std::move(name), std::move(value));
  }
  return out;
}

}  // namespace muster::http
