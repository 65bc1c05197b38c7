// Charge flows as a phone sees them, against how the partner describes them. The inspector walks from the flow's start
// to its last confirmation and looks at each page.
//
// It never makes a charge. The last confirmation is looked at and not pressed; what leads to the charge's address is
// pressed nowhere; and while it walks, nothing leaves but requests for the described steps, in their order, and for
// what pages are made of. Everything else is kept back before it leaves (testing/browser.h), and is a finding where it
// was the charge. What a partner's own server does when a described page is merely asked for can't be kept back: use a
// line that the gateway charges nothing.
//
// Findings:
//   price_differs         a step that confirms shows prices, and none is the registered one
//   hidden_price          a step that confirms shows no price; or in the background's colour, too small, out of sight
//   pre_ticked            a box is ticked before anybody touched it
//   one_confirmation      the first confirmation leads to the charge, or the second one asks for nothing, or confirms
//                         itself
//   not_billed_on_behalf  no step that confirms says on whose behalf the bill is
#pragma once

#include <base/result.h>
#include <base/time.h>
#include <events/event.h>
#include <ledger/recorder.h>
#include <testing/browser.h>
#include <testing/fetch.h>

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <billing/register.h>

namespace muster::policy {
class Policy;
}

namespace muster::billing {

inline constexpr events::Kind kFlowInspected{"flow.inspected", 1,
                                             "A charge flow was walked up to its last confirmation."};
inline constexpr const char* kInspectionsJob = "flow_inspections";  // arguments: {"service_id": "…", "actor": "…"}

inline constexpr const char* kDueFlowsJob = "flows_due";  // walks what is due

inline constexpr int kContrastMin100 = 150;  // WCAG 2.1 contrast ratio, times 100; below it nobody reads it
inline constexpr int kTextMinTenths = 70;    // of a CSS pixel, times 10

// A piece of text, and whether a person sees it.
struct SeenText {
  std::string text;
  std::string hidden;  // "", colour, size, outside, not_shown
};
struct SeenBox {
  std::string label;
  bool ticked = false;
};
struct SeenControl {
  std::string label, target;  // target: where it leads, "" it doesn't say
};
struct SeenStep {
  std::string url, title;
  std::vector<SeenText> texts;
  std::vector<SeenBox> boxes;
  std::vector<SeenControl> controls;
  std::string screenshot_sha256;
};
struct SeenFlow {
  std::vector<SeenStep> steps;
  std::vector<std::string> kept_back;  // "POST http://…"
  std::string error;                   // "" or why it ended before its time
};

struct FlowFinding {
  std::string kind;
  int step = 0;  // from 1
  std::string shown, reason;
};

// --- pure
// Amounts with a currency in a text: "2.00 CNY", "¥2", "2元". Minor units.
struct ShownPrice {
  std::int64_t amount = 0;
  std::string currency, text;
};
std::vector<ShownPrice> prices_in(std::string_view text);
// The page of a phone without scripts: text, boxes and controls out of its markup, inline styles followed.
SeenStep read_plain_step(std::string_view html, const std::string& url);
// What the probe in the browser gave. Errors: flow_probe.
Result<SeenStep> read_probe(std::string_view json, const std::string& url);
const std::string& flow_probe();  // the JavaScript expression
std::vector<FlowFinding> judge_flow(const Flow& flow, const SeenFlow& seen, std::int64_t amount,
                                    const std::string& currency, const std::string& behalf_text);
std::string to_json(const SeenFlow& seen);

struct Inspection {
  std::string id, service_id, way, started_by;
  Instant started_at;
  std::int64_t took_ms = 0;
  std::string outcome;  // "" walked to its last confirmation
  std::int64_t price_amount = -1;
  std::string price_currency, steps, evidence_sha256;
  std::vector<FlowFinding> findings;
};

// What a round of due flows came to.
struct WalkedFlows {
  std::int64_t flows = 0, clean = 0, with_findings = 0, broken = 0;
};

class Flows {
 public:
  // `browser`: nothing where there is none; flows that need it end with browser_missing.
  Flows(store::Database& database, const ledger::Recorder& recorder, const policy::Policy& policy,
        const Register& services, testing::FetchOptions fetch, std::optional<testing::BrowserEyes> browser)
      : database_(database),
        recorder_(recorder),
        policy_(policy),
        services_(services),
        fetch_(std::move(fetch)),
        browser_(std::move(browser)) {}

  // Before anything is walked: test sites that are allowed explicitly (FetchOptions::farm).
  void set_farm(testing::FarmSites farm) { fetch_.farm = std::move(farm); }
  SeenFlow walk(const Flow& flow) const;
  // Walks, judges, keeps. Errors: service_unknown, flow_missing.
  Result<Inspection> inspect(const std::string& service_id, const std::string& actor) const;
  // Flows of active services that are due, the longest due first, at most `limit`: a new one at once, then again after
  // billing.walk_every, billing.walk_found_every while something is found, billing.walk_again when it could not be
  // walked to its end, and when a new price begins.
  Result<WalkedFlows> inspect_due(int limit, const std::function<bool()>& stop = {}) const;
  Result<std::vector<Inspection>> list(const std::string& service_id, const std::string& before, int limit) const;
  Result<Inspection> get(const std::string& id) const;  // inspection_unknown

 private:
  SeenFlow walk_plain(const Flow& flow) const;
  SeenFlow walk_browser(const Flow& flow) const;
  Instant next_due(const Inspection& inspection, Instant now) const;
  store::Database& database_;
  const ledger::Recorder& recorder_;
  const policy::Policy& policy_;
  const Register& services_;
  testing::FetchOptions fetch_;
  const std::optional<testing::BrowserEyes> browser_;
};

}  // namespace muster::billing
