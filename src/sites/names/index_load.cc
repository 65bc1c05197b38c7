// Opening an index and checking it.
#include "index_inside.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace muster::names {
namespace {

Error not_an_index() {
  return invalid("index_not_an_index", "This file is no name index.");
}
Error cut_off() {
  return invalid("index_cut_off", "The name index is cut off. Build it again.");
}
Error damaged() {
  return invalid("index_damaged", "The name index is damaged. Build it again.");
}

}  // namespace

Result<void> NameIndex::Inside::load() {
  const std::string_view file = memory.view();
  if (file.size() < sizeof header) {
    if (file.size() >= 8 && std::memcmp(file.data(), kMagic, 8) == 0) return cut_off();
    return not_an_index();
  }
  Header& h = header;
  std::memcpy(&h, file.data(), sizeof h);
  if (std::memcmp(h.magic, kMagic, sizeof kMagic) != 0) return not_an_index();
  if (h.version != kVersion)
    return invalid("index_version", "The name index is of a version that this program does not know. Build it again.");
  if (h.file_bytes > file.size()) return cut_off();
  if (h.file_bytes != file.size() || h.meta_bytes > kMetaMax || sizeof h + h.meta_bytes > file.size()) return damaged();
  const std::string_view meta = file.substr(sizeof h, h.meta_bytes);
  if (header_checksum(h, meta) != h.header_checksum) return damaged();
  // A forger can make the checksum right: sizes are checked one by one, so that no sum can overflow.
  if (h.filter_bits < kFilterBitsMin || h.filter_bits > kFilterBitsMax || h.lines == 0 || h.lines > file.size() / 64 ||
      h.pool_bytes > file.size() || pool_at(h) + h.pool_bytes + kSlack != file.size())
    return damaged();
  filter = {reinterpret_cast<const unsigned char*>(file.data() + filter_at(h)), 64 - h.filter_bits};
  directory = file.data() + directory_at(h);
  pool = file.data() + pool_at(h);
  stats = {h.names, h.file_bytes, h.text_bytes, h.lines * kLineBuckets,
           h.seed,  h.lineage,    h.through,    std::string(meta)};
  return {};
}

Result<std::shared_ptr<const NameIndex>> NameIndex::map(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return not_found("index_missing", "There is no name index at this place. Build it first.");
  struct stat about {};
  auto inside = std::make_unique<Inside>();
  if (::fstat(fd, &about) == 0 && S_ISREG(about.st_mode) && about.st_size > 0)
    inside->memory = Mapping::file(fd, static_cast<std::size_t>(about.st_size));
  ::close(fd);
  if (!inside->memory) return not_an_index();
  MUSTER_CHECK_OK(inside->load());
  return std::shared_ptr<const NameIndex>(new NameIndex(std::move(inside)));
}

Result<std::shared_ptr<const NameIndex>> NameIndex::map_verified(const std::string& path) {
  MUSTER_TRY(auto index, map(path));
  MUSTER_CHECK_OK(index->verify());
  return index;
}

Result<std::shared_ptr<const NameIndex>> NameIndex::from_bytes(std::string_view bytes) {
  if (bytes.empty()) return not_an_index();
  auto inside = std::make_unique<Inside>();
  inside->memory = Mapping::anonymous(bytes.size());
  std::memcpy(inside->memory.data(), bytes.data(), bytes.size());
  MUSTER_CHECK_OK(inside->load());
  std::shared_ptr<const NameIndex> index(new NameIndex(std::move(inside)));
  MUSTER_CHECK_OK(index->verify());
  return index;
}

Result<void> NameIndex::verify() const {
  const Inside& in = *inside_;
  const Header& h = in.header;
  const std::string_view file = in.memory.view();
  const auto zeros = [&](std::uint64_t from, std::uint64_t to) {
    return file.substr(from, to - from).find_first_not_of('\0') == std::string_view::npos;
  };
  const auto front = file.substr(filter_at(h), pool_at(h) - filter_at(h));
  if (content_checksum(checksum(front), checksum(file.substr(pool_at(h), h.pool_bytes))) != h.content_checksum ||
      !zeros(sizeof h + h.meta_bytes, filter_at(h)) || !zeros(file.size() - kSlack, file.size()))
    return damaged();
  // Every byte of the pool belongs to one bucket, every rule stands in the bucket where a look-up finds it.
  std::uint64_t names = 0, text_bytes = 0;
  const char* expected = in.pool;
  for (std::uint64_t line = 0; line < h.lines; ++line)
    for (std::uint32_t slot = 0; slot < kLineBuckets; ++slot) {
      const auto [from, to] = in.bucket_at(line, slot);
      if (from == to) continue;
      if (from != expected) return damaged();
      expected = to;
      const Bucket bucket(from, to);
      const char* text = bucket.texts;
      if (bucket.count == 0) return damaged();
      for (std::size_t i = 0; i < bucket.count; ++i) {
        const std::size_t length = bucket.length(i);
        const unsigned cover = bucket.tag(i) & kCoverMask;
        if (length == 0 || length > kTextMax || length > static_cast<std::size_t>(to - text) || cover == 0)
          return damaged();
        if (i > 0 && length > bucket.length(i - 1)) return damaged();
        const std::string_view name(text, length);
        const Anchor anchor = anchor_of(name, h.seed, in.filter, [](std::size_t, std::uint64_t) {});
        if (bucket_of(anchor.hash, h.lines) != BucketPlace{line, slot} ||
            (bucket.tag(i) & kTagMask) != tag_of(anchor.hash))
          return damaged();
        const bool at_dense = anchor.from == 0 && (in.filter.at(anchor.hash) & kDense);
        if (at_dense && !(in.filter.at(anchor.hash) & kRuleAtDense)) return damaged();
        if (name.find('.') == std::string_view::npos && !(h.flags & kHasSingleLabels)) return damaged();
        text += length;
      }
      names += bucket.count;
      text_bytes += static_cast<std::uint64_t>(text - bucket.texts);
      if (text != to) return damaged();
    }
  if (expected != in.pool + h.pool_bytes || names != h.names || text_bytes != h.text_bytes) return damaged();
  return {};
}

}  // namespace muster::names
