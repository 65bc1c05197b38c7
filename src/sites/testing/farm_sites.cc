#include "farm_pages.h"

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
        {"chunked.example", "neutral", "Chunked and compressed, as servers do", false, ""},
        {"cloak.example", "cloaked", "Shows its planted page to phones alone", true, ""},
        {"latin1.example", "charset", "ISO 8859-1", false, ""},
        {"gbk.example", "charset", "A planted page in GBK", true, ""},
        {"utf16.example", "charset", "A planted page in UTF-16", true, ""},
        {"gallery.example", "pictures", "Pictures of hills on a page", false, ""},
        {"gallery-inline.example", "pictures", "A picture that stands inside of the page", false, ""},
        {"gallery-hop.example", "pictures", "A picture inside of a page that leads on, in UTF-16", false, ""},
        {"gallery-broken.example", "pictures", "Pictures that are made to break a decoder", false, ""},
        {"picture.example", "pictures", "A picture instead of a page", false, ""},
        {"no-robots.example", "neutral", "robots.txt asks all robots to stay away", false, ""},
    };
    out.insert(out.end(), others.begin(), others.end());
    for (auto* list : {hostile_sites, leading_sites, scripted_sites})
      for (FarmSite& site : list()) out.push_back(std::move(site));
    return out;
  }();
  return all;
}

}  // namespace muster::testing
