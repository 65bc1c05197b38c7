// GET /ledger/entries: newest first; of one record with record_kind and record_id.
#include "ledger_handlers.h"

#include <charconv>

namespace muster::web {
namespace {

Result<std::optional<std::int64_t>> before_of(const std::string& key) {
  if (key.empty()) return std::optional<std::int64_t>{};
  std::int64_t index = 0;
  const auto [end, fault] = std::from_chars(key.data(), key.data() + key.size(), index);
  if (fault != std::errc{} || end != key.data() + key.size())
    return invalid("page_cursor", "This cursor is not one of this list.", "after");
  return std::optional<std::int64_t>(index);
}

}  // namespace

http::Response ledger_entries(const ledger::Log& log, const NameOf& name_of, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  MUSTER_ANSWER_TRY(const auto before, before_of(page.after));
  const std::string kind = request.query_or("record_kind", ""), id = request.query_or("record_id", "");
  if (kind.empty() != id.empty())
    return http::Response::problem(
        invalid("record", "Give record_kind and record_id together.", kind.empty() ? "record_kind" : "record_id"));
  MUSTER_ANSWER_TRY(const auto entries, log.entries_before(before, page.limit, kind, id));
  // One question a person and page.
  std::map<std::string, std::optional<std::string>> known;
  const NameOf once = [&](const std::string& person) {
    const auto [at, fresh] = known.try_emplace(person);
    if (fresh && name_of) at->second = name_of(person);
    return at->second;
  };
  json::array items;
  for (const auto& entry : entries) items.push_back(entry_json(entry, once, request));
  const bool more = entries.size() == static_cast<std::size_t>(page.limit) && entries.back().index > 0;
  return list_answer(std::move(items), more ? std::optional(std::to_string(entries.back().index)) : std::nullopt);
}

}  // namespace muster::web
