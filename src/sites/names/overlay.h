// The changes over a base: names whose rules were set or removed. Immutable; with() copies one of 256 shards, so that a
// change of one name costs microseconds however many came before. Inside of the names room.
#pragma once

#include <names/hash.h>
#include <names/live_index.h>

namespace muster::names {

class Overlay {
 public:
  Overlay();
  std::shared_ptr<const Overlay> with(std::span<const Change> changes) const;
  bool empty() const { return names_ == 0; }
  std::size_t names() const { return names_; }
  bool touches(std::string_view name) const { return find(name) != nullptr; }
  // Whether the rules of the name or of one of its parents changed.
  bool touches_above(std::string_view name) const;
  // The rules of the name in the base, as changed.
  RulesOfName apply(std::string_view name, RulesOfName base) const;
  template <class F>
  void each_name(F&& f) const {
    for (const auto& shard : shards_)
      if (shard)
        for (const auto& [name, states] : *shard)
          if (!f(std::string_view(name))) return;
  }

 private:
  enum class State : std::uint8_t { untouched, removed, set };
  struct RuleState {
    State state = State::untouched;
    bool exception = false;
    std::uint32_t payload = 0;
  };
  using States = std::array<RuleState, 3>;  // exact, below, zone
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view name) const { return hash_name(name, kHash2); }
  };
  using Shard = std::unordered_map<std::string, States, Hash, std::equal_to<>>;
  static constexpr std::size_t kShards = 256, kBloomBits = 1 << 14;

  const States* find(std::string_view name) const;
  std::array<std::shared_ptr<const Shard>, kShards> shards_;
  std::array<std::uint64_t, kBloomBits / 64> bloom_{};  // of names: most look-ups end here
  std::size_t names_ = 0;
};

}  // namespace muster::names
