#include "finding_store.h"
#include "link_store.h"
#include "visited.h"
#include <base/text.h>
#include <filings/service.h>
#include <names/name.h>
#include <names/suffix.h>
#include <partners/service.h>
#include <policy/policy.h>
#include <schedule/service.h>
#include <testing/testing.h>
#include <testing/web_address.h>

#include <algorithm>

#include <fmt/format.h>

namespace muster::promotion {
namespace {

using store::Transaction;

constexpr const char* kInspectorActor = "system:promotion";
constexpr Duration kTakenFor = std::chrono::hours(1);  // a link whose inspection was cut off is due again

std::string host_of(const std::string& url) {
  const auto read = testing::web_address(url);
  return read.ok() ? read->host : std::string();
}

// Where phones begin: what is handed out, down to the page itself; and the QR code, where it says something else.
struct Entry {
  bool of_qr = false;
  std::string url;
};
std::vector<Entry> entries_of(const Link& link) {
  std::vector<Entry> out{{false, link.short_url.empty() ? link.landing_url : link.short_url}};
  if (!link.qr.empty() && link.qr != out[0].url) out.push_back({true, link.qr});
  return out;
}

std::string how_cloaked(const testing::TestRun& run) {
  for (const auto& v : run.vantages)
    if (v.value > 0) return fmt::format("What {} sees differs from what a phone sees.", v.name);
  return "It shows different things to different visitors.";
}

}  // namespace

Walk Inspector::walk_of(Transaction& tx, const Link& link, const Visited& visited, std::int64_t failed_before) const {
  const testing::TestRun& run = visited.run;
  const auto& networks = policy_.list("promotion.advertising_networks");
  const auto hop_of = [&](const std::string& url) {
    ChainHop hop;
    hop.url = url;
    hop.host = host_of(url);
    if (hop.host.empty()) return hop;
    hop.known = is_partners_host(tx, link.partner_id, hop.host);
    hop.filed = filed_site(filings_, tx, hop.host).has_value();
    const std::string registrable(names::registrable_domain(hop.host));
    // What only calls itself so may be the partner's own page.
    hop.advertising = std::find(networks.begin(), networks.end(), registrable) != networks.end() ||
                      (!hop.known && looks_like_advertising(hop.host));
    return hop;
  };
  Walk walk;
  for (const auto& h : run.hops) {
    ChainHop hop = hop_of(h.url);
    hop.kind = h.kind;
    hop.status = h.status;
    hop.error = h.error;
    walk.hops.push_back(std::move(hop));
  }
  for (const auto& v : run.vantages)
    if (!v.shown && v.error.empty() && !v.final_url.empty() && host_of(v.final_url) != host_of(run.final_url))
      walk.elsewhere.push_back(hop_of(v.final_url));
  walk.error = run.error;
  walk.status = run.http_status;
  walk.title = visited.title;
  walk.text = visited.text;
  walk.of_qr = visited.of_qr;
  walk.cloaked = run.cloaked();
  if (walk.cloaked) walk.cloaked_how = how_cloaked(run);
  walk.failed_before = failed_before;
  return walk;
}

Result<Inspected> Inspector::inspect(const std::vector<LinkKey>& links, const std::string& requested_by,
                                     const std::function<bool()>& stop) {
  // One visit for all links that begin alike; a link is judged once all its ways were walked.
  struct Begins {
    LinkKey link;
    bool of_qr = false;
  };
  std::map<std::string, std::vector<Begins>> by_entry;
  struct Waits {
    std::size_t ways = 0;
    std::vector<Visited> visited;
  };
  std::map<LinkKey, Waits> waits;
  const auto read = database_.read([&](Transaction& tx) -> Result<void> {
    by_entry.clear();
    waits.clear();
    for (const LinkKey& key : links)
      if (const auto link = find_link(tx, key.partner_id, key.code); link && !waits.contains(key))
        for (const Entry& entry : entries_of(*link)) {
          by_entry[entry.url].push_back({key, entry.of_qr});
          ++waits[key].ways;
        }
    return {};
  });
  MUSTER_CHECK_OK(read);
  std::vector<std::string> urls;
  for (const auto& [url, begins] : by_entry) urls.push_back(url);
  Inspected done;
  std::optional<Error> failed;
  const auto take = [&](const Begins& begins, const Visited& visited) {
    Waits& all = waits[begins.link];
    all.visited.push_back(visited);
    all.visited.back().of_qr = begins.of_qr;
    if (all.visited.size() < all.ways) return;
    if (begins.of_qr) std::swap(all.visited.front(), all.visited.back());  // the link's own way comes first
    if (const auto kept = keep(begins.link, all.visited, requested_by, done); !kept.ok()) failed = kept.error();
    all.visited.clear();
  };
  constexpr std::size_t kAtOnce = 200;
  for (std::size_t from = 0; from < urls.size() && !failed && !(stop && stop()); from += kAtOnce) {
    const std::vector<std::string> some(
        urls.begin() + static_cast<std::ptrdiff_t>(from),
        urls.begin() + static_cast<std::ptrdiff_t>(std::min(urls.size(), from + kAtOnce)));
    const auto tested = testing_.test(some, requested_by,
                                      [&](const testing::TestRun& brief) {
                                        if (failed) return;
                                        const auto run = testing_.run(brief.id);
                                        const auto page = testing_.page(brief.id);
                                        if (!run.ok()) {
                                          failed = run.error();
                                          return;
                                        }
                                        Visited visited{false, *run, {}, {}};
                                        if (page.ok() && page->has_value()) {
                                          visited.title = (*page)->title;
                                          visited.text = (*page)->text;
                                        }
                                        for (const Begins& begins : by_entry[brief.url]) take(begins, visited);
                                      },
                                      stop, {.vantages = true});
    if (!tested.ok()) return tested.error();
  }
  if (failed) return *failed;
  return done;
}

Result<Inspected> Inspector::inspect_due(int limit, const std::function<bool()>& stop) {
  const auto due = database_.write([&](Transaction& tx) -> Result<std::vector<LinkKey>> {
    const Instant now = recorder_.clock().now();
    return take_due(tx, now, now + kTakenFor, limit);
  });
  if (!due.ok()) return due.error();
  if (due->empty()) return Inspected{};
  return inspect(*due, kInspectorActor, stop);
}

}  // namespace muster::promotion
