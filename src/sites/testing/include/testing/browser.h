// Visits with a browser, where plain HTTP shows nothing: the page is loaded once more as a phone would, and what its
// scripts wrote is read instead. What renders is given from outside (room `browser`); without, visits are as they were.
//
// What a browser loads is never written to a disk by it; its screenshot goes the way of all pictures: looked at in
// memory before anything is kept (pictures.h). Pictures on the page are fetched by the visit itself, as on any page.
#pragma once

#include <testing/fetch.h>
#include <testing/pictures.h>

#include <functional>
#include <string>
#include <vector>

namespace muster::testing {

inline constexpr int kPhoneWidth = 412, kPhoneHeight = 915;  // of the viewport, in CSS pixels
inline constexpr std::size_t kRenderedDomMax = 4u << 20;
inline constexpr std::size_t kRenderedRequestsMax = 300;  // in the log

struct RenderRequest {
  std::string url, user_agent, accept_language;
  FarmSites farm = {};  // FetchOptions::farm

  // A walk through a flow, page by page, in one session. On each page `probe` (a JavaScript expression that gives a
  // text) is asked; then what leads to the next address of `walk` is pressed. Addresses stand without "?" and what is
  // behind it. During a walk nothing leaves the browser but GET requests for these addresses and for what pages are
  // made of (pictures, styles, scripts, fonts), and a form sent to the very next address; nothing whose address begins
  // with `never` leaves it in any case. The rest is kept back and told.
  std::vector<std::string> walk = {};
  std::string probe = {};
  std::string never = {};
};
// What a page of a walk said.
struct WalkLook {
  std::string url, seen;   // seen: what `probe` gave
  std::string screenshot;  // JPEG of the viewport
};

// One line of what the page asked for.
struct RenderedRequest {
  std::string url, type;  // Document, Script, XHR …
  int status = 0;         // 0: no answer
  std::int64_t bytes = 0;
  std::string error;  // "" or what the browser says
};
struct Rendered {
  std::string final_url;
  int status = 0;
  std::string dom;  // the document as scripts left it, UTF-8, at most kRenderedDomMax
  bool dom_cut = false;
  std::string screenshot;  // JPEG of the viewport
  std::vector<RenderedRequest> requests;
  std::vector<std::string> navigations;  // of the page itself, in order
  std::vector<std::string> refused;      // hosts that the guard refused, with the reason: "10.0.0.1 private"
  std::vector<WalkLook> looks;           // of a walk: the pages that were reached, in order
  std::vector<std::string> kept_back;    // of a walk: "GET http://…" as it would have left, without "?" and the rest
  bool settled = false;                  // the network fell silent; else time was up
  Duration took{};
};

struct BrowserEyes {
  // Blocks; called on several threads at once. Errors: browser_missing, browser_ended, browser_time, browser_memory,
  // browser_page_crashed.
  std::function<Result<Rendered>(const RenderRequest&)> render;
  int at_once = 1;
  int percent = 5;  // of visits that nobody asked for, at most
};

// A page that has hardly any text of its own and scripts that may write it.
bool needs_browser(const Visit& visit);

// Of how many visits so many may take a browser: a share, with a little ahead. Not thread-safe.
class BrowserShare {
 public:
  explicit BrowserShare(int percent) : percent_(percent) {}
  void visited() { ++visits_; }
  bool take();

 private:
  static constexpr std::int64_t kAhead = 10;
  const int percent_;
  std::int64_t visits_ = 0, taken_ = 0;
};

// As it goes on record.
struct TestBrowser {
  std::string error;  // "": rendered
  std::string final_url;
  int status = 0;
  bool settled = false;
  std::int64_t took_ms = 0, dom_bytes = 0, requests = 0;
  std::string dom_sha256;
  std::string log;         // JSON: requests, navigations, refused
  TestPicture screenshot;  // outcome "" where there is none
};

}  // namespace muster::testing
