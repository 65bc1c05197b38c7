// Sites that show different things to different visitors, and sites that change for honest reasons.
#include "farm_pages.h"
#include <base/bytes.h>
#include <base/text.h>

#include <fmt/format.h>

namespace muster::testing {
namespace {

constexpr std::string_view kVantageHtml = "Content-Type: text/html; charset=utf-8\r\n";

bool is_phone(const FarmRequest& r) {
  return r.user_agent.find("Mobile") != std::string::npos;
}
bool is_search(const FarmRequest& r) {
  return r.referrer.find("baidu.com") != std::string::npos || r.referrer.find("google.") != std::string::npos;
}
bool is_chinese(const FarmRequest& r) {
  return r.accept_language.starts_with("zh");
}
// The same for the same request, without a pattern over requests.
std::size_t dice(const FarmRequest& r, std::size_t sides, int of = 0) {
  return sha256(fmt::format("{} {} {}", r.host, r.number, of))[0] % sides;
}

constexpr std::string_view kSubjects[] = {"garden tools",  "tulip bulbs", "tea pots",   "writing paper",
                                          "bicycle bells", "wool socks",  "oak tables", "street maps"};
constexpr std::string_view kSyllables[] = {"ba",  "con", "del", "fer", "gar", "hol", "in",  "jul", "kar", "lin", "mer",
                                           "nor", "ol",  "pel", "qui", "ros", "sel", "tan", "ur",  "ver", "wil", "zen"};

// Paragraph number `n` of a shop, in words that mean nothing: the same for everybody, and no two alike.
std::string paragraph(const std::string& host, int n) {
  std::string out = fmt::format("<p>Our {} ", kSubjects[sha256(host)[static_cast<std::size_t>(n) % 32] % 8]);
  for (int i = 0; i < 2; ++i) {
    const Hash h = sha256(fmt::format("{} paragraph {} {}", host, n, i));
    for (std::size_t k = 0; k + 1 < h.size(); k += 2)
      out +=
          fmt::format("{}{} ", kSyllables[h[k] % std::size(kSyllables)], kSyllables[h[k + 1] % std::size(kSyllables)]);
  }
  return out + "</p>\n";
}
std::string shop(const std::string& host, std::string_view more = {}, int paragraphs = 14,
                 std::string_view language = "en") {
  std::string body;
  for (int i = 0; i < paragraphs; ++i) body += paragraph(host, i);
  return fmt::format("<html lang={}><head><title>Shop at {}</title></head><body>{}{}</body></html>", language, host,
                     body, more);
}
std::string planted_for(const FarmRequest& r) {
  std::string body;
  for (int i = 0; i < 12; ++i)
    body += fmt::format(
        "<p>Tonight's planted-term-quorvix number {} comes with planted-term-zelmarun for members who "
        "ask at the door of {} in round {}.</p>",
        i, r.host, sha256(r.host + std::to_string(i))[0]);
  return fmt::format("<html lang=en><head><title>Members of {}</title></head><body>{}</body></html>", r.host, body);
}
void page(FarmOut& out, const std::string& body, int status = 200) {
  out.send(http_answer(status, kVantageHtml, body));
}
void go(FarmOut& out, const std::string& to) {
  out.send(http_answer(302, "Location: " + to + "\r\n", ""));
}

using Sees = bool (*)(const FarmRequest&);
FarmAnswer shows_planted_if(Sees sees) {
  return [sees](const FarmRequest& r, FarmOut& out) { page(out, sees(r) ? planted_for(r) : shop(r.host)); };
}
std::string advertisements(const FarmRequest& r) {
  std::string out = "<div>";
  for (int i = 0; i < 3; ++i)
    out += fmt::format("<a href=\"http://ad-{}.example/\">Buy {} today</a> ", dice(r, 50, i),
                       kSubjects[dice(r, 8, i + 10)]);
  return out + "</div>";
}
std::string outside_links() {
  std::string out;
  for (int i = 0; i < 6; ++i) out += fmt::format("<a href=\"http://planted-door-{}.example/\">here</a> ", i);
  return out;
}
std::string injected(const FarmRequest& r, int paragraphs) {
  std::string out = "<p>The planted-term-quorvix opens with planted-term-zelmarun.</p>";
  for (int i = 0; i < paragraphs; ++i) out += paragraph("injected at " + r.host, i);
  return out;
}

std::map<std::string, FarmAnswer> cloakers() {
  return {
      {"cloak-phone.example", shows_planted_if(is_phone)},
      {"cloak-desktop.example", shows_planted_if([](const FarmRequest& r) { return !is_phone(r); })},
      {"cloak-search.example", shows_planted_if(is_search)},
      {"cloak-direct.example", shows_planted_if([](const FarmRequest& r) { return !is_search(r); })},
      {"cloak-language.example", shows_planted_if(is_chinese)},
      {"cloak-phone-search.example",
       shows_planted_if([](const FarmRequest& r) { return is_phone(r) && is_search(r); })},
      {"cloak-404.example",
       [](const FarmRequest& r, FarmOut& out) {
         if (is_phone(r)) return page(out, planted_for(r));
         page(out, "<h1>Not found</h1>", 404);
       }},
      {"cloak-redirect.example",
       [](const FarmRequest& r, FarmOut& out) {
         if (is_phone(r)) return go(out, "http://club-001.example/");
         page(out, shop(r.host));
       }},
      {"cloak-search-redirect.example",
       [](const FarmRequest& r, FarmOut& out) {
         if (is_search(r)) return go(out, "http://club-001.example/");
         page(out, shop(r.host));
       }},
      {"cloak-block.example",
       [](const FarmRequest& r, FarmOut& out) { page(out, shop(r.host, is_phone(r) ? injected(r, 8) : "")); }},
      {"cloak-sentence.example",
       [](const FarmRequest& r, FarmOut& out) { page(out, shop(r.host, is_phone(r) ? injected(r, 1) : "")); }},
      {"cloak-links.example",
       [](const FarmRequest& r, FarmOut& out) { page(out, shop(r.host, is_search(r) ? outside_links() : "")); }},
      {"cloak-script.example",
       [](const FarmRequest& r, FarmOut& out) {
         const bool led = is_phone(r);
         page(out, shop(r.host, led ? "<script>location='http://club-001.example/'</script>" : ""));
       }},
      {"cloak-noise.example",
       [](const FarmRequest& r, FarmOut& out) {
         page(out, is_phone(r) ? planted_for(r) + advertisements(r) : shop(r.host, advertisements(r)));
       }},
      {"cloak-empty.example",
       [](const FarmRequest& r, FarmOut& out) { page(out, is_phone(r) ? planted_for(r) : "<html lang=en></html>"); }},
  };
}

std::string news(const FarmRequest& r) {
  std::string body;
  for (int i = 0; i < 8; ++i) body += paragraph(r.host, static_cast<int>(dice(r, 60, i)));
  return "<html lang=en><title>News</title><body>" + body + "</body></html>";
}

std::map<std::string, FarmAnswer> changers() {
  std::map<std::string, FarmAnswer> all{
      {"honest-plain.example", [](const FarmRequest& r, FarmOut& out) { page(out, shop(r.host)); }},
      {"honest-ads.example", [](const FarmRequest& r, FarmOut& out) { page(out, shop(r.host, advertisements(r))); }},
      {"honest-many-ads.example",
       [](const FarmRequest& r, FarmOut& out) {
         page(out,
              shop(r.host, advertisements(r) + advertisements({r.host, r.path, "", "", "", "", r.number + 900}), 3));
       }},
      {"honest-date.example",
       [](const FarmRequest& r, FarmOut& out) {
         page(out, shop(r.host, fmt::format("<p>It is {}:{:02} now; visitor {} of today.</p>", r.number % 24,
                                            r.number * 7 % 60, 1000 + r.number)));
       }},
      {"honest-ab-small.example",
       [](const FarmRequest& r, FarmOut& out) {
         page(out,
              shop(r.host, dice(r, 2) ? "<p>Order now and pay nothing for delivery.</p>" : "<p>Free delivery.</p>"));
       }},
      {"honest-ab-large.example",
       [](const FarmRequest& r, FarmOut& out) { page(out, shop(dice(r, 2) ? r.host : "other." + r.host)); }},
      {"honest-news.example", [](const FarmRequest& r, FarmOut& out) { page(out, news(r)); }},
      {"honest-responsive.example",
       [](const FarmRequest& r, FarmOut& out) {
         page(out, is_phone(r) ? shop(r.host, "", 10) : shop(r.host, "<p>The full site has more to read.</p>", 24));
       }},
      {"honest-mobile.example",
       [](const FarmRequest& r, FarmOut& out) {
         if (is_phone(r)) return go(out, "http://m.honest-mobile.example/");
         page(out, shop(r.host));
       }},
      {"m.honest-mobile.example",
       [](const FarmRequest&, FarmOut& out) { page(out, shop("honest-mobile.example", "", 12)); }},
      {"honest-language.example",
       [](const FarmRequest& r, FarmOut& out) {
         if (!is_chinese(r)) return page(out, shop(r.host));
         page(out,
              "<html "
              "lang=zh><title>小店</"
              "title><body><p>本店出售园艺工具、茶壶与信纸，当日中午前下单即日发货，不合意者十四日内可退。"
              "另有自行车铃与羊毛袜，按重量计价。</p></body></html>");
       }},
      {"honest-language-unsaid.example",
       [](const FarmRequest& r, FarmOut& out) {
         if (!is_chinese(r)) return page(out, "<title>Shop</title>" + paragraph(r.host, 1) + paragraph(r.host, 2));
         page(out,
              "<title>小店</"
              "title><p>"
              "本店出售园艺工具、茶壶与信纸，当日中午前下单即日发货，不合意者十四日内可退。另有自行车铃与羊毛袜。</p>");
       }},
      {"honest-greeting.example",
       [](const FarmRequest& r, FarmOut& out) {
         page(out, shop(r.host, is_search(r) ? "<p>Welcome! Did you find what you searched for?</p>" : ""));
       }},
      {"honest-banner.example",
       [](const FarmRequest& r, FarmOut& out) {
         page(out, shop(r.host, is_phone(r) ? "<p>Get our app for your phone from the store.</p>"
                                            : "<p>We use cookies. Accept or decline.</p>"));
       }},
      {"honest-flaky.example",
       [](const FarmRequest& r, FarmOut& out) {
         if (dice(r, 3) == 0) return page(out, "<h1>Busy</h1>", 502);
         page(out, shop(r.host));
       }},
      {"honest-session.example",
       [](const FarmRequest& r, FarmOut& out) {
         page(out, shop(r.host, fmt::format("<a href=\"/cart?session={}\">Cart</a><p>Your number is {}.</p>",
                                            to_hex(sha256(std::to_string(r.number))), r.number)));
       }},
      {"honest-related.example",
       [](const FarmRequest& r, FarmOut& out) {
         std::string more;
         for (int i = 0; i < 4; ++i) more += paragraph(r.host, 100 + static_cast<int>(dice(r, 30, i)));
         page(out, shop(r.host, more, 8));
       }},
      {"honest-rotating-door.example",
       [](const FarmRequest& r, FarmOut& out) {
         go(out, dice(r, 2) ? "http://shop-002.example/" : "http://shop-003.example/");
       }},
      {"honest-tiny.example",
       [](const FarmRequest& r, FarmOut& out) {
         page(out, is_phone(r) ? "<p>Parked here.</p>" : "<p>Domain parked.</p>");
       }},
  };
  // Two designs, by lot: the more of them, the likelier one is taken for a cloaker.
  for (int i = 1; i <= 8; ++i)
    all[fmt::format("honest-lot-{}.example", i)] = [](const FarmRequest& r, FarmOut& to) {
      page(to, shop(dice(r, 2) ? r.host : "other." + r.host));
    };
  return all;
}

}  // namespace

const std::map<std::string, FarmAnswer>& cloaking_answers() {
  static const std::map<std::string, FarmAnswer> all = cloakers();
  return all;
}
const std::map<std::string, FarmAnswer>& changing_answers() {
  static const std::map<std::string, FarmAnswer> all = changers();
  return all;
}

bool answer_as_vantage_farm(const FarmRequest& request, FarmOut& out) {
  for (const auto* all : {&cloaking_answers(), &changing_answers()})
    if (const auto found = all->find(request.host); found != all->end()) {
      if (request.path == "/robots.txt")
        out.send(http_answer(404, "Content-Type: text/plain\r\n", "x"));
      else
        found->second(request, out);
      return true;
    }
  return false;
}

}  // namespace muster::testing
