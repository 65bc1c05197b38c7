#include "index_compile.h"
#include "index_inside.h"
#include <names/index_builder.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace muster::names {
namespace {

struct Closing {
  int fd = -1;
  ~Closing() {
    if (fd >= 0) ::close(fd);
  }
};

Error not_written() {
  return unavailable(
      errno == ENOSPC ? "disk_full" : "index_write",
      "The index can't be written. The old one is still there; check the disk and the folder, then try again.");
}

}  // namespace

struct IndexBuilder::Inside {
  Options options;
  Rows rows;
  std::optional<Spill> spill;
  std::optional<Error> failed;  // while adding
  std::uint64_t given = 0, refused = 0, spilled = 0;
  DuplicateList duplicates;

  // Rows leave memory. The first of several moves them all to the file.
  Result<void> spill_rows() {
    if (!spill) {
      MUSTER_TRY(Spill made, Spill::open(options.scratch, 1 << 20));
      spill.emplace(std::move(made));
    }
    for (const Record& row : rows.records) MUSTER_CHECK_OK(spill->add(rows.text(row), row.kind, row.payload, row.line));
    rows.records.clear();
    rows.arena.clear();
    return {};
  }

  // Under a fair seed a bucket of 256 can't happen; another seed helps if somebody guessed this one.
  template <class Compile>
  Result<Compiled> with_seeds(Compile&& compile_with) {
    std::uint64_t seed = options.seed;
    for (std::uint64_t attempt = 0;; ++attempt) {
      Result<Compiled> made = compile_with(seed);
      if (made.ok() || made.error().code != "index_collisions" || attempt == 4) {
        duplicates.settle();
        return made;
      }
      seed = fold(seed ^ kHash2, kHash1 + attempt);
    }
  }

  // Without a file the rows fit the memory and the pools are in the result; `out` is needed where they do not.
  Result<Compiled> make(int out) {
    duplicates = {};
    auto made = compiled(out);
    if (made.ok() && options.refuse_conflicts && duplicates.conflicts > 0)
      return invalid("index_conflicts",
                     "The same rule stands in several lines with different payloads, or once as an exception. Nothing "
                     "was written.");
    return made;
  }

  Result<Compiled> compiled(int out) {
    if (failed) return *failed;
    if (!spill) return with_seeds([&](std::uint64_t seed) { return compile(rows, options, seed, duplicates); });
    MUSTER_CHECK_OK(spill_rows());
    rows = {};
    MUSTER_CHECK_OK(spill->flush());
    spilled = spill->bytes();
    return with_seeds([&](std::uint64_t seed) {
      duplicates = {};
      return compile(*spill, out, options, seed, duplicates, spilled);
    });
  }

  // Everything into this file.
  Result<IndexStats> write(int fd) {
    MUSTER_TRY(Compiled made, make(fd));
    const Header& h = made.header;
    std::uint64_t at = pool_at(h);
    for (std::string& pool : made.pools) {
      MUSTER_CHECK_OK(write_at(fd, pool, at, "index_write"));
      at += pool.size();
      pool = {};
    }
    MUSTER_CHECK_OK(write_at(fd, std::string(kSlack, '\0'), h.file_bytes - kSlack, "index_write"));
    MUSTER_CHECK_OK(write_at(fd, made.front, 0, "index_write"));
    return IndexStats{h.names, h.file_bytes, h.text_bytes, h.lines * kLineBuckets,
                      h.seed,  h.lineage,    h.through,    options.meta};
  }

  void clear() {
    rows = {};
    spill.reset();
    failed.reset();
    given = 0;
  }
};

IndexBuilder::IndexBuilder(Options options) : inside_(std::make_unique<Inside>()) {
  inside_->options = std::move(options);
  Options& made = inside_->options;
  made.threads = std::clamp(made.threads, 1u, 64u);
  made.memory_max = std::max<std::uint64_t>(made.memory_max, 64 << 20);
  if (made.scratch.empty()) made.scratch = std::filesystem::temp_directory_path();
  set_meta(std::move(made.meta));
}
IndexBuilder::~IndexBuilder() = default;
IndexBuilder::IndexBuilder(IndexBuilder&&) noexcept = default;

