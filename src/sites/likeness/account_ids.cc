// Ids of accounts in a page's source, by what surely comes before them.
#include <base/blocks.h>

#include <algorithm>
#include <set>

#include <likeness/print.h>

namespace muster::likeness {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_hex(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}
bool is_upper_or_digit(char c) {
  return is_digit(c) || (c >= 'A' && c <= 'Z');
}
bool is_word(char c) {
  return is_upper_or_digit(c) || (c >= 'a' && c <= 'z');
}
bool is_token(char c) {
  return is_word(c) || c == '-' || c == '_';
}
bool is_base58(char c) {
  return is_word(c) && c != '0' && c != 'O' && c != 'I' && c != 'l';
}
bool is_bech32(char c) {
  return (is_digit(c) && c != '1') || (c >= 'a' && c <= 'z' && c != 'b' && c != 'i' && c != 'o');
}

struct Sign {
  const char* provider;
  const char* before;  // as written
  bool with_before;    // belongs to the id
  bool (*letter)(char);
  std::size_t least, most;
  bool payment = false;
  bool alone = false;  // nothing of a word may stand before it
};
constexpr Sign kSigns[] = {
    {"google", "UA-", true, is_digit, 4, 10, false, true},
    {"google", "G-", true, is_upper_or_digit, 8, 12, false, true},
    {"google", "GTM-", true, is_upper_or_digit, 5, 9, false, true},
    {"google", "ca-pub-", true, is_digit, 16, 16},
    {"baidu", "hm.baidu.com/hm.js?", false, is_hex, 32, 32},
    {"cnzz", "cnzz.com/z_stat.php?id=", false, is_digit, 5, 14},
    {"cnzz", "cnzz.com/stat.php?id=", false, is_digit, 5, 14},
    {"51.la", "LA.init({id:\"", false, is_word, 8, 24},
    {"meta", "fbq('init', '", false, is_digit, 12, 18},
    {"meta", "fbq('init','", false, is_digit, 12, 18},
    {"yandex", "mc.yandex.ru/watch/", false, is_digit, 6, 10},
    {"yandex", "ym(", false, is_digit, 6, 10, false, true},
    {"clarity", "clarity.ms/tag/", false, is_word, 8, 12},
    {"stripe", "pk_live_", true, is_word, 16, 128, true, true},
    {"paypal", "paypal.com/sdk/js?client-id=", false, is_token, 20, 128, true},
    {"merchant", "mch_id=", false, is_digit, 8, 16, true, true},
    {"merchant", "merchant_id=", false, is_digit, 8, 16, true, true},
    {"tron", "T", true, is_base58, 33, 33, true, true},
    {"bitcoin", "bc1", true, is_bech32, 36, 59, true, true},
    {"ethereum", "0x", true, is_hex, 40, 40, true, true},
};

// A letter and 33 more are a key only when digits and both cases stand in it; words are none.
bool looks_drawn(std::string_view id) {
  bool digit = false, upper = false, lower = false;
  for (const char c : id) {
    digit = digit || is_digit(c);
    upper = upper || (c >= 'A' && c <= 'Z');
    lower = lower || (c >= 'a' && c <= 'z');
  }
  return digit && upper && lower;
}

void find(std::string_view source, const Sign& sign, std::set<AccountId>& out) {
  const std::string_view before = sign.before;
  const auto next = [&](std::size_t from) {  // by its first two letters: the first alone stands everywhere
    return find_place(source, from, [&](auto byte) {
      const auto first = byte(0) == all_of(before[0]);
      return before.size() < 2 ? first : first & (byte(1) == all_of(before[1]));
    });
  };
  for (std::size_t at = next(0); at < source.size() && out.size() < kIdsMax; at = next(at + 1)) {
    if (source.substr(at, before.size()) != before) continue;
    if (sign.alone && at > 0 && is_token(source[at - 1])) continue;
    const std::size_t from = at + before.size();
    std::size_t end = from;
    while (end < source.size() && end - from <= sign.most && sign.letter(source[end])) ++end;
    const std::size_t length = end - from;
    if (length < sign.least || length > sign.most || (end < source.size() && is_word(source[end]))) continue;
    const std::string_view id = sign.with_before ? source.substr(at, end - at) : source.substr(from, length);
    if (sign.letter == is_base58 && !looks_drawn(id)) continue;
    out.insert({sign.provider, std::string(id)});
  }
}

}  // namespace

AccountIds account_ids(std::string_view source) {
  source = source.substr(0, kSourceMax);
  std::set<AccountId> analytics, payments;
  for (const Sign& sign : kSigns) find(source, sign, sign.payment ? payments : analytics);
  return {{analytics.begin(), analytics.end()}, {payments.begin(), payments.end()}};
}

}  // namespace muster::likeness
