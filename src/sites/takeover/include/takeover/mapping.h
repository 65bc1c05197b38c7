// What the columns of another system's register are called, and what they mean here. Plain values.
//
//   system = "Old register"            # on every filing that it brings
//   law = "Act 5, art. 9"              # why they are to be verified again; with reverify
//   reverify = true
//   [source]
//   table = "sites"                    # of an SQLite file
//   separator = ";"                    # of a CSV file
//   [columns]                          # ours = "theirs"
//   site_number = "beian_no"
//   [constants]                        # ours = the same for all
//   language = "zh"
//   [values.subject_kind]              # theirs = "ours"; what is not named stays as it is
//   "1" = "company"
#pragma once

#include <base/result.h>

#include <map>
#include <string>
#include <string_view>

namespace muster::takeover {

struct Mapping {
  std::string system;
  std::string law;
  bool reverify = false;
  std::string table;
  char separator = ',';
  std::map<std::string, std::string> columns, constants;             // by our column
  std::map<std::string, std::map<std::string, std::string>> values;  // by our column, their word → ours
};

inline constexpr std::size_t kMappingBytesMax = 256u << 10;
inline constexpr std::size_t kMappingTextMax = 500;

// Errors: mapping_syntax (with the line), mapping_key_unknown, mapping_value, mapping_system, mapping_columns (none, or
// one that is both a column and a constant). Whether a column of ours exists is the importer's to say.
Result<Mapping> parse_mapping(std::string_view toml);

}  // namespace muster::takeover
