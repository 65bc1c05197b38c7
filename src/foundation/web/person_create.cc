// POST /people: an administrator enters a person with an account; the first password is in this answer alone.
#include "party_json.h"
#include <base/random.h>
#include <http/sign_in.h>

namespace muster::web {

http::Response person_create(const PartyParts& parts, const http::Request& request) {
  Body body(request);
  parties::NewPerson person;
  person.display_name = body.text("display_name", 200);
  const std::string login = body.text("login", 64);
  person.party_id = body.id("party_id");
  person.identity = body.text("identity", 200);
  person.language = body.maybe_text("language", 8).value_or("en");
  MUSTER_BODY_DONE(body);
  const std::string& actor = request.principal->person_id;
  const std::string password = random_token(parts.random, 15);
  const auto make_person = [&](store::Transaction& tx) -> Result<std::string> {
    MUSTER_TRY(const auto made, parts.parties.create_person(tx, actor, person));
    return made.id;
  };
  MUSTER_ANSWER_TRY(const auto account, parts.sign_in.create_account(actor, make_person, login, password, true));
  MUSTER_ANSWER_TRY(const auto made, parts.parties.person(account.person_id));
  MUSTER_ANSWER_TRY(auto out, person_page_json(parts, made, true));
  out["first_password"] = password;
  return answer(out, 201).header("ETag", http::etag_of(made.version));
}

}  // namespace muster::web
