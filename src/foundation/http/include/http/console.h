// Serves a console that is embedded in the program. Files under /assets have their hash in the name and are kept by
// browsers for ever; each of the console's own places gets its page, because the console reads the path itself.
#pragma once

#include <base/embedded.h>
#include <http/router.h>

#include <span>
#include <string_view>

namespace muster::http {

struct Console {
  std::span<const EmbeddedFile> files;  // of the program: they live for ever
  std::string_view page;                // the file that each place gets
  // A closed list, so that a mistyped address stays a 404; patterns as the router has them. A test compares them with
  // the views (tests/contract).
  std::span<const std::string_view> places;
};

// Adds GET /assets/{path...}, GET /mark.svg and the places, for anybody: they are the same for all. The console's bytes
// are not copied but for an answer.
void add_console(Router& router, const Console& console);

}  // namespace muster::http
