#include "builder_rows.h"

#include "bucket.h"

namespace muster::names {

SuffixCounts::SuffixCounts(std::uint64_t names) : bits_(kFilterBitsMin) {
  while (bits_ < kFilterBitsMax && (std::uint64_t{1} << bits_) < names * 4) ++bits_;
  cells_.reset(new std::atomic<std::uint8_t>[std::size_t{1} << bits_]());
}

void SuffixCounts::add(std::string_view name, std::uint64_t seed) {
  for (std::size_t from = last_two_labels(name); from > 0; from = label_before(name, from)) {
    auto& cell = cells_[hash_name(name.substr(from), seed) >> (64 - bits_)];
    // Far from overflowing, whatever all threads add between the two steps.
    if (cell.load(std::memory_order_relaxed) < 100) cell.fetch_add(1, std::memory_order_relaxed);
  }
}

std::string SuffixCounts::filter(unsigned& bits) const {
  const std::size_t cells = std::size_t{1} << bits_;
  std::size_t dense = 0;
  for (std::size_t i = 0; i < cells; ++i) dense += cells_[i].load(std::memory_order_relaxed) >= kDenseFrom;
  bits = kFilterBitsMin;
  while (bits < bits_ && (std::size_t{1} << bits) < dense * 32) ++bits;
  std::string filter(filter_bytes(bits), '\0');
  for (std::size_t i = 0; dense > 0 && i < cells; ++i) {
    if (cells_[i].load(std::memory_order_relaxed) < kDenseFrom) continue;
    const std::size_t cell = i >> (bits_ - bits);
    filter[cell >> 2] = static_cast<char>(filter[cell >> 2] | kDense << ((cell & 3) * 2));
  }
  return filter;
}

void DuplicateList::add(Duplicate duplicate) {
  ++(duplicate.conflict ? conflicts : same);
  list.push_back(std::move(duplicate));
  if (list.size() >= 4 * kMax) settle();
}
void DuplicateList::add(const DuplicateList& other) {
  same += other.same;
  conflicts += other.conflicts;
  list.insert(list.end(), other.list.begin(), other.list.end());
}
void DuplicateList::settle() {
  std::sort(list.begin(), list.end(), [](const Duplicate& a, const Duplicate& b) {
    return std::tie(a.line, a.first_line, a.name) < std::tie(b.line, b.first_line, b.name);
  });
  if (list.size() > kMax) list.resize(kMax);
}

namespace {

// One share of the rows, whose hashes lie together: sorted, then one rule kept of each name and cover.
std::size_t settle_part(const Rows& rows, Record* first, Record* last, const IndexBuilder::Merge& merge,
                        DuplicateList& duplicates) {
  std::sort(first, last, [&](const Record& a, const Record& b) {
    if (a.hash != b.hash) return a.hash < b.hash;
    if (const int order = rows.text(a).compare(rows.text(b)); order != 0) return order < 0;
    if ((a.kind & kCoverMask) != (b.kind & kCoverMask)) return (a.kind & kCoverMask) < (b.kind & kCoverMask);
    return std::tie(a.line, a.payload, a.kind) < std::tie(b.line, b.payload, b.kind);
  });
  std::size_t dropped = 0;
  for (Record* kept = first; first < last; ++first) {
    if (kept == first || kept->hash != first->hash || (kept->kind & kCoverMask) != (first->kind & kCoverMask) ||
        rows.text(*kept) != rows.text(*first)) {
      kept = first;
      continue;
    }
    const bool other_kind = kept->kind != first->kind;
    if (merge && !other_kind)
      kept->payload = merge(kept->payload, first->payload);
    else
      duplicates.add({std::string(rows.text(*first)), static_cast<Cover>(first->kind & kCoverMask), kept->line,
                      first->line, other_kind || kept->payload != first->payload});
    first->length = 0;
    ++dropped;
  }
  return dropped;
}

}  // namespace

void sort_rows(Rows& rows, unsigned known_bits, unsigned threads, const IndexBuilder::Merge& merge,
               DuplicateList& duplicates) {
  const std::size_t count = rows.records.size();
  unsigned bits = 0;
  while (bits < 13 && count >> bits > 2048) ++bits;
  const std::size_t parts = std::size_t{1} << bits;
  const auto part_of = [&](const Record& r) { return bits == 0 ? 0 : (r.hash << known_bits) >> (64 - bits); };
  // Counting sort by part, each thread a slice of the rows, in their order.
  std::vector<std::vector<std::uint32_t>> at(threads, std::vector<std::uint32_t>(parts));
  const auto slice = [&](unsigned t) { return count * t / threads; };
  on_threads(threads, [&](unsigned t) {
    for (std::size_t i = slice(t); i < slice(t + 1); ++i) ++at[t][part_of(rows.records[i])];
  });
  std::vector<std::uint32_t> starts(parts + 1);
  std::uint32_t sum = 0;
  for (std::size_t p = 0; p < parts; ++p) {
    starts[p] = sum;
    for (unsigned t = 0; t < threads; ++t) sum += std::exchange(at[t][p], sum);
  }
  starts[parts] = sum;
  std::vector<Record> sorted(count);
  on_threads(threads, [&](unsigned t) {
    for (std::size_t i = slice(t); i < slice(t + 1); ++i) sorted[at[t][part_of(rows.records[i])]++] = rows.records[i];
  });
  rows.records = std::move(sorted);

  std::vector<DuplicateList> found(threads);
  std::vector<std::size_t> dropped(threads);
  on_threads(threads, [&](unsigned t) {
    for (std::size_t p = parts * t / threads; p < parts * (t + 1) / threads; ++p)
      dropped[t] +=
          settle_part(rows, rows.records.data() + starts[p], rows.records.data() + starts[p + 1], merge, found[t]);
  });
  for (const auto& list : found) duplicates.add(list);
  if (std::any_of(dropped.begin(), dropped.end(), [](std::size_t n) { return n > 0; }))
    std::erase_if(rows.records, [](const Record& r) { return r.length == 0; });
}

void BucketWriter::move_to(BucketPlace place) {
  flush();
  while (line_ < place.line || (line_ == place.line && slot_ < place.slot)) {
    const std::uint64_t end = written_ + pool_.size() - directory_[line_].base;
    if (end > 0xffff) overfull_ = true;
    directory_[line_].ends[slot_] = static_cast<std::uint16_t>(end);
    if (++slot_ == kLineBuckets) {
      slot_ = 0;
      if (++line_ < end_) directory_[line_].base = written_ + pool_.size();
    }
  }
}

void BucketWriter::add(const Record& record, const char* text) {
  const BucketPlace place = bucket_of(record.hash, lines_);
  if (place != BucketPlace{line_, slot_}) move_to(place);
  items_.push_back({text, record.payload, record.length, record.kind, tag_of(record.hash)});
}

void BucketWriter::flush() {
  if (items_.empty()) return;
  if (items_.size() > 255) overfull_ = true;
  if (overfull_) return items_.clear();
  const auto text = [](const Item& item) { return std::string_view(item.text, item.length); };
  if (items_.size() > 1)
    std::sort(items_.begin(), items_.end(), [&](const Item& a, const Item& b) {
      if (a.length != b.length) return a.length > b.length;
      if (const int order = text(a).compare(text(b)); order != 0) return order < 0;
      return (a.kind & kCoverMask) < (b.kind & kCoverMask);
    });
  const std::size_t count = items_.size(), at = pool_.size();
  std::size_t text_here = 0;
  for (const Item& item : items_) text_here += item.length;
  pool_.resize(at + 1 + count * 6 + text_here);
  char* to = pool_.data() + at;
  *to++ = static_cast<char>(count);
  for (const Item& item : items_) *to++ = static_cast<char>(item.tag | item.kind);
  for (const Item& item : items_) *to++ = static_cast<char>(item.length);
  for (const Item& item : items_) to = static_cast<char*>(std::memcpy(to, &item.payload, 4)) + 4;
  for (const Item& item : items_) {
    std::memcpy(to, item.text, item.length);
    to += item.length;
    single_labels |= std::memchr(item.text, '.', item.length) == nullptr;
  }
  names += count;
  text_bytes += text_here;
  items_.clear();
}

}  // namespace muster::names
