// GET /legacy-blocks, /legacy-blocks/summary and /legacy-blocks/{id}
#include "legacy_handlers.h"
#include <base/text.h>
#include <web/records.h>

namespace muster::api {

json::object legacy_json(const restrictions::LegacyBlock& block) {
  return {{"id", block.id},
          {"name", block.name},
          {"state", to_text(block.state)},
          {"state_since", time_json(block.state_at)},
          {"source", block.source},
          {"import_id", block.import_id},
          {"line", block.line},
          {"reason", or_null(block.reason)},
          {"law", or_null(block.law)},
          {"dated_on", or_null(block.dated_on)},
          {"imported_at", time_json(block.imported_at)},
          {"redecide_by", time_json(block.redecide_by)},
          {"case_id", text_json(block.case_ref)},
          {"order_id", text_json(block.order_ref)},
          {"end_reason", or_null(block.end_reason)},
          {"version", block.version}};
}

http::Response legacy_list(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  restrictions::LegacyFilter filter;
  filter.name_prefix = to_lower_ascii(trim(request.query_or("q", "")));
  if (const auto state = request.query_value("state"); state && !state->empty()) {
    filter.state = restrictions::legacy_state(*state);
    if (!filter.state)
      return http::Response::problem(
          invalid("state_unknown",
                  "A block of another system is imported, case_opened, redecided, lapsed or withdrawn.", "state"));
  }
  const restrictions::LegacyService legacy(services.database, services.recorder);
  MUSTER_ANSWER_TRY(const auto found, legacy.list(filter, page.after, page.limit));
  json::array items;
  for (const auto& block : found.items) items.push_back(legacy_json(block));
  return list_answer(std::move(items), found.next.empty() ? std::nullopt : std::optional(found.next));
}

http::Response legacy_summary(const Services& services, const http::Request&) {
  const restrictions::LegacyService legacy(services.database, services.recorder);
  MUSTER_ANSWER_TRY(const auto counts, legacy.counts());
  json::object by_state;
  for (int i = 0; i < restrictions::kLegacyStateCount; ++i)
    by_state[to_text(static_cast<restrictions::LegacyState>(i))] = counts.by_state[static_cast<std::size_t>(i)];
  return answer({{"by_state", std::move(by_state)},
                 {"due_7_days", counts.due_7_days},
                 {"due_30_days", counts.due_30_days},
                 {"next_due", time_json(counts.next_due)}});
}

http::Response legacy_show(const Services& services, const http::Request& request) {
  const restrictions::LegacyService legacy(services.database, services.recorder);
  MUSTER_ANSWER_TRY(const auto block, legacy.block(request.param("id")));
  MUSTER_ANSWER_TRY(auto body, services.database.read([&](store::Transaction& tx) -> Result<json::object> {
    json::object out = legacy_json(block);
    out["timeline"] = timeline_json(tx, events::of_record(tx, restrictions::kLegacyRecord, block.id));
    return out;
  }));
  return answer(body).header("ETag", http::etag_of(block.version));
}

}  // namespace muster::api
