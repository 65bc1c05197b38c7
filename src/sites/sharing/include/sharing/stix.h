// What is told of orders, as objects of STIX 2.1 (OASIS Standard, 10 June 2021), and what others tell, read back. An
// indicator stands for one order: its pattern is the names that the order takes away, its end is the order's, its
// reference the order's number. Pure.
//
// Limits when reading: a pattern of kPatternMax bytes and kNamesMax names, compared by OR and nothing else; strings of
// kTextMax bytes. What an object says beyond that is not read.
#pragma once

#include <base/result.h>
#include <base/time.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace muster::sharing {

inline constexpr std::size_t kPatternMax = 16 * 1024;
inline constexpr std::size_t kNamesMax = 100;
inline constexpr std::size_t kTextMax = 1000;

// A name, and whether everything below it is meant (without the name itself).
struct SharedName {
  std::string name;  // A-labels, lower case, no last dot
  bool wildcard = false;
  auto operator<=>(const SharedName&) const = default;
};

// Who speaks: an instance. `key` tells two of one name apart: the verifier of its ledger.
struct Speaker {
  std::string name, key;
  std::string id() const;  // identity--…
};

// "TYPE--UUIDv5": the same for the same speaker and name, for ever (RFC 9562 §5.5).
std::string object_id(std::string_view type, const Speaker& speaker, std::string_view name);
// Of a domain name, the same whoever makes it (STIX 2.1 §2.9).
std::string domain_object_id(std::string_view name);

struct SharedOrder {
  std::string order_id, number, ground, law, article, authority;
  int turn = 1;  // how often it came into force
  Instant from, until;
  std::vector<SharedName> names;
  // Tests whose evidence the decision rests on.
  std::int64_t seen = 0;
  Instant first_seen, last_seen;
};

std::string indicator_id(const Speaker& speaker, const SharedOrder& order);
std::string sighting_id(const Speaker& speaker, const SharedOrder& order);
// Each is one JSON object. `created`: of its first version; `modified`: of this one.
std::string identity_json(const Speaker& speaker, Instant created);
// Of the authority that an order is of: a legal person; never a natural one.
std::string authority_id(const Speaker& speaker, const std::string& name);
std::string authority_json(const Speaker& speaker, const std::string& name, Instant created);
std::string domain_json(const std::string& name);
std::string indicator_json(const Speaker& speaker, const SharedOrder& order, Instant created, Instant modified,
                           bool revoked);
std::string sighting_json(const Speaker& speaker, const SharedOrder& order, Instant created, Instant modified,
                          bool revoked);

// "[domain-name:value = 'a.example' OR domain-name:value LIKE '%.a.example']"
std::string pattern_of(const std::vector<SharedName>& names);
// Errors: pattern_form, pattern_long, pattern_names, and those of parse_name.
Result<std::vector<SharedName>> read_pattern(std::string_view pattern);

// An object that somebody else told of.
struct Told {
  std::string type, id, created_by;
  Instant modified;
  bool revoked = false;
  // Of an indicator:
  std::vector<SharedName> names;
  std::string ground, order_number;
  Instant from;
  std::optional<Instant> until;
};
// Of one object's JSON text. What isn't an indicator is told by type and id alone. Errors: stix_form, stix_id,
// stix_field, stix_time, pattern_*, name_*.
Result<Told> read_object(std::string_view json);

}  // namespace muster::sharing
