// The person's own page: server-rendered, without script, below /me. One question a page.
#pragma once

#include <http/router.h>

#include <string>

#include <lookups/own_page.h>

namespace muster::lookups {

inline constexpr std::size_t kPageMaxBytes = 50'000;

struct PageOptions {
  bool demo = false;       // says so on every page, and shows GET /me/demo-codes
  std::string codes_file;  // of make_code_file, for that page
};
// The page outlives the router.
void add_person_pages(http::Router& router, OwnPage& page, PageOptions options = {});

}  // namespace muster::lookups
