// What a host answers in place of a site that it holds (RFC 7725): a page with status 451 that says by which order, on
// which law, until when, and how to appeal; with the lines of configuration that serve it. Nothing in them logs who
// came. Pure.
#pragma once

#include <base/result.h>
#include <base/time.h>

#include <string>
#include <string_view>

namespace muster::enforcement {

struct HoldFacts {
  std::string host;                    // the name that is held
  std::string path;                    // of the one page that is, "" the whole host
  std::string number, law, authority;  // of the order
  Instant expires_at;
  std::string order_url;   // where everybody reads the order and appeals
  std::string blocked_by;  // of the host itself: who carries it out (RFC 7725 §4)
};

// Errors: blocked_by (no http or https address).
Result<void> check_blocked_by(std::string_view url);

// language: en, zh.
std::string hold_page(const HoldFacts& facts, std::string_view language);
// Serve the page from `folder`: hold-NUMBER.html.
std::string nginx_lines(const HoldFacts& facts, std::string_view folder);
std::string apache_lines(const HoldFacts& facts, std::string_view folder);
std::string hold_page_name(const HoldFacts& facts);

}  // namespace muster::enforcement
