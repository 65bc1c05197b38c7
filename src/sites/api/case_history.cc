// GET /case-history.csv: every entry of every case, decision, order and appeal, however many there are.
#include "desk_handlers.h"
#include <base/csv.h>
#include <web/page_stream.h>

namespace muster::api {
namespace {

constexpr int kCasesAPiece = 200;

std::string history_lines(const cases::HistoryPage& page) {
  std::string out;
  for (const auto& e : page.items) {
    bool first = true;
    for (const std::string& field : {e.case_number, e.ground, e.name, to_rfc3339(e.event.at), e.event.kind,
                                     e.event.record_kind, e.event.record_id, e.event.actor, e.event.id, e.event.body}) {
      if (!first) out += ',';
      first = false;
      append_csv_field(out, field, true);
    }
    out += "\r\n";
  }
  return out;
}

}  // namespace

http::Response case_history(const Services& services, const http::Request&) {
  const auto desk = desk_of(services);
  MUSTER_ANSWER_TRY(auto begin, desk.history("", kCasesAPiece));
  auto response = http::Response::text("", "text/csv; charset=utf-8");
  response.header("Content-Disposition", "attachment; filename=\"case-history.csv\"");
  response.stream = page_stream<cases::HistoryPage>(
      "case,ground,name,at,kind,record_kind,record_id,actor,event,body\r\n", std::move(begin), history_lines,
      [desk](const auto& page) -> std::optional<Result<cases::HistoryPage>> {
        if (page.next.empty()) return std::nullopt;
        return desk.history(page.next, kCasesAPiece);
      });
  return response;
}

}  // namespace muster::api
