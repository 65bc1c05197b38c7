#include "fold_rules.h"

#include <algorithm>
#include <array>

#include <boost/json.hpp>

namespace muster::metrics {
namespace {

namespace json = boost::json;

constexpr std::size_t kValueMax = 60;

// A field of a body as a value of a cell: nothing that could stand for two values, or for what somebody wrote.
std::string cell_value(const json::object& body, const std::string& field) {
  const json::value* found = body.if_contains(field);
  if (!found || !found->is_string()) return {};
  const std::string_view text(found->as_string().data(), found->as_string().size());
  const bool plain = text.size() <= kValueMax && std::all_of(text.begin(), text.end(), [](char c) {
                       return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
                              c == '-' || c == '.';
                     });
  return plain ? std::string(text) : "other";
}

std::string cell_of(const Definition& definition, const json::object& body) {
  std::string out;
  for (std::size_t i = 0; i < definition.by.size(); ++i) {
    if (i > 0) out += '|';
    out += cell_value(body, definition.by[i]);
  }
  return out;
}

bool fits(const Selection& selection, const json::object& body) {
  return std::all_of(selection.where.begin(), selection.where.end(), [&](const auto& wanted) {
    const json::value* found = body.if_contains(wanted.first);
    if (!found || !found->is_string()) return false;
    return std::any_of(wanted.second.begin(), wanted.second.end(),
                       [&](const std::string& text) { return found->as_string() == text; });
  });
}

std::string key_of(const Selection& selection, const events::Event& event, const json::object& body) {
  if (selection.key.empty()) return event.record_id;
  const json::value* found = body.if_contains(selection.key);
  return found && found->is_string() ? std::string(found->as_string()) : std::string();
}

bool knows_all(std::string_view cell) {
  return !cell.empty() && cell.front() != '|' && cell.back() != '|' && cell.find("||") == std::string_view::npos;
}

// The values of the one, and where it knows none those of the other.
std::string merged_cell(const Definition& definition, const std::string& first, const std::string& second) {
  if (definition.by.empty()) return {};
  if (knows_all(first)) return first;
  const auto a = values_of_cell(first), b = values_of_cell(second);
  std::string out;
  for (std::size_t i = 0; i < definition.by.size(); ++i) {
    std::string value = i < a.size() ? a[i] : "";
    if (value.empty() && i < b.size()) value = b[i];
    if (i > 0) out += '|';
    out += value.empty() ? "unknown" : value;
  }
  return out;
}

}  // namespace

bool fold(KeyState& state, const Touch& touch) {
  if (touch.part == Part::since) {
    if (state.since && *state.since <= touch.mark) return false;
    state.since = touch.mark;
    state.since_cell = touch.cell;
    return true;
  }
  bool news = false;
  if (touch.part == Part::counts && (!state.count || touch.mark < *state.count)) {
    state.count = touch.mark;
    state.count_cell = touch.cell;
    news = true;
  }
  if (!state.last || *state.last < touch.mark) {
    state.last = touch.mark;
    state.last_undoes = touch.part == Part::undoes;
    news = true;
  }
  return news;
}

void Contribution::take(Duration time) {
  micros = time.count();
  time_class = class_of(time);
}

std::optional<Contribution> contribution(const Definition& definition, const KeyState& state, int utc_offset_minutes) {
  if (!state.count || state.last_undoes) return std::nullopt;
  Contribution out;
  out.month = month_of(state.count->at, utc_offset_minutes);
  out.cell = merged_cell(definition, state.count_cell, state.since_cell);
  if (!definition.measures_time()) return out;
  if (!state.since || state.count->at < state.since->at) return std::nullopt;
  out.take(state.count->at - state.since->at);
  return out;
}

Reader::Reader(const Definitions& definitions) : definitions_(definitions) {
  for (std::size_t i = 0; i < definitions.items.size(); ++i) {
    const Definition& d = definitions.items[i];
    for (const Selection& s : d.counts) rules_[s.kind].push_back({i, Part::counts, &s});
    for (const Selection& s : d.since) rules_[s.kind].push_back({i, Part::since, &s});
    for (const Selection& s : d.undone_by) rules_[s.kind].push_back({i, Part::undoes, &s});
  }
}

void Reader::read(const events::Event& event, std::int64_t seq, std::vector<Touch>& out) const {
  const auto found = rules_.find(event.kind);
  if (found == rules_.end()) return;
  boost::system::error_code fault;
  std::array<unsigned char, 4096> first;  // most bodies need no other memory
  json::monotonic_resource memory(first.data(), first.size());
  const json::value parsed = json::parse(event.body, fault, &memory);
  const json::object none;
  const json::object& body = !fault && parsed.is_object() ? parsed.get_object() : none;
  for (const Rule& rule : found->second) {
    if (!fits(*rule.selection, body)) continue;
    std::string key = key_of(*rule.selection, event, body);
    if (key.empty()) continue;
    out.push_back({rule.metric,
                   rule.part,
                   std::move(key),
                   {event.at, event.id, seq},
                   cell_of(definitions_.items[rule.metric], body)});
  }
}

}  // namespace muster::metrics
