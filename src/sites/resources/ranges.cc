// Rules that concern ranges alone.
#include <base/text.h>
#include <resources/rules.h>

namespace muster::resources {
namespace {

using Bytes = AddressRange::Bytes;

// One further; false: there is none.
bool advance(Bytes& address) {
  for (std::size_t i = address.size(); i-- > 0;)
    if (++address[i] != 0) return true;
  return false;
}

int bits_in_common(const Bytes& a, const Bytes& b) {
  int bits = 0;
  while (bits < 128 &&
         ((a[static_cast<std::size_t>(bits / 8)] ^ b[static_cast<std::size_t>(bits / 8)]) & (0x80 >> bits % 8)) == 0)
    ++bits;
  return bits;
}

void set_tail(Bytes& address, int prefix) {
  for (int bit = prefix; bit < 128; ++bit)
    address[static_cast<std::size_t>(bit / 8)] |= static_cast<std::uint8_t>(0x80 >> bit % 8);
}
bool tail_is_zero(const Bytes& address, int prefix) {
  for (int bit = prefix; bit < 128; ++bit)
    if (address[static_cast<std::size_t>(bit / 8)] & (0x80 >> bit % 8)) return false;
  return true;
}

constexpr Bytes kMappedFirst{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0, 0, 0};
constexpr Bytes kMappedLast{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff};

}  // namespace

bool overlap(const AddressRange& a, const AddressRange& b) {
  return a.v4 == b.v4 && a.first <= b.last && b.first <= a.last;
}

Result<void> check_range(const AddressRange& range) {
  if (!range.v4 && range.first <= kMappedLast && kMappedFirst <= range.last)
    return invalid("range_mapped", "This IPv6 range holds addresses that stand for IPv4; write IPv4 blocks as IPv4.",
                   "range");
  return {};
}

Result<void> check_no_overlap(const AddressRange& range, std::span<const Block> siblings) {
  for (const Block& sibling : siblings)
    if (overlap(range, sibling.range))
      return conflict("block_overlap",
                      range.text() + " overlaps " + sibling.range.text() +
                          ", which is on record beside it. Nothing was changed; return that block first, or take "
                          "another range.",
                      "range");
  return {};
}

Result<std::vector<AddressRange>> split_evenly(const AddressRange& range, int prefix_length) {
  const int longest = range.v4 ? 32 : 128;
  const int prefix = prefix_length + (range.v4 ? 96 : 0);
  const int own = bits_in_common(range.first, range.last);
  if (prefix_length < 0 || prefix_length > longest || prefix < own || (prefix == own && range.first != range.last) ||
      range.first == range.last)
    return invalid("split_prefix",
                   "Parts need a longer prefix than the block's own, and at most /" + std::to_string(longest) + ".",
                   "prefix_length");
  std::vector<AddressRange> parts;
  AddressRange part;
  part.v4 = range.v4;
  for (Bytes at = range.first; at <= range.last;) {
    part.first = part.last = at;
    set_tail(part.last, prefix);
    if (!tail_is_zero(at, prefix) || part.last > range.last)
      return invalid("split_prefix",
                     range.text() + " can't be cut into whole /" + std::to_string(prefix_length) + " blocks.",
                     "prefix_length");
    if (parts.size() == kPartsMax)
      return invalid(
          "split_parts",
          "A block is split into at most " + with_separators(kPartsMax) + " parts at a time; split it in two steps.",
          "prefix_length");
    parts.push_back(part);
    at = part.last;
    if (!advance(at)) break;
  }
  if (parts.size() < 2) return invalid("split_prefix", "A split makes at least two parts.", "prefix_length");
  return parts;
}

Result<void> check_parts(const AddressRange& range, std::span<const AddressRange> parts) {
  if (parts.size() < 2 || parts.size() > kPartsMax)
    return invalid("split_parts", "A split makes 2 to " + with_separators(kPartsMax) + " parts.", "parts");
  std::vector<AddressRange> sorted(parts.begin(), parts.end());
  std::sort(sorted.begin(), sorted.end());
  Bytes wanted = range.first;
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    if (!range.contains(sorted[i]))
      return invalid("outside_parent", sorted[i].text() + " lies outside of " + range.text() + ".", "parts");
    if (i > 0 && overlap(sorted[i], sorted[i - 1]))
      return invalid("block_overlap", sorted[i].text() + " overlaps " + sorted[i - 1].text() + ".", "parts");
    if (sorted[i].first != wanted)
      return invalid("split_gap", "Addresses before " + sorted[i].text() + " are in no part.", "parts");
    wanted = sorted[i].last;
    if (!advance(wanted)) break;
  }
  if (sorted.back().last != range.last)
    return invalid("split_gap", "Addresses behind " + sorted.back().text() + " are in no part.", "parts");
  return {};
}

Result<std::size_t> part_of(const AddressRange& child, std::span<const AddressRange> parts) {
  for (std::size_t i = 0; i < parts.size(); ++i)
    if (parts[i].contains(child)) return i;
  return conflict(
      "split_cuts_child",
      "The cut would go through " + child.text() + ", which is allocated. Nothing was changed; cut elsewhere.",
      "parts");
}

}  // namespace muster::resources
