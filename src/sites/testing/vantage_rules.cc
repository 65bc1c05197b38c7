#include "score_visit.h"
#include "url.h"
#include <base/text.h>
#include <testing/vantage.h>

namespace muster::testing {
namespace {

constexpr std::size_t kWordsMax = 100'000;  // of a page
constexpr std::size_t kWordBytesMax = 64;
constexpr std::size_t kShingleWords = 3;
constexpr std::size_t kFewShingles = 8;  // fewer say nothing of how much a text changed
constexpr std::size_t kExcerptBytes = 1000;
constexpr std::size_t kTitleBytes = 300;

constexpr double kStatusValue = 0.7, kLinksValue = 0.6;

std::size_t letter_bytes(unsigned char first) {
  return first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
}
// Han, kana and hangul: letters that stand for words.
bool stands_alone(unsigned char first) {
  return first >= 0xE3 && first <= 0xED;
}

// FNV-1a, spread by the finaliser of MurmurHash3, so that the least hashes are a fair sample.
std::uint64_t hash_of(std::string_view text, std::uint64_t seed) {
  std::uint64_t h = 1469598103934665603ULL ^ seed;
  for (const unsigned char c : text) h = (h ^ c) * 1099511628211ULL;
  h ^= h >> 33;
  h *= 0xff51afd7ed558ccdULL;
  h ^= h >> 33;
  return h;
}

// Words of a text: letters and digits in lower case, every number the same, Han letters one by one.
std::vector<std::uint64_t> words_of(std::string_view text) {
  std::vector<std::uint64_t> out;
  std::string word;
  bool number = true;
  const auto end = [&] {
    if (!word.empty()) out.push_back(hash_of(number ? "0" : word, 0));
    word.clear();
    number = true;
  };
  for (std::size_t i = 0; i < text.size() && out.size() < kWordsMax;) {
    const auto c = static_cast<unsigned char>(text[i]);
    const std::size_t bytes = std::min(letter_bytes(c), text.size() - i);
    if (stands_alone(c)) {
      end();
      out.push_back(hash_of(text.substr(i, bytes), 0));
    } else if (c >= 0x80 || (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z')) {
      if (word.size() < kWordBytesMax) word += c < 0x80 ? to_lower_ascii(text.substr(i, 1)) : text.substr(i, bytes);
      number = number && c >= '0' && c <= '9';
    } else {
      end();
    }
    i += bytes;
  }
  end();
  return out;
}

std::vector<std::uint64_t> shingles_of(std::string_view text) {
  const auto words = words_of(text);
  std::vector<std::uint64_t> out;
  for (std::size_t i = 0; i + kShingleWords <= words.size(); ++i) {
    std::uint64_t h = 0;
    for (std::size_t k = 0; k < kShingleWords; ++k)
      h = hash_of({reinterpret_cast<const char*>(&words[i + k]), sizeof words[i + k]}, h);
    out.push_back(h);
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  if (out.size() > kShinglesMax) out.resize(kShinglesMax);
  return out;
}

// Of texts whose language isn't said: Chinese, or something else.
std::string guessed_language(std::string_view text) {
  std::size_t alone = 0, all = 0;
  for (std::size_t i = 0; i < text.size() && all < 4000; i += letter_bytes(static_cast<unsigned char>(text[i]))) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c <= ' ') continue;
    ++all;
    alone += stands_alone(c);
  }
  return alone * 5 > all ? "zh" : "";
}

std::string cut_text(std::string_view text, std::size_t most) {
  std::string out(utf8_prefix(text, most));
  std::replace(out.begin(), out.end(), '\0', ' ');
  return out;
}

enum class Aspect { status, site, text, links };
using Distance = double (*)(const Seen&, const Seen&);

double by_status(const Seen& a, const Seen& b) {
  return a.status / 100 != b.status / 100;
}
double by_site(const Seen& a, const Seen& b) {
  return a.site != b.site;
}
double by_text(const Seen& a, const Seen& b) {
  return std::max(text_lacks(a, b), text_lacks(b, a));
}
double by_links(const Seen& a, const Seen& b) {
  return std::max(links_lack(a, b), links_lack(b, a));
}
std::size_t links_new(const Seen& a, const Seen& b) {
  std::size_t out = 0;
  for (const std::string& each : a.linked) out += !b.linked.contains(each);
  return out;
}

using Group = std::vector<const Seen*>;

Group answered(const VantageGroup& group) {
  Group out;
  for (const Seen& each : group.seen)
    if (each.answered()) out.push_back(&each);
  return out;
}
double greatest_within(const Group& group, Distance distance) {
  double out = 0;
  for (std::size_t i = 0; i < group.size(); ++i)
    for (std::size_t k = 0; k < i; ++k) out = std::max(out, distance(*group[i], *group[k]));
  return out;
}
double least_between(const Group& a, const Group& b, Distance distance) {
  double out = 1;
  for (const Seen* one : a)
    for (const Seen* other : b) out = std::min(out, distance(*one, *other));
  return out;
}

class Comparer {
 public:
  Comparer(const VantageGroup& base, const VantageGroup& other)
      : base_vantage_(*base.vantage), other_vantage_(*other.vantage), base_(answered(base)), other_(answered(other)) {}

