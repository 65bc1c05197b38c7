// Reports of other systems as files: e-mails in the Abuse Reporting Format (RFC 5965) and XARF v4 (JSON). A reader
// takes what it understands: an entry at fault is told with its place and does not take the others with it. Pure;
// thread-safe.
#pragma once

#include <base/result.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace muster::reports {

inline constexpr std::size_t kFileMax = 64u << 20;     // bytes of a file
inline constexpr std::size_t kEntryMax = 8u << 20;     // bytes of one e-mail or one JSON value
inline constexpr std::size_t kEntriesMax = 100'000;    // of a file
inline constexpr std::size_t kAddressesMax = 20;       // that one entry may name; further ones are dropped
inline constexpr int kPartsMax = 50, kNestingMax = 4;  // of an e-mail
inline constexpr std::size_t kHeaderLineMax = 8'192;   // bytes of one field, unfolded
inline constexpr int kHeaderFieldsMax = 500;           // of one part

// What one entry says. Whoever sent it, and whom it was about, is not read.
struct Told {
  std::int64_t line = 0;               // of the file, where the entry begins, or the place in a JSON array; from 1
  std::vector<std::string> addresses;  // as written, each once
  std::string ground;                  // of the closed list; "" when the entry's kind says none
  std::string kind;                    // "abuse", "fraud", "virus" …; "content/phishing"
  std::string words;                   // of a person, "" without; at most 4,000 bytes
};
struct ToldFault {
  std::int64_t line = 0;
  Error error;  // code, sentence and field
};
struct ToldFile {
  std::vector<Told> told;
  std::vector<ToldFault> faults;
};

// One e-mail, or several as an mbox file ("From " at the beginning of a line). Reads message/feedback-report, and of
// the quoted message the addresses in its texts alone; nothing of it is kept. Errors of the whole file: file_too_large.
// Faults: arf_not_multipart, arf_no_report, arf_field_missing, arf_version, arf_too_deep, arf_too_many_parts,
// arf_too_large, arf_no_address.
Result<ToldFile> read_arf(std::string_view file);

// A JSON object, an array of them, or one in each line. Errors of the whole file: file_too_large, xarf_json. Faults:
// xarf_json, xarf_field_missing, xarf_field_form, xarf_version, xarf_category, xarf_no_address, xarf_too_large.
Result<ToldFile> read_xarf(std::string_view file);

// Addresses with http and https in a text, each once, in order; without the punctuation behind them.
std::vector<std::string> addresses_in(std::string_view text, std::size_t max = kAddressesMax);
// At most `bytes`, whole characters, control characters as blanks.
std::string plain_words(std::string_view text, std::size_t bytes = 4'000);

}  // namespace muster::reports
