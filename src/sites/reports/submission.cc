// Reports that share a commit: looked up together, decided one after the other, written by the bulk path.
#include "inside.h"
#include <base/text.h>

#include <fmt/format.h>

namespace muster::reports {
namespace {

constexpr int kTriesMax = 10;  // of one report, while others are quicker each time

struct Batch {
  const Service::Inside& inside;
  store::Transaction& tx;
  Instant now;
  std::map<std::string, Lead> leads = {}, prints = {};
  std::map<std::string, Reporter> reporters = {};
  std::map<std::string, std::int64_t> today = {};  // reports of those who are limited
  std::set<std::string> used = {}, trusted = {}, warned = {};
  std::vector<Prepared*> taken = {};
  std::map<std::string, LeadGrowth> growth = {};
  std::map<std::pair<std::string, std::string>, ReportedAddress> addresses = {};
  std::vector<ledger::Happening> happened = {};

  void load(std::span<Prepared* const> reports) {
    std::vector<std::string> matches, fingerprints, keys, challenges;
    bool parties = false;
    for (Prepared* p : reports) {
      if (inside.options.mark_of_site && p->report.fingerprint.empty() && !p->report.host.empty())
        p->report.fingerprint = inside.options.mark_of_site(tx, p->report.host);
      matches.push_back(p->match);
      if (!p->report.fingerprint.empty()) fingerprints.push_back(p->report.fingerprint);
      if (!p->reporter_key.empty()) keys.push_back(p->reporter_key);
      if (!p->contact_key.empty()) keys.push_back(p->contact_key);
      if (!p->proof.empty()) challenges.push_back(p->proof);
      parties = parties || !p->party_id.empty();
    }
    leads = select_leads(tx, matches);
    prints = select_leads_by_fingerprint(tx, fingerprints);
    reporters = select_reporters(tx, keys);
    used = select_used(tx, challenges);
    if (parties) trusted = select_trusted(tx);
  }

  // Whether this reporter may report now; marks who is to be told.
  Result<bool> admit(const std::string& key) {
    const auto found = reporters.find(key);
    if (key.empty() || found == reporters.end()) return false;
    const StandingRules rules = inside.standing_rules();
    switch (standing_of(found->second.facts, rules, now)) {
      case Standing::ordinary:
      case Standing::warned:
        return false;
      case Standing::to_warn:
        found->second.facts.warned_at = now;
        warned.insert(key);
        return true;
      case Standing::limited:
        break;
    }
    auto [count, fresh] = today.try_emplace(key, 0);
    if (fresh) count->second = count_of_reporter(tx, key, now - std::chrono::hours(24));
    if (count->second >= rules.limited_per_day)
      return refused("reporter_limited",
                     fmt::format("Several of your reports were unfounded, and you were warned. You can send {} a day "
                                 "for now; nothing was kept of this one.",
                                 rules.limited_per_day));
    ++count->second;
    return false;
  }

  const Lead* lead_of(const Prepared& p) const {
    if (const auto found = leads.find(p.match); found != leads.end()) return &found->second;
    if (const auto found = prints.find(p.report.ground + "|" + p.report.fingerprint);
        !p.report.fingerprint.empty() && found != prints.end())
      return &found->second;
    return nullptr;
  }

  Result<Receipt> decide(Prepared& p) {
    if (!p.proof.empty() && !used.insert(p.proof).second)
      return conflict("challenge_used", "This proof of work was used already. Ask for a new challenge.", "challenge");
    MUSTER_TRY(const bool by_network, admit(p.reporter_key));
    MUSTER_TRY(const bool by_contact, admit(p.contact_key));
    Report& r = p.report;
    const bool flagger = trusted.contains(p.party_id + "|" + r.ground);
    r.flagger_party = flagger ? p.party_id : "";
    r.priority = priority_of(flagger, r.ground, inside.policy.list("reports.urgent_grounds"));
    r.lead_id.clear();
    r.merged = 0;
    if (const Lead* lead = lead_of(p)) {
      r.lead_id = lead->id;
      r.state = "merged";
      LeadGrowth& g = growth[lead->id];
      ++g.merged;
      g.priority = std::min(g.priority, r.priority);
    } else {
      r.state = p.sealed_address ? "sealed" : "received";
      const Lead made{r.id, "", p.match, r.fingerprint, r.priority};
      leads.emplace(p.match, made);
      if (!r.fingerprint.empty()) prints.emplace(r.ground + "|" + r.fingerprint, made);
    }
    if (!r.url.empty()) {
      ReportedAddress& a = addresses[{r.lead_id.empty() ? r.id : r.lead_id, r.url}];
      a.url = r.url;
      a.host = r.host;
      ++a.reports;
    }
    taken.push_back(&p);
    return Receipt{r.id, "", p.secret, r.state, by_network || by_contact};
  }

