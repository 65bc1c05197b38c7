#include <base/words.h>

#include <algorithm>

#include <camara/client.h>

namespace muster::camara {
namespace {

constexpr const char* kAuthentications[] = {"none", "network", "sim", "otp", "password"};
static_assert(std::size(kAuthentications) == kAuthenticationCount);

constexpr std::string_view kScopes[] = {
    "kyc-age-verification:verify",
    "kyc-fill-in:address",
    "kyc-fill-in:birthdate",
    "kyc-fill-in:cityOfBirth",
    "kyc-fill-in:country",
    "kyc-fill-in:countryOfBirth",
    "kyc-fill-in:email",
    "kyc-fill-in:familyName",
    "kyc-fill-in:familyNameAtBirth",
    "kyc-fill-in:gender",
    "kyc-fill-in:givenName",
    "kyc-fill-in:houseNumberExtension",
    "kyc-fill-in:idDocument",
    "kyc-fill-in:idDocumentExpiryDate",
    "kyc-fill-in:idDocumentType",
    "kyc-fill-in:locality",
    "kyc-fill-in:middleNames",
    "kyc-fill-in:name",
    "kyc-fill-in:nameKanaHankaku",
    "kyc-fill-in:nameKanaZenkaku",
    "kyc-fill-in:nationality",
    "kyc-fill-in:phoneNumber",
    "kyc-fill-in:postalCode",
    "kyc-fill-in:region",
    "kyc-fill-in:set-all",
    "kyc-fill-in:streetName",
    "kyc-fill-in:streetNumber",
    "kyc-match:match",
    "kyc-tenure:check-tenure",
    "number-recycling:check",
    "number-verification:device-phone-number:read",
    "number-verification:verify",
    "sim-swap",
    "sim-swap-subscriptions:delete",
    "sim-swap-subscriptions:org.camaraproject.sim-swap-subscriptions.v0.swapped:create",
    "sim-swap-subscriptions:read",
    "sim-swap:check",
    "sim-swap:retrieve-date",
    "subscription-status:retrive-subscription-status",
};

}  // namespace

const char* to_text(Authentication a) {
  return kAuthentications[static_cast<int>(a)];
}
std::optional<Authentication> authentication(std::string_view text) {
  return find_word<Authentication>(kAuthentications, text);
}

std::span<const std::string_view> scopes() {
  return kScopes;
}
bool is_scope(std::string_view text) {
  return std::find(std::begin(kScopes), std::end(kScopes), text) != std::end(kScopes);
}

bool Token::has(std::string_view scope) const {
  return std::find(scopes.begin(), scopes.end(), scope) != scopes.end();
}

}  // namespace muster::camara
