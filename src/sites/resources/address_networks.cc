#include "address_networks.h"

#include <base/csv.h>
#include <base/files.h>

#include <algorithm>
#include <charconv>
#include <tuple>
#include <unordered_map>

namespace muster::resources {
namespace {

constexpr std::size_t kNameMax = 200;

Error no_list(std::int64_t line, const std::string& what) {
  return invalid("origin_not_one", "The list of networks can't be used: line " + std::to_string(line) + " " + what +
                                       " Install it again.");
}

}  // namespace

Result<void> AddressNetworks::add(const std::string& file) {
  MUSTER_TRY(const std::string text, read_file(file));
  CsvReader reader(bytes_of(text));
  CsvRecord record;
  std::unordered_map<std::string, std::uint32_t> known;
  const std::size_t before = ranges_.size();
  for (;;) {
    MUSTER_TRY(const bool more, reader.next(record));
    if (!more) break;
    if (record.bad || record.fields.size() != 4) return no_list(record.line, "is not first,last,number,name.");
    const auto [first, last, number, name] =
        std::tie(record.fields[0], record.fields[1], record.fields[2], record.fields[3]);
    const auto range = identifiers::parse_address_range(std::string(first) + "-" + std::string(last));
    if (!range.ok()) return no_list(record.line, "has no range of addresses.");
    std::uint32_t network = 0;
    const auto read = std::from_chars(number.data(), number.data() + number.size(), network);
    if (read.ec != std::errc() || read.ptr != number.data() + number.size() || network == 0)
      return no_list(record.line, "has no number of a network.");
    const auto [at, is_new] = known.try_emplace(std::string(name.substr(0, kNameMax)), names_.size());
    if (is_new) names_.append(at->first).push_back('\0');
    ranges_.push_back({range->first, range->last, network, at->second});
  }
  if (ranges_.size() == before) return no_list(1, "is not there: the list is empty.");
  std::sort(ranges_.begin(), ranges_.end(), [](const Range& a, const Range& b) { return a.first < b.first; });
  ranges_.shrink_to_fit();
  names_.shrink_to_fit();
  return {};
}

AddressNetworks::Found AddressNetworks::of(const Bytes& address) const {
  const auto behind = std::upper_bound(ranges_.begin(), ranges_.end(), address,
                                       [](const Bytes& asked, const Range& range) { return asked < range.first; });
  if (behind == ranges_.begin() || std::prev(behind)->last < address) return {};
  const Range& range = *std::prev(behind);
  const bool v4 = std::all_of(range.first.begin(), range.first.begin() + 10, [](auto byte) { return byte == 0; }) &&
                  range.first[10] == 0xff && range.first[11] == 0xff;
  return {range.network, names_.data() + range.name, {range.first, range.last, v4}};
}

}  // namespace muster::resources
