// Promoted links as partners hand them out, with planted faults of each kind and an innocent twin beside each. What a
// host answers stands in the address itself, so that the links alone say what is tried.
#include "farm_pages.h"
#include <base/bytes.h>
#include <base/text.h>

#include <array>
#include <random>
#include <set>

#include <fmt/format.h>

namespace muster::testing {
namespace {

constexpr std::string_view kPromotedHtml = "Content-Type: text/html; charset=utf-8\r\n";
constexpr int kHostsOfAKind = 40;

struct Service {
  std::string_view name, words, other;  // what it is, what its page says, and a page that has nothing to do with it
};
constexpr Service kServices[] = {
    {"Weather radar", "Rain, wind and weather for your town, with the radar of the last hour.",
     "Spin the lucky wheel tonight"},
    {"Bicycle repair school", "Learn the repair of a bicycle at our school: brakes, chains and bells.",
     "Members lounge"},
    {"Tulip bulb catalogue", "The catalogue of every tulip, bulb by bulb, from March on.", "Quick loans in minutes"},
    {"City library hours", "Hours of the city library and its reading rooms.", "Hot deals and coupons"},
    {"Garden tools", "Spades, rakes and other garden tools, sharpened while you wait.", "Chat with strangers now"},
    {"天气预报", "本页提供各地天气预报，含未来七天气温与降水。", "今晚幸运转盘抽奖"},
    {"英语听力练习", "每天十分钟英语听力练习，附原文与讲解。", "低息借款秒到账"},
    {"家常菜谱大全", "收录家常菜谱三千道，配图说明步骤。", "会员交友聊天室"},
};

std::string at(std::string_view host, std::string_view what, std::string_view text) {
  return fmt::format("http://{}/{}/{}", host, what, to_hex(text));
}
std::string named(std::string_view pattern, int n) {
  return fmt::format("{}-{:02}.{}", pattern.substr(0, pattern.find('.')), n % kHostsOfAKind,
                     pattern.substr(pattern.find('.') + 1));
}
std::string page_at(const std::string& host, std::string_view title, std::string_view words) {
  return at(host, "page", fmt::format("{}|{}", title, words));
}

// The patterns of the hosts; "-NN" goes behind the first label.
constexpr std::string_view kLand = "land.promo-filed.example", kUnfiled = "land.promo-unfiled.example",
                           kShort = "go.promo-short.example", kSecond = "step.promo-filed.example",
                           kStranger = "hop.promo-stranger.example", kAds = "ads.promo-adnet.example",
                           kOwn = "own.promo-own.example", kForum = "talk.promo-forum.example";
constexpr std::string_view kPatterns[] = {kLand, kUnfiled, kShort, kSecond, kStranger, kAds, kOwn, kForum};

class Draw {
 public:
  explicit Draw(std::uint64_t seed) : engine_(seed) {}
  int below(int n) { return static_cast<int>(engine_() % static_cast<std::uint64_t>(n)); }

