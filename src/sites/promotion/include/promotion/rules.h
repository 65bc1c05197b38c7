// What a link has to be. Pure.
#pragma once

#include <base/result.h>

#include <string>
#include <string_view>
#include <vector>

#include <promotion/link.h>

namespace muster::promotion {

// The columns of an inventory's file, in order; `code`, `channel` and `landing_url` are needed.
const std::vector<std::string>& link_fields();
const std::vector<std::string>& link_fields_needed();
NewLink link_of_fields(const std::vector<std::string>& values);  // in the order of link_fields()

// Normalised, with hosts and print. Every fault at once. Errors: link_code, channel_path, service_too_long, url codes
// of testing::web_address (fields landing_url, qr, short_url), place_too_long, owner_too_long.
Result<Link> check_link(const NewLink& asked);
// The address that a QR code's text leads to: the text itself, or what stands in “URL:”, “URLTO:” or a bookmark
// (“MEBKM:TITLE:…;URL:http\://…;;”). Whether it is one, web_address says.
std::string address_in_qr(std::string_view text);
bool is_code(std::string_view text);
bool is_path(std::string_view text);
// "a/b/c" → "a", "a/b", "a/b/c".
std::vector<std::string> path_and_above(std::string_view path);

// What a decision on a contract names (cases/contracts.h): "partner:P-…", "channel:P-…/path", "link:P-…/code".
struct Scope {
  enum class Kind : std::uint8_t { partner, channel, link } kind = Kind::partner;
  std::string partner;  // its number
  std::string value;    // path or code; "" of a partner
};
std::string scope_text(const Scope& scope);
std::optional<Scope> scope_of(std::string_view text);
// Every scope that a link is below of, the narrowest first: its own, its channels', its partner's.
std::vector<std::string> scopes_above(const std::string& partner_number, std::string_view path, std::string_view code);

}  // namespace muster::promotion
