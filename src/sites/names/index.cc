#include "index_inside.h"
#include <base/prefetch.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace muster::names {
namespace {

constexpr std::size_t kBatch = 32;
constexpr std::size_t kShorterMax = 8;  // dense suffixes with rules that a batch handles; names with more go one by one

// One bucket to be looked at for one name of a batch.
struct Probe {
  std::uint64_t hash;
  const char* text;
  const char* from;  // of the bucket, once the directory was read
  const char* to;
  std::uint32_t query;
  std::uint16_t size;
  std::uint16_t anchor;
};

void prefetch_bucket(const char* from, const char* to) {
  for (int lines = 0; from < to && lines < 4; from += 64, ++lines) prefetch(from);
  prefetch(to - 1);
}

}  // namespace

template <bool kSelfOnly>
void NameIndex::Inside::find(std::string_view name, Hit& hit) const {
  std::uint16_t shorter[kTextMax];  // where dense suffixes with rules begin, the shortest first
  std::size_t count = 0;
  if (name.size() > kTextMax) return;
  const auto look = [&](std::uint64_t hash, std::size_t from) {
    const auto [begin, end] = bucket(hash);
    prefetch_bucket(begin, end);
    const Bucket here(begin, end);
    return match<kSelfOnly>(here, hash, name, from, [&](std::size_t i) {
      hit = here.hit(i);
      return true;
    });
  };
  const Anchor anchor = anchor_of(name, header.seed, filter, [&](std::size_t from, std::uint64_t) {
    shorter[count++] = static_cast<std::uint16_t>(from);
  });
  if (look(anchor.hash, anchor.from)) return;
  if (kSelfOnly) return;
  while (count-- > 0)
    if (look(hash_name(name.substr(shorter[count]), header.seed), shorter[count])) return;
  if (!(header.flags & kHasSingleLabels)) return;
  const auto dot = name.rfind('.');
  if (dot != std::string_view::npos) (void)look(hash_name(name.substr(dot + 1), header.seed), dot + 1);
}

template <bool kSelfOnly>
void NameIndex::Inside::find(std::span<const std::string_view> names, std::span<Hit> hits) const {
  Probe probes[kBatch * (kShorterMax + 2)];
  for (std::size_t at = 0; at < names.size(); at += kBatch) {
    const std::size_t here = std::min(kBatch, names.size() - at);
    std::size_t count = 0;
    for (std::size_t i = at; i < at + here; ++i) {
      const std::string_view name = names[i];
      hits[i] = {};
      if (name.size() > kTextMax) continue;
      const std::size_t first = count;
      const auto probe = [&](std::uint64_t hash, std::size_t from) {
        probes[count++] = {hash,
                           name.data(),
                           nullptr,
                           nullptr,
                           static_cast<std::uint32_t>(i),
                           static_cast<std::uint16_t>(name.size()),
                           static_cast<std::uint16_t>(from)};
        prefetch(directory + bucket_of(hash, header.lines).line * sizeof(DirectoryLine));
      };
      if (const auto dot = name.rfind('.');
          !kSelfOnly && (header.flags & kHasSingleLabels) && dot != std::string_view::npos)
        probe(hash_name(name.substr(dot + 1), header.seed), dot + 1);
      std::size_t shorter = 0;
      const Anchor anchor = anchor_of(name, header.seed, filter, [&](std::size_t from, std::uint64_t hash) {
        if (!kSelfOnly && ++shorter <= kShorterMax) probe(hash, from);
      });
      if (shorter > kShorterMax) {
        count = first;
        find<kSelfOnly>(name, hits[i]);
        continue;
      }
      probe(anchor.hash, anchor.from);
      if (count - first > 1) std::reverse(probes + first, probes + count);  // the longest decides
    }
    for (std::size_t p = 0; p < count; ++p) {
      std::tie(probes[p].from, probes[p].to) = bucket(probes[p].hash);
      prefetch_bucket(probes[p].from, probes[p].to);
    }
    for (std::size_t p = 0; p < count; ++p) {
      const Probe& probe = probes[p];
      Hit& hit = hits[probe.query];
      if (hit.length != 0) continue;
      const Bucket bucket(probe.from, probe.to);
      match<kSelfOnly>(bucket, probe.hash, {probe.text, probe.size}, probe.anchor, [&](std::size_t i) {
        hit = bucket.hit(i);
        return true;
      });
    }
  }
}

NameIndex::NameIndex(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}
NameIndex::~NameIndex() = default;

std::optional<Hit> NameIndex::exact(std::string_view name) const {
  Hit hit;
  inside_->find<true>(name, hit);
  if (hit.length == 0 || hit.exception) return std::nullopt;
  return hit;
}

std::optional<Hit> NameIndex::deciding(std::string_view name) const {
  Hit hit;
  inside_->find<false>(name, hit);
  if (hit.length == 0) return std::nullopt;
  return hit;
}

std::optional<Hit> NameIndex::covering(std::string_view name) const {
  Hit hit;
  inside_->find<false>(name, hit);
  if (hit.length == 0 || hit.exception) return std::nullopt;
  return hit;
}

namespace {
void drop_exceptions(std::span<Hit> hits) {
  for (Hit& hit : hits)
    if (hit.exception) hit = {};
}
}  // namespace

void NameIndex::exact(std::span<const std::string_view> names, std::span<Hit> hits) const {
  inside_->find<true>(names, hits);
  drop_exceptions(hits.first(names.size()));
}
void NameIndex::covering(std::span<const std::string_view> names, std::span<Hit> hits) const {
  inside_->find<false>(names, hits);
  drop_exceptions(hits.first(names.size()));
}
void NameIndex::deciding(std::span<const std::string_view> names, std::span<Hit> hits) const {
  inside_->find<false>(names, hits);
}

RulesOfName NameIndex::rules(std::string_view name) const {
  RulesOfName out;
  if (name.empty() || name.size() > kTextMax) return out;
  const Inside& in = *inside_;
  const Anchor anchor = anchor_of(name, in.header.seed, in.filter, [](std::size_t, std::uint64_t) {});
  const auto [from, to] = in.bucket(anchor.hash);
  const Bucket bucket(from, to);
  std::size_t text = 0;
  for (std::size_t i = 0; i < bucket.count; text += bucket.length(i), ++i) {
    if (static_cast<std::size_t>(to - bucket.texts) < text + bucket.length(i)) break;
    if (bucket.length(i) != name.size() || !same_text(bucket.texts + text, name.data(), name.size())) continue;
    if (out.count < out.rules.size()) out.rules[out.count++] = bucket.hit(i);
  }
  return out;
}

void NameIndex::each(const Visit& visit) const {
  for (std::uint64_t line = 0; line < inside_->header.lines; ++line)
    for (std::uint32_t slot = 0; slot < kLineBuckets; ++slot) {
      const auto [from, to] = inside_->bucket_at(line, slot);
      const Bucket bucket(from, to);
      std::size_t text = 0;
      for (std::size_t i = 0; i < bucket.count; text += bucket.length(i), ++i) {
        if (static_cast<std::size_t>(to - bucket.texts) < text + bucket.length(i)) break;
        if (!visit({bucket.texts + text, bucket.length(i)}, bucket.hit(i))) return;
      }
    }
}

const IndexStats& NameIndex::stats() const {
  return inside_->stats;
}

}  // namespace muster::names
