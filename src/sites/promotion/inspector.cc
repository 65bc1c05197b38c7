#include "finding_store.h"
#include "link_store.h"
#include <base/jitter.h>
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

// Where a phone begins: what is handed out, down to the page itself.
std::string entry_of(const Link& link) {
  return !link.short_url.empty() ? link.short_url : !link.qr.empty() ? link.qr : link.landing_url;
}

std::string how_cloaked(const testing::TestRun& run) {
  for (const auto& v : run.vantages)
    if (v.value > 0) return fmt::format("What {} sees differs from what a phone sees.", v.name);
  return "It shows different things to different visitors.";
}

}  // namespace

Walk Inspector::walk_of(Transaction& tx, const Link& link, const testing::TestRun& run, const std::string& title,
                        const std::string& text, std::int64_t failed_before) const {
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
  walk.title = title;
  walk.text = text;
  walk.cloaked = run.cloaked();
  if (walk.cloaked) walk.cloaked_how = how_cloaked(run);
  walk.failed_before = failed_before;
  return walk;
}

Finding Inspector::keep_new(Transaction& tx, const partners::Partner& partner, const std::string& code,
                            const std::string& channel_id, const NewFinding& found, const std::string& run,
                            Instant now) const {
  Finding f;
  static_cast<NewFinding&>(f) = found;
  f.id = recorder_.new_id();
  f.partner_id = partner.id;
  f.code = code;
  f.first_run_id = run;
  f.found_at = now;
  f.told_at = told_since(tx, partner.id, code, found.host, now - policy_.duration("promotion.told_counts_for"));
  if (const auto site = filed_site(filings_, tx, found.host)) f.provider_id = site->provider_id;
  insert_finding(tx, f, channel_id);
  recorder_.record(tx, kFound, kInspectorActor, kFindingRecord, f.id,
                   fmt::format(R"({{"partner":"{}","code":"{}","kind":"{}","host":{},"run":"{}","told":"{}"}})",
                               partner.number, f.code, to_text(f.kind), json_quote(f.host), run, to_text(f.told())));
  return f;
}

