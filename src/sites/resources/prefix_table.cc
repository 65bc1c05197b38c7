#include <resources/prefix_table.h>

#include <algorithm>
#include <bit>

namespace muster::resources {
namespace {

using identifiers::AddressRange;

constexpr int kIndexBitsMin = 4, kIndexBitsMax = 22;

std::uint32_t word(const AddressRange::Bytes& b, std::size_t at) {
  return std::uint32_t{b[at]} << 24 | std::uint32_t{b[at + 1]} << 16 | std::uint32_t{b[at + 2]} << 8 | b[at + 3];
}
std::uint32_t narrow(const AddressRange::Bytes& b) {
  return word(b, 12);
}
// The first 32 bits, which the index divides.
std::uint32_t top(std::uint32_t key) {
  return key;
}
template <class Wide>
std::uint32_t top(const Wide& key) {
  return static_cast<std::uint32_t>(key.high >> 32);
}
bool advance(std::uint32_t& key) {
  return ++key != 0;
}
template <class Wide>
bool advance(Wide& key) {
  if (++key.low == 0) ++key.high;
  return key.low != 0 || key.high != 0;
}

}  // namespace

PrefixTable::Wide PrefixTable::wide(const Bytes& b) {
  return {std::uint64_t{word(b, 0)} << 32 | word(b, 4), std::uint64_t{word(b, 8)} << 32 | word(b, 12)};
}

template <class Key>
void PrefixTable::Segments<Key>::add(Key start, std::uint32_t owner) {
  if (!starts.empty() && starts.back() == start) {
    owners.back() = owner;
    return;
  }
  starts.push_back(start);
  owners.push_back(owner);
}

template <class Key>
void PrefixTable::Segments<Key>::make_index() {
  // About two segments to a beginning, where addresses are spread evenly.
  const int bits = std::clamp(static_cast<int>(std::bit_width(starts.size())) - 1, kIndexBitsMin, kIndexBitsMax);
  shift = 32 - bits;
  index.assign((std::size_t{1} << bits) + 1, 0);
  for (const Key& start : starts) ++index[(top(start) >> shift) + 1];
  for (std::size_t i = 1; i < index.size(); ++i) index[i] += index[i - 1];
}

template <class Key>
std::uint32_t PrefixTable::Segments<Key>::find(Key key) const {
  if (starts.empty()) return kNone;
  const std::size_t beginning = top(key) >> shift;
  std::uint32_t low = index[beginning];
  std::uint32_t count = index[beginning + 1] - low;
  while (count > 0) {  // the first start behind key
    const std::uint32_t half = count / 2;
    const bool right = !(key < starts[low + half]);
    low = right ? low + half + 1 : low;
    count = right ? count - half - 1 : half;
  }
  return low == 0 ? kNone : owners[low - 1];
}

template <class Key, class KeyOf>
Result<void> PrefixTable::cut(std::size_t from, std::size_t to, Segments<Key>& out, KeyOf key_of) {
  std::vector<std::uint32_t> open;  // ranges around the present place, outermost first
  const auto close = [&] {
    Key next = key_of(entries_[open.back()].range.last);
    open.pop_back();
    if (advance(next)) out.add(next, open.empty() ? kNone : open.back());
  };
  for (std::size_t i = from; i < to; ++i) {
    const AddressRange& range = entries_[i].range;
    while (!open.empty() && entries_[open.back()].range.last < range.first) close();
    if (!open.empty() && entries_[open.back()].range.last < range.last)
      return conflict("block_overlap", range.text() + " overlaps " + entries_[open.back()].range.text() + ".");
    parents_[i] = open.empty() ? kNone : open.back();
    out.add(key_of(range.first), static_cast<std::uint32_t>(i));
    open.push_back(static_cast<std::uint32_t>(i));
  }
  while (!open.empty()) close();
  out.starts.shrink_to_fit();
  out.owners.shrink_to_fit();
  out.make_index();
  return {};
}

Result<PrefixTable> PrefixTable::build(std::vector<Entry> entries) {
  if (entries.size() > kEntriesMax)
    return invalid("table_too_large", "A table of addresses has at most 100,000,000 entries.");
  PrefixTable table;
  table.entries_ = std::move(entries);
  std::stable_sort(table.entries_.begin(), table.entries_.end(), [](const Entry& a, const Entry& b) {
    if (a.range.v4 != b.range.v4) return a.range.v4;
    if (a.range.first != b.range.first) return a.range.first < b.range.first;
    return a.range.last > b.range.last;
  });
  table.parents_.resize(table.entries_.size());
  const auto six = static_cast<std::size_t>(
      std::partition_point(table.entries_.begin(), table.entries_.end(), [](const Entry& e) { return e.range.v4; }) -
      table.entries_.begin());
  MUSTER_CHECK_OK(table.cut(0, six, table.v4_, narrow));
  MUSTER_CHECK_OK(table.cut(six, table.entries_.size(), table.v6_, wide));
  return table;
}

std::uint32_t PrefixTable::find_v4(std::uint32_t address) const {
  return v4_.find(address);
}

std::uint32_t PrefixTable::find(const Bytes& address, bool v4) const {
  return v4 ? v4_.find(narrow(address)) : v6_.find(wide(address));
}

std::uint32_t PrefixTable::find(const AddressRange& range) const {
  std::uint32_t at = find(range.first, range.v4);
  while (at != kNone && entries_[at].range.last < range.last) at = parents_[at];
  return at;
}

std::vector<std::uint32_t> PrefixTable::chain(const Bytes& address, bool v4) const {
  std::vector<std::uint32_t> out;
  for (std::uint32_t at = find(address, v4); at != kNone; at = parents_[at]) out.push_back(at);
  return out;
}

std::size_t PrefixTable::bytes() const {
  const auto of = [](const auto& v) { return v.capacity() * sizeof(v[0]); };
  return of(entries_) + of(parents_) + of(v4_.starts) + of(v4_.owners) + of(v4_.index) + of(v6_.starts) +
         of(v6_.owners) + of(v6_.index);
}

}  // namespace muster::resources
