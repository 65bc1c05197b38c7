#include <lines/rules.h>

#include <dealers/rules.h>

namespace muster::dealers {
namespace {

using S = State;
using E = Event;

constexpr Transition kTable[] = {
    {S::applied, E::activate, S::active, false, false},    {S::applied, E::end, S::ended, true, false},
    {S::active, E::suspend, S::suspended, true, true},     {S::active, E::end, S::ended, true, false},
    {S::suspended, E::reinstate, S::active, false, false}, {S::suspended, E::end, S::ended, true, false},
};

using P = PacketState;
constexpr PacketTransition kPacketTable[] = {
    {P::receiving, P::received}, {P::receiving, P::refused}, {P::receiving, P::expired}, {P::received, P::accepted},
    {P::received, P::refused},   {P::refused, P::corrected}, {P::refused, P::expired},
};

// Crockford's base 32: 0 and O, 1, I and L are the same to who reads.
constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

Result<void> all_of(std::vector<Error> faults) {
  if (faults.empty()) return {};
  Error error = faults.front();
  error.all = std::move(faults);
  return error;
}

bool is_region(const std::string& text) {
  return lines::is_code(text) && text.size() <= 32;
}

}  // namespace

std::span<const Transition> transitions() {
  return kTable;
}
const Transition* find_transition(State from, Event event) {
  for (const Transition& t : kTable)
    if (t.from == from && t.event == event) return &t;
  return nullptr;
}
std::span<const PacketTransition> packet_transitions() {
  return kPacketTable;
}

Result<void> check(const NewDealer& d) {
  std::vector<Error> faults;
  if (!lines::is_code(d.contract_number))
    faults.push_back(invalid("contract_number", "Give the contract's number: up to 64 letters, digits and . _ : -.",
                             "contract_number"));
  if (d.contract_until && *d.contract_until <= d.contract_from)
    faults.push_back(invalid("contract_term", "A contract ends after it begins.", "contract_until"));
  if (!is_region(d.region))
    faults.push_back(invalid("dealer_region", "Give the region by its code, as in CN-11.", "region"));
  if (d.quota < 1 || d.quota > kQuotaMax)
    faults.push_back(invalid("dealer_quota", "A quota is from 1 to 1,000,000 registrations a day.", "quota"));
  if (!d.parent_id.empty() && d.parent_id == d.id)
    faults.push_back(invalid("dealer_parent", "A dealer does not stand above itself.", "parent_id"));
  return all_of(std::move(faults));
}

Result<void> check(const Place& p) {
  std::vector<Error> faults;
  if (!lines::is_code(p.code))
    faults.push_back(invalid("place_form", "A place has a code of up to 64 letters, digits and . _ : -.", "code"));
  if (!is_region(p.region))
    faults.push_back(invalid("place_region", "Give the region by its code, as in CN-11.", "region"));
  const bool both = p.latitude_e5.has_value() == p.longitude_e5.has_value();
  const bool inside = !p.latitude_e5 || !p.longitude_e5 ||
                      (std::abs(*p.latitude_e5) <= 9'000'000 && std::abs(*p.longitude_e5) <= 18'000'000);
  if (!both || !inside)
    faults.push_back(invalid("place_coordinates", "Give latitude and longitude in degrees, or neither.", "latitude"));
  return all_of(std::move(faults));
}

std::optional<Error> hindrance(std::span<const Dealer> chain, Instant now) {
  for (std::size_t i = 0; i < chain.size(); ++i) {
    const Dealer& d = chain[i];
    const bool in_term = d.contract_from <= now && (!d.contract_until || now < *d.contract_until);
    if (d.state == State::active && in_term) continue;
    if (i > 0)
      return refused("dealer_parent_not_active", "The dealer whose contract this one sells under may not register now.",
                     "dealer_id");
    if (d.state != State::active) return refused("dealer_not_active", "This dealer may not register now.", "dealer_id");
    return refused("dealer_contract_over", "This dealer's contract is not in force now.", "dealer_id");
  }
  return std::nullopt;
}

std::string code_text(std::string_view random) {
  std::string out;
  for (std::size_t i = 0; i < kCodeLetters && i < random.size(); ++i) {
    if (i > 0 && i % 4 == 0) out += '-';
    out += kAlphabet[static_cast<unsigned char>(random[i]) % kAlphabet.size()];
  }
  return out;
}

std::optional<std::string> code_letters(std::string_view as_typed) {
  std::string out;
  for (const char c : as_typed) {
    if (c == '-' || c == ' ') continue;
    char upper = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    if (upper == 'O') upper = '0';
    if (upper == 'I' || upper == 'L') upper = '1';
    if (kAlphabet.find(upper) == std::string_view::npos) return std::nullopt;
    out += upper;
  }
  return out.size() == kCodeLetters ? std::optional(out) : std::nullopt;
}

}  // namespace muster::dealers
