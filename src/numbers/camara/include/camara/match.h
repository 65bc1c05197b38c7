// Comparing what a client has with what is on record. Pure and thread-safe; nothing here keeps or logs what it is
// given. Sources: kyc-match 0.4; Winkler 1990 for the similarity. How texts are made comparable is documented in
// docs/camara.md, country by country.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace muster::camara {

// Jaro-Winkler with prefix scale 0.1, prefixes of at most 4, and no threshold: 0 to 1. Of code points.
double jaro_winkler(std::u32string_view a, std::u32string_view b);

// The forms in which a text is compared in a country (ISO 3166-1 alpha-3, of the document's issuer): one, or two where
// umlauts are written in two ways. Words separated by one blank. Invalid UTF-8 and a text of punctuation give empty
// forms.
std::vector<std::u32string> comparable(std::string_view text, std::string_view country);

enum class Comparison {
  name,        // words, in either order of given and family names
  words,       // words in their order
  identifier,  // letters and digits alone: document numbers, postal codes
  code,        // a word of a closed list, or a day
  email,       // small and capital letters are the same
};

// One of the attributes that the definitions name, but for phoneNumber.
struct Attribute {
  const char* name;         // "givenName"
  const char* vault_field;  // "given_name"; nullptr: of the document that was shown
  Comparison comparison;
  bool scored;    // has a …MatchScore
  bool captured;  // comes with the registration; the others are further details of the holder
};
std::span<const Attribute> attributes();
const Attribute* find_attribute(std::string_view name);  // nullptr: none

enum class Match { yes, no, not_available };
const char* to_text(Match match);  // "true", "false", "not_available"
struct Compared {
  Match match = Match::not_available;
  std::optional<int> score;  // 0 to 99, of what differs, where it can be computed
};
// `stored`: nothing where the register has none.
Compared compare(const Attribute& attribute, const std::optional<std::string>& stored, std::string_view given,
                 std::string_view country);

// idDocumentType of a kind of document of the persons room.
const char* document_type(std::string_view kind);

}  // namespace muster::camara
