// GET /programmes/{id}/items.csv and /items.xlsx; POST /programmes/{id}/items/import (CSV or XLSX): good rows go in,
// each bad one is told. ?dry_run=true writes nothing.
#include "filing_upload.h"
#include "programme_handlers.h"
#include <base/csv.h>
#include <filings/table.h>

#include <print/workbook.h>

namespace muster::api {
namespace {

constexpr const char* kWorkbookType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

std::string csv_of(const std::vector<programme::Service::Row>& rows) {
  std::string out;
  for (const auto& row : rows) {
    bool first = true;
    for (const auto& cell : row) {
      if (!first) out += ',';
      first = false;
      append_csv_field(out, cell, true);
    }
    out += "\r\n";
  }
  return out;
}

}  // namespace

http::Response programme_table(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(auto rows, services.programme.rows(request.param("id"), actor_of(request)));
  if (!request.path.ends_with(".xlsx"))
    return http::Response::text(csv_of(rows), "text/csv; charset=utf-8")
        .header("Content-Disposition", "attachment; filename=\"programme.csv\"");
  print::Sheet sheet{"Items", rows.front(), {}, {}};
  for (std::size_t i = 1; i < rows.size(); ++i) sheet.rows.emplace_back(rows[i].begin(), rows[i].end());
  MUSTER_ANSWER_TRY(auto bytes, print::to_workbook({sheet}, "Programme", services.clock.now()));
  return http::Response::text(std::move(bytes), kWorkbookType)
      .header("Content-Disposition", "attachment; filename=\"programme.xlsx\"");
}

http::Response programme_import(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto upload, filing_upload(services, request));
  MUSTER_ANSWER_TRY(auto table, filings::read_table(request.body, upload.format, upload.sheet, programme::kItemsMax));
  MUSTER_ANSWER_TRY(auto taken,
                    services.programme.take_rows(request.param("id"), table.header, table.rows,
                                                 request.query_or("dry_run", "") == "true", actor_of(request)));
  json::array faults;
  const auto tell = [&](std::int64_t line, const std::string& code_of_item, const Error& e) {
    faults.push_back(json::object{{"line", line},
                                  {"item", code_of_item.empty() ? json::value() : json::value(code_of_item)},
                                  {"field", e.field},
                                  {"code", e.code},
                                  {"sentence", e.sentence}});
  };
  for (const auto& [line, error] : table.faults) tell(line, "", error);
  for (const auto& fault : taken.faults) tell(fault.line, fault.code, fault.error);
  return answer(json::object{{"rows", taken.rows},
                             {"entered", taken.entered},
                             {"changed", taken.changed},
                             {"unchanged", taken.unchanged},
                             {"faults", std::move(faults)}});
}

}  // namespace muster::api
