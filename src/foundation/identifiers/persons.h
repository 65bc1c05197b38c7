// Numbers that states know persons and their cards by. Inside of identifiers; errors as identifier.h says of
// Kind::check.
#pragma once

#include <base/result.h>

#include <string>
#include <string_view>

namespace muster::identifiers {

Result<std::string> check_bd_nid(std::string_view text);
Result<std::string> check_be_id_card(std::string_view text);
Result<std::string> check_br_cpf(std::string_view text);
Result<std::string> check_cn_foreign_permanent_id(std::string_view text);
Result<std::string> check_cn_hk_mo_permit(std::string_view text);
Result<std::string> check_cn_hmt_residence_id(std::string_view text);
Result<std::string> check_cn_tw_permit(std::string_view text);
Result<std::string> check_de_id_card(std::string_view text);
Result<std::string> check_es_dni(std::string_view text);
Result<std::string> check_es_nie(std::string_view text);
Result<std::string> check_fr_id_card(std::string_view text);
Result<std::string> check_gh_card(std::string_view text);
Result<std::string> check_hk_id(std::string_view text);
Result<std::string> check_id_nik(std::string_view text);
Result<std::string> check_in_aadhaar(std::string_view text);
Result<std::string> check_in_pan(std::string_view text);
Result<std::string> check_it_codice_fiscale(std::string_view text);
Result<std::string> check_it_id_card(std::string_view text);
Result<std::string> check_kr_arc(std::string_view text);
Result<std::string> check_kr_rrn(std::string_view text);
Result<std::string> check_mx_curp(std::string_view text);
Result<std::string> check_my_nric(std::string_view text);
Result<std::string> check_ng_nin(std::string_view text);
Result<std::string> check_nl_id_card(std::string_view text);
Result<std::string> check_passport(std::string_view text);
Result<std::string> check_ph_pcn(std::string_view text);
Result<std::string> check_pk_cnic(std::string_view text);
Result<std::string> check_pl_id_card(std::string_view text);
Result<std::string> check_pl_pesel(std::string_view text);
Result<std::string> check_th_pin(std::string_view text);
Result<std::string> check_tr_kimlik(std::string_view text);
Result<std::string> check_vn_cccd(std::string_view text);
Result<std::string> check_za_id(std::string_view text);

// Digits alone, as many as said, without separators.
Result<std::string> digits_of_length(std::string_view text, std::size_t size, const char* noun);
// Six digits YYMMDD of a number that leaves the century open: a day of 19YY or 20YY.
bool is_short_date(std::string_view yymmdd);

}  // namespace muster::identifiers
