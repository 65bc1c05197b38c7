#include "filing_handlers.h"
#include <http/idempotency.h>
#include <http/router.h>

namespace muster::api {

void add_filing_routes(http::Router& router, const Services& services) {
  using http::Access;
  using Action = http::Response (*)(const Services&, const http::Request&);
  const auto add = [&](const char* method, const char* pattern, Access access, Action action) {
    router.add({.method = method,
                .pattern = pattern,
                .access = std::move(access),
                .handler = [services, action](const http::Request& request) { return action(services, request); }});
  };
  const auto create = [&](const char* pattern, Access access, Action action, std::size_t body_max = 1 << 20) {
    auto once = http::once(services.database, services.clock, services.random,
                           [services, action](const http::Request& request) { return action(services, request); });
    router.add({.method = "POST",
                .pattern = pattern,
                .access = std::move(access),
                .handler = std::move(once),
                .body_max_bytes = body_max});
  };
  const Access readers =
      Access::any_of({"registrar", "examiner", "decider", "confirmer", "security_decider", "security_confirmer",
                      "appeal_officer", "operator", "auditor", "partner_user"});
  const Access filers = Access::any_of({"registrar", "partner_user"});
  add("GET", "/api/filings", readers, filing_list);
  create("/api/filings", filers, filing_create);
  add("GET", "/api/filings/{id}", readers, filing_show);
  add("POST", "/api/filings/{id}/events", filers, filing_event);
  add("GET", "/api/filing-conflicts", Access::any_of({"registrar", "examiner", "operator", "auditor"}),
      filing_conflict_list);
  add("POST", "/api/filing-conflicts/{id}/events", Access::any_of({"registrar"}), filing_conflict_event);
  add("POST", "/api/filings/review-queue/next", Access::any_of({"registrar"}), filing_review_next);
  create("/api/filings/{id}/accesses", filers, filing_access_request);
  create("/api/access-requests", filers, access_request);
  add("GET", "/api/accesses/{id}/gate", filers, access_gate);
  add("POST", "/api/accesses/{id}/events", filers, access_event);
  create("/api/filings/imports", Access::any_of({"registrar"}), filing_import, kImportBodyMax);
  create("/api/filings/reconciliations", Access::any_of({"registrar"}), filing_reconcile, kImportBodyMax);
  const Access registrars = Access::any_of({"registrar", "auditor"});
  add("GET", "/api/filing-imports", registrars, filing_import_list);
  add("GET", "/api/filing-mappings", registrars, filing_mapping_list);
  add("PUT", "/api/filing-mappings/{name}", Access::any_of({"registrar"}), filing_mapping_save);
  add("GET", "/api/filing-imports/{id}", registrars, filing_import_show);
  create("/api/filing-imports/{id}/undo", Access::any_of({"registrar"}), filing_import_undo);
  add("GET", "/api/sites/{id}", Access::signed_in(), site_show);
  add("GET", "/api/subjects/{id}",
      Access::any_of({"registrar", "examiner", "decider", "confirmer", "security_decider", "security_confirmer",
                      "appeal_officer", "auditor"}),
      subject_show);
  services.jobs.add_kind(kImportJob, [services](jobs::JobContext& context) { return run_import(services, context); });
  services.jobs.add_kind(kReconcileJob,
                         [services](jobs::JobContext& context) { return run_reconcile(services, context); });
  services.jobs.add_kind(kUndoImportJob, [services](jobs::JobContext& context) { return run_undo(services, context); });
}

}  // namespace muster::api
