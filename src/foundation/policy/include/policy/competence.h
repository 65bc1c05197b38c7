// Whose mandate a decision needs, by the region of the entity's home and by ground. competence.authorities lists it, a
// line each: "CN-11 unfiled capital_authority", "CN * national_authority", "* phishing_or_malware cyber_court" (region,
// ground, code of one of [[authorities]]; "*": any). A region covers itself and what goes on after it with a hyphen. Of
// the lines that fit, those of the most particular region count, and of these the ones that name the ground, if any
// does. Pure functions; thread-safe.
#pragma once

#include <base/result.h>
#include <policy/policy.h>

#include <string>
#include <string_view>
#include <vector>

namespace muster::policy {

struct Competence {
  std::string region, ground, authority;  // region, ground "": any
};
// Errors: policy_value, naming the line.
Result<std::vector<Competence>> competences(const std::vector<std::string>& lines, const std::vector<Authority>& known);

// Bodies of one kind of party (authority, court), in the file's order. Empty: the file names none for this region and
// ground, and every body of the kind may give the mandate. A region that is not known ("") fits lines for any alone.
std::vector<const Authority*> competent_for(const Policy& policy, std::string_view region, std::string_view ground,
                                            std::string_view kind);

}  // namespace muster::policy