void IndexBuilder::set_meta(std::string meta) {
  if (meta.size() > kMetaMax) meta.resize(kMetaMax);
  inside_->options.meta = std::move(meta);
}

void IndexBuilder::reserve(std::size_t names, std::size_t text_bytes) {
  inside_->rows.records.reserve(names);
  inside_->rows.arena.reserve(text_bytes);
}

void IndexBuilder::add(std::string_view ascii, std::uint32_t payload, Cover cover, bool exception, std::uint32_t line) {
  Inside& in = *inside_;
  if (ascii.empty() || ascii.size() > kTextMax) {
    ++in.refused;
    return;
  }
  ++in.given;
  if (line == 0) line = static_cast<std::uint32_t>(std::min<std::uint64_t>(in.given, 0xffffffffU));
  const auto kind = static_cast<std::uint8_t>(static_cast<unsigned>(cover) | (exception ? kExceptionBit : 0u));
  // Texts are found by 32 bits, records counted by 32 bits.
  const bool full = in.rows.arena.size() + ascii.size() > 0xffffffffULL || in.rows.records.size() == 0xffffffffULL ||
                    (in.rows.records.size() % 4096 == 0 && in.rows.memory() > in.options.memory_max);
  if (full && !in.failed)
    if (const auto done = in.spill_rows(); !done.ok()) in.failed = done.error();
  if (in.failed) return;
  in.rows.records.push_back({0, static_cast<std::uint32_t>(in.rows.arena.size()), payload, line,
                             static_cast<std::uint8_t>(ascii.size()), kind});
  in.rows.arena.append(ascii);
}

std::uint64_t IndexBuilder::size() const {
  return inside_->given;
}
std::uint64_t IndexBuilder::refused() const {
  return inside_->refused;
}
std::uint64_t IndexBuilder::same() const {
  return inside_->duplicates.same;
}
std::uint64_t IndexBuilder::conflicts() const {
  return inside_->duplicates.conflicts;
}
const std::vector<Duplicate>& IndexBuilder::duplicates() const {
  return inside_->duplicates.list;
}
std::uint64_t IndexBuilder::spilled_bytes() const {
  return inside_->spilled;
}

Result<std::shared_ptr<const NameIndex>> IndexBuilder::build() {
  Inside& in = *inside_;
  auto index = std::make_unique<NameIndex::Inside>();
  if (in.spill) {
    const Closing file{open_unnamed(in.options.scratch)};
    if (file.fd < 0) return not_written();
    MUSTER_TRY(const IndexStats stats, in.write(file.fd));
    index->memory = Mapping::file(file.fd, stats.file_bytes);
    if (!index->memory) return not_written();
  } else {
    MUSTER_TRY(Compiled made, in.make(-1));
    in.rows = {};
    index->memory = Mapping::anonymous(made.header.file_bytes);
    char* to = index->memory.data();
    std::memcpy(to, made.front.data(), made.front.size());
    to += made.front.size();
    for (std::string& pool : made.pools) {
      std::memcpy(to, pool.data(), pool.size());
      to += pool.size();
      pool = {};
    }
  }
  in.clear();
  MUSTER_CHECK_OK(index->load());
  return std::shared_ptr<const NameIndex>(new NameIndex(std::move(index)));
}

Result<std::string> IndexBuilder::finish() {
  MUSTER_TRY(const auto index, build());
  return std::string(index->inside_->memory.view());
}

Result<IndexStats> IndexBuilder::write(const std::string& path) {
  Inside& in = *inside_;
  const std::string beside = path + ".new";
  const Closing file{::open(beside.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0644)};
  if (file.fd < 0) return not_written();
  auto stats = in.write(file.fd);
  in.clear();
  if (stats.ok() && (::fdatasync(file.fd) != 0 || std::rename(beside.c_str(), path.c_str()) != 0))
    stats = not_written();
  if (!stats.ok()) ::unlink(beside.c_str());
  return stats;
}

}  // namespace muster::names
