#include <base/text.h>
#include <base/words.h>

#include <algorithm>
#include <array>
#include <set>

#include <fmt/format.h>
#include <promotion/judge.h>

namespace muster::promotion {
namespace {

constexpr std::array<const char*, kFindingKindCount> kKindWords{
    "unknown_hop", "unfiled_landing", "advertising_network", "name_content_mismatch", "cloaking",
    "dead",        "unlisted_link",   "qr_elsewhere"};
constexpr std::array<const char*, kFindingStateCount> kStateWords{"open", "fixed", "dismissed"};
constexpr std::array<const char*, 3> kToldWords{"no", "before", "after"};
constexpr std::size_t kTextMin = 20;  // bytes of a page that says anything

// What keeps us from looking says nothing of the link.
bool is_ours(std::string_view error) {
  for (const char* one : {"robots_disallowed", "robots_unreachable", "backed_off", "exit_failed", "fetch_failed",
                          "url_invalid", "address_refused"})
    if (error == one) return true;
  return false;
}

void judge_hop(const ChainHop& hop, bool last, Judged& out) {
  if (hop.host.empty()) return;
  // To list a network does not make it a page of the partner's.
  if (hop.advertising && !last)
    out.findings.push_back({FindingKind::advertising_network, hop.host,
                            fmt::format("The way leads through {}, an advertising network.", hop.host)});
  else if (!hop.known)
    out.findings.push_back(
        {FindingKind::unknown_hop, hop.host,
         fmt::format("The way {} {}, which is in no inventory of this partner and is no filed site of it.",
                     last ? "ends at" : "leads through", hop.host)});
}

void judge_name(const Link& link, const Walk& walk, const JudgeRules& rules, Judged& out) {
  if (walk.text.size() + walk.title.size() < kTextMin) return;
  out.page_read = true;
  const int found = words_found_percent(link.service, walk.title + " " + walk.text);
  if (found < 0 || found >= rules.name_words_percent) return;
  out.findings.push_back({FindingKind::name_content_mismatch, walk.hops.back().host,
                          fmt::format("The link says “{}”; of its words {} % stand on the page, whose title is “{}”.",
                                      link.service, found, walk.title.substr(0, 120))});
}

// What is known of a page's address: host, path, parameters.
struct PageOf {
  std::string_view host, path;
  std::vector<std::string_view> parameters;
};
PageOf page_of(std::string_view url) {
  url = url.substr(0, url.find('#'));
  if (const auto scheme = url.find("://"); scheme != std::string_view::npos) url.remove_prefix(scheme + 3);
  if (url.starts_with("www.")) url.remove_prefix(4);
  PageOf out;
  if (const auto mark = url.find('?'); mark != std::string_view::npos) {
    out.parameters = split(url.substr(mark + 1), '&');
    url = url.substr(0, mark);
  }
  const auto slash = std::min(url.find('/'), url.size());
  out.host = url.substr(0, slash);
  out.path = url.substr(slash);
  while (out.path.ends_with('/')) out.path.remove_suffix(1);
  return out;
}

// Through a host that is not the partner's the way was judged already.
void judge_qr(const Link& link, const Walk& walk, Judged& out) {
  const ChainHop& end = walk.hops.back();
  const bool passes = std::any_of(walk.hops.begin(), walk.hops.end(),
                                  [&](const ChainHop& h) { return is_same_page(link.landing_url, h.url); });
  if (passes || !end.known || (!walk.link_ends_at.empty() && is_same_page(walk.link_ends_at, end.url))) return;
  out.findings.push_back({FindingKind::qr_elsewhere, end.host,
                          fmt::format("The QR code leads to {}; filed is {}.", end.url, link.landing_url)});
}

}  // namespace

bool is_same_page(std::string_view filed, std::string_view seen) {
  const PageOf a = page_of(filed), b = page_of(seen);
  return a.host == b.host && a.path == b.path &&
         std::all_of(a.parameters.begin(), a.parameters.end(), [&](std::string_view p) {
           return std::find(b.parameters.begin(), b.parameters.end(), p) != b.parameters.end();
         });
}

const char* to_text(FindingKind kind) {
  return kKindWords.at(static_cast<std::size_t>(kind));
}
const char* to_text(FindingState state) {
  return kStateWords.at(static_cast<std::size_t>(state));
}
const char* to_text(Told told) {
  return kToldWords.at(static_cast<std::size_t>(told));
}
std::optional<FindingKind> finding_kind(std::string_view text) {
  return find_word<FindingKind>(kKindWords, text);
}
std::optional<FindingState> finding_state(std::string_view text) {
  return find_word<FindingState>(kStateWords, text);
}

bool looks_like_advertising(std::string_view host) {
  std::string_view label = host.substr(0, host.find('.'));
  while (!label.empty() && ((label.back() >= '0' && label.back() <= '9') || label.back() == '-'))
    label.remove_suffix(1);
  for (const char* one : {"ad", "ads", "adserver", "adserv", "adx", "adclick", "adtrack", "banner", "banners"})
    if (label == one) return true;
  return false;
}

Judged judge(const Link& link, const Walk& walk, const JudgeRules& rules) {
  Judged out;
  if (walk.hops.empty() || is_ours(walk.error) || walk.status == 429) {
    out.conclusive = false;
    return out;
  }
  out.failed = !walk.error.empty() || walk.status >= 400;
  const bool gone = walk.error.empty() && (walk.status == 404 || walk.status == 410);
  if (out.failed && (gone || walk.failed_before > 0))
    out.findings.push_back({FindingKind::dead, walk.hops.back().host,
                            walk.error.empty() ? fmt::format("The page answers with status {}.", walk.status)
                                               : fmt::format("Nothing was reached ({}), twice in a row.", walk.error)});
  for (std::size_t i = 0; i < walk.hops.size(); ++i) judge_hop(walk.hops[i], i + 1 == walk.hops.size(), out);
  for (const ChainHop& end : walk.elsewhere) judge_hop(end, true, out);
  if (!out.failed) {
    const ChainHop& landing = walk.hops.back();
    if (!landing.filed)
      out.findings.push_back(
          {FindingKind::unfiled_landing, landing.host,
           fmt::format("The landing page stands at {}, for which no filing is in force.", landing.host)});
    judge_name(link, walk, rules, out);
    if (walk.of_qr) judge_qr(link, walk, out);
    if (walk.cloaked) out.findings.push_back({FindingKind::cloaking, landing.host, walk.cloaked_how});
  }
  // Each kind and host once, in the order of the walk.
  std::set<std::pair<FindingKind, std::string>> seen;
  std::erase_if(out.findings, [&](const NewFinding& f) { return !seen.insert(f.key()).second; });
  return out;
}

Changed changed_between(const std::vector<ChainHop>& before, const std::vector<ChainHop>& after) {
  const auto hosts = [](const std::vector<ChainHop>& hops) {
    std::set<std::string> out;
    for (const ChainHop& hop : hops) out.insert(hop.host);
    return out;
  };
  Changed out;
  const auto was = hosts(before), is = hosts(after);
  std::set_difference(is.begin(), is.end(), was.begin(), was.end(), std::back_inserter(out.hosts_new));
  std::set_difference(was.begin(), was.end(), is.begin(), is.end(), std::back_inserter(out.hosts_gone));
  if (!before.empty()) out.landing_was = before.back().url;
  if (!after.empty()) out.landing_is = after.back().url;
  return out;
}

}  // namespace muster::promotion
