// TAXII 2.1: what other operators read and send. Not a public header.
#pragma once

#include <api/services.h>
#include <http/message.h>

#include <string_view>
#include <vector>

#include <sharing/peers.h>

namespace muster::api {

// Every path below /taxii2, with or without its last slash.
http::Response taxii_get(const Services& services, const http::Request& request);
http::Response taxii_post(const Services& services, const http::Request& request);

// --- for the two of them: taxii_answer.cc
http::Response taxii_answer(std::string json, int status = 200);
http::Response taxii_problem(const Error& error);  // an error message of §3.6.1
std::vector<std::string_view> taxii_path(const http::Request& request);
// By the token as Bearer, or as the password of Basic. Errors: taxii_sign_in, peer_token.
Result<sharing::Peer> taxii_peer(const Services& services, const http::Request& request);

}  // namespace muster::api
