// GET /legacy-blocks/removals?format=csv|text: what is to be taken out of the other system, streamed.
#include "legacy_handlers.h"
#include <base/csv.h>
#include <web/page_stream.h>

namespace muster::api {
namespace {

constexpr int kRemovalsAPiece = 2'000;

std::string lines_of(const std::vector<restrictions::LegacyBlock>& blocks, bool csv) {
  std::string out;
  for (const auto& block : blocks) {
    out += block.name;
    if (csv) {
      out += ',';
      out += to_text(block.state);
      out += ',' + to_day(block.state_at) + ',';
      append_csv_field(out, block.source, true);
      out += ',' + std::to_string(block.line) + ',';
      append_csv_field(out, block.end_reason, true);
    }
    out += csv ? "\r\n" : "\n";
  }
  return out;
}

}  // namespace

http::Response legacy_removals(const Services& services, const http::Request& request) {
  const std::string format = request.query_or("format", "csv");
  if (format != "csv" && format != "text")
    return http::Response::problem(invalid("removals_format", "Ask for csv or text.", "format"));
  const bool csv = format == "csv";
  const restrictions::LegacyService legacy(services.database, services.recorder);
  MUSTER_ANSWER_TRY(auto begin, legacy.removals("", kRemovalsAPiece));
  auto response = http::Response::text("", csv ? "text/csv; charset=utf-8" : "text/plain; charset=utf-8");
  response.header("Content-Disposition",
                  csv ? "attachment; filename=\"to-remove.csv\"" : "attachment; filename=\"to-remove.txt\"");
  response.stream = page_stream<restrictions::LegacyPage>(
      csv ? "name,state,since,source,line,reason\r\n" : "", std::move(begin),
      [csv](const auto& page) { return lines_of(page.items, csv); },
      [legacy](const auto& page) -> std::optional<Result<restrictions::LegacyPage>> {
        if (page.next.empty()) return std::nullopt;
        return legacy.removals(page.next, kRemovalsAPiece);
      });
  return response;
}

}  // namespace muster::api