  void number() {
    const std::int64_t year = std::stoll(to_day(now).substr(0, 4));
    std::int64_t next = take_numbers(tx, year, static_cast<std::int64_t>(taken.size()));
    for (Prepared* p : taken) p->report.number = fmt::format("R-{}-{:06}", year, next++);
  }

  Result<void> write() {
    if (taken.empty()) return {};
    number();
    // What others point to comes first.
    std::stable_partition(taken.begin(), taken.end(), [](const Prepared* p) { return p->report.lead_id.empty(); });
    insert_reports(tx, taken);
    insert_sealed(tx, taken);
    for (const auto& [id, g] : growth) grow_lead(tx, id, g);
    for (const auto& [key, a] : addresses) add_address(tx, key.first, a, now);
    for (const std::string& key : warned) mark_warned(tx, key, now);
    for (const Prepared* p : taken) {
      const Report& r = p->report;
      happened.push_back({kReceived, p->actor, kReportRecord, r.id,
                          fmt::format(R"({{"number":"{}","ground":"{}","channel":"{}","state":"{}","with":{}}})",
                                      r.number, r.ground, r.channel, r.state, json_quote(r.lead_id))});
      if (warned.contains(p->reporter_key) || warned.contains(p->contact_key))
        happened.push_back(
            {kReporterWarned, "system:reports", kReportRecord, r.id, fmt::format(R"({{"number":"{}"}})", r.number)});
    }
    inside.recorder.record_all(tx, happened);
    for (const Prepared* p : taken)
      if (p->report.state == "sealed") MUSTER_CHECK_OK(inside.send_to_hotline(tx, p->report, p->actor));
    return {};
  }

  Result<std::vector<Result<Receipt>>> run(std::span<Prepared* const> reports) {
    load(reports);
    std::vector<Result<Receipt>> out;
    out.reserve(reports.size());
    for (Prepared* p : reports) out.push_back(decide(*p));
    MUSTER_CHECK_OK(write());
    for (std::size_t i = 0; i < reports.size(); ++i)
      if (out[i].ok()) out[i]->number = reports[i]->report.number;
    return out;
  }
};

Result<std::vector<Result<Receipt>>> in_one(const Service::Inside& inside, std::span<Prepared* const> reports) {
  return inside.database.write([&](store::Transaction& tx) { return Batch{inside, tx, inside.now()}.run(reports); });
}

Result<Receipt> alone(const Service::Inside& inside, Prepared& report) {
  Prepared* one[] = {&report};
  for (int i = 0;; ++i) {
    auto done = in_one(inside, one);
    if (done.ok()) return std::move(done->front());
    // Another process made the entry that this one joins, or closed the one that it joined.
    const bool quicker = done.error().code == "already_exists" || done.error().code == "report_lead";
    if (i >= kTriesMax || !quicker) return done.error();
  }
}

}  // namespace

Result<Receipt> Service::Inside::take(store::Transaction& tx, Prepared& report) const {
  Prepared* one[] = {&report};
  Batch batch{*this, tx, now()};
  MUSTER_TRY(auto done, batch.run(one));
  return std::move(done.front());
}

std::vector<Result<Receipt>> Service::Inside::commit(std::span<Prepared* const> reports) {
  auto done = in_one(*this, reports);
  if (done.ok()) return std::move(*done);
  const bool hopeless = done.error().failure == Failure::unavailable || done.error().failure == Failure::internal;
  std::vector<Result<Receipt>> out;
  out.reserve(reports.size());
  for (Prepared* p : reports) out.push_back(hopeless ? Result<Receipt>(done.error()) : alone(*this, *p));
  return out;
}

}  // namespace muster::reports
