// GET /census/runs/{id}/findings.csv: what the same filters show, streamed page by page.
#include "census_handlers.h"
#include <base/csv.h>
#include <names/name.h>

namespace muster::api {
namespace {

constexpr int kRowsAPiece = 500;

std::string piece_of(const std::vector<census::Finding>& findings) {
  std::string out;
  for (const auto& f : findings) {
    const std::string unicode = names::to_unicode(f.name);
    bool first = true;
    for (const std::string_view field :
         {std::string_view(f.name), std::string_view(unicode), census::to_text(f.standing), census::to_text(f.rule),
          std::string_view(f.provider), std::string_view(f.first_seen), std::string_view(f.last_seen),
          std::string_view(f.is_new ? "1" : "0"), std::string_view(f.noticed ? "1" : "0")}) {
      if (!first) out += ',';
      first = false;
      append_csv_field(out, field, true);
    }
    out += "\r\n";
  }
  return out;
}

}  // namespace

http::Response census_findings_csv(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(auto query, finding_query(request));
  MUSTER_ANSWER_TRY(const auto run, services.census.get(request.param("id")));
  query.run_id = run.id;
  query.limit = kRowsAPiece;
  // The first page shows whether the question is a good one.
  MUSTER_ANSWER_TRY(auto first, services.census.findings(query));
  http::Response response;
  response.header("content-type", "text/csv; charset=utf-8");
  response.header("content-disposition", "attachment; filename=\"census-" + std::to_string(run.number) + ".csv\"");
  response.stream = [&census = services.census, query, page = std::move(first), begun = false,
                     ended = false]() mutable -> std::optional<std::string> {
    if (ended) return std::nullopt;
    std::string piece = begun ? "" : "name,unicode,standing,rule,provider,first_seen,last_seen,is_new,noticed\r\n";
    begun = true;
    piece += piece_of(page);
    if (static_cast<int>(page.size()) < kRowsAPiece) {
      ended = true;
      return piece;
    }
    query.after = page.back().name;
    auto next = census.findings(query);
    // A broken stream must not look like a whole one: the connection ends without its last chunk.
    if (!next.ok()) throw std::runtime_error(next.error().code);
    page = std::move(*next);
    return piece;
  };
  return response;
}

}  // namespace muster::api
