// GET /reconciliation-differences?source=&kind=: lines that differ since the newest comparison, by id. Numbers that are
// none of ours have no line: the first of them are told, masked; all of them, masked too, stand in the file. GET
// /reconciliation-differences.csv: all of a kind as a file, read a page at a time.
#include "reconciliation_handlers.h"
#include <lines/records.h>
#include <store/database.h>
#include <web/page_stream.h>

#include <fmt/format.h>

namespace muster::numbers_api {
namespace {

namespace rec = reconciliation;

constexpr int kOpenAPiece = 500;

json::object open_json(store::Transaction& tx, const rec::Open& open) {
  const auto line = open.line_id.empty() ? std::nullopt : lines::find_line(tx, open.line_id);
  return {{"line_id", line ? json::value(line->id) : json::value(nullptr)},
          {"msisdn_masked", lines::msisdn_masked(line ? line->msisdn : open.msisdn)},
          {"state", line ? json::value(lines::to_text(line->state)) : json::value(nullptr)},
          {"found_at", time_json(open.found_at)}};
}

struct Asked {
  rec::Source source;
  rec::Difference kind;
};
Result<Asked> asked_of(const http::Request& request) {
  const auto source = rec::source_of(request.query_or("source", "national"));
  if (!source) return invalid("reconciliation_source", "A source is national or network.", "source");
  const auto kind = rec::difference_of(request.query_or("kind", ""));
  if (!kind) return invalid("reconciliation_kind", "Say which difference.", "kind");
  return Asked{*source, *kind};
}

// Of a page: its lines of the file, and behind what the next one begins.
struct OpenPage {
  std::string lines, last;
  bool more = false;
};
Result<OpenPage> open_page(store::Database& database, const rec::Service& service, const Asked& asked,
                           const std::string& after) {
  MUSTER_TRY(const auto found, service.open(asked.source, asked.kind, after, kOpenAPiece));
  return database.read([&](store::Transaction& tx) -> Result<OpenPage> {
    OpenPage out;
    for (const rec::Open& open : found) {
      const auto line = open.line_id.empty() ? std::nullopt : lines::find_line(tx, open.line_id);
      out.lines += fmt::format("{},{},{},{}\r\n", open.line_id, lines::msisdn_masked(line ? line->msisdn : open.msisdn),
                               line ? lines::to_text(line->state) : "", to_rfc3339(open.found_at));
    }
    out.more = static_cast<int>(found.size()) == kOpenAPiece;
    if (out.more) out.last = found.back().line_id.empty() ? std::to_string(found.back().msisdn) : found.back().line_id;
    return out;
  });
}

}  // namespace

http::Response difference_csv(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const Asked asked, asked_of(request));
  const rec::Service service(services.database, services.recorder);
  MUSTER_ANSWER_TRY(auto first, open_page(services.database, service, asked, {}));
  auto response = http::Response::text("", "text/csv; charset=utf-8");
  response.header("Content-Disposition", fmt::format("attachment; filename=\"{}-{}.csv\"", rec::to_text(asked.source),
                                                     rec::to_text(asked.kind)));
  response.stream = web::page_stream<OpenPage>(
      "line_id,msisdn_masked,state,found_at\r\n", std::move(first), [](const OpenPage& page) { return page.lines; },
      [&database = services.database, service, asked](const OpenPage& page) -> std::optional<Result<OpenPage>> {
        if (!page.more) return std::nullopt;
        return open_page(database, service, asked, page.last);
      });
  return response;
}

http::Response difference_list(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  MUSTER_ANSWER_TRY(const Asked asked, asked_of(request));
  // A place among numbers that are not ours would be a number in an address.
  const bool foreign = asked.kind == rec::Difference::not_ours;
  const rec::Service service(services.database, services.recorder);
  MUSTER_ANSWER_TRY(auto found,
                    service.open(asked.source, asked.kind, foreign ? std::string() : page.after, page.limit + 1));
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
