#include "overlay.h"

namespace muster::names {
namespace {

std::size_t index_of(Cover cover) {
  return static_cast<std::size_t>(cover) - 1;
}

}  // namespace

Overlay::Overlay() = default;

std::shared_ptr<const Overlay> Overlay::with(std::span<const Change> changes) const {
  auto made = std::make_shared<Overlay>(*this);
  std::map<std::size_t, std::shared_ptr<Shard>> copied;
  for (const Change& change : changes) {
    const std::uint64_t hash = hash_name(change.rule.name, kHash2);
    auto& shard = copied[hash % kShards];
    if (!shard) {
      const auto& old = made->shards_[hash % kShards];
      shard = old ? std::make_shared<Shard>(*old) : std::make_shared<Shard>();
    }
    auto [found, is_new] = shard->try_emplace(change.rule.name);
    made->names_ += is_new;
    found->second[index_of(change.rule.cover)] = {change.remove ? State::removed : State::set, change.rule.exception,
                                                  change.rule.payload};
    made->bloom_[(hash >> 32) % kBloomBits / 64] |= std::uint64_t{1} << ((hash >> 32) % 64);
  }
  for (auto& [at, shard] : copied) made->shards_[at] = std::move(shard);
  return made;
}

const Overlay::States* Overlay::find(std::string_view name) const {
  const std::uint64_t hash = hash_name(name, kHash2);
  if (!(bloom_[(hash >> 32) % kBloomBits / 64] >> ((hash >> 32) % 64) & 1)) return nullptr;
  const auto& shard = shards_[hash % kShards];
  if (!shard) return nullptr;
  const auto found = shard->find(name);
  return found == shard->end() ? nullptr : &found->second;
}

bool Overlay::touches_above(std::string_view name) const {
  for (;;) {
    if (find(name) != nullptr) return true;
    const auto dot = name.find('.');
    if (dot == std::string_view::npos) return false;
    name.remove_prefix(dot + 1);
  }
}

RulesOfName Overlay::apply(std::string_view name, RulesOfName base) const {
  const States* states = find(name);
  if (states == nullptr) return base;
  RulesOfName out;
  for (const Cover cover : {Cover::exact, Cover::below, Cover::zone}) {
    const RuleState& change = (*states)[index_of(cover)];
    if (change.state == State::set)
      out.rules[out.count++] = {change.payload, cover, change.exception, static_cast<std::uint16_t>(name.size())};
    for (std::size_t i = 0; change.state == State::untouched && i < base.count; ++i)
      if (base.rules[i].cover == cover) out.rules[out.count++] = base.rules[i];
  }
  return out;
}

}  // namespace muster::names
