// Requests and answers as handlers see them. No Beast here.
#pragma once

#include <base/result.h>

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace muster::http {

// Who is asking, once signed in. Copied out of the session store for each request.
struct Principal {
  std::string person_id;
  std::string party_id;
  std::string account_id;
  std::string session_id;
  std::string csrf_hash;  // of the session's CSRF token
  std::string display_name;
  std::string language;            // "en", "zh"
  std::vector<std::string> roles;  // of the roles table, see parties/roles.h
  bool has(std::string_view role) const {
    for (const auto& r : roles)
      if (r == role) return true;
    return false;
  }
};

struct Request {
  std::string method;                         // upper case
  std::string path;                           // decoded, without query
  std::map<std::string, std::string> params;  // {id} of the route's pattern
  std::vector<std::pair<std::string, std::string>> query;
  std::map<std::string, std::string> headers;  // names in lower case
  std::string body;                            // at most Route::body_max_bytes
  std::string client_key;  // salted hash of the peer's address, for rate limits alone; new salt daily
  std::optional<Principal> principal;

  std::string header(std::string_view lower_case_name) const;
  std::optional<std::string> bearer() const;  // the token of Authorization: Bearer (RFC 6750 §2.1)
  std::optional<std::string> query_value(std::string_view name) const;
  std::string query_or(std::string_view name, std::string_view fallback) const;
  std::string param(const std::string& name) const;
  std::optional<std::string> cookie(std::string_view name) const;
  std::string language() const;  // principal's, else ?lang=, cookie, Accept-Language; "en" or "zh"
};

struct Response {
  int status = 200;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  // For server-sent events and large exports: called on a worker until it returns nullopt; each piece is sent as a
  // chunk. An empty piece means "nothing yet": the server asks again a little later and holds no worker meanwhile, so a
  // stream must never block to wait. It is destroyed as soon as the client has gone.
  std::function<std::optional<std::string>()> stream;

  Response& header(std::string name, std::string value) {
    headers.emplace_back(std::move(name), std::move(value));
    return *this;
  }
  static Response json(std::string body, int status = 200);
  static Response html(std::string body, int status = 200);
  static Response text(std::string body, std::string content_type = "text/plain; charset=utf-8", int status = 200);
  static Response no_content() { return {204, {}, {}, {}}; }
  static Response redirect(std::string location, int status = 303);
  // RFC 9457: {"type":"about:blank", "title", "status", "code", "detail": the sentence, "errors": [{field, code,
  // sentence}]}. The status follows from Error::failure, but for the few codes that status_of() names.
  static Response problem(const Error& error);
};

// HTTP status of an error: by its Failure; 401 sign_in_required, 405 method_not_allowed, 413 body_too_large, 415
// content_type, 428 if_match_required, 429 too_many, 400 request_malformed.
int status_of(const Error& error);
std::string_view reason_of(int status);  // "Not Found"

// Pages by key: `limit` (1..500, default 50) and `after` (opaque). Errors: page_limit, page_cursor.
struct Page {
  int limit = 50;
  std::string after;  // decoded key of the last row seen, "" for the first page
};
Result<Page> page_of(const Request& request);
std::string cursor_of(std::string_view key);  // opaque text for "next"
// {"items":[…],"next":"…"|null}: each item is JSON already; `next_key` is the last row's key when more rows may follow.
std::string list_json(const std::vector<std::string>& items, const std::optional<std::string>& next_key);

// ETags from a record's version, and the check of If-Match (Failure::stale when it names another version; 428-like
// refusal "if_match_required" when a change comes without one).
std::string etag_of(std::int64_t version);
Result<void> check_if_match(const Request& request, std::int64_t version);

}  // namespace muster::http
