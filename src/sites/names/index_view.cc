#include "overlay.h"

namespace muster::names {

IndexView::IndexView(std::shared_ptr<const NameIndex> base, std::shared_ptr<const Overlay> overlay,
                     std::uint64_t through)
    : base_(std::move(base)), overlay_(std::move(overlay)), through_(through) {}
IndexView::~IndexView() = default;

std::size_t IndexView::changed_names() const {
  return overlay_->names();
}

RulesOfName IndexView::rules(std::string_view name) const {
  return overlay_->apply(name, base_->rules(name));
}

std::optional<Hit> IndexView::deciding(std::string_view name) const {
  if (overlay_->empty() || !overlay_->touches_above(name)) return base_->deciding(name);
  // A change is near: the definition, suffix by suffix.
  bool self = true;
  for (std::string_view suffix = name;; self = false) {
    const RulesOfName here = rules(suffix);
    for (std::size_t i = 0; i < here.count; ++i)
      if (self ? covers_self(here.rules[i].cover) : covers_below(here.rules[i].cover)) return here.rules[i];
    const auto dot = suffix.find('.');
    if (dot == std::string_view::npos) return std::nullopt;
    suffix.remove_prefix(dot + 1);
  }
}

std::optional<Hit> IndexView::covering(std::string_view name) const {
  auto hit = deciding(name);
  if (hit && hit->exception) hit.reset();
  return hit;
}

void IndexView::deciding(std::span<const std::string_view> names, std::span<Hit> hits) const {
  base_->deciding(names, hits);
  if (overlay_->empty()) return;
  for (std::size_t i = 0; i < names.size(); ++i)
    if (overlay_->touches_above(names[i])) hits[i] = deciding(names[i]).value_or(Hit());
}

void IndexView::covering(std::span<const std::string_view> names, std::span<Hit> hits) const {
  deciding(names, hits);
  for (Hit& hit : hits.first(names.size()))
    if (hit.exception) hit = {};
}

void IndexView::each(const NameIndex::Visit& visit) const {
  bool more = true;
  base_->each(
      [&](std::string_view name, const Hit& rule) { return overlay_->touches(name) || (more = visit(name, rule)); });
  if (!more) return;
  overlay_->each_name([&](std::string_view name) {
    const RulesOfName here = rules(name);
    for (std::size_t i = 0; i < here.count && more; ++i) more = visit(name, here.rules[i]);
    return more;
  });
}

}  // namespace muster::names
