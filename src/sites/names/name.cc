#include "idna.h"
#include <base/text.h>
#include <names/name.h>

#include <bit>

#include <arpa/inet.h>
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace muster::names {
namespace {

// What a byte may do in a name. Letters map to themselves in lower case; the rest says why it can't stay.
enum Class : unsigned char { kBad = 0, kDot = 1, kControl = 2, kHigh = 3, kUnderscore = 4, kStar = 5, kFirstOk = 6 };

constexpr std::array<unsigned char, 256> make_classes() {
  std::array<unsigned char, 256> table{};
  for (int c = 0; c < 256; ++c) {
    unsigned char& to = table[static_cast<std::size_t>(c)];
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-')
      to = static_cast<unsigned char>(c);
    else if (c >= 'A' && c <= 'Z')
      to = static_cast<unsigned char>(c + 32);
    else if (c == '.')
      to = kDot;
    else if (c <= ' ' || c == 0x7f)
      to = kControl;
    else if (c >= 0x80)
      to = kHigh;
    else if (c == '_')
      to = kUnderscore;
    else if (c == '*')
      to = kStar;
  }
  return table;
}
constexpr auto kClasses = make_classes();

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// WHATWG URL's "ends in a number": the last label is decimal, or hexadecimal after 0x.
bool is_number(std::string_view label) {
  if (label.empty() || !is_digit(label[0])) return false;
  const bool hex = label.starts_with("0x");
  for (const char c : label.substr(hex ? 2 : 0))
    if (!is_digit(c) && !(hex && c >= 'a' && c <= 'f')) return false;
  return true;
}

bool is_address(std::string_view text) {
  if (text.size() > 2 && text.front() == '[' && text.back() == ']') text = text.substr(1, text.size() - 2);
  unsigned char bytes[16];
  const std::string zero_ended(text);
  return inet_pton(AF_INET6, zero_ended.c_str(), bytes) == 1 || inet_pton(AF_INET, zero_ended.c_str(), bytes) == 1;
}

// Something in the text is neither letter, digit, hyphen, dot nor an allowed underscore, and all of it is ASCII.
NameFault explain(std::string_view input, NameRules rules) {
  bool star = false, underscore = false, other = false;
  for (const char c : input) {
    const unsigned char cls = kClasses[static_cast<unsigned char>(c)];
    if (cls == kControl) return NameFault::control;
    star |= cls == kStar;
    underscore |= cls == kUnderscore;
    other |= cls == kBad;
  }
  if (is_address(input)) return NameFault::address;
  if (other) return NameFault::character;
  if (star) return NameFault::wildcard;
  return underscore && !rules.underscore ? NameFault::underscore : NameFault::character;
}

#if defined(__SSE2__)
// Most names at once: up to 63 letters, digits and hyphens in labels without a fault. False says nothing of the name.
bool plain_pass(std::string_view input, NameText& out, NameRules rules) {
  const std::size_t size = input.size();
  if (size == 0 || size > 63) return false;
  std::memcpy(out.bytes, input.data(), size);
  std::uint64_t good = 0, dots = 0, hyphens = 0;
  const auto is = [](__m128i c, char what) { return _mm_cmpeq_epi8(c, _mm_set1_epi8(what)); };
  const auto within = [](__m128i c, char from, char to) {  // bytes of 0x80 and above are below both
    return _mm_and_si128(_mm_cmpgt_epi8(c, _mm_set1_epi8(static_cast<char>(from - 1))),
                         _mm_cmplt_epi8(c, _mm_set1_epi8(static_cast<char>(to + 1))));
  };
  for (std::size_t at = 0; at < size; at += 16) {
    auto* here = reinterpret_cast<__m128i*>(out.bytes + at);
    __m128i c = _mm_loadu_si128(here);
    c = _mm_or_si128(c, _mm_and_si128(within(c, 'A', 'Z'), _mm_set1_epi8(0x20)));
    _mm_storeu_si128(here, c);
    const __m128i dot = is(c, '.'), hyphen = is(c, '-');
    __m128i fine = _mm_or_si128(_mm_or_si128(within(c, 'a', 'z'), within(c, '0', '9')), _mm_or_si128(dot, hyphen));
    if (rules.underscore) fine = _mm_or_si128(fine, is(c, '_'));
    const auto bits = [at](__m128i mask) {
      return static_cast<std::uint64_t>(static_cast<unsigned>(_mm_movemask_epi8(mask))) << at;
    };
    good |= bits(fine);
    dots |= bits(dot);
    hyphens |= bits(hyphen);
  }
  const std::uint64_t last = std::uint64_t{1} << (size - 1), all = last | (last - 1);
  dots &= all;
  hyphens &= all;
  const std::uint64_t starts = (dots << 1) | 1, ends = (dots >> 1) | last;
  if ((good & all) != all || (dots & (starts | last)) != 0 || (hyphens & (starts | ends)) != 0) return false;
  if ((starts & (hyphens >> 2) & (hyphens >> 3)) != 0) return false;  // may be an A-label
  if (dots == 0 && !rules.single_label) return false;
  if (is_digit(out.bytes[64 - std::countl_zero(dots)])) return false;  // may be an address
  out.size = static_cast<std::uint16_t>(size);
  return true;
}
#else
bool plain_pass(std::string_view, NameText&, NameRules) {
  return false;
}
#endif

enum class Seen { fault, done, foreign };  // foreign: has labels that UTS 46 must look at

// The ASCII pass: lower case, label by label. `foreign` leaves the rest to the slow path.
Seen ascii_pass(std::string_view input, NameText& out, NameRules rules, NameFault& fault) {
  const auto stop = [&](NameFault f) {
    fault = f;
    return Seen::fault;
  };
  if (input.size() > 255) return Seen::foreign;
  char* to = out.bytes;
  char* label = to;
  bool a_labels = false;
  bool dotted = false;
  const auto end_label = [&]() -> NameFault {
    const auto length = to - label;
    if (length == 0) return NameFault::label_empty;
    if (static_cast<std::size_t>(length) > kLabelMax) return NameFault::label_too_long;
    if (*label == '-' || to[-1] == '-') return NameFault::label_hyphen;
    if (length > 4 && label[0] == 'x' && label[1] == 'n' && label[2] == '-' && label[3] == '-') a_labels = true;
    return NameFault::none;
  };
  for (const char c : input) {
    const unsigned char cls = kClasses[static_cast<unsigned char>(c)];
    if (cls >= kFirstOk) {
      *to++ = static_cast<char>(cls);
    } else if (cls == kDot) {
      if (const auto f = end_label(); f != NameFault::none) return stop(f);
      *to++ = '.';
      label = to;
      dotted = true;
    } else if (cls == kUnderscore && rules.underscore) {
      *to++ = '_';
    } else {
      return Seen::foreign;
    }
  }
  if (const auto f = end_label(); f != NameFault::none) return stop(f);
  const auto size = static_cast<std::size_t>(to - out.bytes);
  if (size > kNameMax) return stop(NameFault::too_long);
  if (is_digit(*label) && is_number({label, static_cast<std::size_t>(to - label)})) return stop(NameFault::address);
  if (!dotted && !rules.single_label) return stop(NameFault::single_label);
  if (a_labels) return Seen::foreign;
  out.size = static_cast<std::uint16_t>(size);
  return Seen::done;
}

// All labels were encoded; what UTS 46 made of them must still be a name.
NameFault check_encoded(std::string_view ascii, NameText& out, NameRules rules) {
  if (ascii.size() > kNameMax) return NameFault::too_long;
  NameFault fault = NameFault::idna;
  switch (ascii_pass(ascii, out, rules, fault)) {
    case Seen::fault:
      return fault;
    case Seen::done:
      return NameFault::none;
    case Seen::foreign:
      break;
  }
  // A-labels again, each of which has just been proven; anything else was smuggled in by a mapping.
  for (const char c : ascii)
    if (const auto cls = kClasses[static_cast<unsigned char>(c)];
        cls < kFirstOk && cls != kDot && !(cls == kUnderscore && rules.underscore))
      return NameFault::idna;
  std::memcpy(out.bytes, ascii.data(), ascii.size());
  out.size = static_cast<std::uint16_t>(ascii.size());
  return NameFault::none;
}

NameFault slow(std::string_view input, NameText& out, NameRules rules) {
  bool high = false;
  for (const char c : input) {
    const auto byte = static_cast<unsigned char>(c);
    if (kClasses[byte] == kControl) return NameFault::control;
    high |= byte >= 0x80;
  }
  if (high && !is_valid_utf8(input)) return NameFault::not_utf8;
  std::string text = high ? premapped(input) : std::string(input);
  if (text.ends_with('.')) text.pop_back();
  if (text.find('*') != std::string::npos) return explain("*", rules);
  if (text.find(':') != std::string::npos) return is_address(text) ? NameFault::address : NameFault::character;
  std::string ascii;
  for (const auto label : split(text, '.')) {
    if (label.empty()) return NameFault::label_empty;
    if (!ascii.empty()) ascii += '.';
    const bool plain =
        std::all_of(label.begin(), label.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    if (plain && !to_lower_ascii(label.substr(0, 4)).starts_with("xn--")) {
      for (const char c : label)
        if (const auto cls = kClasses[static_cast<unsigned char>(c)];
            cls < kFirstOk && !(cls == kUnderscore && rules.underscore))
          return explain(label, rules);
      ascii += to_lower_ascii(label);
      continue;
    }
    const auto encoded = to_a_label(label);
    if (!encoded || encoded->empty()) return NameFault::idna;  // empty: nothing but characters that UTS 46 drops
    if (encoded->size() > kLabelMax) return NameFault::label_too_long;
    ascii += *encoded;
  }
  return check_encoded(ascii, out, rules);
}

}  // namespace

NameFault parse_into(std::string_view input, NameText& out, NameRules rules) {
  out.size = 0;
  if (input.empty()) return NameFault::empty;
  if (input.size() > kInputMax) return NameFault::too_long;
  const std::string_view whole = input;
  if (input.back() == '.') input.remove_suffix(1);
  if (input.empty()) return NameFault::single_label;  // the root
  if (plain_pass(input, out, rules)) return NameFault::none;
  NameFault fault = NameFault::none;
  switch (ascii_pass(input, out, rules, fault)) {
    case Seen::done:
      return NameFault::none;
    case Seen::fault:
      return fault;
    case Seen::foreign:
      break;
  }
  bool foreign = false;
  for (const char c : input) foreign |= static_cast<unsigned char>(c) >= 0x80;
  if (!foreign) {
    // ASCII through and through: either something that no name holds, too long, or an A-label to prove.
    for (const char c : input) {
      const auto cls = kClasses[static_cast<unsigned char>(c)];
      if (cls < kFirstOk && cls != kDot && !(cls == kUnderscore && rules.underscore)) return explain(input, rules);
    }
    if (input.size() > kNameMax) return NameFault::too_long;
  }
  return slow(foreign ? whole : input, out, rules);
}

Result<Name> parse_name(std::string_view input, NameRules rules) {
  NameText text;
  const NameFault fault = parse_into(input, text, rules);
  if (fault != NameFault::none) return to_error(fault);
  return Name{std::string(text.view())};
}

Result<Pattern> parse_pattern(std::string_view input) {
  Pattern pattern;
  if (input.starts_with("*.")) {
    pattern.below = true;
    input.remove_prefix(2);
  }
  MUSTER_TRY(pattern.name, parse_name(input));
  return pattern;
}

std::string to_unicode(std::string_view ascii) {
  std::string out;
  for (const auto label : split(ascii, '.')) {
    if (!out.empty()) out += '.';
    const auto unicode = to_u_label(label);
    out += unicode ? *unicode : std::string(label);
  }
  return out;
}

}  // namespace muster::names
