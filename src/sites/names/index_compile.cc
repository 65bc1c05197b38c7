#include "index_compile.h"

#include <base/prefetch.h>

namespace muster::names {
namespace {

Error collisions() {
  return invalid("index_collisions", "The names collide in the index.");
}

// The filter, and the rules at dense suffixes that it must know.
struct Filter {
  std::string bytes;
  unsigned bits = 0;
  FilterView view() const { return {reinterpret_cast<const unsigned char*>(bytes.data()), 64 - bits}; }
  Anchor anchor(std::string_view name, std::uint64_t seed) const {
    return anchor_of(name, seed, view(), [](std::size_t, std::uint64_t) {});
  }
  bool at_dense(const Anchor& anchor) const { return anchor.from == 0 && (view().at(anchor.hash) & kDense); }
  void mark(std::uint64_t hash) {
    const std::uint64_t cell = hash >> (64 - bits);
    bytes[cell >> 2] = static_cast<char>(bytes[cell >> 2] | kRuleAtDense << ((cell & 3) * 2));
  }
};

void tell(const IndexBuilder::Options& options, const char* stage, double share) {
  if (options.progress) options.progress(stage, share);
}

Header start_header(const IndexBuilder::Options& options, std::uint64_t seed, const Filter& filter,
                    std::uint64_t lines) {
  Header header{};
  std::memcpy(header.magic, kMagic, sizeof kMagic);
  header.version = kVersion;
  header.meta_bytes = static_cast<std::uint32_t>(options.meta.size());
  header.seed = seed;
  header.lines = lines;
  header.filter_bits = filter.bits;
  header.lineage = options.lineage;
  header.through = options.through;
  return header;
}

// What the buckets' writers counted is in the header already.
void finish_front(Compiled& made, const std::string& meta, const Filter& filter,
                  const std::vector<DirectoryLine>& directory, std::uint64_t pool_checksum) {
  Header& h = made.header;
  h.file_bytes = pool_at(h) + h.pool_bytes + kSlack;
  made.front.assign(pool_at(h), '\0');
  char* to = made.front.data();
  std::memcpy(to + sizeof h, meta.data(), meta.size());
  std::memcpy(to + filter_at(h), filter.bytes.data(), filter.bytes.size());
  std::memcpy(to + directory_at(h), directory.data(), directory.size() * sizeof(DirectoryLine));
  h.content_checksum = content_checksum(checksum(std::string_view(made.front).substr(filter_at(h))), pool_checksum);
  h.header_checksum = header_checksum(h, meta);
  std::memcpy(to, &h, sizeof h);
}

void count(Header& header, const BucketWriter& writer) {
  header.names += writer.names;
  header.text_bytes += writer.text_bytes;
  if (writer.single_labels) header.flags |= kHasSingleLabels;
}

}  // namespace

Result<Compiled> compile(Rows& rows, const IndexBuilder::Options& options, std::uint64_t seed,
                         DuplicateList& duplicates) {
  const unsigned threads = options.threads;
  const auto slice = [&](unsigned t) { return rows.records.size() * t / threads; };
  Filter filter;
  {
    SuffixCounts counts(rows.records.size());
    on_threads(threads, [&](unsigned t) {
      for (std::size_t i = slice(t); i < slice(t + 1); ++i) counts.add(rows.text(rows.records[i]), seed);
    });
    filter.bytes = counts.filter(filter.bits);
  }
  std::vector<std::vector<std::uint64_t>> marked(threads);
  on_threads(threads, [&](unsigned t) {
    for (std::size_t i = slice(t); i < slice(t + 1); ++i) {
      Record& row = rows.records[i];
      const Anchor anchor = filter.anchor(rows.text(row), seed);
      row.hash = anchor.hash;
      if (filter.at_dense(anchor)) marked[t].push_back(anchor.hash);
    }
  });
  for (const auto& hashes : marked)
    for (const auto hash : hashes) filter.mark(hash);
  tell(options, "sorting", 0.2);
  sort_rows(rows, 0, threads, options.merge, duplicates);
  tell(options, "writing", 0.7);

  std::uint64_t bytes = 0;
  for (const Record& row : rows.records) bytes += 6u + row.length;
  Compiled made;
  const std::uint64_t lines = lines_for(bytes);
  made.header = start_header(options, seed, filter, lines);
  std::vector<DirectoryLine> directory(lines);
  made.pools.resize(threads);
  std::vector<std::unique_ptr<BucketWriter>> writers(threads);
  const auto first_line = [&](unsigned t) { return lines * t / threads; };
  on_threads(threads, [&](unsigned t) {
    const std::uint64_t from = first_line(t), to = first_line(t + 1);
    if (from == to) return;
    writers[t] = std::make_unique<BucketWriter>(directory.data(), lines, from, to);
    writers[t]->pool().reserve(bytes / threads * 11 / 10 + 4096);
    const auto before = [&](const Record& r, std::uint64_t line) { return bucket_of(r.hash, lines).line < line; };
    const auto& all = rows.records;
    auto row = std::lower_bound(all.begin(), all.end(), from, before);
    const auto end = std::lower_bound(row, all.end(), to, before);
    for (; row != end; ++row) {
      if (all.end() - row > 24) prefetch(rows.arena.data() + row[24].text);
      writers[t]->add(*row, rows.arena.data() + row->text);
    }
    writers[t]->close();
  });
  Checksum pool_checksum;
  for (unsigned t = 0; t < threads; ++t) {
    if (!writers[t]) continue;
    if (writers[t]->overfull()) return collisions();
    for (std::uint64_t line = first_line(t); line < first_line(t + 1); ++line)
      directory[line].base += made.header.pool_bytes;
    made.pools[t] = std::move(writers[t]->pool());
    made.header.pool_bytes += made.pools[t].size();
    pool_checksum.add(made.pools[t]);
    count(made.header, *writers[t]);
  }
  finish_front(made, options.meta, filter, directory, pool_checksum.value());
  return made;
}

namespace {

constexpr std::size_t kPartBuffer = 32 << 10;
constexpr unsigned kPartBitsMax = 9;

// Rows go to 2^bits files by the high bits of their anchors' hashes; each fits the memory.
Result<std::vector<Spill>> partition(const Spill& rows, unsigned bits, const std::string& scratch, Filter& filter,
                                     std::uint64_t seed) {
  std::vector<Spill> parts;
  for (unsigned p = 0; p < 1u << bits; ++p) {
    MUSTER_TRY(Spill part, Spill::open(scratch, kPartBuffer));
    parts.push_back(std::move(part));
  }
  MUSTER_CHECK_OK(rows.each([&](std::string_view text, std::uint8_t kind, std::uint32_t payload, std::uint32_t line) {
    const Anchor anchor = filter.anchor(text, seed);
    if (filter.at_dense(anchor)) filter.mark(anchor.hash);
    return parts[anchor.hash >> (64 - bits)].add(text, kind, payload, line);
  }));
  for (Spill& part : parts) MUSTER_CHECK_OK(part.flush());
  return parts;
}

Result<Rows> load(const Spill& part, const Filter& filter, std::uint64_t seed) {
  Rows rows;
  rows.records.reserve(part.rows());
  rows.arena.reserve(part.bytes() - 10 * part.rows());
  MUSTER_CHECK_OK(part.each(
      [&](std::string_view text, std::uint8_t kind, std::uint32_t payload, std::uint32_t line) -> Result<void> {
        rows.records.push_back({filter.anchor(text, seed).hash, static_cast<std::uint32_t>(rows.arena.size()), payload,
                                line, static_cast<std::uint8_t>(text.size()), kind});
        rows.arena.append(text);
        return {};
      }));
  return rows;
}

}  // namespace

Result<Compiled> compile(const Spill& rows, int out, const IndexBuilder::Options& options, std::uint64_t seed,
                         DuplicateList& duplicates, std::uint64_t& spilled) {
  Filter filter;
  {
    SuffixCounts counts(rows.rows());
    MUSTER_CHECK_OK(rows.each([&](std::string_view text, std::uint8_t, std::uint32_t, std::uint32_t) -> Result<void> {
      counts.add(text, seed);
      return {};
    }));
    filter.bytes = counts.filter(filter.bits);
  }
  // A row in memory takes at most six times its bytes on disk.
  unsigned bits = 1;
  while (bits < kPartBitsMax && (rows.bytes() * 6) >> bits > options.memory_max) ++bits;
  tell(options, "partitioning", 0.1);
  MUSTER_TRY(std::vector<Spill> parts, partition(rows, bits, options.scratch, filter, seed));
  MUSTER_TRY(Spill sorted, Spill::open(options.scratch, 1 << 20));
  std::uint64_t bytes = 0;
  for (std::size_t p = 0; p < parts.size(); ++p) {
    tell(options, "sorting", 0.3 + 0.4 * static_cast<double>(p) / static_cast<double>(parts.size()));
    MUSTER_TRY(Rows part, load(parts[p], filter, seed));
    spilled += parts[p].bytes();
    { const Spill done = std::move(parts[p]); }  // gives its disk back
    sort_rows(part, bits, options.threads, options.merge, duplicates);
    for (const Record& row : part.records) {
      MUSTER_CHECK_OK(sorted.add(part.text(row), row.kind, row.payload, row.line));
      bytes += 6u + row.length;
    }
  }
  MUSTER_CHECK_OK(sorted.flush());
  spilled += sorted.bytes();
  tell(options, "writing", 0.7);

  Compiled made;
  made.header = start_header(options, seed, filter, lines_for(bytes));
  std::vector<DirectoryLine> directory(made.header.lines);
  BucketWriter writer(directory.data(), made.header.lines, 0, made.header.lines);
  Checksum pool_checksum;
  const std::uint64_t begin = pool_at(made.header);
  const auto put = [&]() -> Result<void> {
    pool_checksum.add(writer.pool());
    MUSTER_CHECK_OK(write_at(out, writer.pool(), begin + made.header.pool_bytes, "index_write"));
    made.header.pool_bytes += writer.pool().size();
    writer.take_pool();
    return {};
  };
  std::string held[2];  // texts of the bucket that is being filled must stay until it is written
  MUSTER_CHECK_OK(sorted.each([&](std::string_view text, std::uint8_t kind, std::uint32_t payload,
                                  std::uint32_t line) -> Result<void> {
    if (held[0].capacity() == 0) held[0].reserve(1 << 20);
    if (held[0].size() + text.size() > held[0].capacity()) {
      std::swap(held[0], held[1]);
      if (held[0].capacity() < 1 << 20) held[0].reserve(1 << 20);
      held[0].clear();
    }
    const char* at = held[0].data() + held[0].size();
    held[0].append(text);
    writer.add({filter.anchor(text, seed).hash, 0, payload, line, static_cast<std::uint8_t>(text.size()), kind}, at);
    return writer.pool().size() > (4 << 20) ? put() : Result<void>();
  }));
  writer.close();
  if (writer.overfull()) return collisions();
  MUSTER_CHECK_OK(put());
  count(made.header, writer);
  finish_front(made, options.meta, filter, directory, pool_checksum.value());
  return made;
}

}  // namespace muster::names
