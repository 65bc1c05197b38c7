// What a hold or an entry must be, before the schema is asked. Pure. Inside of restrictions.
#pragma once

#include <base/result.h>
#include <restrictions/restriction.h>

namespace muster::restrictions {

// Gives the same with its name normalised.
Result<NewHold> check_hold(NewHold hold);
Result<NewEntry> check_entry(NewEntry entry);
bool is_open(EntryState from, EntryState to);
inline bool is_sealed(BlocklistGround ground) {
  return ground == BlocklistGround::child_abuse_material;
}
// The name and every name above it with at least two labels, closest first: "a.b.example" → itself, "b.example".
std::vector<std::string> names_above(std::string_view name);

}  // namespace muster::restrictions
