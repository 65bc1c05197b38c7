// GET /disputes?state=&overdue=1: newest first; those that nobody decided in their term, the longest due first.
#include "lookup_handlers.h"
#include <store/database.h>

namespace muster::numbers_api {

http::Response dispute_list(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  const bool overdue = request.query_or("overdue", "") == "1";
  MUSTER_ANSWER_TRY(auto found,
                    overdue ? services.disputes.overdue(page.limit)
                            : services.disputes.list(request.query_or("state", ""), page.after, page.limit + 1));
  const bool more = !overdue && found.size() > static_cast<std::size_t>(page.limit);
  if (more) found.pop_back();
  MUSTER_ANSWER_TRY(auto items, services.database.read([&](store::Transaction& tx) -> Result<json::array> {
    json::array out;
    for (const auto& d : found) out.push_back(dispute_json(tx, d));
    return out;
  }));
  return list_answer(std::move(items), more ? std::optional(found.back().id) : std::nullopt);
}

http::Response dispute_show(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto found, services.disputes.get(request.param("id")));
  return dispute_answered(services, request, found);
}

// POST /disputes/{id}/words {"purpose"}: what both sides said. A reading, in the ledger.
http::Response dispute_words(const Services& services, const http::Request& request) {
  Body body(request);
  const std::string purpose = body.text("purpose", 64);
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto read,
                    services.disputes.words(request.principal->person_id, request.param("id"), purpose));
  json::object fields;
  for (const auto& [field, value] : read) fields[field] = value;
  return answer({{"fields", std::move(fields)}});
}

}  // namespace muster::numbers_api
