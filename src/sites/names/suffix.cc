#include "idna.h"
#include <base/text.h>
#include <names/hash.h>
#include <names/suffix.h>

#include <embedded_public_suffixes.h>

namespace muster::names {
namespace {

enum Flag : std::uint8_t {
  kRule = 1,       // "co.uk"
  kWildcard = 2,   // "*.ck": any label in front of this
  kException = 4,  // "!www.ck"
  kDeeper = 8,     // longer rules end in this
};

// All rules and their parents, in an open-addressing table whose slots hold a part of the hash and a place.
class Rules {
 public:
  Rules() : slots_(kSlots) {
    for (const auto line : split(muster_public_suffixes::files()[0].bytes, '\n')) {
      std::string_view rule = trim(line.substr(0, line.find_first_of(" \t\r")));
      if (rule.empty() || rule.starts_with("//")) continue;
      ++count_;
      std::uint8_t flag = kRule;
      if (rule.starts_with('!')) {
        flag = kException;
        rule.remove_prefix(1);
      } else if (rule.starts_with("*.")) {
        flag = kWildcard;
        rule.remove_prefix(2);
      }
      const std::string name = ascii(rule);
      add(name, flag);
      for (auto dot = name.find('.'); dot != std::string::npos; dot = name.find('.', dot + 1))
        add(std::string_view(name).substr(dot + 1), kDeeper);
    }
  }

  std::uint8_t flags(std::string_view suffix) const {
    const std::uint64_t hash = hash_name(suffix, kSeed);
    for (std::size_t at = hash & (kSlots - 1);; at = (at + 1) & (kSlots - 1)) {
      const Slot& slot = slots_[at];
      if (slot.length == 0) return 0;
      if (slot.tag == static_cast<std::uint16_t>(hash >> 48) && slot.length == suffix.size() &&
          std::memcmp(texts_.data() + slot.text, suffix.data(), suffix.size()) == 0)
        return slot.flags;
    }
  }
  std::size_t count() const { return count_; }

 private:
  static constexpr std::size_t kSlots = 1 << 15;  // about 10,000 are used
  static constexpr std::uint64_t kSeed = 11;
  struct Slot {
    std::uint32_t text = 0;
    std::uint16_t tag = 0;
    std::uint8_t length = 0;
    std::uint8_t flags = 0;
  };

  static std::string ascii(std::string_view rule) {
    std::string out;
    for (const auto label : split(rule, '.')) {
      if (!out.empty()) out += '.';
      const bool plain =
          std::all_of(label.begin(), label.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
      out += plain ? to_lower_ascii(label) : to_a_label(label).value_or(std::string(label));
    }
    return out;
  }

  void add(std::string_view suffix, std::uint8_t flag) {
    const std::uint64_t hash = hash_name(suffix, kSeed);
    std::size_t at = hash & (kSlots - 1);
    for (; slots_[at].length != 0; at = (at + 1) & (kSlots - 1)) {
      const Slot& slot = slots_[at];
      if (std::string_view(texts_).substr(slot.text, slot.length) == suffix) break;
    }
    Slot& slot = slots_[at];
    if (slot.length == 0) {
      slot = {static_cast<std::uint32_t>(texts_.size()), static_cast<std::uint16_t>(hash >> 48),
              static_cast<std::uint8_t>(suffix.size()), 0};
      texts_ += suffix;
    }
    slot.flags |= flag;
  }

  std::vector<Slot> slots_;
  std::string texts_;
  std::size_t count_ = 0;
};

const Rules& rules() {
  static const Rules all;
  return all;
}

std::size_t label_before(std::string_view name, std::size_t dot) {
  const auto before = name.substr(0, dot).rfind('.');
  return before == std::string_view::npos ? 0 : before + 1;
}

// Where the longest public suffix starts: the rule of publicsuffix.org/list, "*" where no rule matches.
std::size_t suffix_start(std::string_view name) {
  const Rules& list = rules();
  std::size_t start = label_before(name, name.size());
  std::size_t found = start;
  bool wildcard = false;
  for (;;) {
    const std::uint8_t flags = list.flags(name.substr(start));
    if (flags & kException) return name.find('.', start) + 1;  // the rule without its first label; never a single one
    if ((flags & kRule) || wildcard) found = start;
    wildcard = flags & kWildcard;
    if (start == 0 || !(flags & (kWildcard | kDeeper))) return found;
    start = label_before(name, start - 1);
  }
}

}  // namespace

std::string_view public_suffix(std::string_view ascii) {
  return ascii.substr(suffix_start(ascii));
}
bool is_public_suffix(std::string_view ascii) {
  return suffix_start(ascii) == 0;
}
std::string_view registrable_domain(std::string_view ascii) {
  const std::size_t start = suffix_start(ascii);
  return start == 0 ? std::string_view() : ascii.substr(label_before(ascii, start - 1));
}
std::size_t suffix_rule_count() {
  return rules().count();
}

}  // namespace muster::names
