// POST /kyc-age-verification/v0.2/verify
#include "serve.h"
#include <persons/rules.h>

#include <boost/json.hpp>
#include <camara/match.h>

namespace muster::camara {
namespace {

constexpr Property kAgeProperties[] = {
    {.name = "ageThreshold", .form = Form::integer, .required = true, .min = 0, .max = 120, .below_is_range = true},
    {"phoneNumber", Form::phone},
    {"idDocument"},
    {"name"},
    {"givenName"},
    {"familyName"},
    {"middleNames"},
    {"familyNameAtBirth"},
    {"birthdate", Form::date},
    {"email", Form::email},
    {"includeContentLock", Form::flag},
    {"includeParentalControl", Form::flag},
};
constexpr BodyRules kAgeBody{kAgeProperties};
constexpr Operation kAgeOperation{
    .name = "kyc-age-verification:verify",
    .allowed = [](const Token& token) { return token.has("kyc-age-verification:verify"); },
    .body = &kAgeBody,
};

// The mean of what was sent and is on record: 100 for what matches, the similarity of what does not.
std::optional<int> identity_score(const Record& record, const Body& body) {
  int sum = 0, count = 0;
  for (const auto& [name, given] : body.texts) {
    const Attribute* attribute = find_attribute(name);
    const auto stored = record.values.find(name);
    if (!attribute || stored == record.values.end()) continue;
    const Compared compared = compare(*attribute, stored->second, given, record.country);
    sum += compared.match == Match::yes ? 100 : compared.score.value_or(0);
    ++count;
  }
  return count == 0 ? std::nullopt : std::optional((sum + count / 2) / count);
}

const char* age_check(const Record& record, std::int64_t threshold, Instant now) {
  const auto born = record.values.find("birthdate");
  if (born == record.values.end()) return to_text(Match::not_available);
  return to_text(persons::age_on(born->second, now) >= threshold ? Match::yes : Match::no);
}

const char* said(const std::string& lock) {
  return lock.empty() ? to_text(Match::not_available) : lock == "true" ? "true" : "false";
}

}  // namespace

http::Response verify_age(const Service& service, const http::Request& request) {
  return serve(
      service, request, kAgeOperation, {},
      [&](store::Transaction& tx, const Subject& subject, const Access& access, const Body& body) -> Result<Answer> {
        std::vector<std::string> wanted{"birthdate"};
        if (access.client.scores)
          for (const auto& [name, value] : body.texts)
            if (name != "birthdate") wanted.push_back(name);
        MUSTER_TRY(const Record record, service.read(tx, access, subject, wanted));
        boost::json::object out;
        out["ageCheck"] = age_check(record, body.integer_or("ageThreshold", 0), service.clock().now());
        out["verifiedStatus"] = record.verified;
        if (access.client.scores)
          if (const auto score = identity_score(record, body)) out["identityMatchScore"] = *score;
        if (body.flag("includeContentLock")) out["contentLock"] = said(subject.profile.content_lock);
        if (body.flag("includeParentalControl")) out["parentalControl"] = said(subject.profile.parental_control);
        return Answer(boost::json::serialize(out));
      });
}

}  // namespace muster::camara
