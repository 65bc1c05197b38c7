#include "browser_round.h"
#include "inside.h"
#include "payload_store.h"
#include "run_store.h"
#include "score_visit.h"
#include "url.h"
#include <base/bytes.h>
#include <base/files.h>
#include <base/text.h>
#include <jobs/jobs.h>
#include <names/name.h>
#include <testing/seals.h>
#include <testing/testing.h>
#include <testing/tombstone.h>
#include <testing/warc.h>

#include <filesystem>
#include <system_error>

#include <boost/json.hpp>
#include <fmt/format.h>

namespace muster::testing {
namespace json = boost::json;
namespace {

constexpr Duration kScoredWithMax = std::chrono::seconds(30);
constexpr std::size_t kEvidenceBytesMax = 128u << 20;

// Of two workers that test the same, each has a file of its own until one of them is on record.
std::string evidence_name(Instant at, const std::string& run_id, Random* shared) {
  const std::string day = to_day(at);  // YYYY-MM-DD
  return day.substr(0, 4) + "/" + day.substr(5, 2) + "/" + run_id + (shared ? "-" + random_token(*shared, 6) : "") +
         ".warc.gz";
}

schedule::Outcome outcome_of(const TestRun& run) {
  return run.verdict == "clue"    ? schedule::Outcome::violation
         : run.verdict == "error" ? schedule::Outcome::error
                                  : schedule::Outcome::clean;
}

// Why a site is due, in the words of this room.
std::string reason_of(const schedule::DueSite& site) {
  if (site.cause == "report") return "reported";
  if (site.event) return site.cause;
  if (site.violations > 0) return "violated";
  return site.cause == "new" ? "new" : "routine";
}

Error bad_count(std::size_t most) {
  return invalid("url_count",
                 fmt::format("Name at least one URL and at most {}.", with_separators(static_cast<std::int64_t>(most))),
                 "urls");
}

}  // namespace

Service::Service(store::Database& database, const ledger::Recorder& recorder, bundles::Service& bundles,
                 jobs::Service* jobs, std::string folder, FetchOptions fetch, const schedule::Service* schedule)
    : inside_(
          std::make_unique<Inside>(database, recorder, bundles, jobs, std::move(folder), std::move(fetch), schedule)) {
  bundles.set_history([this](const std::string& cursor, const std::function<bool(bundles::PastPage &&)>& visit) {
    return inside_->each_past(cursor, visit);
  });
  if (!jobs) return;
  jobs->add_kind(kJobKind, [this](jobs::JobContext& job) {
    return inside_->run_job(
        job.arguments(), job.resume_from(),
        [&](std::int64_t done, std::int64_t total) { job.progress(done, total, "visiting"); },
        [&](const std::string& cursor) { return job.checkpoint(cursor); }, [&] { return job.cancelled(); });
  });
}
Service::~Service() = default;

void Service::set_clue_from(double probability) {
  inside_->clue_from = probability;
}

void Service::allow_farm(FarmSites farm) {
  std::lock_guard lock(inside_->mutex);
  // Of one address all turns would be the farm's; several have theirs as others have.
  const auto address = [](const std::string& endpoint) { return endpoint.substr(0, endpoint.rfind(':')); };
  inside_->fetch.farm_address_counts = std::any_of(farm.begin(), farm.end(), [&](const auto& site) {
    return address(site.second) != address(farm.begin()->second);
  });
  inside_->fetch.farm = std::move(farm);
}

void Service::set_revisits_within(Duration within) {
  inside_->revisits_within = within;
}

void Service::set_vantages(std::vector<Vantage> vantages) {
  if (!vantages.empty()) inside_->vantages = std::move(vantages);
}

void Service::set_eyes(PictureEyes eyes) {
  inside_->eyes = std::move(eyes);
}

void Service::set_browser(BrowserEyes browser) {
  inside_->browser = std::move(browser);
}

void Service::set_likeness(const likeness::Service& likeness) {
  inside_->likeness = &likeness;
}

Result<TestRun> Service::Inside::store(LookedPage&& page, const std::string& requested_by, const ScoredWith& with,
                                       const FetchOptions& options, bool shared) {
  const Visit& visit = page.visit;
  const std::string run_id = page.run_id;
  const KeepPictures keep = eyes ? eyes->options.keep : KeepPictures::none;
  const VantageNotes alone;
  const VantageNotes& others = page.vantages ? *page.vantages : alone;
  Scored scored = score_visit(page, *with.scorer, clue_from, keep, others.findings);
  if (page.looked) add_list_scores(scored, with);
  MUSTER_TRY(const auto likened, liken(page, scored));
  std::vector<bundles::BundleScore> counted = scored.scores;
  if (visit.error.empty()) {
    for (const auto& lexicon : with.in_shadow) counted.push_back(bundles::of_score(lexicon->score(visit.page)));
    if (page.looked)
      for (const auto& list : with.lists_in_shadow) counted.push_back(shadow_score(*list, scored.run.pictures));
  }
  TestRun& run = scored.run;
  const auto clues = with_resemblances(run, scored.clues, likened);
  run.id = run_id;
  run.requested_by = requested_by;
  run.started_at = visit.started;
  run.finished_at = now();
  run.vantage = vantage_json(seen_from(options, vantages[others.vantage]), visit);
  run.vantages = others.rows;
  run.evidence_path = evidence_name(run.started_at, run.id, shared ? &recorder.random() : nullptr);
  const std::string path = folder + "/evidence/" + run.evidence_path;
  MUSTER_TRY(auto known, known_payloads(visit));
  PayloadsWritten payloads;
  EvidenceNotes notes{run.id,        "muster/0.1.0",  run.vantage, scored.findings, vantages_json(run.vantages),
                      others.visits, std::move(known)};
  if (run.browser) notes.browser = run.browser->log;
  notes.screenshot = std::move(scored.screenshot);
  notes.screenshot_url = run.browser ? run.browser->final_url : "";
  notes.body_sha256 = body_hashes(run);
  const std::string evidence =
      evidence_of(visit, notes, recorder.clock(), recorder.random(), scored.kept_pictures, &payloads);
  run.evidence_sha256 = to_hex(sha256(evidence));
  std::error_code error;
  std::filesystem::create_directories(std::filesystem::path(path).parent_path(), error);
  MUSTER_CHECK_OK(
      replace_file(path, evidence));  // before its hash is in the ledger: a hash without a file proves nothing

  const auto stored = database.write([&](store::Transaction& tx) -> Result<void> {
    if (runs::exists(tx, run.id)) return conflict("test_exists", "This test is on record already.");
    std::vector<std::string> suspicions;
    run.suspicion_id.clear();
    for (const auto& [ground, score] : clues) {
      suspicions.push_back(suspicion_id(tx, scored.landed_on, ground));
      if (ground == run.ground || run.suspicion_id.empty()) run.suspicion_id = suspicions.back();
    }
    runs::insert(tx, run);
    payloads::keep(tx, run, payloads);
    bundles::Service::keep(tx, run.id, scored.scores);
    if (visit.error.empty()) bundles.count(tx, counted, run.finished_at);
    // What has no name (an address, a line that is no URL) is visited when asked for, and never by the schedule.
    if (const auto name = names::parse_name(run.host); name.ok())
      schedule->tested(tx, run.id, name->ascii, outcome_of(run), run.finished_at);
    recorder.record(tx, kTestFinished, requested_by, "test", run.id,
                    fmt::format(R"({{"host":{},"verdict":"{}","score":{:.4f},"hops":{},"cloaked":{}}})",
                                json_quote(run.host), run.verdict, run.score, run.hop_count, run.cloaked()));
    recorder.record(tx, kEvidenceSealed, requested_by, "test", run.id,
                    fmt::format(R"({{"sha256":"{}","bytes":{}}})", run.evidence_sha256, evidence.size()));
    for (std::size_t i = 0; i < suspicions.size(); ++i)
      found(tx, run, suspicions[i], scored.landed_on, clues[i].first, clues[i].second);
    if (likened) keep_likeness(tx, run, scored.landed_on, *likened, clues, suspicions);
    if (visit.error.empty()) tested_clean(tx, run, scored.landed_on);
    return {};
  });
  if (!stored.ok()) {
    std::filesystem::remove(path, error);
    return stored.error();
  }
  return std::move(run);
}

Result<ScoredWith> Service::Inside::scored_with() {
  ScoredWith with;
  MUSTER_TRY(with.scorer, bundles.scorer());
  MUSTER_TRY(with.in_shadow, bundles.in_shadow());
  if (eyes) {
    MUSTER_TRY(with.lists, bundles.lists_in_force());
    MUSTER_TRY(with.lists_in_shadow, bundles.lists_in_shadow());
    if (eyes->refresh) MUSTER_CHECK_OK(eyes->refresh());
  }
  with.at = now();
  return with;
}

Result<void> Service::Inside::visit_all(const Round& round) {
  MUSTER_TRY(ScoredWith with, scored_with());
  Fetcher fetcher(fetch_options(), recorder.clock(), manners);
  const auto at_once = static_cast<std::size_t>(std::max(1, fetcher.options().visits_at_once));
  std::optional<Error> failed;
  bool more = true;
  PictureRound pictures(eyes ? &*eyes : nullptr, icon_wanted());
  BrowserRound browsing(browser ? &*browser : nullptr, fetcher.options());
  std::map<std::string, std::shared_ptr<const VantageNotes>> noted;  // of pages whose pictures are being looked at
  const auto take_browsed = [&](bool wait) {
    for (BrowsedVisit& each : browsing.take(wait))
      pictures.page(std::move(each.visit), std::move(each.run_id), &each.rendered);
  };
  const auto store_looked = [&](bool wait) {
    for (LookedPage& page : pictures.take(wait)) {
      if (failed) return;
      if (auto notes = noted.extract(page.run_id); !notes.empty()) page.vantages = std::move(notes.mapped());
      if (const auto stored = round.looked(std::move(page), with, fetcher.options()); !stored.ok())
        failed = stored.error();
    }
  };
  // A long round learns what came into force meanwhile.
  const auto look_again = [&] {
    if (failed || now() - with.at < kScoredWithMax) return;
    auto newest = scored_with();
    if (newest.ok())
      with = std::move(*newest);
    else
      failed = newest.error();
  };
  const auto stopped = [&] { return failed || (round.stop && round.stop()); };
  // A run ends where all that is open is being looked at; then the next one begins.
  while (!stopped() && (more || pictures.pages() > 0 || browsing.pending() > 0)) {
    std::vector<Ordered> together;
    while (round.vantages && more && together.size() < kVantagePagesAtOnce) {
      auto one = round.next();
      more = one.has_value();
      if (more) together.push_back(std::move(*one));
    }
    if (!together.empty())
      visit_from_vantages(
          together,
          [&](VantageVisits&& visits) {
            const std::string id = visits.tag;
            const auto notes = std::make_shared<VantageNotes>(take_notes(visits, vantages, *with.scorer));
            noted[id] = notes;
            pictures.page(std::move(visits.visits[notes->shown].visit), id);
          },
          stopped);
    fetcher.run(
        [&]() -> std::optional<VisitRequest> {
          take_browsed(false);
          store_looked(false);
          look_again();
          if (failed) return {};
          if (auto picture = pictures.next()) return picture;
          if (round.vantages || !more || pictures.pages() + browsing.pending() >= at_once) return {};
          const auto one = round.next();
          more = one.has_value();
          return one ? std::optional(VisitRequest{one->url, one->id}) : std::nullopt;
        },
        [&](Visit&& visit) {
          if (failed) return;
          if (PictureRound::is_picture(visit))
            pictures.picture(std::move(visit));
          else if (std::string id = visit.tag; browsing.wants(visit, round.asked_for))
            browsing.add(std::move(visit), std::move(id));
          else
            pictures.page(std::move(visit), std::move(id));
          store_looked(false);
        },
        stopped);
    store_looked(true);
    take_browsed(pictures.pages() == 0);
  }
  if (failed) return *failed;
  return {};
}

Result<void> Service::Inside::test(const std::vector<Ordered>& order, const std::string& requested_by,
                                   const std::function<void(TestRun&&)>& each, const std::function<bool()>& stop,
                                   const TestMode& mode) {
  std::size_t next = 0;
  Round round;
  round.vantages = mode.vantages;
  round.asked_for = !requested_by.starts_with("system:");
  round.next = [&] { return next < order.size() ? std::optional(order[next++]) : std::nullopt; };
  round.looked = [&](LookedPage&& page, const ScoredWith& with, const FetchOptions& options) -> Result<void> {
    MUSTER_TRY(TestRun run, store(std::move(page), requested_by, with, options));
    each(std::move(run));
    return {};
  };
  round.stop = stop;
  return visit_all(round);
}

Result<std::vector<TestRun>> Service::test(const std::vector<std::string>& urls, const std::string& requested_by,
                                           const std::function<void(const TestRun&)>& each,
                                           const std::function<bool()>& stop, const TestMode& mode) {
  if (urls.empty() || urls.size() > kUrlsMax) return bad_count(kUrlsMax);
  std::vector<Ordered> order;
  for (const std::string& url : urls) order.push_back({inside_->recorder.new_id(), url});
  std::vector<TestRun> out;
  MUSTER_CHECK_OK(inside_->test(
      order, requested_by,
      [&](TestRun&& run) {
        if (each) each(run);
        run.hits.clear();  // run() has them
        out.push_back(std::move(run));
      },
      stop, mode));
  return out;
}

Result<Requested> Service::request(const std::vector<std::string>& urls, const std::string& requested_by,
                                   const TestMode& mode) {
  if (!inside_->jobs) return unavailable("jobs_unavailable", "Nothing runs in the background here.");
  if (urls.empty() || urls.size() > kUrlsOfJobMax) return bad_count(kUrlsOfJobMax);
  Requested out;
  json::array tests;
  for (std::size_t i = 0; i < urls.size(); ++i) {
    const auto url = parse_url(urls[i]);
    if (!url.ok()) {
      Error error = url.error();
      error.field = fmt::format("urls[{}]", i);
      return error;
    }
    out.test_ids.push_back(inside_->recorder.new_id());
    tests.push_back(json::object{{"id", out.test_ids.back()}, {"url", urls[i]}});
  }
  const std::string arguments = json::serialize(
      json::object{{"tests", std::move(tests)}, {"requested_by", requested_by}, {"vantages", mode.vantages}});
  MUSTER_TRY(out.job_id, inside_->jobs->enqueue(requested_by, kJobKind, arguments));
  return out;
}

// The cursor counts what is done with; a test that a killed process had stored already is not made again.
Result<std::string> Service::Inside::run_job(const std::string& arguments, const std::string& resume_from,
                                             const std::function<void(std::int64_t, std::int64_t)>& progress,
                                             const std::function<Result<void>(std::string)>& checkpoint,
                                             const std::function<bool()>& stop) {
  const json::value all = json::parse(arguments);
  const std::string requested_by(all.at("requested_by").as_string());
  const auto* vantages_asked = all.as_object().if_contains("vantages");  // jobs of before have none
  const TestMode mode{.vantages = vantages_asked && vantages_asked->as_bool()};
  std::vector<Ordered> order;
  std::int64_t clues = 0;
  (void)resume_from;  // what stands in the database says more than a cursor: visits end in any order
  for (const auto& each : all.at("tests").as_array()) {
    const std::string id(each.at("id").as_string());
    MUSTER_TRY(const bool there,
               database.read([&](store::Transaction& tx) -> Result<bool> { return runs::exists(tx, id); }));
    if (!there) order.push_back({id, std::string(each.at("url").as_string())});
  }
  const auto total = static_cast<std::int64_t>(all.at("tests").as_array().size());
  std::int64_t done = total - static_cast<std::int64_t>(order.size());
  progress(done, total);
  if (!order.empty())
    MUSTER_CHECK_OK(test(
        order, requested_by,
        [&](TestRun&& run) {
          clues += run.verdict == "clue";
          progress(++done, total);
        },
        stop, mode));
  if (done < total) return jobs::JobContext::interrupted();
  MUSTER_CHECK_OK(checkpoint(std::to_string(done)));
  return fmt::format(R"({{"tests":{},"clues":{}}})", total, clues);
}

Result<std::vector<TestRun>> Service::runs(const TestFilter& filter) {
  return inside_->database.read(
      [&](store::Transaction& tx) -> Result<std::vector<TestRun>> { return runs::list(tx, filter); });
}

Result<TestRun> Service::run(const std::string& id) {
  return inside_->database.read([&](store::Transaction& tx) -> Result<TestRun> {
    auto run = runs::find(tx, id);
    if (!run) return not_found("test_not_found", "There is no such test, or it has not ended yet.");
    if (is_sealed(tx, id)) return sealed_error();
    return std::move(*run);
  });
}

Result<std::string> Service::evidence(const std::string& run_id) {
  return inside_->evidence(run_id);
}

Result<std::string> Service::Inside::evidence(const std::string& run_id) {
  MUSTER_TRY(const TestRun run, database.read([&](store::Transaction& tx) -> Result<TestRun> {
    auto found = runs::find(tx, run_id);
    if (!found) return not_found("test_not_found", "There is no such test, or it has not ended yet.");
    if (is_sealed(tx, run_id)) return sealed_error();
    if (const auto gone = tombstone_of(tx, run_id)) return destroyed_error(*gone);
    return std::move(*found);
  }));
  const auto file = read_file(folder + "/evidence/" + run.evidence_path, kEvidenceBytesMax);
  if (!file.ok()) return not_found("evidence_missing", "The evidence file of this test is not in its place.");
  if (to_hex(sha256(*file)) != run.evidence_sha256)
    return internal_error(
        "evidence_changed",
        "The evidence file is not the one whose hash was sealed. It was changed, and proves nothing.");
  return *file;
}

Result<void> Service::watch(const std::vector<std::string>& hosts, const std::string& reason) {
  for (const auto& host : hosts) MUSTER_CHECK_OK(names::parse_name(host));
  return inside_->database.write([&](store::Transaction& tx) -> Result<void> {
    for (const auto& host : hosts) {
      const std::string name = names::parse_name(host)->ascii;
      if (reason == "reported")
        inside_->schedule->happened(tx, inside_->recorder.new_id(), name, schedule::Happening::report);
      else
        inside_->schedule->watch(tx, name, reason == "new");
    }
    return {};
  });
}

Result<std::vector<Due>> Service::due(int limit) {
  return inside_->database.read([&](store::Transaction& tx) -> Result<std::vector<Due>> {
    std::vector<Due> out;
    for (const auto& site : inside_->schedule->due(tx, limit)) out.push_back({site.host, reason_of(site), site.due_at});
    return out;
  });
}

}  // namespace muster::testing
