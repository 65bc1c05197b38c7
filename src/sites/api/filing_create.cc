// POST /filings: a draft.
#include "filing_handlers.h"

namespace muster::api {
namespace {

constexpr std::size_t kTextMax = 1'200;

filings::ResponsiblePerson read_person(std::optional<Body> body) {
  if (!body) return {};
  const auto text = [&](const char* field) { return body->maybe_text(field, kTextMax).value_or(""); };
  return {text("name"), text("id_kind"), text("id_number"), text("mobile"), text("email")};
}

void read_subject(Body body, filings::FilingDraft& draft) {
  static constexpr std::string_view kKinds[] = {"government", "institution", "company", "association", "individual"};
  if (auto id = body.maybe_id("id")) {
    draft.subject_id = *id;
    return;
  }
  const auto text = [&](const char* field) { return body.maybe_text(field, kTextMax).value_or(""); };
  filings::SubjectDraft& subject = draft.subject;
  subject.kind = filings::subject_kind(body.one_of("kind", kKinds)).value_or(filings::SubjectKind::company);
  subject.name = text("name");
  subject.certificate_kind = text("certificate_kind");
  subject.certificate_number = text("certificate_number");
  subject.certificate_address = text("certificate_address");
  subject.postal_address = text("postal_address");
  subject.superior = text("superior");
  subject.region = text("region");
  subject.responsible = read_person(body.maybe_object("responsible"));
}

void read_site(Body body, filings::SiteDraft& site) {
  site.name = body.maybe_text("name", kTextMax).value_or("");
  site.home_url = body.maybe_text("home_url", 2'048).value_or("");
  site.domains = body.texts("domains", 200, kTextMax);
  site.service_types = body.texts("service_types", 20, 64);
  site.pre_approvals = read_pre_approvals(body, "pre_approvals");
  site.language = body.maybe_text("language", 35).value_or("");
  site.responsible = read_person(body.maybe_object("responsible"));
}

}  // namespace

filings::AccessDraft read_access(Body& body) {
  static constexpr std::string_view kMethods[] = {"dedicated_line", "colocation", "virtual_host",
                                                  "cloud",          "cdn",        "other"};
  filings::AccessDraft access;
  access.provider_id = body.id("provider_id");
  access.method = filings::access_method(body.one_of("method", kMethods)).value_or(filings::AccessMethod::other);
  access.server_location = body.maybe_text("server_location", kTextMax).value_or("");
  access.address_range = body.maybe_text("address_range", 100).value_or("");
  return access;
}

http::Response filing_create(const Services& services, const http::Request& request) {
  Body body(request);
  filings::FilingDraft draft;
  read_subject(body.object("subject"), draft);
  read_site(body.object("site"), draft.site);
  for (Body& access : body.objects("accesses", 100)) draft.site.accesses.push_back(read_access(access));
  draft.provider_id = body.maybe_id("provider_id").value_or(request.principal->party_id);
  MUSTER_BODY_DONE(body);
  const auto made = services.filings.create_draft(draft, actor_of(*request.principal));
  if (!made.ok()) return filing_problem(made.error());
  return filing_answer(services, made->id, *request.principal, 201);
}

}  // namespace muster::api
