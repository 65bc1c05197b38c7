// Who gives access to which filing, at which addresses: what the census compares an inventory with. Inside of the room.
#pragma once

#include <identifiers/contact.h>

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace muster::census {

struct AccessSets {
  struct Access {
    std::uint32_t provider;
    std::int32_t range;  // -1: none on record
    auto operator<=>(const Access&) const = default;
  };
  std::vector<std::string> providers;                                   // party ids
  std::unordered_map<std::string, std::vector<std::uint32_t>> aliases;  // in lower case
  std::vector<identifiers::AddressRange> ranges;
  std::vector<std::vector<Access>> sets{{}};  // distinct ones; the first is empty
  std::vector<std::uint32_t> set_of_row;

  const std::vector<Access>& of(std::uint32_t row) const { return sets[row < set_of_row.size() ? set_of_row[row] : 0]; }
};

}  // namespace muster::census