 private:
  std::mt19937_64 engine_;
};

// `twin`: the innocent one, that looks alike.
PromotedLink promoted(Draw& draw, int number, std::string_view fault, bool twin) {
  const Service& service = kServices[draw.below(static_cast<int>(std::size(kServices)))];
  PromotedLink link;
  link.code = fmt::format("L{:04}", number);
  link.channel = fmt::format("store-{}/shelf-{}", draw.below(4), draw.below(3));
  link.service = service.name;
  if (!twin) link.fault = fault;
  const std::string land = named(kLand, draw.below(kHostsOfAKind)), go = named(kShort, draw.below(kHostsOfAKind));
  std::string page = page_at(land, service.name, fmt::format("{} {}", service.words, number));
  std::string way = page;  // what the short link leads to
  if (fault == "unknown_hop") {
    // The twin's step is a landing page of another link, or a filed site of the partner.
    const std::string step = !twin                ? named(kStranger, draw.below(kHostsOfAKind))
                             : draw.below(2) == 0 ? named(kSecond, draw.below(kHostsOfAKind))
                                                  : named(kOwn, draw.below(kHostsOfAKind));
    way = at(step, "go", page);
  } else if (fault == "unfiled_landing") {
    if (!twin) way = page = page_at(named(kUnfiled, draw.below(kHostsOfAKind)), service.name, service.words);
  } else if (fault == "advertising_network") {
    way = at(twin ? named(kSecond, draw.below(kHostsOfAKind)) : named(kAds, draw.below(kHostsOfAKind)), "go", page);
  } else if (fault == "name_content_mismatch") {
    // The twin has another title, and says in its text what it is.
    way = page = twin ? page_at(land, "Welcome", fmt::format("Here you find: {}. {}", service.name, service.words))
                      : page_at(land, service.other, fmt::format("{} {}", service.other, "Only here, only today."));
  } else if (fault == "cloaking") {
    way = page = at(land, twin ? "adverts" : "cloak", fmt::format("{}|{}|{}", service.name, service.words, number));
  } else if (fault == "dead") {
    // The twin's page speaks of pages that are not found.
    way = page = twin ? page_at(land, service.name, fmt::format("404 not found? Not here. {}", service.words))
                      : at(land, draw.below(2) == 0 ? "gone" : "broken", service.name);
  }
  link.landing_url = page;
  link.short_url = at(go, "go", way);
  if (fault == "qr_elsewhere") {
    // The twin's QR code goes another way to the same page; the other one ends at a page of the partner's that is filed
    // for another link.
    const std::string elsewhere = page_at(named(kSecond, draw.below(kHostsOfAKind)), service.name, service.words);
    link.qr = at(named(kShort, draw.below(kHostsOfAKind)), "go", twin ? page + "?from=poster" : elsewhere);
  }
  return link;
}

std::string body_of(std::string_view title, std::string_view words, std::string_view more = {}) {
  return fmt::format("<html lang=zh><head><title>{}</title></head><body><h1>{}</h1><p>{}</p>{}</body></html>",
                     html_escape(title), html_escape(title), html_escape(words), more);
}
std::string filler(std::string_view about, int from) {
  std::string out;
  for (int i = 0; i < 12; ++i) {
    const Hash h = sha256(fmt::format("{} {} {}", about, from, i));
    out += fmt::format("<p>Number {0} of {1}: w{2:02x}x{3:02x} v{4:02x}y{5:02x} u{6:02x}z{7:02x}.</p>", i,
                       html_escape(about), h[0], h[1], h[2], h[3], h[4], h[5]);
  }
  return out;
}

}  // namespace

std::vector<PromotedLink> promoted_links(std::uint64_t seed, int of_each_kind) {
  static constexpr std::array<std::string_view, 7> kFaults{
      "unknown_hop",           "unfiled_landing", "advertising_network", "dead",
      "name_content_mismatch", "cloaking",        "qr_elsewhere"};
  Draw draw(seed);
  std::vector<PromotedLink> out;
  // Every host that a twin's way leads through is the landing page of a link of its own.
  for (int i = 0; i < kHostsOfAKind; ++i) {
    PromotedLink link;
    link.code = fmt::format("S{:04}", i);
    link.channel = "store-0";
    link.service = "Garden tools";
    link.landing_url = page_at(named(kSecond, i), "Garden tools", kServices[4].words);
    out.push_back(std::move(link));
  }
  int number = 0;
  for (const auto fault : kFaults)
    for (int i = 0; i < of_each_kind; ++i)
      for (const bool twin : {false, true}) out.push_back(promoted(draw, ++number, fault, twin));
  std::shuffle(out.begin(), out.end(), std::mt19937_64(seed));
  return out;
}

std::vector<WildLink> wild_links(std::uint64_t seed, const std::vector<PromotedLink>& listed, int of_each) {
  Draw draw(seed ^ 0x9e3779b9);
  std::vector<WildLink> out;
  for (int i = 0; i < of_each; ++i) {
    const PromotedLink& link = listed[static_cast<std::size_t>(draw.below(static_cast<int>(listed.size())))];
    const std::string forum = named(kForum, i);
    // The twins: the listed address, and the listed address with what somebody's counting put behind it.
    out.push_back(
        {at(forum, "go", page_at(named(kLand, i), "Unlisted", fmt::format("handed out by nobody {}", i))), true});
    out.push_back({at(forum, "go", link.landing_url + (draw.below(2) == 0 ? "" : "?from=talk")), false});
  }
  return out;
}

std::vector<std::string> promoted_hosts() {
  std::vector<std::string> out;
  for (const std::string_view pattern : kPatterns)
    for (int i = 0; i < kHostsOfAKind; ++i) out.push_back(named(pattern, i));
  return out;
}

bool answer_as_promotion_farm(const FarmRequest& request, FarmOut& out) {
  static const std::set<std::string> hosts = [] {
    const auto all = promoted_hosts();
    return std::set<std::string>(all.begin(), all.end());
  }();
  if (!hosts.contains(request.host)) return false;
  const std::string path = request.path.substr(0, request.path.find('?'));
  const auto parts = split(path, '/');
  const auto bytes = from_hex(parts.size() == 3 ? parts[2] : "");
  if (!bytes.ok() || bytes->empty()) {
    out.send(http_answer(404, kPromotedHtml, body_of("Nothing here", "There is nothing at this address.")));
    return true;
  }
  const std::string& text = *bytes;
  const auto words = split(text, '|');
  const std::string title(words[0]), says(words.size() > 1 ? words[1] : words[0]);
  const bool phone = request.user_agent.find("Mobile") != std::string::npos;
  if (parts[1] == "go")
    out.send(http_answer(302, "Location: " + text + "\r\n", ""));
  else if (parts[1] == "gone")
    out.send(http_answer(404, kPromotedHtml, body_of("Not found", "This page is no more.")));
  else if (parts[1] == "broken")
    out.send(http_answer(410, kPromotedHtml, body_of("Gone", "This offer has ended.")));
  else if (parts[1] == "cloak")
    out.send(http_answer(
        200, kPromotedHtml,
        phone ? body_of(title, says, filler("tonight's members", 1)) : body_of(title, says, filler(title, 2))));
  else if (parts[1] == "adverts")  // others each time, for everybody
    out.send(
        http_answer(200, kPromotedHtml,
                    body_of(title, says, filler(title, 2) + fmt::format("<p>Advertisement {}.</p>", request.number))));
  else
    out.send(http_answer(200, kPromotedHtml, body_of(title, says)));
  return true;
}

}  // namespace muster::testing
