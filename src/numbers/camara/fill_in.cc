// POST /kyc-fill-in/v0.4/fill-in: data leave only where the holder agreed that this client has them.
#include "serve.h"
#include <lines/rules.h>

#include <boost/json.hpp>
#include <camara/match.h>

namespace muster::camara {
namespace {

constexpr std::string_view kFillInScope = "kyc-fill-in:";

bool may_have(const Token& token, std::string_view attribute) {
  return token.has("kyc-fill-in:set-all") || token.has(std::string(kFillInScope) + std::string(attribute));
}

constexpr Property kFillInProperties[] = {{"phoneNumber", Form::phone}};
constexpr BodyRules kFillInBody{kFillInProperties};
constexpr Operation kFillInOperation{
    .name = "kyc-fill-in:fill-in",
    .allowed =
        [](const Token& token) {
          return std::any_of(token.scopes.begin(), token.scopes.end(),
                             [](const std::string& scope) { return scope.starts_with(kFillInScope); });
        },
    .body = &kFillInBody,
};

}  // namespace

http::Response fill_in(const Service& service, const http::Request& request) {
  return serve(
      service, request, kFillInOperation, {},
      [&](store::Transaction& tx, const Subject& subject, const Access& access, const Body&) -> Result<Answer> {
        if (!service.has_consented(tx, access.client.id, subject.ownership.holder_id))
          return Answer(problem(Fault::consent_missing));
        std::vector<std::string> wanted;
        for (const Attribute& attribute : attributes())
          if (may_have(access.token, attribute.name)) wanted.emplace_back(attribute.name);
        MUSTER_TRY(const Record record, service.read(tx, access, subject, wanted));
        boost::json::object out;
        if (may_have(access.token, "phoneNumber")) out["phoneNumber"] = lines::msisdn_text(subject.line.msisdn);
        for (const std::string& name : wanted)
          if (const auto found = record.values.find(name); found != record.values.end()) out[name] = found->second;
        return Answer(boost::json::serialize(out));
      });
}

}  // namespace muster::camara
