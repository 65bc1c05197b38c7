#include "index_format.h"
#include <names/index.h>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace muster::names {
namespace {

// One look-up under way: first its place in the directory is fetched, then its bucket.
struct Probe {
  std::uint64_t hash;
  const char* text;
  std::uint64_t bucket;
  const char* from;
  const char* to;
  std::uint32_t query;
  std::uint16_t length;
  std::uint8_t wanted;  // Cover bits, one of which must be there
};
constexpr std::size_t kBatch = 32;
constexpr std::size_t kProbesMax = 4 * kBatch;

}  // namespace

struct NameIndex::Inside {
  std::string bytes;  // when not mapped
  void* mapped = MAP_FAILED;
  std::size_t mapped_bytes = 0;
  IndexStats stats;
  std::uint64_t self_depths = 0, parent_depths = 0;
  const char* directory = nullptr;
  const char* pool = nullptr;

  ~Inside() {
    if (mapped != MAP_FAILED) ::munmap(mapped, mapped_bytes);
  }

  std::uint32_t offset(std::uint64_t bucket) const {
    std::uint32_t v;
    std::memcpy(&v, directory + bucket * 4, 4);
    return v;
  }

  // The entry in [from, to) that has this text. Nothing outside of the bucket is read, whatever it says.
  static bool match(const char* from, const char* to, std::uint64_t hash, const char* text, std::size_t length,
                    std::uint8_t wanted, Hit& hit) {
    const auto room = static_cast<std::size_t>(to - from);
    if (room == 0) return false;
    const std::size_t count = static_cast<unsigned char>(*from);
    if (room < 1 + count * 6) return false;
    const char* tags = from + 1;
    const char* lengths = tags + count;
    const char* payloads = lengths + count;
    const char* here = payloads + count * 4;
    const std::uint8_t tag = tag_of(hash);
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t long_here = static_cast<unsigned char>(lengths[i]);
      const auto tag_here = static_cast<std::uint8_t>(tags[i]);
      if (((tag_here ^ tag) & 0xfc) == 0 && long_here == length) {
        if (static_cast<std::size_t>(to - here) < length) return false;
        if (std::memcmp(here, text, length) == 0) {
          if (!(tag_here & wanted)) return false;
          std::memcpy(&hit.payload, payloads + i * 4, 4);
          hit.cover = static_cast<Cover>(tag_here & 3);
          hit.length = static_cast<std::uint16_t>(length);
          return true;
        }
      }
      if (static_cast<std::size_t>(to - here) < long_here) return false;
      here += long_here;
    }
    return false;
  }

  bool find(std::string_view name, std::uint8_t wanted, Hit& hit) const {
    const std::uint64_t hash = hash_name(name, stats.seed);
    const std::uint64_t bucket = bucket_of(hash, stats.buckets);
    return match(pool + offset(bucket), pool + offset(bucket + 1), hash, name.data(), name.size(), wanted, hit);
  }

  // Whether an entry may be a suffix of so many labels, for the name itself or for a parent.
  bool may_be(std::size_t labels, bool self) const {
    const std::uint64_t bit = std::uint64_t{1} << (labels < kDepthMax ? labels : kDepthMax);
    return (parent_depths & bit) || (self && (self_depths & bit));
  }

  // Calls f(suffix, wanted) for every suffix that may be in the index, the longest first, until f says stop.
  template <class F>
  void suffixes(std::string_view name, F&& f) const {
    std::size_t labels = depth_of(name) == kDepthMax
                             ? static_cast<std::size_t>(std::count(name.begin(), name.end(), '.')) + 1
                             : depth_of(name);
    bool self = true;
    for (std::string_view suffix = name;;) {
      if (may_be(labels, self) && f(suffix, static_cast<std::uint8_t>(self ? Cover::exact : Cover::below))) return;
      const auto dot = suffix.find('.');
      if (dot == std::string_view::npos) return;
      suffix.remove_prefix(dot + 1);
      --labels;
      self = false;
    }
  }

  void start(Probe& p, std::string_view text, std::uint32_t query, std::uint8_t wanted) const {
    p.hash = hash_name(text, stats.seed);
    p.bucket = bucket_of(p.hash, stats.buckets);
    p.text = text.data();
    p.length = static_cast<std::uint16_t>(text.size());
    p.query = query;
    p.wanted = wanted;
    __builtin_prefetch(directory + p.bucket * 4);
  }

  // Finishes probes; of several of one query the longest text wins, which comes first.
  void finish(Probe* probes, std::size_t count, Hit* hits) const {
    for (std::size_t i = 0; i < count; ++i) {
      Probe& p = probes[i];
      p.from = pool + offset(p.bucket);
      p.to = pool + offset(p.bucket + 1);
      __builtin_prefetch(p.from);
      if (p.to - p.from > 48) __builtin_prefetch(p.from + 64);
      if (p.to - p.from > 112) __builtin_prefetch(p.from + 128);
    }
    for (std::size_t i = 0; i < count; ++i) {
      const Probe& p = probes[i];
      Hit& hit = hits[p.query];
      if (hit.length == 0) match(p.from, p.to, p.hash, p.text, p.length, p.wanted, hit);
    }
  }

  Result<void> load(std::string_view file);
};

