#include <base/sha256.h>

#include <algorithm>

#include <billing/flows.h>

namespace muster::billing {
namespace {

std::string bare(const std::string& url) {
  return url.substr(0, url.find_first_of("?#"));
}

}  // namespace

SeenFlow Flows::walk(const Flow& flow) const {
  return flow.way == "plain" ? walk_plain(flow) : walk_browser(flow);
}

// Each step is asked for by the link or form that leads to it. Redirects are not followed: they would be a press that
// nobody made.
SeenFlow Flows::walk_plain(const Flow& flow) const {
  SeenFlow seen;
  testing::FetchOptions options = fetch_;
  options.redirects_max = 0;
  options.robots = testing::RobotsPolicy::ignore;  // the partner's own flow, as its contract lets us
  testing::Fetcher fetcher(options, recorder_.clock());
  std::string url = flow.start;
  for (std::size_t at = 0; at < flow.steps.size(); ++at) {
    if (url.starts_with(flow.charge_address)) break;
    const testing::Visit visit = fetcher.visit(url);
    const testing::Hop& hop = visit.hops.front();
    const std::string& body = visit.payload.empty() ? hop.body : visit.payload;
    if (hop.status != 200 || body.empty()) {
      if (hop.location.starts_with(flow.charge_address)) seen.kept_back.push_back("GET " + bare(hop.location));
      seen.error = hop.error.empty() ? "flow_answer" : hop.error;
      break;
    }
    seen.steps.push_back(read_plain_step(body, url));
    for (const auto& h : visit.hops)
      if (h.location.starts_with(flow.charge_address)) seen.kept_back.push_back("GET " + bare(h.location));
    if (at + 1 == flow.steps.size()) break;
    const auto& controls = seen.steps.back().controls;
    const auto leads = std::find_if(controls.begin(), controls.end(),
                                    [&](const SeenControl& c) { return bare(c.target) == flow.steps[at + 1].address; });
    if (leads == controls.end()) {
      seen.error = "flow_step_missing";
      break;
    }
    url = leads->target;
  }
  return seen;
}

SeenFlow Flows::walk_browser(const Flow& flow) const {
  SeenFlow seen;
  if (!browser_) {
    seen.error = "browser_missing";
    return seen;
  }
  testing::RenderRequest request{flow.start, fetch_.user_agent, fetch_.accept_language, fetch_.farm};
  for (const auto& step : flow.steps) request.walk.push_back(step.address);
  request.probe = flow_probe();
  request.never = flow.charge_address;
  const auto rendered = browser_->render(request);
  if (!rendered.ok()) {
    seen.error = rendered.error().code;
    return seen;
  }
  for (const auto& look : rendered->looks) {
    auto step = read_probe(look.seen, look.url);
    if (!step.ok()) {
      seen.error = step.error().code;
      break;
    }
    // A page beside the described way is no step of it.
    if (bare(look.url) != flow.steps[seen.steps.size()].address) {
      seen.error = "flow_step_missing";
      break;
    }
    Sha256 hash;
    hash.add(look.screenshot);
    step->screenshot_sha256 = hash.hex();
    seen.steps.push_back(std::move(*step));
  }
  seen.kept_back = rendered->kept_back;
  if (seen.error.empty() && seen.steps.size() < flow.steps.size()) seen.error = "flow_step_missing";
  return seen;
}

}  // namespace muster::billing
