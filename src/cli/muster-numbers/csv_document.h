// A document, and a person, as they stand in CSV files of captures.
#pragma once

#include <persons/holder.h>

#include <span>
#include <string>
#include <string_view>

namespace muster::cli {

// kind,country,number,expires_on from `at` on.
inline persons::Document document_at(std::span<const std::string_view> fields, std::size_t at) {
  return {std::string(fields[at]), std::string(fields[at + 1]), std::string(fields[at + 2]),
          std::string(fields[at + 3])};
}
// name,birth_date,address from `at` on.
inline persons::Identity identity_at(std::span<const std::string_view> fields, std::size_t at) {
  return {std::string(fields[at]), std::string(fields[at + 1]), std::string(fields[at + 2])};
}

}  // namespace muster::cli
