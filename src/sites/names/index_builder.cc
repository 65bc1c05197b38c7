#include "index_format.h"
#include <names/index.h>

#include <cstdio>

#include <fcntl.h>
#include <unistd.h>

namespace muster::names {
namespace {

struct Record {
  std::uint64_t hash;
  std::uint32_t text;  // offset in the arena
  std::uint32_t payload;
  std::uint8_t length;
  std::uint8_t cover;
};

// What one thread makes of its share of the buckets.
struct Part {
  std::string pool;
  std::uint64_t names = 0, text_bytes = 0, self_depths = 0, parent_depths = 0;
  bool overfull = false;
};

struct Closing {
  int fd;
  ~Closing() {
    if (fd >= 0) ::close(fd);
  }
};

}  // namespace

struct IndexBuilder::Inside {
  Options options;
  std::string arena;
  std::vector<Record> records;
  std::uint64_t refused = 0;
  bool too_large = false;

  std::string_view text(const Record& r) const { return {arena.data() + r.text, r.length}; }

  // Counting sort by bucket; `starts` gets buckets + 1 positions.
  std::vector<Record> sorted(std::uint64_t buckets, std::vector<std::uint32_t>& starts) const {
    starts.assign(buckets + 1, 0);
    for (const Record& r : records) ++starts[bucket_of(r.hash, buckets) + 1];
    for (std::size_t b = 1; b <= buckets; ++b) starts[b] += starts[b - 1];
    std::vector<std::uint32_t> next(starts.begin(), starts.end() - 1);
    std::vector<Record> out(records.size());
    for (const Record& r : records) out[next[bucket_of(r.hash, buckets)]++] = r;
    return out;
  }

  // Puts a bucket's records in order of text and makes one of those with the same name.
  std::size_t settle(Record* first, std::size_t count) const {
    if (count < 2) return count;
    std::sort(first, first + count, [&](const Record& a, const Record& b) {
      const int order = text(a).compare(text(b));
      return order != 0 ? order < 0 : a.payload < b.payload;
    });
    std::size_t kept = 1;
    for (std::size_t i = 1; i < count; ++i) {
      Record& last = first[kept - 1];
      if (text(first[i]) != text(last)) {
        first[kept++] = first[i];
        continue;
      }
      last.payload =
          options.merge ? options.merge(last.payload, first[i].payload) : std::min(last.payload, first[i].payload);
      last.cover |= first[i].cover;
    }
    return kept;
  }

  void append(Part& part, const Record* first, std::size_t count) const {
    if (count > 255) {
      part.overfull = true;
      return;
    }
    std::string& pool = part.pool;
    const std::size_t at = pool.size();
    std::size_t text_bytes = 0;
    for (std::size_t i = 0; i < count; ++i) text_bytes += first[i].length;
    pool.resize(at + 1 + count * 6 + text_bytes);
    char* to = pool.data() + at;
    *to++ = static_cast<char>(count);
    for (std::size_t i = 0; i < count; ++i) *to++ = static_cast<char>(tag_of(first[i].hash) | first[i].cover);
    for (std::size_t i = 0; i < count; ++i) *to++ = static_cast<char>(first[i].length);
    for (std::size_t i = 0; i < count; ++i, to += 4) std::memcpy(to, &first[i].payload, 4);
    for (std::size_t i = 0; i < count; to += first[i].length, ++i) {
      std::memcpy(to, arena.data() + first[i].text, first[i].length);
      const std::uint64_t depth = std::uint64_t{1} << depth_of(text(first[i]));
      if (first[i].cover & static_cast<std::uint8_t>(Cover::exact)) part.self_depths |= depth;
      if (first[i].cover & static_cast<std::uint8_t>(Cover::below)) part.parent_depths |= depth;
    }
    part.names += count;
    part.text_bytes += text_bytes;
  }

  // Buckets [from, to); directory[b] gets the offset within the part.
  void fill(Part& part, std::vector<Record>& rows, const std::vector<std::uint32_t>& starts, std::uint32_t* directory,
            std::uint64_t from, std::uint64_t to) const {
    const std::size_t rows_here = starts[to] - starts[from];
    part.pool.reserve(rows_here * 7 + (to - from) + arena.size() * (rows_here + 1) / (rows.size() + 1) * 11 / 10);
    constexpr std::size_t kAhead = 24;
    for (std::uint64_t b = from; b < to; ++b) {
      for (std::size_t i = starts[b] + kAhead; i < starts[b + 1] + kAhead && i < rows.size(); ++i)
        __builtin_prefetch(arena.data() + rows[i].text);
      directory[b] = static_cast<std::uint32_t>(part.pool.size());
      append(part, rows.data() + starts[b], settle(rows.data() + starts[b], starts[b + 1] - starts[b]));
      if (part.pool.size() > 0xffffffffULL) part.overfull = true;
      if (part.overfull) return;
    }
  }

