// What strangers write and a visit reads: robots.txt, scripts, markup, heads. Nothing may hurt, and what is compared
// must agree with itself.
#include "decode.h"
#include "framing.h"
#include "leads.h"
#include "robots.h"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace muster::testing;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto cut = text.find('\n');
  const auto first = text.substr(0, cut), rest = cut == std::string_view::npos ? text : text.substr(cut + 1);

  const std::string octets = robots_octets(first, false);
  if (robots_octets(octets, false) != octets) std::abort();  // encoded once, encoded for good
  (void)Robots::parse(rest, "Muster").allows(first);

  if (const auto found = script_location(text); found && found->reference.empty()) std::abort();
  const auto page = muster::content::read_page(rest, "text/html");
  (void)lead_of("HTTP/1.1 200 OK\r\nRefresh: " + std::string(first) + "\r\n\r\n", rest, "text/html", page);

  const Framing framing = framing_of(text);
  if (framing.ambiguous && framing.oddities.empty()) std::abort();
  (void)header_value(text, "content-type");
  return 0;
}