Instant Inspector::next_due(std::optional<double> days, bool failed, bool found, Instant now) const {
  if (failed) return policy_.due("promotion.retry_dead", now);
  Duration every = policy_.duration(found ? "promotion.inspect_found_every" : "promotion.inspect_every");
  if (days && *days > 0) every = std::min(every, Duration(static_cast<std::int64_t>(*days * 86'400e6)));
  every = std::max(every, Duration(std::chrono::minutes(10)));
  return now + somewhat_shorter(every, recorder_.random());
}

Result<void> Inspector::keep(const LinkKey& key, const testing::TestRun& run, const std::string& title,
                             const std::string& text, const std::string& requested_by, Inspected& done) {
  const Instant now = recorder_.clock().now();
  const auto listed = database_.read(
      [&](Transaction& tx) -> Result<std::optional<Link>> { return find_link(tx, key.partner_id, key.code); });
  if (!listed.ok()) return listed.error();
  if (!*listed) return {};  // taken out meanwhile
  const Link link = **listed;
  const JudgeRules rules{static_cast<int>(policy_.number("promotion.name_words_percent"))};
  // In a transaction of its own.
  std::optional<double> days;
  if (schedule_)
    if (const auto site = schedule_->explain(link.landing_host); site.ok()) days = site->interval_days;
  Inspected counted;
  const auto stored = database_.write([&](Transaction& tx) -> Result<void> {
    counted = {};
    auto row = select_inspection(tx, key);
    const auto partner = partners::find_partner(tx, key.partner_id);
    if (!row || !partner) return {};
    const Walk walk = walk_of(tx, link, run, title, text, row->failures);
    const Judged judged = judge(link, walk, rules);
    const Changed changed = row->last_at ? changed_between(row->chain, walk.hops) : Changed{};
    if (judged.conclusive) {
      const auto open = select_open_of_link(tx, key.partner_id, key.code);
      for (const NewFinding& found : judged.findings) {
        const auto again =
            std::find_if(open.begin(), open.end(), [&](const Finding& f) { return f.key() == found.key(); });
        if (again != open.end()) {
          Finding f = *again;
          f.detail = found.detail;
          f.last_run_id = run.id;
          f.last_seen_at = now;
          ++f.seen;
          update_finding(tx, f);
          continue;
        }
        const Finding f = keep_new(tx, *partner, key.code, link.channel_id, found, run.id, now);
        if (schedule_) schedule_->happened(tx, f.id, found.host, schedule::Happening::partner);
        ++counted.found;
      }
      for (Finding f : open) {
        const bool still = std::any_of(judged.findings.begin(), judged.findings.end(),
                                       [&](const NewFinding& n) { return n.key() == f.key(); });
        // What a failed visit, or a page without text, could not see is not gone.
        const bool seen_now = judged.failed                                  ? false
                              : f.kind == FindingKind::name_content_mismatch ? judged.page_read
                                                                             : true;
        if (still || !seen_now) continue;
        f.state = FindingState::fixed;
        f.state_at = now;
        f.closed_run_id = run.id;
        update_finding(tx, f);
        recorder_.record(tx, kFixed, kInspectorActor, kFindingRecord, f.id,
                         fmt::format(R"({{"partner":"{}","code":"{}","kind":"{}","host":{},"run":"{}"}})",
                                     partner->number, f.code, to_text(f.kind), json_quote(f.host), run.id));
        ++counted.fixed;
      }
      row->failures = judged.failed ? row->failures + 1 : 0;
    }
    const bool found = !select_open_of_link(tx, key.partner_id, key.code).empty();
    row->outcome = !judged.conclusive ? "inconclusive" : found ? "findings" : judged.failed ? "inconclusive" : "clean";
    row->due_at = next_due(days, !judged.conclusive || (judged.failed && row->failures == 1), found, now);
    if (judged.conclusive) {
      row->last_at = now;
      row->last_run_id = run.id;
      row->chain = walk.hops;
      row->changed = changed_json(changed);
    }
    update_inspection(tx, *row);
    insert_inspected(tx, key, {now, run.id, row->outcome, changed_json(changed)});
    recorder_.record(tx, kInspected, requested_by, kLinkRecord, partner->number + "/" + key.code,
                     fmt::format(R"({{"partner":"{}","code":"{}","run":"{}","outcome":"{}","findings":{}}})",
                                 partner->number, key.code, run.id, row->outcome, judged.findings.size()));
    ++counted.links;
    counted.clean += row->outcome == "clean";
    counted.with_findings += row->outcome == "findings";
    counted.inconclusive += row->outcome == "inconclusive";
    return {};
  });
  MUSTER_CHECK_OK(stored);
  done.links += counted.links;
  done.clean += counted.clean;
  done.with_findings += counted.with_findings;
  done.inconclusive += counted.inconclusive;
  done.found += counted.found;
  done.fixed += counted.fixed;
  return {};
}

Result<Inspected> Inspector::inspect(const std::vector<LinkKey>& links, const std::string& requested_by,
                                     const std::function<bool()>& stop) {
  // One visit for all links that begin alike.
  std::map<std::string, std::vector<LinkKey>> by_entry;
  const auto read = database_.read([&](Transaction& tx) -> Result<void> {
    by_entry.clear();
    for (const LinkKey& key : links)
      if (const auto link = find_link(tx, key.partner_id, key.code)) by_entry[entry_of(*link)].push_back(key);
    return {};
  });
  MUSTER_CHECK_OK(read);
  std::vector<std::string> urls;
  for (const auto& [url, keys] : by_entry) urls.push_back(url);
  Inspected done;
  std::optional<Error> failed;
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
                                        const bool there = page.ok() && page->has_value();
                                        for (const LinkKey& key : by_entry[brief.url])
                                          if (const auto kept = keep(key, *run, there ? (*page)->title : "",
                                                                     there ? (*page)->text : "", requested_by, done);
                                              !kept.ok())
                                            failed = kept.error();
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
