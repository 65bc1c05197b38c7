// What a walk along a link's hops says. Pure: what is known of each host is looked up before.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <promotion/finding.h>
#include <promotion/link.h>

namespace muster::promotion {

struct ChainHop {
  std::string kind;  // as testing names it: first, redirect, short_link, meta_refresh, script, frame
  std::string url, host;
  int status = 0;
  std::string error;
  bool known = false;        // in the partner's inventory, or its filed site
  bool filed = false;        // a filing in force has the name
  bool advertising = false;  // a network of the policy's list, or an unknown host that calls itself one
};
struct Walk {
  std::vector<ChainHop> hops;       // of the vantage that counts
  std::vector<ChainHop> elsewhere;  // where other vantages ended, one each
  std::string error;                // of the last hop
  int status = 0;
  std::string title, text;  // of the page that was reached
  bool cloaked = false;
  std::string cloaked_how;         // a sentence
  std::int64_t failed_before = 0;  // inspections in a row that reached nothing, before this one
  bool of_qr = false;              // walked from the QR code; else from the short link, or the page itself
  std::string link_ends_at;        // of a QR code: where the other way ended, "" where it reached nothing
};
struct JudgeRules {
  int name_words_percent = 34;
};
struct Judged {
  // false: our own doing or a busy server; nothing is found and nothing is gone.
  bool conclusive = true;
  bool failed = false;  // nothing was reached
  bool page_read = false;
  std::vector<NewFinding> findings;  // each kind and host once
};
Judged judge(const Link& link, const Walk& walk, const JudgeRules& rules);
// Whether `seen` is the page `filed`: host (with or without "www.") and path, and every parameter of the filed one.
bool is_same_page(std::string_view filed, std::string_view seen);

// Share 0 … 100 of the words of `promised` that stand in `text`; of Chinese, pairs of letters. -1: it says nothing that
// could be looked for. Case, width and accents make no difference.
int words_found_percent(std::string_view promised, std::string_view text);

// What is another than the last time: hosts that are new or gone, where it ends, its title.
struct Changed {
  std::vector<std::string> hosts_new, hosts_gone;
  std::string landing_was, landing_is;
  bool any() const { return !hosts_new.empty() || !hosts_gone.empty() || landing_was != landing_is; }
};
Changed changed_between(const std::vector<ChainHop>& before, const std::vector<ChainHop>& after);

// A host that calls itself an advertising server: "ads.", "adserver2.", "adx.".
bool looks_like_advertising(std::string_view host);

}  // namespace muster::promotion
