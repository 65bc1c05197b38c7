// Which site an observed name belongs to, and what the register says of it. Inside of the census room. Pure.
#pragma once

#include <census/register.h>
#include <names/name.h>

#include <string_view>

namespace muster::census {

// The registrable domain of a name (as names::parse_into writes it), or the longer name under it that is on record
// apart; empty when the name is no site's: a public suffix, a reverse look-up.
std::string_view site_of(std::string_view name, const Register& known);
// The same for a name as a resolver saw it, which goes into `text` first; empty also for what is no name.
std::string_view site_of_query(std::string_view name, const Register& known, names::NameText& text);

// What the register says of a site: its own entry, which `hit` is, and those of its parents down to the registrable
// domain.
Entry entry_of(const Register& known, std::string_view site, const names::Hit& hit);

}  // namespace muster::census
