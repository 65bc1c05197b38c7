// GET /never-block/names (?kind, ?q the beginning), and GET /never-block/lookup?name=&domain=1: whether an order on it
// needs a third signature.
#include "never_block_handlers.h"
#include <base/text.h>

namespace muster::api {

http::Response never_block_list(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  std::optional<restrictions::NeverBlockKind> kind;
  if (const auto word = request.query_value("kind"); word && !word->empty()) {
    kind = restrictions::never_block_kind(*word);
    if (!kind) return http::Response::problem(invalid("never_block_kind", "There is no such kind of name.", "kind"));
  }
  const restrictions::NeverBlockService list(services.database, services.recorder);
  MUSTER_ANSWER_TRY(const auto found,
                    list.list(kind, to_lower_ascii(trim(request.query_or("q", ""))), page.after, page.limit));
  json::array items;
  for (const auto& n : found.items)
    items.push_back(json::object{
        {"name", n.name}, {"kind", to_text(n.kind)}, {"since", time_json(n.since)}, {"proposal_id", n.proposal_id}});
  return list_answer(std::move(items), found.next.empty() ? std::nullopt : std::optional(found.next));
}

http::Response never_block_lookup(const Services& services, const http::Request& request) {
  const restrictions::NeverBlockService list(services.database, services.recorder);
  MUSTER_ANSWER_TRY(const auto found,
                    list.look_up(request.query_or("name", ""), request.query_or("domain", "") == "1"));
  return answer(json::object{{"third_signature", found.has_value()},
                             {"protection", found ? json::value(protection_json(*found)) : json::value(nullptr)}});
}

}  // namespace muster::api
