#include "idna.h"
#include "text_bytes.h"
#include <base/text.h>
#include <names/suffix.h>

#include <bit>

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
          same_text(texts_.data() + slot.text, suffix.data(), suffix.size()))
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

// Where the labels of a name begin, from the last to the first.
class LabelStarts {
 public:
  explicit LabelStarts(std::string_view name)
      : name_(name), from_(name.size() + 1), dots_(name.size() <= 64 ? dots_of(name.data(), name.size()) : 0) {}
  // 0 for the first label, and ever after.
  std::size_t next() {
    if (name_.size() > 64) return from_ = from_ == 0 ? 0 : label_before(name_, from_);
    if (dots_ == 0) return 0;
    const auto last = static_cast<std::size_t>(63 - std::countl_zero(dots_));
    dots_ ^= std::uint64_t{1} << last;
    return last + 1;
  }

 private:
  std::string_view name_;
  std::size_t from_;
  std::uint64_t dots_;
};

struct Cut {
  std::size_t suffix;  // where the longest public suffix starts: the rule of publicsuffix.org/list, "*" without a match
  std::size_t domain;  // where the label in front of it starts; nothing where the suffix is the whole name
};

Cut cut(std::string_view name) {
  const Rules& list = rules();
  LabelStarts starts(name);
  std::size_t behind = name.size(), start = starts.next();  // behind: of the label after the one at start
  Cut found{start, behind};
  bool wildcard = false, next_is_domain = true;
  for (;;) {
    const std::uint8_t flags = list.flags(name.substr(start));
    if (flags & kException) return {behind, start};  // the rule without its first label; never a single one
    if ((flags & kRule) || wildcard) {
      found.suffix = start;
      next_is_domain = true;
    }
    wildcard = flags & kWildcard;
    behind = start;
    if (start == 0) return found;
    start = starts.next();
    if (std::exchange(next_is_domain, false)) found.domain = start;
    if (!(flags & (kWildcard | kDeeper))) return found;
  }
}

}  // namespace

std::string_view public_suffix(std::string_view ascii) {
  return ascii.substr(cut(ascii).suffix);
}
bool is_public_suffix(std::string_view ascii) {
  return cut(ascii).suffix == 0;
}
std::string_view registrable_domain(std::string_view ascii) {
  const Cut at = cut(ascii);
  return at.suffix == 0 ? std::string_view() : ascii.substr(at.domain);
}
std::size_t suffix_rule_count() {
  return rules().count();
}

}  // namespace muster::names
