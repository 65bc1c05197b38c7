#include "client_store.h"
#include <base/text.h>
#include <persons/reading.h>
#include <persons/records.h>

#include <algorithm>

#include <camara/match.h>
#include <camara/service.h>
#include <fmt/format.h>

namespace muster::camara {
namespace {

constexpr const char* kSubjectIndex = "camara_subject";

// What was asked about is counted whether it exists or not: so that no client finds out which numbers do.
std::string subject_index(const vault::Vault& vault, std::int64_t msisdn) {
  return vault.blind_index(kSubjectIndex, std::to_string(msisdn));
}

void take_document(Record& record, const persons::HolderDocument& document, const vault::Fields& fields) {
  record.values.emplace("idDocumentType", document_type(document.kind));
  if (!document.expires_on.empty()) record.values.emplace("idDocumentExpiryDate", document.expires_on);
  const auto number = fields.find(persons::document_field(document.ordinal));
  if (number != fields.end()) record.values.emplace("idDocument", number->second);
}

}  // namespace

Result<Answer> Service::answer_in(store::Transaction& tx, const Inquiry& inquiry, const Answering& answer,
                                  std::string& line_id) const {
  const auto& client = inquiry.access.client;
  if (!count_subject(tx, client, to_day(clock().now()), subject_index(vault_, inquiry.msisdn)))
    return Answer(problem(Fault::quota_exceeded));
  auto line = lines::find_by_msisdn(tx, inquiry.msisdn);
  if (!line) return Answer(problem(Fault::identifier_not_found));
  line_id = line->id;
  auto ownership = lines::open_ownership(tx, line->id);
  if (!ownership) return Answer(problem(Fault::identifier_not_found));
  const Subject subject{std::move(*line), std::move(*ownership), profile_of(tx, line_id)};
  if (inquiry.may_be_excluded && (subject.profile.opted_out || subject.line.kind == lines::LineKind::iot))
    return Answer(problem(inquiry.excluded));
  MUSTER_TRY(Answer out, answer(tx, subject));
  // Behind a line that was taken over unverified stands a claim, and nobody who could be told.
  if (!std::holds_alternative<Problem>(out) && persons::find_holder(tx, subject.ownership.holder_id))
    persons::note_reading(tx, recorder_,
                          {subject.ownership.holder_id,
                           persons::ReadingKind::looked_up,
                           inquiry.access.actor(),
                           client.purpose,
                           {inquiry.operation}});
  return out;
}

Result<Answer> Service::ask(const Inquiry& inquiry, const Answering& answer) const {
  return database_.write([&](store::Transaction& tx) -> Result<Answer> {
    std::string line_id = "none";
    MUSTER_TRY(Answer out, answer_in(tx, inquiry, answer, line_id));
    const auto* refusal = std::get_if<Problem>(&out);
    recorder_.record(
        tx, kAskedAbout, inquiry.access.actor(), lines::kLineRecord, line_id,
        fmt::format(R"({{"operation":{},"purpose":{},"outcome":{}}})", json_quote(inquiry.operation),
                    json_quote(inquiry.access.client.purpose), json_quote(refusal ? refusal->code : "answered")));
    return out;
  });
}

Result<Record> Service::read(store::Transaction& tx, const Access& access, const Subject& subject,
                             const std::vector<std::string>& wanted) const {
  Record out;
  const auto ground = ground_of(tx, subject.ownership.ground_ref);
  const auto document = ground ? persons::find_document(tx, ground->document_id) : std::nullopt;
  if (!document) return out;
  out.verified = ground->verified;
  out.country = document->country;
  if (!out.verified) return out;  // what nobody has verified is not available
  std::vector<std::string> fields;
  for (const std::string& name : wanted) {
    const Attribute* attribute = find_attribute(name);
    if (attribute && attribute->vault_field) fields.emplace_back(attribute->vault_field);
    if (name == "idDocument") fields.push_back(persons::document_field(document->ordinal));
  }
  vault::Fields clear;
  if (!fields.empty()) {
    MUSTER_TRY(clear, vault_.get(tx, subject.ownership.holder_id, fields, access.client.purpose, access.actor()));
  }
  take_document(out, *document, clear);
  for (const Attribute& attribute : attributes())
    if (const auto found = attribute.vault_field ? clear.find(attribute.vault_field) : clear.end();
        found != clear.end())
      out.values.emplace(attribute.name, found->second);
  return out;
}

std::vector<Held> Service::history(store::Transaction& tx, const std::string& line_id) const {
  std::vector<Held> out;
  for (const auto& ownership : lines::ownerships_of_line(tx, line_id)) {
    const auto holder = persons::find_holder(tx, ownership.holder_id);
    out.push_back({holder ? holder->counts_as() : ownership.holder_id, ownership.from, ownership.until});
  }
  return out;
}

bool Service::has_consented(store::Transaction& tx, const std::string& client_id, const std::string& holder_id) const {
  return open_consent(tx, client_id, holder_id);
}

}  // namespace muster::camara
