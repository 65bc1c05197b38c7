// POST /duplicates/{id}/reviews {"purpose"}: both records side by side, what is the same and how alike the rest is.
// Both readings are in the ledger. POST /duplicates/{id}/events {"event": "same"|"different", "evidence", "reference"}.
#include "change_handlers.h"
#include "person_handlers.h"

#include <set>

namespace muster::numbers_api {
namespace {

// As the rules compare: letters of machine-readable zones, parts of a name in any order.
std::optional<persons::DuplicateField> compared_as(std::string_view field) {
  if (field == persons::kNameField) return persons::DuplicateField::name;
  if (field == persons::kBirthField) return persons::DuplicateField::birth_date;
  if (field == persons::kAddressField) return persons::DuplicateField::address;
  return std::nullopt;
}

json::value side(const vault::Fields& fields, const std::string& name) {
  const auto found = fields.find(name);
  return found == fields.end() ? json::value(nullptr) : json::value(found->second);
}

json::object compared(const vault::Fields& a, const vault::Fields& b, const std::string& name) {
  json::object out{{"field", name}, {"a", side(a, name)}, {"b", side(b, name)}, {"same", nullptr}, {"alike", nullptr}};
  const auto in_a = a.find(name), in_b = b.find(name);
  if (in_a == a.end() || in_b == b.end()) return out;
  std::string left = in_a->second, right = in_b->second;
  if (const auto field = compared_as(name)) {
    left = persons::fold(*field, left);
    right = persons::fold(*field, right);
  }
  out["same"] = left == right;
  out["alike"] = persons::alike_percent(left, right);
  return out;
}

json::array documents_json(const std::vector<persons::HolderDocument>& documents) {
  json::array out;
  for (const auto& document : documents) out.push_back(document_json(document));
  return out;
}

}  // namespace

http::Response duplicate_review(const Services& services, const http::Request& request) {
  Body body(request);
  const std::string purpose = body.text("purpose", 64);
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto both,
                    duplicates_of(services).review(request.principal->person_id, request.param("id"), purpose));
  std::set<std::string> names;
  for (const auto* fields : {&both.a, &both.b})
    for (const auto& [name, value] : *fields) names.insert(name);
  json::array fields;
  for (const std::string& name : names) fields.push_back(compared(both.a, both.b, name));
  return answer({{"fields", std::move(fields)},
                 {"documents_a", documents_json(both.documents_a)},
                 {"documents_b", documents_json(both.documents_b)}})
      .header("Cache-Control", "no-store");
}

http::Response duplicate_event(const Services& services, const http::Request& request) {
  Body body(request);
  static constexpr std::string_view kEvents[] = {"same", "different"};
  const std::string event = body.one_of("event", kEvents);
  const persons::Proof proof = proof_of(body);
  MUSTER_BODY_DONE(body);
  const persons::Duplicates duplicates = duplicates_of(services);
  MUSTER_ANSWER_TRY(const auto before, duplicates.get(request.param("id")));
  MUSTER_ANSWER_CHECK(http::check_if_match(request, before.version));
  const std::string& who = request.principal->person_id;
  MUSTER_ANSWER_TRY(const auto after, event == "same" ? duplicates.same(who, before.id, proof)
                                                      : duplicates.different(who, before.id, proof));
  return pair_answer(services, request, after);
}

}  // namespace muster::numbers_api
