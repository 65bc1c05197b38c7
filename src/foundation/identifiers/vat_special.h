// VAT numbers that have more than one shape, letters, or a sum of their own. Inside of identifiers. Errors of each: as
// identifier.h says of Kind::check.
#pragma once

#include <base/result.h>

#include <string>
#include <string_view>

namespace muster::identifiers {

Result<std::string> check_at_vat(std::string_view text);
Result<std::string> check_bg_vat(std::string_view text);
Result<std::string> check_ch_uid(std::string_view text);
Result<std::string> check_cy_vat(std::string_view text);
Result<std::string> check_cz_vat(std::string_view text);
Result<std::string> check_gb_vat(std::string_view text);
Result<std::string> check_gr_vat(std::string_view text);
Result<std::string> check_hr_vat(std::string_view text);
Result<std::string> check_ie_vat(std::string_view text);
Result<std::string> check_lt_vat(std::string_view text);
Result<std::string> check_lu_vat(std::string_view text);
Result<std::string> check_lv_vat(std::string_view text);
Result<std::string> check_mt_vat(std::string_view text);
Result<std::string> check_no_organisation(std::string_view text);
Result<std::string> check_ro_vat(std::string_view text);
Result<std::string> check_se_vat(std::string_view text);
Result<std::string> check_sk_vat(std::string_view text);
Result<std::string> check_xi_vat(std::string_view text);

// The birth number of Czechia and Slovakia (rodné číslo, zákon č. 133/2000 Sb. § 13): a date, women's months raised by
// 50, either's by 20 when a day's numbers ran out; the tenth digit, since 1954, from the nine before it modulo 11.
bool is_birth_number(std::string_view digits);

}  // namespace muster::identifiers
