// Words of a zone file. Inside of the intake room. Pure.
#pragma once

#include <string_view>

namespace muster::intake {

bool equal_letters(std::string_view a, std::string_view lower);  // any case
bool is_zone_ttl(std::string_view word);                         // "3600", "1h30m"
bool is_zone_class(std::string_view word);
bool is_zone_type(std::string_view word);     // letters and digits, a letter first
bool leads_somewhere(std::string_view type);  // A, AAAA, CNAME, DNAME, NS, MX, HTTPS, SVCB: a site may stand behind it
// Takes the next word off `rest`; ends at blanks, parentheses and comments, which it leaves.
std::string_view zone_word(std::string_view& rest);

}  // namespace muster::intake
