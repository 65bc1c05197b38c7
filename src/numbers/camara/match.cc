// POST /kyc-match/v0.4/match
#include "properties.h"
#include "serve.h"

#include <boost/json.hpp>
#include <camara/match.h>

namespace muster::camara {
namespace {

constexpr Property kMatchProperties[] = {
    {"phoneNumber", Form::phone},
    {"idDocument"},
    {.name = "idDocumentType", .form = Form::choice, .choices = kDocumentTypes},
    {"idDocumentExpiryDate", Form::date},
    {"name"},
    {"givenName"},
    {"familyName"},
    {"nameKanaHankaku"},
    {"nameKanaZenkaku"},
    {"middleNames"},
    {"familyNameAtBirth"},
    {"address"},
    {"streetName"},
    {"streetNumber"},
    {"postalCode"},
    {"region"},
    {"locality"},
    {"country"},
    {"houseNumberExtension"},
    {"birthdate", Form::date},
    {"email", Form::email},
    {.name = "gender", .form = Form::choice, .choices = kGenderWords},
    {"cityOfBirth"},
    {"countryOfBirth"},
    {"nationality"},
};
constexpr BodyRules kMatchBody{kMatchProperties};
constexpr Operation kMatchOperation{
    .name = "kyc-match:match",
    .allowed = [](const Token& token) { return token.has("kyc-match:match"); },
    .body = &kMatchBody,
    .identifying = Identifying::matching,
};

// An empty object is no request; a number alone is one without anything to compare.
std::optional<Problem> match_precheck(const Access& access, const Body& body) {
  if (body.properties == 0) return problem(Fault::invalid_argument);
  if (body.texts.size() == (body.has("phoneNumber") ? 1u : 0u)) return problem(Fault::param_combination);
  if (access.client.document_first && !body.has("idDocument")) return problem(Fault::document_required);
  return std::nullopt;
}

std::string matched(const Record& record, const Body& body, bool scores) {
  boost::json::object out;
  for (const Attribute& attribute : attributes()) {
    const auto given = body.maybe_text(attribute.name);
    if (!given) continue;
    const auto stored = record.values.find(attribute.name);
    const auto ours = stored == record.values.end() ? std::nullopt : std::optional(stored->second);
    const Compared compared = compare(attribute, ours, *given, record.country);
    const std::string name = std::string(attribute.name) + "Match";
    out[name] = to_text(compared.match);
    if (scores && compared.score) out[name + "Score"] = *compared.score;
  }
  return boost::json::serialize(out);
}

}  // namespace

http::Response match(const Service& service, const http::Request& request) {
  return serve(
      service, request, kMatchOperation, match_precheck,
      [&](store::Transaction& tx, const Subject& subject, const Access& access, const Body& body) -> Result<Answer> {
        std::vector<std::string> wanted;
        for (const auto& [name, value] : body.texts) wanted.push_back(name);
        MUSTER_TRY(const Record record, service.read(tx, access, subject, wanted));
        if (access.client.document_first) {
          const auto stored = record.values.find("idDocument");
          const auto ours = stored == record.values.end() ? std::nullopt : std::optional(stored->second);
          const Attribute& document = *find_attribute("idDocument");
          if (compare(document, ours, body.text("idDocument"), record.country).match != Match::yes)
            return Answer(problem(Fault::document_mismatch));
        }
        return Answer(matched(record, body, access.client.scores));
      });
}

}  // namespace muster::camara
