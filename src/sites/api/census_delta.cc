// GET /census/delta: what changed between two runs, and the same as CSV.
#include "census_handlers.h"
#include <base/csv.h>
#include <names/name.h>
#include <web/page_stream.h>

namespace muster::api {
namespace {

constexpr int kDeltasAPiece = 500;

Result<census::DeltaQuery> delta_query(const http::Request& request) {
  census::DeltaQuery query;
  query.run_id = request.query_or("run_id", "");
  query.since = request.query_or("since", "");
  for (const auto& [name, value] : request.query) {
    if (name != "change") continue;
    const auto change = census::change_from(value);
    if (!change) return invalid("change_unknown", "A change is new, gone, standing, provider or address.", "change");
    query.changes.push_back(*change);
  }
  return query;
}

json::value side_json(store::Transaction& tx, const Services& services, const std::optional<census::Finding>& f) {
  return f ? json::value(finding_json(tx, services.filings, *f)) : json::value(nullptr);
}

void append_side(std::string& out, const std::optional<census::Finding>& f) {
  const census::Finding none;
  const census::Finding& of = f ? *f : none;
  for (const std::string_view field : {f ? census::to_text(of.standing) : std::string_view(),
                                       std::string_view(of.provider), std::string_view(of.address)}) {
    out += ',';
    append_csv_field(out, field, true);
  }
}

std::string csv_lines(const std::vector<census::Delta>& items) {
  std::string out;
  for (const census::Delta& d : items) {
    append_csv_field(out, d.name, true);
    out += ',';
    append_csv_field(out, names::to_unicode(d.name), true);
    out += ',';
    out += census::to_text(d.change);
    append_side(out, d.before);
    append_side(out, d.after);
    out += "\r\n";
  }
  return out;
}

}  // namespace

http::Response census_delta(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  MUSTER_ANSWER_TRY(auto query, delta_query(request));
  query.after = page.after;
  query.limit = page.limit;
  MUSTER_ANSWER_TRY(const auto found, services.census.delta(query));
  MUSTER_ANSWER_TRY(auto items, services.database.read([&](store::Transaction& tx) -> Result<json::array> {
    json::array out;
    for (const auto& d : found.items)
      out.push_back(json::object{{"name", d.name},
                                 {"change", census::to_text(d.change)},
                                 {"before", side_json(tx, services, d.before)},
                                 {"after", side_json(tx, services, d.after)}});
    return out;
  }));
  return list_answer(std::move(items), found.next.empty() ? std::nullopt : std::optional(found.next));
}

http::Response census_delta_csv(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(auto query, delta_query(request));
  query.limit = kDeltasAPiece;
  MUSTER_ANSWER_TRY(auto begin, services.census.delta(query));
  query.run_id = begin.run.id;  // whatever is newest when the next page is read
  query.since = begin.since ? begin.since->id : "";
  auto response = http::Response::text("", "text/csv; charset=utf-8");
  response.header("Content-Disposition",
                  "attachment; filename=\"census-" + std::to_string(begin.run.number) + "-delta.csv\"");
  response.stream = page_stream<census::DeltaPage>(
      "name,unicode,change,standing_before,provider_before,address_before,standing_after,provider_after,"
      "address_after\r\n",
      std::move(begin), [](const auto& page) { return csv_lines(page.items); },
      [&census = services.census, query](const auto& page) mutable -> std::optional<Result<census::DeltaPage>> {
        if (page.next.empty()) return std::nullopt;
        query.after = page.next;
        return census.delta(query);
      });
  return response;
}

}  // namespace muster::api
