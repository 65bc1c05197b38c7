// The fingerprint of a page: what it has in common with its mirrors, whatever their names are. Pure; thread-safe.
//
// Text: words of four letters and more, numbers left out; pairs of letters in scripts that write no spaces. SimHash
// over 64 bits (Charikar 2002) says whether two texts are nearly the same; beyond a few changed words its bits drift
// apart (30 % of the words changed: some 16 of 64), so that mirrors are found by a MinHash sketch (Broder 1997), whose
// equal places estimate the share of words in common, and whose bands of three places are what the index is asked for.
// Pictures: PDQ (room hashes). Favicon: MurmurHash3 (x86, 32 bits, seed 0) of its base64 in lines of 76 letters, each
// ended by a line feed: the form that search engines for hosts publish. Certificate: SHA-256 of its public key (SPKI),
// which stays when the certificate is renewed.
#pragma once

#include <base/result.h>
#include <content/page.h>
#include <hashes/pdq.h>

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace muster::likeness {

inline constexpr std::size_t kBands = 24, kBandPlaces = 3, kPlaces = kBands * kBandPlaces;
inline constexpr std::int64_t kWordsMin = 24;   // distinct; a shorter text says nothing
inline constexpr std::size_t kWordsMax = 4096;  // of a longer one the least hashes stand for all
inline constexpr std::size_t kPicturesMax = 4;
inline constexpr std::size_t kIdsMax = 8;            // of a page, of each kind
inline constexpr int kTemplateMin = 8;               // distinct pieces of structure; less says nothing
inline constexpr std::size_t kSourceMax = 2u << 20;  // bytes of a page's source that are read for ids and structure

struct TextPrint {
  std::uint64_t simhash = 0;
  std::int64_t words = 0;  // distinct
  std::array<std::uint16_t, kPlaces> sketch{};
  bool says() const { return words >= kWordsMin; }
  bool operator==(const TextPrint&) const = default;
};
TextPrint text_print(std::string_view text);
// Estimate of the share of distinct words that both have of those that either has, 0 to 1 (standard error 0.06).
double words_in_common(const TextPrint& a, const TextPrint& b);

// What says on whose account visitors are counted or paid: "google", "UA-1234567".
struct AccountId {
  std::string provider, value;
  auto operator<=>(const AccountId&) const = default;
};
struct AccountIds {
  std::vector<AccountId> analytics, payments;  // sorted, each once
};
AccountIds account_ids(std::string_view source);

// Which tags stand around which, with their first class; texts and repetitions don't count. 0: too little of it.
std::uint64_t template_of(std::string_view source);

std::uint32_t murmur3_32(std::string_view bytes, std::uint32_t seed);
std::int32_t favicon_hash(std::string_view icon);
// A picture by its content type or its first bytes; error pages are no icons.
bool is_icon(std::string_view bytes, std::string_view content_type);

// Of a certificate in PEM: SHA-256 of its SubjectPublicKeyInfo, hex; "" when it is none.
std::string certificate_key(const std::string& pem);

struct PrintPicture {
  hashes::Pdq hash;
  int quality = 0;
  std::int64_t area = 0;
};

struct Print {
  TextPrint text;
  std::vector<hashes::Pdq> pictures;  // the largest of good quality
  std::optional<std::int32_t> favicon;
  std::string certificate_key;
  AccountIds accounts;
  std::uint64_t structure = 0;  // template_of
  std::string address;
  std::string registrant;  // who the register says answers for the name: an id, never a name
  bool operator==(const Print& other) const;
};

struct PageFacts {
  std::string_view source;  // decoded
  const content::Page& page;
  std::vector<PrintPicture> pictures = {};
  std::optional<std::int32_t> favicon = {};
  std::string certificate_key = {}, address = {};
};
Print print_of(PageFacts facts);

std::string to_json(const Print& print);
// Errors: print_form.
Result<Print> print_from_json(std::string_view text);

}  // namespace muster::likeness
