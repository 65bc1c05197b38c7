#include "score_visit.h"

#include "inside.h"
#include "url.h"
#include <base/bytes.h>
#include <base/text.h>
#include <names/name.h>
#include <names/suffix.h>

#include <boost/json.hpp>
#include <fmt/format.h>

namespace muster::testing {
namespace json = boost::json;
namespace {

constexpr std::size_t kReasonsMax = 20;
constexpr std::size_t kUrlShownMax = 2048;

std::string host_of(const std::string& url) {
  const auto parsed = parse_url(url);
  return parsed.ok() ? parsed->host : to_lower_ascii(std::string_view(url).substr(0, 253));
}

TestHop hop_of(const Hop& hop, std::int64_t seq) {
  TestHop out;
  out.seq = seq;
  out.kind = to_text(hop.kind);
  out.url = hop.url.substr(0, kUrlShownMax);
  out.location = hop.location.substr(0, kUrlShownMax);
  out.address = hop.address;
  out.content_type = is_valid_utf8(hop.content_type) ? hop.content_type : "";
  out.truncated = hop.truncated;
  out.error = hop.error;
  out.status = hop.status;
  out.started_at = hop.started;
  out.took_ms = hop.took.count() / 1000;
  out.body_bytes = static_cast<std::int64_t>(hop.body.size());
  out.body_sha256 = hop.head.empty() ? "" : to_hex(sha256(hop.body));
  return out;
}

// Text columns hold no NUL on PostgreSQL, and UTF-8 alone.
std::string clean(std::string text) {
  std::replace(text.begin(), text.end(), '\0', ' ');
  return is_valid_utf8(text) ? text : std::string();
}

void add_hits(TestRun& run, const content::Score& score) {
  for (const content::Hit& hit : score.hits) {
    if (run.hits.size() == content::kHitsMax) return;
    TestHit out;
    out.seq = static_cast<std::int64_t>(run.hits.size());
    out.ground = score.ground;
    out.bundle = score.bundle;
    out.term = hit.term;
    out.language = hit.language;
    out.before = clean(hit.before);
    out.match = clean(hit.match);
    out.after = clean(hit.after);
    out.sentence = clean(hit.sentence);
    out.damped = hit.damped;
    out.spelling = hit.spelling;
    out.weight = hit.weight;
    run.hits.push_back(std::move(out));
  }
}

json::value score_json(const content::Score& score) {
  json::array reasons;
  for (const auto& reason : score.reasons) {
    if (reasons.size() == kReasonsMax) break;
    reasons.push_back(json::object{{"term", reason.term},
                                   {"language", reason.language},
                                   {"count", reason.count},
                                   {"contribution", reason.contribution},
                                   {"damped", reason.damped}});
  }
  return json::object{
      {"lexicon", score.bundle}, {"ground", score.ground}, {"score", score.value}, {"reasons", std::move(reasons)}};
}

json::array grounds_json(const content::PageScore& page) {
  json::array out;
  for (const content::Weighed& ground : page.grounds) {
    json::array reasons;
    for (const auto& each : ground.contributions)
      reasons.push_back(json::object{{"kind", each.kind},
                                     {"value", each.value},
                                     {"log_odds", each.log_odds},
                                     {"detail", each.detail},
                                     {"bundle", each.bundle}});
    out.push_back(json::object{{"ground", ground.ground},
                               {"probability", ground.probability},
                               {"calibrated", ground.calibrated},
                               {"reasons", std::move(reasons)}});
  }
  return out;
}

json::array pictures_json(const std::vector<TestPicture>& pictures) {
  json::array out;
  for (const TestPicture& each : pictures) {
    json::array known;
    for (const KnownPicture& list : each.known)
      known.push_back(json::object{{"list", list.list},
                                   {"list_id", list.list_id},
                                   {"kind", list.kind},
                                   {"distance", list.distance},
                                   {"put_aside", list.put_aside}});
    json::object one{
        {"url", each.url}, {"source", each.source}, {"outcome", each.outcome}, {"known", std::move(known)}};
    if (each.outcome == "looked") {
      one["format"] = each.format;
      one["width"] = each.width;
      one["height"] = each.height;
      one["bytes"] = each.bytes;
      one["sha256"] = each.sha256;
      one["pdq"] = each.pdq;
      one["quality"] = each.quality;
      one["explicit"] = each.explicit_likely ? json::value(*each.explicit_likely) : json::value(nullptr);
      one["model"] = each.model;
      one["lifted"] = each.lifted;
      one["kept"] = each.kept;
    }
    out.push_back(std::move(one));
  }
  return out;
}

// Of the ground that counts: what weighs most, where that is no phrase.
std::string picture_reason(const content::PageScore& page) {
  if (page.grounds.empty() || page.grounds.front().contributions.empty()) return {};
  const auto& most = page.grounds.front().contributions.front();
  if (most.kind == "hash") return "Known picture: " + most.detail;
  if (most.kind == "picture") return fmt::format("Picture, {:.0f} % explicit: {}", most.value * 100, most.detail);
  return {};
}

// What a verdict "clean" does not say: that nothing was scored, or only a part was read.
std::string reservation(const Visit& visit, bool scored) {
  if (!scored) return "No lexicon is enabled: the text was not scored.";
  const std::string truncated = visit.hops.empty() ? "" : visit.hops.back().truncated;
  if (truncated == "time") return "Only what came in time was read.";
  if (truncated == "length" || visit.decode_note == "cut" || visit.page.cut)
    return "Only the first part of a large page was read.";
  if (truncated == "disconnect") return "The server closed the connection inside of the page.";
  if (visit.decode_note == "decompression_bomb")
    return "The page unpacks to far more than was sent; its beginning was read.";
  if (!visit.decode_note.empty()) return "The page's encoding could not be undone; it was not read.";
  return {};
}

void set_verdict(TestRun& run, const Visit& visit, const content::Score* top, double clue_from) {
  run.verdict = !visit.error.empty() ? "error" : run.score >= clue_from ? "clue" : "clean";
  if (!visit.error.empty())
    run.top_reason = visit.sentence;
  else if (top && !top->reasons.empty())
    run.top_reason = fmt::format("{} ×{}: {}", top->reasons[0].term, top->reasons[0].count,
                                 top->reasons[0].damped.empty() ? top->ground : top->reasons[0].damped);
  else
    run.top_reason = reservation(visit, top != nullptr);
  run.top_reason = clean(run.top_reason);
}

// One sentence for a table.
std::string told(const VantageFinding& finding) {
  std::string what;
  for (const VantageReason& reason : finding.reasons) what += (what.empty() ? "" : ", ") + reason.code;
  return fmt::format("What is shown depends on who asks ({}: {}).", finding.vantage, what);
}

// A screenshot counts where a list knows it; what a model makes of a whole page is worth nothing (pictures/look.h).
std::vector<content::Evidence> seen_evidence(const TestRun& run) {
  std::vector<TestPicture> seen = run.pictures;
  if (run.browser && !run.browser->screenshot.known.empty()) {
    seen.push_back(run.browser->screenshot);
    seen.back().explicit_likely.reset();
  }
  return picture_evidence(seen);
}

content::PageScore score_beside(const content::Scorer& scorer, const content::Page& page,
                                std::vector<content::Evidence> beside, const std::vector<VantageFinding>& vantages) {
  content::PageScore alone = scorer.score(page, beside);
  if (vantages.empty() || alone.grounds.empty()) return alone;
  const auto most = std::max_element(vantages.begin(), vantages.end(),
                                     [](const auto& a, const auto& b) { return a.value < b.value; });
  for (const content::Weighed& ground : alone.grounds)
    beside.push_back({ground.ground, "vantage", most->value, told(*most), ""});
  return scorer.score(page, beside);
}

}  // namespace

std::string registrable_of(const std::string& host) {
  if (!names::parse_name(host).ok()) return host;
  const auto found = names::registrable_domain(host);
  return found.empty() ? host : std::string(found);
}

Scored score_visit(LookedPage& looked, const content::Scorer& scorer, double clue_from, KeepPictures keep,
                   const std::vector<VantageFinding>& vantages) {
  const Visit& visit = looked.visit;
  Scored out;
  TestRun& run = out.run;
  run.url = clean(visit.url.substr(0, kUrlShownMax));
  run.host = clean(host_of(visit.url));
  run.registrable = registrable_of(run.host);
  run.final_url = clean(visit.final_url.substr(0, kUrlShownMax));
  run.http_status = visit.status;
  run.hop_count = static_cast<std::int64_t>(visit.hops.size());
  run.error = visit.error;
  run.robots = visit.robots;
  out.landed_on = host_of(visit.final_url);
  for (const Hop& hop : visit.hops) run.hops.push_back(hop_of(hop, static_cast<std::int64_t>(run.hops.size())));

  for (TestPicture& picture : looked.pictures) {
    picture.url = clean(picture.url.substr(0, kUrlShownMax));
    run.pictures.push_back(std::move(picture));
  }
  run.browser = std::move(looked.browser);
  const content::PageScore page = score_beside(scorer, visit.page, seen_evidence(run), vantages);
  json::array scores;
  for (const content::Score& score : page.lexicons) {
    scores.push_back(score_json(score));
    out.scores.push_back(bundles::of_score(score));
    add_hits(run, score);
  }
  for (const content::Weighed& ground : page.grounds)
    if (ground.probability >= clue_from && visit.error.empty())
      out.clues.emplace_back(ground.ground, ground.probability);
  const content::Score* top = page.lexicons.empty() ? nullptr : &page.lexicons.front();
  if (!page.grounds.empty()) {
    run.score = page.grounds.front().probability;
    run.ground = page.grounds.front().ground;
    for (const content::Score& score : page.lexicons)
      if (score.ground == run.ground && (top->ground != run.ground || score.sum > top->sum)) top = &score;
  }
  set_verdict(run, visit, top, clue_from);
  if (run.verdict == "clean" && run.top_reason.empty() && !vantages.empty()) run.top_reason = told(vantages.front());
  if (const std::string reason = picture_reason(page); visit.error.empty() && run.score >= clue_from && !reason.empty())
    run.top_reason = clean(reason);
  if (keep == KeepPictures::all || (keep == KeepPictures::clues && run.verdict == "clue"))
    for (auto& [seq, body] : looked.bodies)
      for (TestPicture& picture : run.pictures)
        if (picture.seq == seq) {
          picture.kept = true;
          out.kept_pictures.push_back(std::move(body));
          break;
        }
  if (run.browser && !looked.screenshot.empty() &&
      (keep == KeepPictures::all || (keep == KeepPictures::clues && run.verdict == "clue"))) {
    run.browser->screenshot.kept = true;
    out.screenshot = std::move(looked.screenshot);
  }
  for (TestPicture& picture : run.pictures)  // what stands in the page is kept with it
    if (picture.outcome == "looked" &&
        (picture.source == "page" || picture.source == "hop" || picture.source == "inline"))
      picture.kept = true;
  out.findings = json::serialize(json::object{{"verdict", run.verdict},
                                              {"score", run.score},
                                              {"scores", std::move(scores)},
                                              {"grounds", grounds_json(page)},
                                              {"bundles", json::value_from(page.bundles)},
                                              {"pictures", pictures_json(run.pictures)},
                                              {"method", content::kScoringMethod},
                                              {"hidden_hits", page.hidden_hits}});
  return out;
}

void add_list_scores(Scored& scored, const ScoredWith& with) {
  const auto& pictures = scored.run.pictures;
  if (pictures.empty()) return;
  for (const bundles::BundleRow& list : with.lists) {
    bundles::BundleScore score;
    score.bundle = list.sha256;
    score.ground = list.ground;
    score.method = content::kScoringMethod;
    for (const TestPicture& picture : pictures)
      for (const KnownPicture& known : picture.known) score.hits += known.list_id == list.sha256;
    score.score = score.hits > 0 ? 1 : 0;
    score.clue = score.hits > 0;
    scored.scores.push_back(std::move(score));
  }
}

bundles::BundleScore shadow_score(const bundles::ShadowList& list, const std::vector<TestPicture>& pictures) {
  bundles::BundleScore score;
  score.bundle = list.sha256();
  score.ground = list.ground();
  score.method = content::kScoringMethod;
  for (const TestPicture& picture : pictures)
    if (const auto hash = hashes::pdq_from_hex(picture.pdq);
        hash.ok() && list.nearest(std::span(&*hash, 1), picture.quality))
      ++score.hits;
  score.score = score.hits > 0 ? 1 : 0;
  score.clue = score.hits > 0;
  return score;
}

std::vector<std::string> body_hashes(const TestRun& run) {
  std::vector<std::string> out;
  for (const TestHop& hop : run.hops) out.push_back(hop.body_sha256);
  return out;
}

std::string vantage_json(const FetchOptions& options, const Visit& visit) {
  json::array answers;
  for (const Hop& hop : visit.hops)
    if (!hop.address.empty()) answers.push_back(json::value(hop.host + " " + hop.address));
  const bool farm = !visit.hops.empty() && options.farm.contains(visit.hops[0].host);
  return json::serialize(json::object{{"user_agent", options.user_agent},
                                      {"accept_language", options.accept_language},
                                      {"referrer", options.referrer},
                                      {"robots_policy", visit.robots_policy},
                                      {"exit", options.exit_name},
                                      {"exit_address", ""},  // not known: exits don't say
                                      {"resolver", farm ? "farm" : "system"},
                                      {"resolver_answer", std::move(answers)},
                                      {"at", to_rfc3339(visit.started)},
                                      {"took_ms", visit.took.count() / 1000},
                                      {"software", "muster/0.1.0"}});
}

}  // namespace muster::testing
