#include "visit.h"

#include "decode.h"
#include <base/text.h>

namespace muster::testing {
namespace {

constexpr int kRobotsRedirectsMax = 5;  // RFC 9309 §2.3.1.2
constexpr auto kRobotsTimeMax = std::chrono::seconds(5);
constexpr int kRefreshSecondsMax = 10;              // a later refresh is a page that renews itself
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
    case HopKind::meta_refresh:
      return "meta_refresh";
  }
  return "";
}

VisitMachine::VisitMachine(const FetchOptions& options, const Clock& clock, RobotsCache& robots, VisitRequest request)
    : options_(options), clock_(clock), robots_(robots), transfer_(options) {
  visit_.url = std::move(request.url);
  visit_.tag = std::move(request.tag);
  visit_.started = clock.now();
  visit_.robots = "not_asked";
}

Duration VisitMachine::left() const {
  return options_.visit_max - std::chrono::duration_cast<Duration>(std::chrono::steady_clock::now() - began_);
}

Transfer::Limits VisitMachine::limits() const {
  if (in_robots_) return {std::min<Duration>(left(), kRobotsTimeMax), kRobotsBytesMax};
  return {left(),
          std::min(options_.body_max_bytes, options_.visit_max_bytes - std::min(bytes_, options_.visit_max_bytes))};
}

std::optional<Url> VisitMachine::start() {
  began_ = std::chrono::steady_clock::now();
  const auto parsed = parse_url(visit_.url);
  if (!parsed.ok()) {
    fail_at(HopKind::first, visit_.url, parsed.error());
    return {};
  }
  asked_ = *parsed;
  if (options_.robots == RobotsPolicy::ignore) return first_page();
  const auto known = robots_.find(asked_->authority());
  if (known != robots_.end()) {
    settle_robots(known->second);
    return first_page();
  }
  const auto file = resolve_url(*asked_, "/robots.txt");
  if (!file.ok()) return first_page();
  in_robots_ = true;
  url_ = *file;
  return url_;
}

void VisitMachine::settle_robots(RobotsState state) {
  in_robots_ = false;
  visit_.robots = state.state == "allowed" && !state.rules.allows(asked_->path) ? "disallowed" : state.state;
  if (robots_.size() >= kRobotsCacheMax) robots_.clear();
  robots_[asked_->authority()] = std::move(state);
}

std::optional<Url> VisitMachine::first_page() {
  in_robots_ = false;
  url_ = asked_;
  // §2.3.1.4: where robots.txt can't be reached, all is to be taken as disallowed.
  if (options_.robots == RobotsPolicy::obey && (visit_.robots == "disallowed" || visit_.robots == "unreachable")) {
    fail_at(HopKind::first, asked_->text, refused("robots_disallowed", sentence_of("robots_disallowed")));
    return {};
  }
  ++seen_[url_->text];
  return url_;
}

std::optional<Url> VisitMachine::robots_answer(const Hop& hop) {
  if (hop.error.empty() && redirects(hop.status) && robots_redirects_++ < kRobotsRedirectsMax) {
    const auto next = resolve_url(*url_, header_value(hop.head, "location"));
    if (next.ok()) {
      url_ = *next;
      return url_;
    }
  }
  RobotsState state;
  if (!hop.error.empty() || hop.status >= 500)
    state.state = "unreachable";
  else if (hop.status == 200) {
    const auto body = decode_body(hop.head, hop.body, {kRobotsBytesMax, options_.decoded_ratio_max});
    state = {"allowed", Robots::parse(body.bytes, options_.product_token)};
  } else
    state.state = "unavailable";
  settle_robots(std::move(state));
  return first_page();
}

std::optional<Url> VisitMachine::answer(Hop hop) {
  return in_robots_ ? robots_answer(hop) : page_answer(std::move(hop));
}

std::optional<Url> VisitMachine::page_answer(Hop hop) {
  hop.kind = kind_;
  hop.started = clock_.now() - hop.took;
  const bool leads = hop.error.empty() && redirects(hop.status) && !header_value(hop.head, "location").empty();
  if (leads && hop.body.size() > kRedirectBodyMax) {
    hop.body.resize(kRedirectBodyMax);
    hop.truncated = "length";
  }
  bytes_ += hop.head.size() + hop.body.size();
  visit_.hops.push_back(std::move(hop));
  const Hop& last = visit_.hops.back();
  if (!last.error.empty()) return fail(last.error, last.resolved);
  if (leads) return follow(HopKind::redirect, header_value(last.head, "location"));

  visit_.status = last.status;
  auto decoded = decode_body(last.head, last.body, {options_.decoded_max_bytes, options_.decoded_ratio_max});
  visit_.payload = std::move(decoded.bytes);
  visit_.decode_note = decoded.note;
  visit_.page = content::read_page(visit_.payload, last.content_type);
  const auto& refresh = visit_.page.refresh;
  if (!refresh || refresh->seconds > kRefreshSecondsMax) return {};
  const auto next = resolve_url(*url_, refresh->url);
  if (next.ok() && next->text == url_->text) return {};  // a page that renews itself
  return follow(HopKind::meta_refresh, refresh->url);
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
  if (++seen_[next->text] > 2) return fail("redirect_loop");
  if (left() <= Duration::zero()) return fail("timeout");
  kind_ = kind;
  url_ = *next;
  return url_;
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
  visit_.took = std::chrono::duration_cast<Duration>(std::chrono::steady_clock::now() - began_);
  visit_.final_url = visit_.hops.empty() ? visit_.url : visit_.hops.back().url;
  if (visit_.status == 0 && !visit_.hops.empty()) visit_.status = visit_.hops.back().status;
  return std::move(visit_);
}

}  // namespace muster::testing
