// POST /received-orders: the written order of an authority, with its scan.
#include "case_handlers.h"
#include <base/bytes.h>
#include <base/random.h>
#include <documents/documents.h>

namespace muster::api {
namespace {

constexpr std::size_t kScanMaxBase64 = 1'400'000;
constexpr Duration kScanKept = std::chrono::hours(24 * 3650);

}  // namespace

http::Response received_order_enter(const Services& services, const http::Request& request) {
  static constexpr std::string_view kMedia[] = {"application/pdf", "image/png", "image/jpeg"};
  Body body(request);
  cases::NewReceivedOrder in;
  in.authority_party_id = body.text("authority_id", 60);
  in.reference = body.text("number", 200);
  in.dated = body.text("dated_on", 10);
  in.law = body.text("law", 500);
  in.ground = body.text("ground", 60);
  in.measure = body.maybe_text("measure", 20).value_or("network");
  Body scope = body.object("scope");
  in.scope_kind = scope.text("kind", 20);
  in.scope_value = scope.text("value", 2'000);
  in.ends_at = body.instant("expires_at");
  Body scan = body.object("scan");
  const std::string file_name = scan.text("file_name", 200);
  const std::string media_type = scan.one_of("media_type", kMedia);
  const auto bytes = from_base64(scan.text("base64", kScanMaxBase64));
  if (!bytes.ok()) body.fault("scan.base64", "base64_malformed", "The scan did not arrive whole; send it again.");
  MUSTER_BODY_DONE(body);
  const std::string& person = request.principal->person_id;
  in.id = new_id(services.clock, services.random);
  documents::NewDocument document;
  document.media_type = media_type;
  document.title = file_name;
  document.record_kind = cases::kReceivedOrderRecord;
  document.record_id = in.id;
  document.retain_until = services.clock.now() + kScanKept;
  MUSTER_ANSWER_TRY(const auto kept, services.documents.add(person, document, *bytes));
  in.document_id = kept.id;
  MUSTER_ANSWER_TRY(const auto entered, services.cases.enter_received_order(in, person));
  const auto out = services.database.read(
      [&](store::Transaction& tx) -> Result<json::object> { return received_order_json(tx, entered); });
  if (!out.ok()) return http::Response::problem(out.error());
  return answer(*out, 201).header("ETag", http::etag_of(entered.version));
}

}  // namespace muster::api
