#include <base/text.h>
#include <base/words.h>
#include <resources/sub_assignment.h>

#include <algorithm>
#include <array>

namespace muster::resources {
namespace {

constexpr std::array<const char*, kFindingKindCount> kKinds{
    "provider_not_in_chain", "address_not_filed", "user_serves_others", "lease_not_in_force", "sublet_forbidden"};

// Legal persons' names, compared without case and without blanks, dots and commas between.
std::string bare(std::string_view name) {
  std::string out;
  for (const char c : to_lower_ascii(name))
    if (c != ' ' && c != '.' && c != ',') out += c;
  return out;
}
bool same_name(std::string_view a, std::string_view b) {
  return bare(a) == bare(b);
}

// One host on one address, with the sentences that every finding begins with.
class Case {
 public:
  Case(const Seen& seen, const std::vector<TenantOf>& chain, const FiledUse& filed,
       const std::function<std::string(const std::string&)>& party_name)
      : seen_(seen), chain_(chain), filed_(filed), party_name_(party_name) {
    steps_.push_back(seen.host + " was seen on " + seen.address.text() + ".");
    for (auto it = chain.rbegin(); it != chain.rend(); ++it) steps_.push_back(tenant_sentence(*it));
  }

  std::vector<Finding> go() {
    leases();
    if (filed_.filed) {
      steps_.push_back("The site is filed under " + filed_.number + " with " + accesses() + ".");
      providers();
      user();
    }
    return std::move(found_);
  }

 private:
  static std::string tenant_sentence(const TenantOf& t) {
    const Block& b = t.tenant.block;
    std::string text = b.range.text() + " is held by " + t.holder_name;
    if (!b.user_id.empty()) text += " and used by " + t.user_name;
    if (b.parent_id.empty()) return text + "; it comes from: " + (b.source.empty() ? "not recorded" : b.source) + ".";
    if (!t.tenant.lease) return text + "; no lease is on record.";
    return text + " under the contract " + t.tenant.lease->contract + " (" + to_text(t.tenant.lease->state) + ").";
  }
  std::string accesses() const {
    std::string text;
    for (const auto& a : filed_.accesses)
      text += (text.empty() ? "" : ", ") + party_name_(a.provider_id) + " on " + a.address_range;
    return text.empty() ? "no open access" : "access by " + text;
  }

  void add(FindingKind kind, const TenantOf& at, std::string sentence) {
    Finding finding;
    finding.kind = kind;
    finding.host = seen_.host;
    finding.address = seen_.address.text();
    finding.block_id = at.tenant.block.id;
    if (at.tenant.lease) finding.lease_id = at.tenant.lease->id;
    finding.explain = steps_;
    finding.explain.push_back(std::move(sentence));
    found_.push_back(std::move(finding));
  }

  // Every tenant but the root's holder needs a lease in force; one that handed on needs one that allows it.
  void leases() {
    for (std::size_t i = 0; i < chain_.size(); ++i) {
      const TenantOf& t = chain_[i];
      if (t.tenant.block.parent_id.empty()) continue;
      const std::string who = t.tenant.block.user_id.empty() ? t.holder_name : t.user_name;
      const auto& lease = t.tenant.lease;
      if (!lease || !is_in_force(lease->state))
        add(FindingKind::lease_not_in_force, t,
            who + " has " + t.tenant.block.range.text() + " without a lease in force.");
      else if (i > 0 && !lease->may_sublet && handed_on(i))
        add(FindingKind::sublet_forbidden, t,
            who + " handed addresses on, although the contract " + lease->contract + " does not allow it.");
    }
  }
  bool handed_on(std::size_t i) const {
    const Block& mine = chain_[i].tenant.block;
    const Block& below = chain_[i - 1].tenant.block;
    return below.holder_id != mine.holder_id || !below.user_id.empty();
  }

  bool has_address(const std::string& party) const {
    return std::any_of(chain_.begin(), chain_.end(),
                       [&](const TenantOf& t) { return t.tenant.block.holder_id == party; });
  }
  static bool covers(const std::string& range, const AddressRange& address) {
    const auto parsed = identifiers::parse_address_range(range);
    return parsed.ok() && parsed->contains(address);
  }

  // One filed access that has the address is enough.
  void providers() {
    if (filed_.accesses.empty()) return;
    const TenantOf& inner = chain_.front();
    std::string in_chain;
    for (const auto& access : filed_.accesses) {
      if (access.provider_id != inner.tenant.block.holder_id) continue;
      if (covers(access.address_range, seen_.address)) return;
      in_chain = access.provider_id;
    }
    if (!in_chain.empty()) {
      add(FindingKind::address_not_filed, inner,
          party_name_(in_chain) + " has the address, but filed another one for this site.");
      return;
    }
    const std::string& provider = filed_.accesses.front().provider_id;
    std::string sentence =
        party_name_(provider) + " gives access to this site, but the address is " + inner.holder_name + "'s";
    sentence += has_address(provider) ? ", to whom it was handed on: who serves the site is not who filed it."
                                      : ": no record says how " + party_name_(provider) + " came to use it.";
    add(FindingKind::provider_not_in_chain, inner, std::move(sentence));
  }

  // A block that one customer uses serves that customer.
  void user() {
    const TenantOf& inner = chain_.front();
    if (inner.tenant.block.user_id.empty() || filed_.subject_name.empty()) return;
    if (same_name(inner.user_name, filed_.subject_name)) return;
    if (!filed_.registrant.empty()) {
      if (same_name(inner.user_name, filed_.registrant)) return;
      steps_.push_back("The name's registrant is " + filed_.registrant + ".");
    }
    add(FindingKind::user_serves_others, inner,
        "The addresses are for the use of " + inner.user_name + "; the site is " + filed_.subject_name + "'s.");
  }

  const Seen& seen_;
  const std::vector<TenantOf>& chain_;
  const FiledUse& filed_;
  const std::function<std::string(const std::string&)>& party_name_;
  std::vector<std::string> steps_;
  std::vector<Finding> found_;
};

}  // namespace

const char* to_text(FindingKind kind) {
  return kKinds[static_cast<std::size_t>(kind)];
}
std::optional<FindingKind> finding_kind(std::string_view text) {
  return find_word<FindingKind>(kKinds, text);
}

std::vector<Finding> examine(const Seen& seen, const std::vector<TenantOf>& chain, const FiledUse& filed,
                             const std::function<std::string(const std::string& party_id)>& party_name) {
  if (chain.empty()) return {};
  return Case(seen, chain, filed, party_name).go();
}

}  // namespace muster::resources
