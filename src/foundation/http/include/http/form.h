// What a browser's form sends without a script. Pure.
#pragma once

#include <base/result.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace muster::http {

inline constexpr std::size_t kFormFieldsMax = 20;

using Form = std::vector<std::pair<std::string, std::string>>;

// application/x-www-form-urlencoded (WHATWG URL §5.1). Errors: form_malformed, form_too_many_fields.
Result<Form> parse_form(std::string_view body);
// The first field of that name; "": none.
std::string value_of(const Form& form, std::string_view name);
// Browsers send lines ended by CR LF; a text has \n, and no blanks around it.
std::string with_plain_lines(std::string text);

}  // namespace muster::http
