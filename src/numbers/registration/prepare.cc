#include "submission.h"

#include <fmt/format.h>

namespace muster::registration {
namespace {

// All that a request says, each part with its length, so that no two requests have one text.
std::string request_text(const Capture& c) {
  std::string out;
  const auto part = [&](const std::string& text) { out += fmt::format("{}:{}\n", text.size(), text); };
  const auto document = [&](const persons::Document& d) {
    for (const std::string* text : {&d.kind, &d.country, &d.number, &d.expires_on}) part(*text);
  };
  document(c.document);
  for (const std::string* text :
       {&c.identity.name, &c.identity.birth_date, &c.identity.address, &c.category, &c.msisdn, &c.dealer_id, &c.place,
        &c.device, &c.consent, &c.organisation_kind, &c.organisation_number})
    part(*text);
  if (c.guardian) document(*c.guardian);
  if (!c.guardian_consent.empty()) part(c.guardian_consent);
  if (c.proxy) {
    document(c.proxy->document);
    for (const std::string* text : {&c.proxy->identity.name, &c.proxy->identity.birth_date, &c.proxy->identity.address,
                                    &c.proxy->authorisation, &c.proxy->consent})
      part(*text);
  }
  return out;
}

bool is_key(const std::string& key) {
  return !key.empty() && key.size() <= kKeyMax &&
         std::all_of(key.begin(), key.end(), [](char c) { return c > ' ' && c < 0x7f; });
}

bool has_fault(const std::vector<Error>& faults, std::initializer_list<std::string_view> fields) {
  return std::any_of(faults.begin(), faults.end(),
                     [&](const Error& e) { return std::find(fields.begin(), fields.end(), e.field) != fields.end(); });
}

}  // namespace

Result<Prepared> prepare(const ledger::Recorder& recorder, const vault::Vault& vault, const policy::Policy& policy,
                         const std::string& actor, const std::string& key, const Capture& capture) {
  if (!is_key(key))
    return invalid("idempotency_key_missing",
                   "A registration comes with an Idempotency-Key of 1 to 64 printable characters.", "idempotency-key");
  Prepared out;
  out.actor = actor;
  out.request_key = vault.blind_index("registration_key", capture.dealer_id + "\n" + key);
  out.request_hash = vault.blind_index("registration_request", request_text(capture));
  out.checked = check_capture(capture, policy, recorder.clock().now());
  out.registration_id = recorder.new_id();
  const Capture& c = out.checked.capture;
  if (!out.checked.faults.empty()) return out;
  persons::NewHolder holder;
  holder.id = recorder.new_id();
  holder.category = out.checked.category;
  holder.identity = c.identity;
  holder.document = c.document;
  MUSTER_TRY(out.ready, persons::make_ready(vault, std::move(holder)));
  return out;
}

void index_people(Prepared& prepared, const vault::IndexKeys& keys) {
  const Capture& c = prepared.checked.capture;
  const auto& faults = prepared.checked.faults;
  if (!has_fault(faults, {"category", "document_kind", "document_country", "document_number"}))
    prepared.number_index = persons::document_index(keys, c.document);
  if (!has_fault(faults, {"name", "birth_date"})) prepared.identity_index = persons::identity_index(keys, c.identity);
  if (c.guardian && !has_fault(faults, {"guardian"}))
    prepared.guardian_index = persons::document_index(keys, *c.guardian);
  if (c.proxy &&
      !has_fault(faults, {"proxy", "proxy.document_kind", "proxy.document_country", "proxy.document_number"}))
    prepared.proxy_index = persons::document_index(keys, c.proxy->document);
}

}  // namespace muster::registration
