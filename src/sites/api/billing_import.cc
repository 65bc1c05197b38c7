// POST /billing-services/imports: a file of services, kept as a document and imported by a job; …/{id}/events: confirm.
#include "billing_handlers.h"
#include "import_job.h"
#include <documents/documents.h>

#include <sstream>

namespace muster::api {

http::Response billing_import(const Services& services, const http::Request& request) {
  return import_by_job(services, request,
                       {"text/csv", "A file of services for charging", "billing_service_import", kServiceImportJob},
                       {});
}

Result<std::string> run_service_import(const Services& services, jobs::JobContext& context) {
  const json::value arguments = parsed(context.arguments());
  const auto text = [&](const char* field) { return std::string(arguments.at(field).as_string()); };
  MUSTER_TRY(std::string content,
             services.documents.content(text("actor"), text("document"), "import_billing_services"));
  std::istringstream in(std::move(content));
  json::array errors;
  const bool dry_run = arguments.at("dry_run").as_bool();
  MUSTER_TRY(const auto result,
             services.billing.services.import_csv(in, {text("actor"), dry_run, [&](const billing::ImportLine& l) {
                                                         keep_line_error(errors, l.line, l.error);
                                                       }}));
  return json::serialize(json::object{{"dry_run", dry_run},
                                      {"import_id", or_null(result.id)},
                                      {"lines", result.lines},
                                      {"accepted", result.accepted},
                                      {"already_in", result.already_in},
                                      {"refused", result.refused},
                                      {"errors", std::move(errors)}});
}

http::Response billing_import_event(const Services& services, const http::Request& request) {
  static constexpr std::string_view kEvents[] = {"confirm"};
  Body body(request);
  body.one_of("event", kEvents);
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto count,
                    services.billing.services.confirm_import(request.param("id"), request.principal->person_id));
  return answer(json::object{{"confirmed", count}});
}

}  // namespace muster::api
