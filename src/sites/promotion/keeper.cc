// What an inspection came to: findings that are new, seen again or gone, the link's state, and when it is due again.
#include "finding_store.h"
#include "link_store.h"
#include "visited.h"
#include <base/jitter.h>
#include <base/text.h>
#include <filings/service.h>
#include <partners/service.h>
#include <policy/policy.h>
#include <schedule/service.h>

#include <algorithm>

#include <fmt/format.h>

namespace muster::promotion {
namespace {

using store::Transaction;

constexpr const char* kKeeperActor = "system:promotion";

// What all ways of a link came to.
struct Together {
  bool conclusive = true, failed = false, failed_first = false, page_read = true;
  std::vector<std::pair<NewFinding, std::string>> findings;  // with the test; each kind and host once
  bool has(const Finding& f) const {
    return std::any_of(findings.begin(), findings.end(), [&](const auto& n) { return n.first.key() == f.key(); });
  }
  void add(const Judged& judged, const std::string& run, std::int64_t& failures) {
    conclusive = conclusive && judged.conclusive;
    if (!judged.conclusive) return;
    failed = failed || judged.failed;
    page_read = page_read && judged.page_read;
    failures = judged.failed ? failures + 1 : 0;
    failed_first = failed_first || failures == 1;
    for (const NewFinding& found : judged.findings)
      if (std::none_of(findings.begin(), findings.end(), [&](const auto& n) { return n.first.key() == found.key(); }))
        findings.emplace_back(found, run);
  }
};

}  // namespace

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
  recorder_.record(tx, kFound, kKeeperActor, kFindingRecord, f.id,
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

void Inspector::keep_ways(Transaction& tx, const Link& link, const partners::Partner& partner,
                          const std::vector<Visited>& ways, const Round& round, Inspected& counted) const {
  const LinkKey key{link.partner_id, link.code};
  auto row = select_inspection(tx, key);
  if (!row) return;
  Together together;
  std::vector<InspectionNote> notes;
  std::string ends_at;
  bool has_qr = false;
  for (const Visited& way : ways) {
    Walk walk = walk_of(tx, link, way, way.of_qr ? row->qr_failures : row->failures);
    walk.link_ends_at = ends_at;
    const Judged judged = judge(link, walk, round.rules);
    together.add(judged, way.run.id, way.of_qr ? row->qr_failures : row->failures);
    if (judged.conclusive && !judged.failed && !way.of_qr) ends_at = walk.hops.back().url;
    has_qr = has_qr || way.of_qr;
    auto& chain = way.of_qr ? row->qr_chain : row->chain;
    auto& last_run = way.of_qr ? row->qr_run_id : row->last_run_id;
    const std::string changed = changed_json(last_run.empty() ? Changed{} : changed_between(chain, walk.hops));
    notes.push_back({round.now, way.run.id, "", changed, way.of_qr});
    if (!judged.conclusive) continue;
    last_run = way.run.id;
    chain = walk.hops;
    if (!way.of_qr) row->changed = changed;
  }
  if (!has_qr) {
    row->qr_run_id.clear();
    row->qr_chain.clear();
    row->qr_failures = 0;
  }
  const auto open = select_open_of_link(tx, key.partner_id, key.code);
  for (const auto& [found, run] : together.findings) {
    const auto again = std::find_if(open.begin(), open.end(), [&](const Finding& f) { return f.key() == found.key(); });
    if (again != open.end()) {
      Finding f = *again;
      f.detail = found.detail;
      f.last_run_id = run;
      f.last_seen_at = round.now;
      ++f.seen;
      update_finding(tx, f);
      continue;
    }
    const Finding f = keep_new(tx, partner, key.code, link.channel_id, found, run, round.now);
    if (schedule_) schedule_->happened(tx, f.id, found.host, schedule::Happening::partner);
    ++counted.found;
  }
  for (Finding f : open) {
    // What a failed visit, or a page without text, could not see is not gone.
    const bool seen_now =
        together.conclusive && !together.failed && (f.kind != FindingKind::name_content_mismatch || together.page_read);
    if (together.has(f) || !seen_now) continue;
    f.state = FindingState::fixed;
    f.state_at = round.now;
    f.closed_run_id = ways.front().run.id;
    update_finding(tx, f);
    recorder_.record(tx, kFixed, kKeeperActor, kFindingRecord, f.id,
                     fmt::format(R"({{"partner":"{}","code":"{}","kind":"{}","host":{},"run":"{}"}})", partner.number,
                                 f.code, to_text(f.kind), json_quote(f.host), f.closed_run_id));
    ++counted.fixed;
  }
  const bool found = !select_open_of_link(tx, key.partner_id, key.code).empty();
  row->outcome = !together.conclusive ? "inconclusive"
                 : found              ? "findings"
                 : together.failed    ? "inconclusive"
                                      : "clean";
  row->due_at = next_due(round.days, !together.conclusive || together.failed_first, found, round.now);
  if (together.conclusive) row->last_at = round.now;
  update_inspection(tx, *row);
  for (InspectionNote& note : notes) {
    note.outcome = row->outcome;
    insert_inspected(tx, key, note);
  }
  recorder_.record(tx, kInspected, round.requested_by, kLinkRecord, partner.number + "/" + key.code,
                   fmt::format(R"({{"partner":"{}","code":"{}","run":"{}","outcome":"{}","findings":{}}})",
                               partner.number, key.code, ways.front().run.id, row->outcome, together.findings.size()));
  ++counted.links;
  counted.clean += row->outcome == "clean";
  counted.with_findings += row->outcome == "findings";
  counted.inconclusive += row->outcome == "inconclusive";
}

Result<void> Inspector::keep(const LinkKey& key, const std::vector<Visited>& ways, const std::string& requested_by,
                             Inspected& done) {
  const auto listed = database_.read(
      [&](Transaction& tx) -> Result<std::optional<Link>> { return find_link(tx, key.partner_id, key.code); });
  if (!listed.ok()) return listed.error();
  if (!*listed) return {};  // taken out meanwhile
  Round round;
  round.now = recorder_.clock().now();
  round.requested_by = requested_by;
  round.rules = {static_cast<int>(policy_.number("promotion.name_words_percent"))};
  // In a transaction of its own.
  if (schedule_)
    if (const auto site = schedule_->explain((*listed)->landing_host); site.ok()) round.days = site->interval_days;
  Inspected counted;
  const auto stored = database_.write([&](Transaction& tx) -> Result<void> {
    counted = {};
    if (const auto partner = partners::find_partner(tx, key.partner_id))
      keep_ways(tx, **listed, *partner, ways, round, counted);
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

}  // namespace muster::promotion
