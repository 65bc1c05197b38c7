// Feeds for resolvers. Not a public header.
#pragma once

#include "json.h"
#include <api/services.h>
#include <enforcement/service.h>

namespace muster::api {

http::Response feed_manifest(const Services& services, const http::Request& request);
http::Response feed_file(const Services& services, const http::Request& request);
http::Response feed_misp(const Services& services, const http::Request& request);
http::Response feed_status(const Services& services, const http::Request& request);
http::Response feed_token_give(const Services& services, const http::Request& request);
http::Response feed_token_revoke(const Services& services, const http::Request& request);

// --- feed_file.cc: who fetches: a token's id, or "" for a person who may look. Errors: feed_token_missing,
// feed_token_unknown.
Result<std::string> feed_fetcher(const Services& services, const http::Request& request);

}  // namespace muster::api
