// From where and as what a page is visited, and what several such visits of one page say of it.
//
// A page that shows different things to different visitors hides something, or it greets them, rotates its
// advertisements, tries out two designs. What it changes by itself is seen from two visits of one vantage; only what
// goes beyond that, again and again, is called cloaking (after Wu and Davison 2006; Invernizzi et al. 2016). It is a
// hint for a person, and alone never a suspicion.
#pragma once

#include <testing/fetch.h>

#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace muster::testing {

inline constexpr std::size_t kVantagesMax = 8;

struct Vantage {
  std::string name;  // "phone": letters of a to z, digits, "-" and "_", at most 32
  std::string user_agent, accept_language;
  std::string referrer;               // "" for none
  std::string exit_name = "default";  // what is shown of the exit
  std::string exit_url = {};          // socks5:// or http://, "" for none; may hold a password and is never shown
  bool is_mobile() const { return user_agent.find("Mobile") != std::string::npos; }
};

// A phone, a desktop, a phone that comes from a search engine, a phone in English. The first one is the one that
// counts: what it saw is what is compared with.
const std::vector<Vantage>& standard_vantages();

// A JSON array of objects {"name", "user_agent", "accept_language", "referrer", "exit_name", "exit_url"}; what is left
// out is the phone's. Errors: vantages_format with the entry at fault.
Result<std::vector<Vantage>> parse_vantages(std::string_view json);

FetchOptions seen_from(FetchOptions options, const Vantage& vantage);

// --- comparing; pure

inline constexpr std::size_t kShinglesMax = 4096;  // of a page: the least hashes stand for all (bottom-k)
inline constexpr double kTextMargin = 0.25;        // share of the text beyond the page's own change
inline constexpr double kLinksMargin = 0.5;        // share of the hosts that are linked to, likewise
inline constexpr int kLinksNewMin = 3;             // and so many hosts at least

// What a visit saw, without the page.
struct Seen {
  int status = 0;
  std::string error;
  std::string site;      // registrable domain where it ended
  std::string language;  // declared, else guessed from the letters: "zh" or "" for all others
  std::string title;
  std::vector<std::uint64_t> shingles;  // of three words (letters in Chinese), numbers all alike; sorted
  std::set<std::string> linked;         // registrable domains of links that lead elsewhere
  std::size_t text_bytes = 0;
  std::string excerpt;  // the beginning of its text
  bool answered() const { return error.empty() && status != 429 && status != 503; }
};
Seen seen_of(const Visit& visit);

// Shares 0 … 1 of what `a` has and `b` lacks.
double text_lacks(const Seen& a, const Seen& b);
double links_lack(const Seen& a, const Seen& b);

struct VantageGroup {
  const Vantage* vantage = nullptr;
  std::vector<Seen> seen;  // of its visits
};

struct VantageReason {
  std::string code;    // status, site, text, links
  double between = 0;  // least difference of a visit of one and a visit of the other
  double natural = 0;  // greatest difference of two visits of one vantage
};
struct VantageFinding {
  std::string vantage;  // that differs from the first
  std::vector<VantageReason> reasons;
  double value = 0;  // 0 … 1, how much
};
// Vantages whose every visit differs from every visit of `base` by more than either changes by itself. Visits without
// an answer, and answers 429 and 503, say nothing.
std::vector<VantageFinding> compare(const VantageGroup& base, std::span<const VantageGroup> others);

}  // namespace muster::testing
