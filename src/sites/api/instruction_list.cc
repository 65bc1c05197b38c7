// GET /instructions, /instructions.csv, /instructions/{id}: what providers are told; theirs alone for people of a
// provider.
#include "instruction_handlers.h"
#include <base/text.h>
#include <web/page_stream.h>
#include <web/records.h>

#include <algorithm>

namespace muster::api {
namespace {

constexpr int kCsvPage = 500;

Result<instructions::Filter> filter_of(const http::Request& request) {
  static constexpr std::string_view kStates[] = {"",         "open",       "waiting", "acknowledged", "executed",
                                                 "verified", "superseded", "late",    "escalated"};
  instructions::Filter filter{provider_of(request), request.query_or("state", ""),
                              std::string(trim(request.query_or("q", "")))};
  if (std::find(std::begin(kStates), std::end(kStates), filter.state) == std::end(kStates))
    return invalid("instruction_filter", "There is no such state of an instruction.", "state");
  return filter;
}

}  // namespace

http::Response instruction_list(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  MUSTER_ANSWER_TRY(const auto filter, filter_of(request));
  const Instant now = services.clock.now();
  const auto service = instructions_of(services);
  MUSTER_ANSWER_TRY(const auto found, service.list(filter, page.after, page.limit));
  json::array items;
  for (const auto& i : found.items) items.push_back(instruction_json(i, now, *request.principal));
  json::value counts = nullptr;
  if (!filter.party_id.empty()) {
    MUSTER_ANSWER_TRY(const auto counted, service.counts(filter.party_id));
    counts = counts_json(counted);
  }
  return answer(
      json::object{{"items", std::move(items)},
                   {"next", found.next.empty() ? json::value(nullptr) : json::value(http::cursor_of(found.next))},
                   {"counts", std::move(counts)},
                   {"as_of", to_rfc3339(now)}});
}

http::Response instruction_csv(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto filter, filter_of(request));
  const auto service = instructions_of(services);
  MUSTER_ANSWER_TRY(auto first, service.list(filter, "", kCsvPage));
  auto response = http::Response::text("", "text/csv; charset=utf-8");
  response.header("Content-Disposition", "attachment; filename=\"instructions.csv\"");
  response.stream = page_stream<instructions::Page>(
      instructions::csv_header(), std::move(first),
      [](const auto& page) { return instructions::csv_lines(page.items); },
      [service, filter](const auto& page) -> std::optional<Result<instructions::Page>> {
        if (page.next.empty()) return std::nullopt;
        return service.list(filter, page.next, kCsvPage);
      });
  return response;
}

http::Response instruction_show(const Services& services, const http::Request& request) {
  const auto who = speaker_of(request, "portal");
  MUSTER_ANSWER_TRY(const auto view, instructions_of(services).find(request.param("id"), who.party_id));
  const Instant now = services.clock.now();
  json::object out = instruction_json(view.instruction, now, *request.principal);
  json::array deliveries, versions;
  for (const auto& d : view.deliveries)
    deliveries.push_back(json::object{{"channel", d.channel},
                                      {"told_at", time_json(d.told_at)},
                                      {"message_id", or_null(d.message_id)},
                                      {"state", or_null(d.message_state)},
                                      {"attempts", d.attempts},
                                      {"next_at", d.message_state == "queued" ? time_json(d.next_at) : nullptr},
                                      {"fault", or_null(d.fault)},
                                      {"letter", or_null(d.notice_state)}});
  for (const auto& v : view.versions) versions.push_back(instruction_json(v, now, *request.principal));
  out["deliveries"] = std::move(deliveries);
  out["versions"] = std::move(versions);
  // Who of this house did what is read by its people.
  json::array timeline;
  if (who.party_id.empty()) {
    MUSTER_ANSWER_TRY(timeline, services.database.read([&](store::Transaction& tx) -> Result<json::array> {
      return timeline_json(tx, events::of_record(tx, instructions::kRecord, view.instruction.id));
    }));
  }
  out["timeline"] = std::move(timeline);
  return answer(out);
}

}  // namespace muster::api
