// POST /partners/{id}/papers: a paper of the checklist; its scan, where one is sent, is kept as a document.
#include "partner_handlers.h"
#include <base/bytes.h>
#include <documents/documents.h>

namespace muster::api {
namespace {

constexpr std::size_t kPaperMaxBase64 = 1'400'000;
constexpr Duration kPaperKept = std::chrono::hours(24 * 3650);

}  // namespace

http::Response partner_paper(const Services& services, const http::Request& request) {
  static constexpr std::string_view kMedia[] = {"application/pdf", "image/png", "image/jpeg"};
  Body body(request);
  partners::Document paper;
  paper.item = body.text("item", 60);
  paper.number = body.text("number", partners::kNumberMax);
  paper.issued_by = body.text("issued_by", partners::kIssuerMax);
  paper.valid_until = body.maybe_instant("valid_until");
  std::string bytes;
  documents::NewDocument document;
  if (auto scan = body.maybe_object("scan")) {
    document.title = scan->text("file_name", 200);
    document.media_type = scan->one_of("media_type", kMedia);
    const auto read = from_base64(scan->text("base64", kPaperMaxBase64));
    if (read.ok())
      bytes = *read;
    else
      body.fault("scan.base64", "base64_malformed", "The scan did not arrive whole; send it again.");
  }
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto p, seen_partner(services, request, request.param("id")));
  const std::string& person = request.principal->person_id;
  if (!bytes.empty()) {
    document.record_kind = partners::kRecord;
    document.record_id = p.id;
    document.retain_until = services.clock.now() + kPaperKept;
    MUSTER_ANSWER_TRY(const auto kept, services.documents.add(person, document, bytes));
    paper.document_id = kept.id;
  }
  MUSTER_ANSWER_TRY(const auto recorded, services.partners.record_paper(p.id, paper, person));
  return answer(json::object{{"id", recorded.id}, {"item", recorded.item}}, 201);
}

}  // namespace muster::api
