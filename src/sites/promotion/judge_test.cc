#include <gtest/gtest.h>
#include <promotion/judge.h>

namespace muster::promotion {
namespace {

ChainHop hop(const std::string& host, bool known = true, bool filed = true, bool advertising = false) {
  return {"redirect", "http://" + host + "/", host, 200, "", known, filed, advertising};
}
Walk walk(std::vector<ChainHop> hops) {
  Walk w;
  w.hops = std::move(hops);
  w.status = 200;
  w.title = "Weather radar";
  w.text = "Weather radar for your town, every hour.";
  return w;
}
Link link(const std::string& service = "Weather radar") {
  Link l;
  l.code = "A1";
  l.service = service;
  return l;
}
std::string kinds(const Walk& w, const Link& l = link()) {
  std::string out;
  for (const auto& f : judge(l, w, {}).findings) out += std::string(to_text(f.kind)) + "@" + f.host + " ";
  return out;
}

TEST(Judge, EachFaultAndItsInnocentTwin) {
  EXPECT_EQ(kinds(walk({hop("go.example"), hop("land.example")})), "");
  EXPECT_EQ(kinds(walk({hop("go.example"), hop("x.example", false), hop("land.example")})), "unknown_hop@x.example ");
  EXPECT_EQ(kinds(walk({hop("go.example"), hop("ads.example", false, false, true), hop("land.example")})),
            "advertising_network@ads.example ");
  EXPECT_EQ(kinds(walk({hop("go.example"), hop("ads.example", true, true, true), hop("land.example")})),
            "advertising_network@ads.example ")
      << "one that the inventory has is a network all the same";
  EXPECT_EQ(kinds(walk({hop("go.example"), hop("land.example", true, false)})), "unfiled_landing@land.example ");
  EXPECT_EQ(kinds(walk({hop("go.example"), hop("else.example", false, false)})),
            "unknown_hop@else.example unfiled_landing@else.example ");
  Walk cloaked = walk({hop("land.example")});
  cloaked.cloaked = true;
  EXPECT_EQ(kinds(cloaked), "cloaking@land.example ");
  Walk elsewhere = walk({hop("land.example")});
  elsewhere.elsewhere.push_back(hop("door.example", false, false));
  EXPECT_EQ(kinds(elsewhere), "unknown_hop@door.example ") << "seen by another vantage alone";
}

TEST(Judge, OneFailureIsNoDeadLink) {
  Walk w = walk({hop("land.example")});
  w.error = "connect_failed";
  EXPECT_EQ(kinds(w), "");
  EXPECT_TRUE(judge(link(), w, {}).failed);
  w.failed_before = 1;
  EXPECT_EQ(kinds(w), "dead@land.example ");
  Walk gone = walk({hop("land.example")});
  gone.status = 404;
  EXPECT_EQ(kinds(gone), "dead@land.example ");
  for (const char* ours : {"backed_off", "robots_disallowed", "exit_failed"}) {
    w.error = ours;
    EXPECT_FALSE(judge(link(), w, {}).conclusive) << ours;
  }
  Walk busy = walk({hop("land.example")});
  busy.status = 429;
  EXPECT_FALSE(judge(link(), busy, {}).conclusive);
}

TEST(Judge, WhatALinkSaysStandsOnItsPage) {
  EXPECT_EQ(words_found_percent("Weather radar", "The WEATHER, by ｒａｄａｒ"), 100) << "case and width are nothing";
  EXPECT_EQ(words_found_percent("Wetter für Zürich", "WETTER FUR ZURICH"), 100);
  EXPECT_EQ(words_found_percent("天气预报", "本页提供各地天气预报"), 100);
  EXPECT_EQ(words_found_percent("天气预报", "今晚幸运转盘抽奖"), 0);
  EXPECT_EQ(words_found_percent("The app", "whatever"), -1) << "it says nothing";
  Walk w = walk({hop("land.example")});
  EXPECT_EQ(kinds(w, link("Bicycle school")), "name_content_mismatch@land.example ");
  EXPECT_EQ(kinds(w, link("")), "");
  w.title = w.text = "";
  const auto silent = judge(link("Bicycle school"), w, {});
  EXPECT_TRUE(silent.findings.empty()) << "a page without words says nothing";
  EXPECT_FALSE(silent.page_read);
}

TEST(Judge, SaysWhatChanged) {
  const auto c =
      changed_between({hop("go.example"), hop("a.example")}, {hop("go.example"), hop("x.example"), hop("b.example")});
  EXPECT_EQ(c.hosts_new, (std::vector<std::string>{"b.example", "x.example"}));
  EXPECT_EQ(c.hosts_gone, (std::vector<std::string>{"a.example"}));
  EXPECT_EQ(c.landing_is, "http://b.example/");
  EXPECT_FALSE(changed_between({hop("a.example")}, {hop("a.example")}).any());
  EXPECT_TRUE(looks_like_advertising("ads3.traffic.example"));
  EXPECT_FALSE(looks_like_advertising("adshop.example"));
}

TEST(Judge, AQrCodeLeadsToTheFiledPage) {
  EXPECT_TRUE(is_same_page("http://land.example/p?c=1", "https://www.land.example/p/?utm=x&c=1#top"));
  EXPECT_FALSE(is_same_page("http://land.example/p?c=1", "http://land.example/p?c=2"));
  EXPECT_FALSE(is_same_page("http://land.example/p", "http://land.example/"));
  Link l = link();
  l.landing_url = "http://land.example/";
  const auto found = [&](Walk w, bool of_qr = true) {
    w.of_qr = of_qr;
    std::string out;
    for (const auto& f : judge(l, w, {}).findings) out += std::string(to_text(f.kind)) + ":" + f.host + " ";
    return out;
  };
  EXPECT_EQ(found(walk({hop("go.example"), hop("land.example")})), "");
  EXPECT_EQ(found(walk({hop("land.example"), hop("other.example")})), "") << "the page leads on by itself";
  EXPECT_EQ(found(walk({hop("go.example"), hop("other.example")})), "qr_elsewhere:other.example ");
  EXPECT_EQ(found(walk({hop("go.example"), hop("other.example")}), false), "") << "of QR codes alone";
  EXPECT_EQ(found(walk({hop("go.example"), hop("stranger.example", false)})), "unknown_hop:stranger.example ")
      << "that is said already";
  Walk moved = walk({hop("go.example"), hop("other.example")});
  moved.link_ends_at = moved.hops.back().url;
  EXPECT_EQ(found(moved), "") << "the filed page itself leads there";
}

}  // namespace
}  // namespace muster::promotion
