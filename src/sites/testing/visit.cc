#include "visit.h"

#include "decode.h"
#include "framing.h"
#include "leads.h"
#include <base/text.h>

namespace muster::testing {
namespace {

constexpr int kRobotsRedirectsMax = 5;  // RFC 9309 §2.3.1.2
constexpr auto kRobotsTimeMax = std::chrono::seconds(5);
constexpr std::size_t kRedirectBodyMax = 1u << 20;  // is cut in memory once we know that the answer redirects

bool redirects(int status) {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

}  // namespace

const char* to_text(HopKind kind) {
  switch (kind) {
    case HopKind::first:
      return "first";
    case HopKind::redirect:
      return "redirect";
    case HopKind::short_link:
      return "short_link";
    case HopKind::refresh_header:
      return "refresh_header";
    case HopKind::meta_refresh:
      return "meta_refresh";
    case HopKind::script:
      return "script";
    case HopKind::frame:
      return "frame";
  }
  return "";
}

const std::set<std::string>& known_short_link_hosts() {
  static const std::set<std::string> hosts{
      "t.cn",       "url.cn",  "dwz.cn",  "suo.im", "w.url.cn",    "c7.gg",  "mrw.so",      "3.cn",    "985.so", "u.nu",
      "bit.ly",     "t.co",    "goo.gl",  "is.gd",  "v.gd",        "ow.ly",  "tinyurl.com", "cutt.ly", "rb.gy",  "s.id",
      "rebrand.ly", "buff.ly", "lnkd.in", "t.ly",   "shorturl.at", "bl.ink", "tiny.cc",     "clck.ru"};
  return hosts;
}

std::string outcome_of(const Visit& visit) {
  if (!visit.error.empty()) return visit.error;
  const Hop* last = visit.hops.empty() ? nullptr : &visit.hops.back();
  if (last && !last->truncated.empty()) return "cut_" + last->truncated;
  if (!visit.decode_note.empty()) return visit.decode_note;
  return last && !last->framing.empty() ? "odd_framing" : "visited";
}

const char* to_text(RobotsPolicy policy) {
  return policy == RobotsPolicy::ignore ? "ignore" : policy == RobotsPolicy::record ? "record" : "obey";
}

VisitMachine::VisitMachine(const FetchOptions& options, const Clock& clock, RobotsCache& robots, Transfers& transfers,
                           VisitRequest request)
    : options_(options),
      clock_(clock),
      robots_(robots),
      transfers_(transfers),
      referrer_(std::move(request.referrer)),
      body_max_(request.body_max_bytes > 0 ? request.body_max_bytes : options.body_max_bytes) {
  visit_.url = std::move(request.url);
  visit_.tag = std::move(request.tag);
  visit_.started = clock.now();
  visit_.robots = "not_asked";
  visit_.robots_policy = to_text(options.robots);
}

Transfer& VisitMachine::transfer() {
  if (!transfer_) {
    visit_.started = clock_.now();
    transfer_ = transfers_.take();
  }
  return *transfer_;
}

Duration VisitMachine::left() const {
  return options_.visit_max + waited_ - std::chrono::duration_cast<Duration>(std::chrono::steady_clock::now() - began_);
}

Transfer::Limits VisitMachine::limits() const {
  if (in_robots_) return {std::min<Duration>(left(), kRobotsTimeMax), kRobotsBytesMax + 1};
  return {left(), std::min(body_max_, options_.visit_max_bytes - std::min(bytes_, options_.visit_max_bytes))};
}

std::optional<Url> VisitMachine::start() {
  began_ = std::chrono::steady_clock::now();
  const auto parsed = parse_url(visit_.url);
  if (!parsed.ok()) {
    fail_at(HopKind::first, visit_.url, parsed.error());
    return {};
  }
  page_ = *parsed;
  return page();
}

// Whose robots.txt is looked at: that of the first host, and where it is obeyed of every host.
bool VisitMachine::minds_robots() const {
  return options_.robots == RobotsPolicy::obey || (options_.robots == RobotsPolicy::record && visit_.hops.empty());
}

// On to the page, over its robots.txt when that isn't known.
std::optional<Url> VisitMachine::page(std::optional<RobotsState> robots) {
  url_ = page_;
  if (minds_robots()) {
    if (!robots) robots = robots_.find(page_->authority(), std::chrono::steady_clock::now());
    const auto file = robots ? Result<Url>(*page_) : resolve_url(*page_, "/robots.txt");
    if (!robots && file.ok()) {
      in_robots_ = true;
      robots_redirects_ = 0;
      url_ = *file;
      return url_;
    }
    settle_robots(robots.value_or(RobotsState{"unavailable", {}}));
    if (options_.robots == RobotsPolicy::obey && (visit_.robots == "disallowed" || visit_.robots == "unreachable")) {
      const std::string code = "robots_" + visit_.robots;
      fail_at(kind_, page_->text, refused(code, sentence_of(code)));
      return {};
    }
  }
  ++seen_[url_->text];
  return url_;
}

void VisitMachine::settle_robots(const RobotsState& state) {
  visit_.robots = state.state == "allowed" && !state.rules.allows(page_->path) ? "disallowed" : state.state;
}

std::optional<Url> VisitMachine::robots_answer(const Hop& hop) {
  if (hop.error.empty() && redirects(hop.status) && robots_redirects_++ < kRobotsRedirectsMax) {
    const auto next = resolve_url(*url_, header_value(hop.head, "location"));
    if (next.ok()) {
      url_ = *next;
      return url_;
    }
  }
  in_robots_ = false;
  if (hop.error == "backed_off") {  // says nothing of the file: the page is backed off as well
    url_ = page_;
    fail_at(kind_, page_->text, unavailable("backed_off", hop.resolved));
    return {};
  }
  RobotsState state;
  // RFC 9309 §2.3.1: 2xx is read; 5xx and no answer mean that nothing is allowed; all else that everything is.
  if (!hop.error.empty() || hop.status >= 500)
    state.state = "unreachable";
  else if (hop.status >= 200 && hop.status < 300) {
    const auto body = decode_body(hop.head, hop.body, {kRobotsBytesMax + 1, options_.decoded_ratio_max});
    state = {"allowed", Robots::parse(body.bytes, options_.product_token)};
  } else
    state.state = "unavailable";
  return page(robots_.keep(page_->authority(), std::move(state), std::chrono::steady_clock::now()));
}

std::optional<Url> VisitMachine::answer(Hop hop) {
  return in_robots_ ? robots_answer(hop) : page_answer(std::move(hop));
}

std::optional<Url> VisitMachine::page_answer(Hop hop) {
  hop.kind = kind_;
  const bool leads = hop.error.empty() && redirects(hop.status) && !header_value(hop.head, "location").empty();
  if (leads && hop.body.size() > kRedirectBodyMax) {
    hop.body.resize(kRedirectBodyMax);
    hop.truncated = "length";
  }
  bytes_ += hop.head.size() + hop.body.size();
  visit_.hops.push_back(std::move(hop));
  const Hop& last = visit_.hops.back();
  if (!last.error.empty()) return fail(last.error, last.resolved);
  if (leads)
    return follow(options_.short_link_hosts.contains(last.host) ? HopKind::short_link : HopKind::redirect,
                  header_value(last.head, "location"));

  visit_.status = last.status;
  auto decoded = decode_body(last.head, last.body, {options_.decoded_max_bytes, options_.decoded_ratio_max});
  visit_.payload = std::move(decoded.bytes);
  visit_.decode_note = decoded.note;
  if (!options_.reads_pages) return {};
  Markup markup;
  visit_.page =
      content::read_page(visit_.payload, last.content_type, [&](const content::Token& opened) { markup.see(opened); });
  const auto lead = lead_of(last.head, visit_.payload, last.content_type, visit_.page, markup);
  if (!lead) return {};
  const auto next = resolve_url(*url_, lead->reference);
  if (next.ok() && next->text == url_->text) return {};  // a page that renews itself
  // A script or a frame that leads nowhere a visit may go ("about:blank", an app's own scheme) leaves the page as it
  // is.
  if (!next.ok() && (lead->kind == HopKind::script || lead->kind == HopKind::frame)) return {};
  return follow(lead->kind, lead->reference);
}

// What a browser sends: redirects keep it, a page that leads on is one itself; no https page is told to http.
std::string VisitMachine::referrer() const {
  if (in_robots_) return {};
  for (auto hop = visit_.hops.rbegin(); hop != visit_.hops.rend(); ++hop) {
    const bool redirected = hop->status >= 300 && hop->status < 400;
    if (!redirected) return hop->url.starts_with("https://") && url_->scheme == "http" ? "" : hop->url;
  }
  return referrer_.empty() ? options_.referrer : referrer_;
}

std::optional<Url> VisitMachine::follow(HopKind kind, std::string_view reference) {
  const auto next = resolve_url(*url_, reference);
  visit_.hops.back().location = next.ok() ? next->text : std::string(reference.substr(0, 2048));
  if (!next.ok()) {
    fail_at(kind, reference.substr(0, 2048), next.error());
    return {};
  }
  if (static_cast<int>(visit_.hops.size()) > options_.redirects_max) return fail("redirects_too_many");
  // Once more than before is allowed: a site may set a cookie and ask again.
  if (seen_[next->text] > 1) return fail("redirect_loop");
  if (left() <= Duration::zero()) return fail("timeout");
  kind_ = kind;
  page_ = *next;
  return page();
}

std::optional<Url> VisitMachine::fail(const std::string& error, const std::string& sentence) {
  visit_.error = error;
  visit_.sentence = sentence.empty() ? sentence_of(error) : sentence;
  return {};
}

// A hop that was not made, with the reason: the chain shows where the site wanted to lead.
void VisitMachine::fail_at(HopKind kind, std::string_view url, const Error& error) {
  Hop hop;
  hop.kind = kind;
  hop.url = std::string(url);
  hop.started = clock_.now();
  hop.error = error.code;
  hop.resolved = error.sentence;
  visit_.hops.push_back(std::move(hop));
  (void)fail(error.code, error.sentence);
}

Visit VisitMachine::take() {
  visit_.took = std::chrono::duration_cast<Duration>(std::chrono::steady_clock::now() - began_) - waited_;
  visit_.final_url = visit_.hops.empty() ? visit_.url : visit_.hops.back().url;
  if (visit_.status == 0 && !visit_.hops.empty()) visit_.status = visit_.hops.back().status;
  return std::move(visit_);
}

}  // namespace muster::testing