  VantageFinding find() {
    VantageFinding out{other_vantage_.name, {}, 0};
    if (base_.size() < 2 || other_.empty()) return out;
    const bool same_form = base_vantage_.is_mobile() == other_vantage_.is_mobile();
    consider(out, "status", by_status, by_status, 0, kStatusValue);
    consider(out, "site", by_site, by_site, 0, 1);
    if (localised()) return out;
    // A desktop's page has more than a phone's (menus, columns): there only what the phone alone is shown counts.
    consider(out, "text", by_text,
             same_form                   ? by_text
             : base_vantage_.is_mobile() ? text_lacks
                                         : lacked_by_text,
             kTextMargin, 0);
    if (new_links(same_form))
      consider(out, "links", by_links,
               same_form                   ? by_links
               : base_vantage_.is_mobile() ? links_lack
                                           : lacked_by_links,
               kLinksMargin, kLinksValue);
    return out;
  }

 private:
  static double lacked_by_text(const Seen& a, const Seen& b) { return text_lacks(b, a); }
  static double lacked_by_links(const Seen& a, const Seen& b) { return links_lack(b, a); }

  void consider(VantageFinding& out, const char* code, Distance natural_by, Distance between_by, double margin,
                double value) {
    const double natural = std::max(greatest_within(base_, natural_by), greatest_within(other_, natural_by));
    const double between = least_between(base_, other_, between_by);
    if (between <= natural + margin) return;
    out.reasons.push_back({code, between, natural});
    out.value = std::max(out.value, value > 0 ? value : between - natural);
  }
  // Another language was asked for, and another one is shown: that is what languages are for.
  bool localised() const {
    if (base_vantage_.accept_language == other_vantage_.accept_language) return false;
    for (const Seen* one : base_)
      for (const Seen* other : other_)
        if (one->language != other->language) return true;
    return false;
  }
  bool new_links(bool same_form) const {
    for (const Seen* one : base_)
      for (const Seen* other : other_) {
        const std::size_t there = links_new(*one, *other), back = links_new(*other, *one);
        const std::size_t most = same_form ? std::max(there, back) : base_vantage_.is_mobile() ? there : back;
        if (most < static_cast<std::size_t>(kLinksNewMin)) return false;
      }
    return true;
  }

  const Vantage& base_vantage_;
  const Vantage& other_vantage_;
  Group base_, other_;
};

}  // namespace

Seen seen_of(const Visit& visit) {
  Seen out;
  out.status = visit.status;
  out.error = visit.error;
  const auto at = parse_url(visit.final_url);
  out.site = at.ok() ? registrable_of(at->host) : "";
  out.title = cut_text(visit.page.title, kTitleBytes);
  out.language = visit.page.language.empty() ? guessed_language(visit.page.text) : visit.page.language;
  if (out.language != "zh" && visit.page.language.empty()) out.language.clear();
  out.shingles = shingles_of(visit.page.text);
  out.text_bytes = visit.page.text.size();
  out.excerpt = cut_text(visit.page.text, kExcerptBytes);
  if (!at.ok()) return out;
  for (const std::string& link : visit.page.links) {
    const auto to = resolve_url(*at, link);
    if (!to.ok()) continue;
    std::string site = registrable_of(to->host);
    if (site != out.site) out.linked.insert(std::move(site));
  }
  return out;
}

// Both samples hold all hashes up to the lower of their greatest ones; beyond, one of them doesn't.
double text_lacks(const Seen& a, const Seen& b) {
  if (a.shingles.size() < kFewShingles || b.shingles.size() < kFewShingles) {
    // A page with next to no text beside one with text is no page that changed a little.
    const bool differ = (a.shingles.size() < kFewShingles) != (b.shingles.size() < kFewShingles);
    return differ && a.shingles.size() > b.shingles.size() + kFewShingles ? 1 : 0;
  }
  const bool all = a.shingles.size() < kShinglesMax && b.shingles.size() < kShinglesMax;
  const std::uint64_t limit = all ? ~0ULL : std::min(a.shingles.back(), b.shingles.back());
  std::size_t total = 0, lacking = 0;
  for (const std::uint64_t each : a.shingles) {
    if (each > limit) break;
    ++total;
    lacking += !std::binary_search(b.shingles.begin(), b.shingles.end(), each);
  }
  return total == 0 ? 0 : static_cast<double>(lacking) / static_cast<double>(total);
}

double links_lack(const Seen& a, const Seen& b) {
  return a.linked.empty() ? 0 : static_cast<double>(links_new(a, b)) / static_cast<double>(a.linked.size());
}

std::vector<VantageFinding> compare(const VantageGroup& base, std::span<const VantageGroup> others) {
  std::vector<VantageFinding> out;
  for (const VantageGroup& other : others) {
    VantageFinding found = Comparer(base, other).find();
    if (!found.reasons.empty()) out.push_back(std::move(found));
  }
  return out;
}

}  // namespace muster::testing
