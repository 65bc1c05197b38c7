// GET /reconciliation-differences?source=&kind=: lines that differ since the newest comparison, by id. Numbers that are
// none of ours have no line: the first of them are told, masked; all of them stand in the command line's answer.
#include "reconciliation_handlers.h"
#include <lines/records.h>
#include <store/database.h>

namespace muster::numbers_api {
namespace {

namespace rec = reconciliation;

json::object open_json(store::Transaction& tx, const rec::Open& open) {
  const auto line = open.line_id.empty() ? std::nullopt : lines::find_line(tx, open.line_id);
  return {{"line_id", line ? json::value(line->id) : json::value(nullptr)},
          {"msisdn_masked", lines::msisdn_masked(line ? line->msisdn : open.msisdn)},
          {"state", line ? json::value(lines::to_text(line->state)) : json::value(nullptr)},
          {"found_at", time_json(open.found_at)}};
}

}  // namespace

http::Response difference_list(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  const auto source = rec::source_of(request.query_or("source", "national"));
  if (!source)
    return http::Response::problem(invalid("reconciliation_source", "A source is national or network.", "source"));
  const auto kind = rec::difference_of(request.query_or("kind", ""));
  if (!kind) return http::Response::problem(invalid("reconciliation_kind", "Say which difference.", "kind"));
  // A place among numbers that are not ours would be a number in an address.
  const bool foreign = *kind == rec::Difference::not_ours;
  const rec::Service service(services.database, services.recorder);
  MUSTER_ANSWER_TRY(auto found, service.open(*source, *kind, foreign ? std::string() : page.after, page.limit + 1));
  const bool more = static_cast<int>(found.size()) > page.limit;
  if (more) found.pop_back();
  MUSTER_ANSWER_TRY(auto items, services.database.read([&](store::Transaction& tx) -> Result<json::array> {
    json::array out;
    for (const auto& open : found) out.push_back(open_json(tx, open));
    return out;
  }));
  return list_answer(std::move(items), more && !foreign ? std::optional(found.back().line_id) : std::nullopt);
}

}  // namespace muster::numbers_api
