#include "matcher.h"

#include <fmt/format.h>
#include <hs/hs.h>

namespace muster::content {

struct Matcher::Inside {
  hs_database_t* database = nullptr;
  hs_scratch_t* first = nullptr;
  std::vector<std::size_t> lengths;
  std::mutex mutex;
  std::vector<hs_scratch_t*> idle;

  ~Inside() {
    for (auto* scratch : idle) hs_free_scratch(scratch);
    hs_free_scratch(first);
    hs_free_database(database);
  }
  hs_scratch_t* take() {
    std::lock_guard lock(mutex);
    if (!idle.empty()) {
      auto* scratch = idle.back();
      idle.pop_back();
      return scratch;
    }
    hs_scratch_t* scratch = nullptr;
    if (hs_clone_scratch(first, &scratch) != HS_SUCCESS) throw std::bad_alloc();
    return scratch;
  }
  void give(hs_scratch_t* scratch) {
    std::lock_guard lock(mutex);
    idle.push_back(scratch);
  }
};

Matcher::Matcher() : inside_(std::make_unique<Inside>()) {}
Matcher::~Matcher() = default;

Result<std::unique_ptr<Matcher>> Matcher::compile(const std::vector<std::string>& literals) {
  std::vector<const char*> texts;
  std::vector<unsigned> flags, ids;
  std::unique_ptr<Matcher> out(new Matcher);
  auto& lengths = out->inside_->lengths;
  for (const auto& literal : literals) {
    ids.push_back(static_cast<unsigned>(texts.size()));
    texts.push_back(literal.data());
    lengths.push_back(literal.size());
    flags.push_back(0);
  }
  hs_compile_error_t* error = nullptr;
  if (hs_compile_lit_multi(texts.data(), flags.data(), ids.data(), lengths.data(), static_cast<unsigned>(texts.size()),
                           HS_MODE_BLOCK, nullptr, &out->inside_->database, &error) != HS_SUCCESS) {
    const std::string why = error && error->message ? error->message : "unknown";
    hs_free_compile_error(error);
    return invalid("lexicon_compile", fmt::format("The lexicon's terms can't be compiled: {}.", why));
  }
  if (hs_alloc_scratch(out->inside_->database, &out->inside_->first) != HS_SUCCESS) throw std::bad_alloc();
  return out;
}

std::vector<Found> Matcher::find(std::string_view text, std::size_t max) const {
  struct State {
    std::vector<Found> found;
    std::size_t max;
    const std::vector<std::size_t>& lengths;
  } state{{}, max, inside_->lengths};
  const auto on_match = [](unsigned id, unsigned long long, unsigned long long to, unsigned, void* context) -> int {
    auto& s = *static_cast<State*>(context);
    s.found.push_back({id, static_cast<std::size_t>(to) - s.lengths[id], static_cast<std::size_t>(to)});
    return s.found.size() >= s.max;
  };
  auto* scratch = inside_->take();
  (void)hs_scan(inside_->database, text.data(), static_cast<unsigned>(text.size()), 0, scratch, on_match, &state);
  inside_->give(scratch);
  return std::move(state.found);
}

}  // namespace muster::content