Result<void> NameIndex::Inside::load(std::string_view file) {
  Header h;
  if (file.size() < sizeof h) {
    if (file.size() >= 8 && std::memcmp(file.data(), kMagic, 8) == 0)
      return invalid("index_cut_off", "The name index is cut off. Build it again.");
    return invalid("index_not_an_index", "This file is no name index.");
  }
  std::memcpy(&h, file.data(), sizeof h);
  if (std::memcmp(h.magic, kMagic, sizeof kMagic) != 0)
    return invalid("index_not_an_index", "This file is no name index.");
  if (h.version != kVersion)
    return invalid("index_version", "The name index is of a version that this program does not know. Build it again.");
  if (h.file_bytes > file.size()) return invalid("index_cut_off", "The name index is cut off. Build it again.");
  const auto damaged = [] { return invalid("index_damaged", "The name index is damaged. Build it again."); };
  if (h.file_bytes != file.size() || h.meta_bytes > kMetaMax || h.buckets == 0 || h.buckets > 0xffffffffULL ||
      h.pool_bytes > 0xffffffffULL)
    return damaged();
  if (sizeof h + padded(h.meta_bytes) + (h.buckets + 1) * 4 + h.pool_bytes != file.size()) return damaged();
  if (file_checksum(file) != h.checksum) return damaged();
  directory = file.data() + sizeof h + padded(h.meta_bytes);
  pool = directory + (h.buckets + 1) * 4;
  std::uint32_t before = 0;
  bool in_order = offset(0) == 0 && offset(h.buckets) == h.pool_bytes;
  for (std::uint64_t b = 0; b <= h.buckets; ++b) {
    const std::uint32_t now = offset(b);
    in_order &= now >= before;
    before = now;
  }
  if (!in_order) return damaged();
  stats = {h.names, h.file_bytes, h.text_bytes, h.buckets, h.seed, std::string(file.substr(sizeof h, h.meta_bytes))};
  self_depths = h.self_depths;
  parent_depths = h.parent_depths;
  return {};
}

NameIndex::NameIndex(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}
NameIndex::~NameIndex() = default;

Result<std::shared_ptr<const NameIndex>> NameIndex::map(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return not_found("index_missing", "There is no name index at this place. Build it first.");
  struct stat about {};
  auto inside = std::make_unique<Inside>();
  if (::fstat(fd, &about) == 0 && S_ISREG(about.st_mode) && about.st_size > 0) {
    inside->mapped_bytes = static_cast<std::size_t>(about.st_size);
    inside->mapped = ::mmap(nullptr, inside->mapped_bytes, PROT_READ, MAP_SHARED | MAP_POPULATE, fd, 0);
  }
  ::close(fd);
  if (inside->mapped == MAP_FAILED) return invalid("index_not_an_index", "This file is no name index.");
  MUSTER_CHECK_OK(inside->load({static_cast<const char*>(inside->mapped), inside->mapped_bytes}));
  return std::shared_ptr<const NameIndex>(new NameIndex(std::move(inside)));
}

Result<std::shared_ptr<const NameIndex>> NameIndex::from_bytes(std::string bytes) {
  auto inside = std::make_unique<Inside>();
  inside->bytes = std::move(bytes);
  MUSTER_CHECK_OK(inside->load(inside->bytes));
  return std::shared_ptr<const NameIndex>(new NameIndex(std::move(inside)));
}

std::optional<Hit> NameIndex::exact(std::string_view name) const {
  Hit hit;
  if (!inside_->find(name, static_cast<std::uint8_t>(Cover::exact), hit)) return std::nullopt;
  return hit;
}

std::optional<Hit> NameIndex::covering(std::string_view name) const {
  Hit hit;
  inside_->suffixes(name,
                    [&](std::string_view suffix, std::uint8_t wanted) { return inside_->find(suffix, wanted, hit); });
  if (hit.length == 0) return std::nullopt;
  return hit;
}

void NameIndex::exact(std::span<const std::string_view> names, std::span<Hit> hits) const {
  Probe probes[kBatch];
  for (std::size_t at = 0; at < names.size(); at += kBatch) {
    const std::size_t count = std::min(kBatch, names.size() - at);
    for (std::size_t i = 0; i < count; ++i) {
      hits[at + i] = {};
      inside_->start(probes[i], names[at + i], static_cast<std::uint32_t>(at + i),
                     static_cast<std::uint8_t>(Cover::exact));
    }
    inside_->finish(probes, count, hits.data());
  }
}

void NameIndex::covering(std::span<const std::string_view> names, std::span<Hit> hits) const {
  Probe probes[kProbesMax];
  std::size_t count = 0;
  const auto flush = [&] {
    inside_->finish(probes, count, hits.data());
    count = 0;
  };
  for (std::size_t i = 0; i < names.size(); ++i) {
    hits[i] = {};
    inside_->suffixes(names[i], [&](std::string_view suffix, std::uint8_t wanted) {
      if (count == kProbesMax) flush();
      if (hits[i].length != 0) return true;  // a longer one was found by that flush
      inside_->start(probes[count++], suffix, static_cast<std::uint32_t>(i), wanted);
      return false;
    });
    if (count > kProbesMax - kBatch) flush();
  }
  flush();
}

void NameIndex::each(const std::function<bool(std::string_view, std::uint32_t, Cover)>& visit) const {
  for (std::uint64_t b = 0; b < inside_->stats.buckets; ++b) {
    const char* from = inside_->pool + inside_->offset(b);
    const char* to = inside_->pool + inside_->offset(b + 1);
    if (from == to) continue;
    const std::size_t count = static_cast<unsigned char>(*from);
    if (static_cast<std::size_t>(to - from) < 1 + count * 6) continue;
    const char* text = from + 1 + count * 6;
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t length = static_cast<unsigned char>(from[1 + count + i]);
      if (static_cast<std::size_t>(to - text) < length) break;
      std::uint32_t payload = 0;
      std::memcpy(&payload, from + 1 + count * 2 + i * 4, 4);
      if (!visit({text, length}, payload, static_cast<Cover>(from[1 + i] & 3))) return;
      text += length;
    }
  }
}

const IndexStats& NameIndex::stats() const {
  return inside_->stats;
}

}  // namespace muster::names
