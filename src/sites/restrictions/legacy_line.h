// What a line of a block list says. Pure. Inside of restrictions.
#pragma once

#include <base/result.h>
#include <restrictions/legacy_import.h>

#include <string>
#include <string_view>
#include <vector>

namespace muster::restrictions {

// The form that the first bytes of a file have.
LegacyFormat detect_legacy(std::string_view first);

// A name as a block list writes it: "*." or "." in front means the names below it too, and the name counts. Errors:
// names::parse_name's; legacy_address, legacy_public_suffix.
Result<std::string> legacy_name(std::string_view text);

// The fields of a plain list's or a hosts file's line that are names; none for a comment. A hosts file's own entries of
// the machine ("localhost" …) are none. Errors: legacy_hosts_form.
Result<std::vector<std::string_view>> plain_names(std::string_view line);
Result<std::vector<std::string_view>> hosts_names(std::string_view line);

// A response policy zone, line by line: what an owner's rule blocks. Relative names stay below the zone, absolute ones
// lose its name ($ORIGIN, or the owner of the SOA).
class RpzLines {
 public:
  // The name; "" for what is no block (SOA, NS, $TTL, a rule that lets through, a second rule of the same owner).
  // Errors: legacy_rpz_form, legacy_rpz_outside (an absolute name of another zone), legacy_rpz_trigger (rules about
  // addresses and name servers).
  Result<std::string> line(std::string_view text);

 private:
  Result<std::string> rule(std::string_view owner);
  std::string origin_, last_;
  bool in_parentheses_ = false;
};

}  // namespace muster::restrictions
