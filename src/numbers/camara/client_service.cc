#include "client_store.h"
#include <base/bytes.h>
#include <base/text.h>
#include <identifiers/contact.h>
#include <lines/rules.h>
#include <persons/holder.h>

#include <algorithm>

#include <camara/match.h>
#include <camara/service.h>
#include <fmt/format.h>

namespace muster::camara {
namespace {

constexpr std::size_t kNameMax = 100, kPurposeMax = 64, kDetailMax = 256;
constexpr std::string_view kGenders[] = {"MALE", "FEMALE", "OTHER"};

std::string hash_of(std::string_view secret) {
  return to_hex(sha256(secret));
}

Error no_such_client() {
  return not_found("client_unknown", "There is no such client.");
}

// As the vault wants purposes: small letters, digits and underscores.
bool is_purpose(std::string_view text) {
  return !text.empty() && text.size() <= kPurposeMax && text[0] >= 'a' && text[0] <= 'z' &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

Result<void> check_client(const NewClient& client) {
  if (client.name.empty() || client.name.size() > kNameMax || !is_valid_utf8(client.name))
    return invalid("client_name", "A client has a name of 1 to 100 bytes.", "name");
  if (!is_purpose(client.purpose))
    return invalid("purpose_missing", "A client needs the purpose of its contract, in small letters and underscores.",
                   "purpose");
  if (client.scopes.empty()) return invalid("client_scope", "Say what the client is granted.", "scopes");
  for (const auto& scope : client.scopes)
    if (!is_scope(scope)) return invalid("client_scope", "There is no such scope.", "scopes");
  if (client.questions_per_subject < 1 || client.questions_per_subject > kQuotaMax)
    return invalid("client_questions", "A client asks 1 to 1,000,000 questions about a number a day.",
                   "questions_per_subject");
  if (client.subjects_per_day < 1 || client.subjects_per_day > kQuotaMax)
    return invalid("client_subjects", "A client asks about 1 to 1,000,000 different numbers a day.",
                   "subjects_per_day");
  return {};
}

Result<void> check_scopes(const Client& client, const std::vector<std::string>& scopes) {
  if (client.ended_at) return refused("client_ended", "This client has ended.");
  const auto granted = [&](const std::string& scope) {
    return std::find(client.scopes.begin(), client.scopes.end(), scope) != client.scopes.end();
  };
  if (scopes.empty() || !std::all_of(scopes.begin(), scopes.end(), granted))
    return refused("scope_not_granted", "The client was not granted one of these scopes.", "scopes");
  return {};
}

Result<lines::Ownership> held_line(store::Transaction& tx, std::int64_t msisdn) {
  const auto line = lines::find_by_msisdn(tx, msisdn);
  if (!line) return not_found("line_unknown", "There is no line with this number.");
  auto ownership = lines::open_ownership(tx, line->id);
  if (!ownership) return conflict("line_without_holder", "Nobody holds this line.");
  return std::move(*ownership);
}

bool is_detail(const Attribute& attribute, const std::string& value) {
  if (value.empty() || value.size() > kDetailMax || !is_valid_utf8(value)) return false;
  if (attribute.comparison == Comparison::email) return identifiers::check_email(value).ok();
  if (attribute.comparison != Comparison::code) return true;
  if (std::string_view(attribute.name) == "gender")
    return std::find(std::begin(kGenders), std::end(kGenders), value) != std::end(kGenders);
  return value.size() == 2 && std::all_of(value.begin(), value.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

Result<vault::Fields> checked_details(const std::map<std::string, std::string>& details) {
  vault::Fields out;
  for (const auto& [name, value] : details) {
    const Attribute* attribute = find_attribute(name);
    if (!attribute) return invalid("attribute_unknown", "The interfaces have no such attribute.", "attribute");
    if (attribute->captured)
      return invalid("attribute_captured", "This attribute comes with the registration.", "attribute");
    if (!is_detail(*attribute, value))
      return invalid("attribute_form", "The value of an attribute has another form.", name);
    out.emplace(attribute->vault_field, value);
  }
  if (out.empty()) return invalid("attribute_form", "Give at least one attribute.", "attribute");
  return out;
}

bool is_one_of(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

}  // namespace

Result<MadeClient> Service::add_client(const std::string& actor, const NewClient& asked) const {
  MUSTER_CHECK_OK(check_client(asked));
  MadeClient made;
  static_cast<NewClient&>(made.client) = asked;
  std::sort(made.client.scopes.begin(), made.client.scopes.end());
  made.client.scopes.erase(std::unique(made.client.scopes.begin(), made.client.scopes.end()), made.client.scopes.end());
  made.client.id = recorder_.new_id();
  made.client.created_at = clock().now();
  made.secret = random_token(recorder_.random());
  return database_.write([&](store::Transaction& tx) -> Result<MadeClient> {
    insert(tx, made.client, hash_of(made.secret));
    recorder_.record(tx, kClientMade, actor, kClientRecord, made.client.id,
                     fmt::format(R"({{"purpose":{},"scores":{},"subjects_per_day":{}}})", json_quote(asked.purpose),
                                 asked.scores, asked.subjects_per_day));
    return made;
  });
}

Result<std::vector<Client>> Service::clients() const {
  return database_.read([](store::Transaction& tx) -> Result<std::vector<Client>> { return all_clients(tx); });
}

Result<void> Service::end_client(const std::string& actor, const std::string& id) const {
  return database_.write([&](store::Transaction& tx) -> Result<void> {
    if (!camara::end_client(tx, id, clock().now())) return no_such_client();
    recorder_.record(tx, kClientEnded, actor, kClientRecord, id);
    return {};
  });
}

Result<std::string> Service::mint(const std::string& actor, const NewToken& asked) const {
  if (asked.valid < Duration(0) || asked.valid > kTokenValidMax)
    return invalid("token_term", "A token is valid for at most 24 hours.", "valid");
  if ((asked.msisdn == 0) != (asked.authenticated_by == Authentication::none))
    return invalid("token_authentication",
                   "A token about a line says how its subscriber was authenticated; another one does not.",
                   "authenticated_by");
  const std::string secret = random_token(recorder_.random());
  return database_.write([&](store::Transaction& tx) -> Result<std::string> {
    const auto client = find_client(tx, asked.client_id);
    if (!client) return no_such_client();
    MUSTER_CHECK_OK(check_scopes(*client, asked.scopes));
    Token token;
    token.client_id = client->id;
    token.scopes = asked.scopes;
    token.authenticated_by = asked.authenticated_by;
    token.made_at = clock().now();
    token.expires_at = token.made_at + asked.valid;
    if (asked.msisdn != 0) {
      MUSTER_TRY(const lines::Ownership ownership, held_line(tx, asked.msisdn));
      token.line_id = ownership.line_id;
      token.ownership_id = ownership.id;
    }
    insert(tx, hash_of(secret), token);
    recorder_.record(tx, kTokenMinted, actor, kClientRecord, client->id,
                     fmt::format(R"({{"authenticated_by":"{}"}})", to_text(token.authenticated_by)));
    return secret;
  });
}

Result<Service::Minted> Service::mint_by_secret(const std::string& client_id, const std::string& secret,
                                                std::vector<std::string> scopes) const {
  MUSTER_TRY(const auto client, database_.read([&](store::Transaction& tx) -> Result<std::optional<Client>> {
    const auto hash = secret_hash_of(tx, client_id);
    if (!hash || !constant_time_equal(*hash, hash_of(secret))) return std::optional<Client>();
    return find_client(tx, client_id);
  }));
  if (!client) return refused("client_secret", "The client is unknown or its secret is another one.");
  if (scopes.empty()) scopes = client->scopes;
  NewToken asked;
  asked.client_id = client_id;
  asked.scopes = scopes;
  MUSTER_TRY(std::string token, mint("client:" + client_id, asked));
  return Minted{std::move(token), std::move(scopes)};
}

Result<std::string> Service::give_consent(const std::string& actor, const std::string& client_id, std::int64_t msisdn,
                                          const std::string& consent) const {
  if (!lines::is_code(consent))
    return invalid("consent_form", "Give the code of the text that the holder agreed to.", "consent");
  return database_.write([&](store::Transaction& tx) -> Result<std::string> {
    if (!find_client(tx, client_id)) return no_such_client();
    MUSTER_TRY(const lines::Ownership ownership, held_line(tx, msisdn));
    const std::string id = recorder_.new_id();
    insert_consent(tx, id, client_id, ownership.holder_id, consent, clock().now());
    recorder_.record(tx, kConsentGiven, actor, persons::kHolderRecord, ownership.holder_id,
                     fmt::format(R"({{"client":{},"consent":{}}})", json_quote(client_id), json_quote(consent)));
    return id;
  });
}

Result<void> Service::withdraw_consent(const std::string& actor, const std::string& id) const {
  return database_.write([&](store::Transaction& tx) -> Result<void> {
    const auto holder = withdraw(tx, id, clock().now());
    if (!holder) return not_found("consent_unknown", "There is no such consent, or it was withdrawn.");
    recorder_.record(tx, kConsentWithdrawn, actor, persons::kHolderRecord, *holder);
    return {};
  });
}

Result<void> Service::set_details(const std::string& actor, std::int64_t msisdn,
                                  const std::map<std::string, std::string>& details) const {
  MUSTER_TRY(const vault::Fields fields, checked_details(details));
  return database_.write([&](store::Transaction& tx) -> Result<void> {
    MUSTER_TRY(const lines::Ownership ownership, held_line(tx, msisdn));
    MUSTER_CHECK_OK(vault_.put(tx, ownership.holder_id, fields));
    recorder_.record(tx, kDetailsSet, actor, persons::kHolderRecord, ownership.holder_id,
                     fmt::format(R"({{"fields":{}}})", fields.size()));
    return {};
  });
}

Result<void> Service::set_profile(const std::string& actor, std::int64_t msisdn, const LineProfile& profile) const {
  const auto yes_or_no = [](const std::string& text) { return is_one_of(text, {"", "true", "false"}); };
  if (!is_one_of(profile.contract, {"", "PAYG", "PAYM", "Business"}) || !yes_or_no(profile.content_lock) ||
      !yes_or_no(profile.parental_control))
    return invalid("profile_form", "A contract is PAYG, PAYM or Business; locks are true, false or unsaid.", "profile");
  return database_.write([&](store::Transaction& tx) -> Result<void> {
    const auto line = lines::find_by_msisdn(tx, msisdn);
    if (!line) return not_found("line_unknown", "There is no line with this number.");
    put(tx, line->id, profile);
    recorder_.record(tx, kProfileSet, actor, lines::kLineRecord, line->id);
    return {};
  });
}

Result<std::int64_t> Service::sweep() const {
  return database_.write(
      [&](store::Transaction& tx) -> Result<std::int64_t> { return camara::sweep(tx, clock().now()); });
}

}  // namespace muster::camara
