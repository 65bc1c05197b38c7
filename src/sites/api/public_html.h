// The frame of the public pages. Not a public header.
#pragma once

#include <http/html.h>
#include <http/message.h>

#include <string>

namespace muster::api {

inline constexpr std::size_t kPublicPageMaxBytes = 50'000;

using http::Html;

struct PublicPage {
  std::string title;
  Html body;
  int status = 200;
};

// The whole page in the request's language, with the switch to the other one. GET pages set the language's cookie when
// ?lang= was given.
http::Response public_answer(const http::Request& request, const PublicPage& page);

}  // namespace muster::api
