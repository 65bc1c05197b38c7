// What all pages below /me have in common: the frame, the session, the guard of forms. Not a public header.
#pragma once

#include "me_words.h"
#include <http/form.h>
#include <http/html.h>

#include <lookups/pages.h>

namespace muster::lookups {

inline constexpr const char* kMeCookie = "muster_me";           // the session's token; HttpOnly, SameSite=Strict
inline constexpr const char* kMeCodeCookie = "muster_me_code";  // between the number and the code
inline constexpr std::size_t kMeFormMax = 16 * 1024;

struct MePage {
  std::string title;
  http::Html body;
  int status = 200;
  const char* back = nullptr;  // where "back" leads; nullptr: nowhere
};

// A request of a person who was recognised.
struct Asked {
  OwnPage& page;
  const http::Request& request;
  const PageOptions& options;
  MeWords say;
  OwnSession session;
  std::string csrf;  // goes into every form
  http::Form form;   // of a POST, its token checked
};

http::Response me_answer(const http::Request& request, const PageOptions& options, const MePage& page,
                         const Asked* asked = nullptr);
http::Response me_failed(const http::Request& request, const PageOptions& options, const Error& error);
std::string me_cookie(const char* name, const std::string& value, int seconds);  // "" removes it
void me_csrf_field(http::Html& html, const Asked& asked);
void me_error(http::Html& html, const MeWords& say, const char* title, const char* text);

// Without a session: back to the question who it is. A POST without the session's token changes nothing.
using AskedHandler = http::Response (*)(Asked&);
http::Handler recognised(OwnPage& page, const PageOptions& options, AskedHandler handler);

http::Response me_start(OwnPage& page, const PageOptions& options, const http::Request& request);
http::Response me_send_code(OwnPage& page, const PageOptions& options, const http::Request& request);
http::Response me_code(OwnPage& page, const PageOptions& options, const http::Request& request);
http::Response me_begin(OwnPage& page, const PageOptions& options, const http::Request& request);
http::Response me_demo_codes(OwnPage& page, const PageOptions& options, const http::Request& request);
http::Response me_home(Asked& asked);
http::Response me_leave(Asked& asked);
http::Response me_numbers(Asked& asked);
http::Response me_not_mine(Asked& asked);
http::Response me_not_mine_sent(Asked& asked);
http::Response me_sim(Asked& asked);
http::Response me_sim_set(Asked& asked);
http::Response me_readings(Asked& asked);
http::Response me_freeze(Asked& asked);
http::Response me_freeze_set(Asked& asked);
http::Response me_wrong(Asked& asked);
http::Response me_wrong_sent(Asked& asked);
http::Response me_disputes(Asked& asked);
http::Response me_export(Asked& asked);
http::Response me_export_made(Asked& asked);

}  // namespace muster::lookups
