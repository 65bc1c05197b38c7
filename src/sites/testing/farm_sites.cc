#include <testing/farm.h>

#include <fmt/format.h>

namespace muster::testing {
namespace {

void add_shops(std::vector<FarmSite>& out) {
  for (int i = 1; i <= 24; ++i) {
    const std::string host = fmt::format("shop-{:03}.example", i);
    if (i == 17)
      out.push_back({host, "planted", "A planted offer that stands for explicit_unlawful", true, ""});
    else
      out.push_back({host, "neutral", "A neutral page from Debian's documentation", false, ""});
  }
}

}  // namespace

const std::vector<FarmSite>& farm_sites() {
  static const std::vector<FarmSite> all = [] {
    std::vector<FarmSite> out;
    add_shops(out);
    const std::vector<FarmSite> others{
        {"club-001.example", "planted", "A planted page in Chinese", true, ""},
        {"club-002.example", "planted", "Markers in full-width letters and with zero-width joints", true, ""},
        {"club-003.example", "planted", "Markers in a page without a language", true, ""},
        {"clinic.example", "neutral", "A health page: breast cancer, sex education", false, ""},
        {"host-rental.example", "neutral", "独立服务器: words that once were taken for a violation", false, ""},
        {"town.example", "neutral", "Scunthorpe and its neighbours", false, ""},
        {"go-001.example", "redirect", "Three hops over three names to a planted page", true, ""},
        {"go-002.example", "redirect", "The second hop", true, ""},
        {"go-003.example", "redirect", "The third hop, by meta refresh", true, ""},
        {"go-004.example", "redirect", "Moved to a neutral page", false, ""},
        {"cookie-wall.example", "redirect", "Sets a cookie and redirects to itself once", false, ""},
        {"self.example", "hostile", "Redirects to itself for ever", false, "redirect_loop"},
        {"ring-a.example", "hostile", "Redirects in a circle of two", false, "redirect_loop"},
        {"ring-b.example", "hostile", "The other half of the circle", false, "redirect_loop"},
        {"many.example", "hostile", "Redirects to ever new addresses", false, "redirects_too_many"},
        {"to-file.example", "hostile", "Redirects to file:///etc/passwd", false, "scheme_refused"},
        {"to-ssh.example", "hostile", "Redirects to 127.0.0.1:22", false, "port_refused"},
        {"to-loopback.example", "hostile", "Redirects to a web port on loopback", false, "address_refused"},
        {"to-loopback6.example", "hostile", "Redirects to [::1]", false, "address_refused"},
        {"to-metadata.example", "hostile", "Redirects to 169.254.169.254", false, "address_refused"},
        {"to-private.example", "hostile", "Redirects to 10.0.0.1 by meta refresh", false, "address_refused"},
        {"to-mapped.example", "hostile", "Redirects to [::ffff:127.0.0.1]", false, "address_refused"},
        {"endless.example", "hostile", "A page that never ends", false, ""},
        {"silent.example", "hostile", "Accepts and never answers", false, "timeout"},
        {"slow-head.example", "hostile", "Header fields that never end, one a moment", false, "timeout"},
        {"bomb.example", "hostile", "A gzip bomb", false, ""},
        {"fat-head.example", "hostile", "100 MB of header fields", false, "headers_too_large"},
        {"long-line.example", "hostile", "One header line without an end", false, "headers_too_large"},
        {"fat-body.example", "hostile", "A body of 1 GB", false, ""},
        {"cut-off.example", "hostile", "Closes the connection inside of the body", false, ""},
        {"garbage.example", "hostile", "Answers with no HTTP at all", false, "not_http"},
        {"bad-gzip.example", "hostile", "Says gzip and sends something else", false, ""},
        {"chunked.example", "neutral", "Chunked and compressed, as servers do", false, ""},
        {"cloak.example", "cloaked", "Shows its planted page to phones alone", true, ""},
        {"latin1.example", "charset", "ISO 8859-1", false, ""},
        {"gbk.example", "charset", "A planted page in GBK", true, ""},
        {"utf16.example", "charset", "A planted page in UTF-16", true, ""},
        {"no-robots.example", "neutral", "robots.txt asks all robots to stay away", false, ""},
    };
    out.insert(out.end(), others.begin(), others.end());
    return out;
  }();
  return all;
}

}  // namespace muster::testing
