#include "filing_handlers.h"
#include "routes.h"
#include "takeover_handlers.h"

namespace muster::api {

void add_filing_routes(http::Router& router, const Services& services) {
  using http::Access;
  const Routes routes(router, services);
  const Access readers =
      Access::any_of({"registrar", "examiner", "decider", "confirmer", "security_decider", "security_confirmer",
                      "appeal_officer", "operator", "auditor", "partner_user"});
  const Access filers = Access::any_of({"registrar", "partner_user"});
  routes.add("GET", "/api/filings", readers, filing_list);
  routes.create("/api/filings", filers, filing_create);
  routes.add("GET", "/api/filings/{id}", readers, filing_show);
  routes.add("POST", "/api/filings/{id}/events", filers, filing_event);
  routes.add("GET", "/api/filing-conflicts", Access::any_of({"registrar", "examiner", "operator", "auditor"}),
             filing_conflict_list);
  routes.add("POST", "/api/filing-conflicts/{id}/events", Access::any_of({"registrar"}), filing_conflict_event);
  routes.add("POST", "/api/filings/review-queue/next", Access::any_of({"registrar"}), filing_review_next);
  routes.create("/api/filings/{id}/accesses", filers, filing_access_request);
  routes.create("/api/access-requests", filers, access_request);
  routes.add("GET", "/api/accesses/{id}/gate", filers, access_gate);
  routes.add("POST", "/api/accesses/{id}/events", filers, access_event);
  routes.create("/api/filings/imports", Access::any_of({"registrar"}), filing_import, kImportBodyMax);
  routes.create("/api/filings/reconciliations", Access::any_of({"registrar"}), filing_reconcile, kImportBodyMax);
  const Access registrars = Access::any_of({"registrar", "auditor"});
  routes.add("GET", "/api/filing-imports", registrars, filing_import_list);
  routes.add("GET", "/api/filing-mappings", registrars, filing_mapping_list);
  routes.add("PUT", "/api/filing-mappings/{name}", Access::any_of({"registrar"}), filing_mapping_save);
  routes.add("GET", "/api/filing-imports/{id}", registrars, filing_import_show);
  routes.create("/api/filing-imports/{id}/undo", Access::any_of({"registrar"}), filing_import_undo);
  routes.add("GET", "/api/sites/{id}", Access::signed_in(), site_show);
  routes.add("GET", "/api/subjects/{id}",
             Access::any_of({"registrar", "examiner", "decider", "confirmer", "security_decider", "security_confirmer",
                             "appeal_officer", "auditor"}),
             subject_show);
  add_takeover_routes(router, services);
  services.jobs.add_kind(kImportJob, [services](jobs::JobContext& context) { return run_import(services, context); });
  services.jobs.add_kind(kReconcileJob,
                         [services](jobs::JobContext& context) { return run_reconcile(services, context); });
  services.jobs.add_kind(kUndoImportJob, [services](jobs::JobContext& context) { return run_undo(services, context); });
}

}  // namespace muster::api