  Result<std::string> build(std::uint64_t seed) {
    const std::uint64_t buckets = records.size() / kNamesPerBucket + 1;
    std::vector<std::uint32_t> starts;
    std::vector<Record> rows = sorted(buckets, starts);
    std::vector<std::uint32_t> directory(buckets + 1);
    const unsigned threads = std::max(1u, std::min(options.threads, 64u));
    std::vector<Part> parts(threads);
    std::vector<std::thread> running;
    const auto from = [&](unsigned t) { return buckets * t / threads; };
    for (unsigned t = 1; t < threads; ++t)
      running.emplace_back([&, t] { fill(parts[t], rows, starts, directory.data(), from(t), from(t + 1)); });
    fill(parts[0], rows, starts, directory.data(), 0, from(1));
    for (auto& thread : running) thread.join();

    Header header{};
    std::uint64_t pool_bytes = 0;
    for (unsigned t = 0; t < threads; ++t) {
      if (parts[t].overfull) return invalid("index_collisions", "The names collide in the index.");
      for (std::uint64_t b = from(t); b < from(t + 1); ++b) directory[b] += static_cast<std::uint32_t>(pool_bytes);
      pool_bytes += parts[t].pool.size();
      header.names += parts[t].names;
      header.text_bytes += parts[t].text_bytes;
      header.self_depths |= parts[t].self_depths;
      header.parent_depths |= parts[t].parent_depths;
    }
    if (pool_bytes > 0xffffffffULL) return too_large_error();
    directory[buckets] = static_cast<std::uint32_t>(pool_bytes);

    std::memcpy(header.magic, kMagic, sizeof kMagic);
    header.version = kVersion;
    header.meta_bytes = static_cast<std::uint32_t>(options.meta.size());
    header.seed = seed;
    header.buckets = buckets;
    header.pool_bytes = pool_bytes;
    header.file_bytes = sizeof header + padded(options.meta.size()) + directory.size() * 4 + pool_bytes;
    return assemble(header, directory, parts);
  }

  // Not inlined: g++ 12 then reports a false overread of std::string.
  [[gnu::noinline]] std::string assemble(Header& header, const std::vector<std::uint32_t>& directory,
                                         std::vector<Part>& parts) const {
    std::string file(header.file_bytes, '\0');
    char* to = file.data() + sizeof header;
    std::memcpy(to, options.meta.data(), options.meta.size());
    to += padded(options.meta.size());
    std::memcpy(to, directory.data(), directory.size() * 4);
    to += directory.size() * 4;
    for (Part& part : parts) {
      std::memcpy(to, part.pool.data(), part.pool.size());
      to += part.pool.size();
      part.pool = {};
    }
    std::memcpy(file.data(), &header, sizeof header);
    header.checksum = file_checksum(file);
    std::memcpy(file.data(), &header, sizeof header);
    return file;
  }

  static Error too_large_error() {
    return invalid("index_too_large", "The names take more than 4 GiB; one index can't hold them. Split them.");
  }
};

IndexBuilder::IndexBuilder(Options options) : inside_(std::make_unique<Inside>()) {
  inside_->options = std::move(options);
  set_meta(std::move(inside_->options.meta));
}
IndexBuilder::~IndexBuilder() = default;
IndexBuilder::IndexBuilder(IndexBuilder&&) noexcept = default;

void IndexBuilder::set_meta(std::string meta) {
  if (meta.size() > kMetaMax) meta.resize(kMetaMax);
  inside_->options.meta = std::move(meta);
}

void IndexBuilder::reserve(std::size_t names, std::size_t text_bytes) {
  inside_->records.reserve(names);
  inside_->arena.reserve(text_bytes);
}

void IndexBuilder::add(std::string_view ascii, std::uint32_t payload, Cover cover) {
  Inside& in = *inside_;
  if (ascii.empty() || ascii.size() > 253) {
    ++in.refused;
    return;
  }
  if (in.arena.size() + ascii.size() > 0xffffffffULL) {
    in.too_large = true;
    return;
  }
  in.records.push_back({hash_name(ascii, in.options.seed), static_cast<std::uint32_t>(in.arena.size()), payload,
                        static_cast<std::uint8_t>(ascii.size()), static_cast<std::uint8_t>(cover)});
  in.arena.append(ascii);
}

std::uint64_t IndexBuilder::size() const {
  return inside_->records.size();
}
std::uint64_t IndexBuilder::refused() const {
  return inside_->refused;
}

Result<std::string> IndexBuilder::finish() {
  Inside& in = *inside_;
  if (in.too_large) return Inside::too_large_error();
  // Under a fair seed a bucket of 256 can't happen; another seed helps if somebody guessed this one.
  std::uint64_t seed = in.options.seed;
  Result<std::string> file = in.build(seed);
  for (int attempt = 0; attempt < 4 && !file.ok() && file.error().code == "index_collisions"; ++attempt) {
    seed = fold(seed ^ kHash2, kHash1 + static_cast<std::uint64_t>(attempt));
    for (Record& r : in.records) r.hash = hash_name(in.text(r), seed);
    file = in.build(seed);
  }
  in.records = {};
  in.arena = {};
  return file;
}

Result<IndexStats> IndexBuilder::write(const std::string& path) {
  MUSTER_TRY(const std::string file, finish());
  const auto failed = [] {
    return unavailable(
        errno == ENOSPC ? "disk_full" : "index_write",
        "The index can't be written. The old one is still there; check the disk and the folder, then try again.");
  };
  const std::string beside = path + ".new";
  const int fd = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (fd < 0) return failed();
  Closing closing{fd};
  for (std::size_t done = 0; done < file.size();) {
    const auto wrote = ::write(fd, file.data() + done, std::min<std::size_t>(file.size() - done, 1u << 30));
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote <= 0) {
      ::unlink(beside.c_str());
      return failed();
    }
    done += static_cast<std::size_t>(wrote);
  }
  if (::fdatasync(fd) != 0 || std::rename(beside.c_str(), path.c_str()) != 0) {
    ::unlink(beside.c_str());
    return failed();
  }
  Header header;
  std::memcpy(&header, file.data(), sizeof header);
  return IndexStats{header.names,   header.file_bytes, header.text_bytes,
                    header.buckets, header.seed,       inside_->options.meta};
}

}  // namespace muster::names
