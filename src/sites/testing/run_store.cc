#include "run_store.h"

#include <boost/json.hpp>

namespace muster::testing::runs {
namespace {

using store::Sql;

constexpr Sql kInsertRun{"test_run_insert",
                         "insert into test_run(id, url, host, registrable, final_url, requested_by, started_at, "
                         "finished_at, http_status, hop_count, verdict, "
                         "error, top_reason, ground, score, robots, evidence_path, evidence_sha256, vantage, "
                         "suspicion_id) values(:id, :url, :host, "
                         ":registrable, :final_url, :requested_by, :started_at, :finished_at, :http_status, "
                         ":hop_count, :verdict, :error, :top_reason, :ground, "
                         ":score, :robots, :evidence_path, :evidence_sha256, :vantage, :suspicion_id)"};
constexpr Sql kInsertHop{"test_hop_insert",
                         "insert into test_hop(run_id, seq, kind, url, status, location, address, content_type, "
                         "started_at, took_ms, body_bytes, body_sha256, "
                         "truncated, error) values(:run_id, :seq, :kind, :url, :status, :location, :address, "
                         ":content_type, :started_at, :took_ms, :body_bytes, "
                         ":body_sha256, :truncated, :error)"};
constexpr Sql kInsertHit{"test_hit_insert",
                         "insert into test_hit(run_id, seq, lexicon, ground, term, language, weight, before_text, "
                         "match_text, after_text, sentence, damped, spelling) "
                         "values(:run_id, :seq, :lexicon, :ground, :term, :language, :weight, :before_text, "
                         ":match_text, :after_text, :sentence, :damped, :spelling)"};
constexpr Sql kInsertPicture{
    "test_picture_insert",
    "insert into test_picture(run_id, seq, url, source, outcome, format, width, height, bytes, sha256, pdq, quality, "
    "explicit_likely, model, known, lifted, kept) values(:run_id, :seq, :url, :source, :outcome, :format, :width, "
    ":height, :bytes, :sha256, :pdq, :quality, :explicit_likely, :model, :known, :lifted, :kept)"};
constexpr Sql kInsertBrowser{
    "test_browser_insert",
    "insert into test_browser(run_id, error, final_url, status, settled, took_ms, dom_bytes, dom_sha256, requests, "
    "log, "
    "seq, url, source, outcome, format, width, height, bytes, sha256, pdq, quality, explicit_likely, model, known, "
    "lifted, "
    "kept) values(:run_id, :error, :final_url, :status, :settled, :took_ms, :dom_bytes, :dom_sha256, :requests, :log, "
    ":seq, :url, :source, :outcome, :format, :width, :height, :bytes, :sha256, :pdq, :quality, :explicit_likely, "
    ":model, "
    ":known, :lifted, :kept)"};
constexpr Sql kBrowser{"test_browser_of_run", "select * from test_browser where run_id = :id"};
constexpr Sql kPictures{"test_pictures_of_run", "select * from test_picture where run_id = :id order by seq"};
constexpr Sql kInsertVantage{
    "test_vantage_insert",
    "insert into test_vantage(run_id, seq, name, user_agent, accept_language, referrer, exit_name, started_at, "
    "final_url, status, error, title, language, text_bytes, excerpt, shown, value, reasons) values(:run_id, :seq, "
    ":name, :user_agent, :accept_language, :referrer, :exit_name, :started_at, :final_url, :status, :error, :title, "
    ":language, :text_bytes, :excerpt, :shown, :value, :reasons)"};
constexpr Sql kVantages{"test_vantages_of_run", "select * from test_vantage where run_id = :id order by seq"};
constexpr Sql kFind{"test_run_find", "select * from test_run where id = :id"};
constexpr Sql kExists{"test_run_exists", "select id from test_run where id = :id"};
constexpr Sql kHops{"test_hops_of_run", "select * from test_hop where run_id = :id order by seq"};
constexpr Sql kHits{"test_hits_of_run", "select * from test_hit where run_id = :id order by seq"};
// Ids are time-ordered (UUIDv7): newest first is by id alone.
#define UNSEALED "not exists(select 1 from test_seal t where t.run_id = r.id)"
constexpr Sql kAll{"test_runs_all",
                   "select * from test_run r where id < :after and " UNSEALED " order by id desc limit :limit"};
constexpr Sql kByVerdict{"test_runs_by_verdict",
                         "select * from test_run r where verdict = :verdict and id < :after and " UNSEALED
                         " order by id desc limit :limit"};
constexpr Sql kByHost{"test_runs_by_host",
                      "select * from test_run r where host = :host and id < :after and (:verdict = '' or verdict = "
                      ":verdict) and " UNSEALED
                      " union all select * from test_run r where registrable = :host and host <> :host and id < :after "
                      "and (:verdict = '' or verdict = :verdict) and " UNSEALED " order by id desc limit :limit"};
#undef UNSEALED

TestRun run_of(const store::Row& row) {
  TestRun run;
  run.id = row.text("id");
  run.url = row.text("url");
  run.host = row.text("host");
  run.registrable = row.text("registrable");
  run.final_url = row.text("final_url");
  run.requested_by = row.text("requested_by");
  run.started_at = row.instant("started_at");
  run.finished_at = row.instant("finished_at");
  run.http_status = static_cast<int>(row.integer("http_status"));
  run.hop_count = row.integer("hop_count");
  run.verdict = row.text("verdict");
  run.error = row.text("error");
  run.top_reason = row.text("top_reason");
  run.ground = row.text("ground");
  run.score = row.real("score");
  run.robots = row.text("robots");
  run.evidence_path = row.text("evidence_path");
  run.evidence_sha256 = row.text("evidence_sha256");
  run.vantage = row.text("vantage");
  run.suspicion_id = row.text("suspicion_id");
  return run;
}

TestHop hop_of(const store::Row& row) {
  TestHop hop;
  hop.seq = row.integer("seq");
  hop.kind = row.text("kind");
  hop.url = row.text("url");
  hop.location = row.text("location");
  hop.address = row.text("address");
  hop.content_type = row.text("content_type");
  hop.truncated = row.text("truncated");
  hop.error = row.text("error");
  hop.status = static_cast<int>(row.integer("status"));
  hop.started_at = row.instant("started_at");
  hop.took_ms = row.integer("took_ms");
  hop.body_bytes = row.integer("body_bytes");
  hop.body_sha256 = row.text("body_sha256");
  return hop;
}

TestHit hit_of(const store::Row& row) {
  TestHit hit;
  hit.seq = row.integer("seq");
  hit.ground = row.text("ground");
  hit.bundle = row.text("lexicon");
  hit.term = row.text("term");
  hit.language = row.text("language");
  hit.before = row.text("before_text");
  hit.match = row.text("match_text");
  hit.after = row.text("after_text");
  hit.sentence = row.text("sentence");
  hit.damped = row.text("damped");
  hit.spelling = row.text("spelling");
  hit.weight = row.real("weight");
  return hit;
}

std::string known_text(const TestPicture& picture) {
  boost::json::array out;
  for (const KnownPicture& each : picture.known)
    out.push_back(boost::json::object{{"list_id", each.list_id},
                                      {"list", each.list},
                                      {"kind", each.kind},
                                      {"distance", each.distance},
                                      {"put_aside", each.put_aside}});
  return boost::json::serialize(out);
}

store::Binds binds_of(const TestPicture& picture) {
  return {{"seq", picture.seq},         {"url", picture.url},
          {"source", picture.source},   {"outcome", picture.outcome},
          {"format", picture.format},   {"width", picture.width},
          {"height", picture.height},   {"bytes", picture.bytes},
          {"sha256", picture.sha256},   {"pdq", picture.pdq},
          {"quality", picture.quality}, {"explicit_likely", picture.explicit_likely.value_or(-1)},
          {"model", picture.model},     {"known", known_text(picture)},
          {"lifted", picture.lifted},   {"kept", picture.kept}};
}

void insert_browser(store::Transaction& tx, const std::string& run_id, const TestBrowser& browser) {
  store::Binds binds = binds_of(browser.screenshot);
  binds.insert(binds.end(), {{"run_id", run_id},
                             {"error", browser.error},
                             {"final_url", browser.final_url},
                             {"status", browser.status},
                             {"settled", browser.settled},
                             {"took_ms", browser.took_ms},
                             {"dom_bytes", browser.dom_bytes},
                             {"dom_sha256", browser.dom_sha256},
                             {"requests", browser.requests},
                             {"log", browser.log}});
  tx.run(kInsertBrowser, binds);
}

TestPicture picture_of(const store::Row& row) {
  TestPicture out;
  out.seq = row.integer("seq");
  out.url = row.text("url");
  out.source = row.text("source");
  out.outcome = row.text("outcome");
  out.format = row.text("format");
  out.width = static_cast<int>(row.integer("width"));
  out.height = static_cast<int>(row.integer("height"));
  out.bytes = row.integer("bytes");
  out.sha256 = row.text("sha256");
  out.pdq = row.text("pdq");
  out.quality = static_cast<int>(row.integer("quality"));
  if (const double likely = row.real("explicit_likely"); likely >= 0) out.explicit_likely = likely;
  out.model = row.text("model");
  out.lifted = row.flag("lifted");
  out.kept = row.flag("kept");
  const boost::json::value known = boost::json::parse(row.text("known"));
  for (const auto& each : known.as_array())
    out.known.push_back({std::string(each.at("list_id").as_string()), std::string(each.at("list").as_string()),
                         std::string(each.at("kind").as_string()), static_cast<int>(each.at("distance").as_int64()),
                         each.at("put_aside").as_bool()});
  return out;
}

TestBrowser browser_of(const store::Row& row) {
  TestBrowser out;
  out.error = row.text("error");
  out.final_url = row.text("final_url");
  out.status = static_cast<int>(row.integer("status"));
  out.settled = row.flag("settled");
  out.took_ms = row.integer("took_ms");
  out.dom_bytes = row.integer("dom_bytes");
  out.dom_sha256 = row.text("dom_sha256");
  out.requests = row.integer("requests");
  out.log = row.text("log");
  out.screenshot = picture_of(row);
  return out;
}

TestVantage vantage_of(const store::Row& row) {
  TestVantage out;
  out.seq = row.integer("seq");
  out.name = row.text("name");
  out.user_agent = row.text("user_agent");
  out.accept_language = row.text("accept_language");
  out.referrer = row.text("referrer");
  out.exit_name = row.text("exit_name");
  out.started_at = row.instant("started_at");
  out.final_url = row.text("final_url");
  out.status = static_cast<int>(row.integer("status"));
  out.error = row.text("error");
  out.title = row.text("title");
  out.language = row.text("language");
  out.text_bytes = row.integer("text_bytes");
  out.excerpt = row.text("excerpt");
  out.shown = row.flag("shown");
  out.value = row.real("value");
  out.reasons = row.text("reasons");
  return out;
}

void insert_vantage(store::Transaction& tx, const std::string& run_id, const TestVantage& vantage) {
  tx.run(kInsertVantage, {{"run_id", run_id},
                          {"seq", vantage.seq},
                          {"name", vantage.name},
                          {"user_agent", vantage.user_agent},
                          {"accept_language", vantage.accept_language},
                          {"referrer", vantage.referrer},
                          {"exit_name", vantage.exit_name},
                          {"started_at", vantage.started_at},
                          {"final_url", vantage.final_url},
                          {"status", vantage.status},
                          {"error", vantage.error},
                          {"title", vantage.title},
                          {"language", vantage.language},
                          {"text_bytes", vantage.text_bytes},
                          {"excerpt", vantage.excerpt},
                          {"shown", vantage.shown},
                          {"value", vantage.value},
                          {"reasons", vantage.reasons}});
}

std::optional<std::string> or_null(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional<std::string>(text);
}

}  // namespace

void insert(store::Transaction& tx, const TestRun& run) {
  tx.run(kInsertRun, {{"id", run.id},
                      {"url", run.url},
                      {"host", run.host},
                      {"registrable", run.registrable},
                      {"final_url", run.final_url},
                      {"requested_by", run.requested_by},
                      {"started_at", run.started_at},
                      {"finished_at", run.finished_at},
                      {"http_status", run.http_status},
                      {"hop_count", run.hop_count},
                      {"verdict", run.verdict},
                      {"error", run.error},
                      {"top_reason", run.top_reason},
                      {"ground", run.ground},
                      {"score", run.score},
                      {"robots", run.robots},
                      {"evidence_path", run.evidence_path},
                      {"evidence_sha256", run.evidence_sha256},
                      {"vantage", run.vantage},
                      {"suspicion_id", or_null(run.suspicion_id)}});
  for (const TestHop& hop : run.hops)
    tx.run(kInsertHop, {{"run_id", run.id},
                        {"seq", hop.seq},
                        {"kind", hop.kind},
                        {"url", hop.url},
                        {"status", hop.status},
                        {"location", hop.location},
                        {"address", hop.address},
                        {"content_type", hop.content_type},
                        {"started_at", hop.started_at},
                        {"took_ms", hop.took_ms},
                        {"body_bytes", hop.body_bytes},
                        {"body_sha256", hop.body_sha256},
                        {"truncated", hop.truncated},
                        {"error", hop.error}});
  for (const TestHit& hit : run.hits)
    tx.run(kInsertHit, {{"run_id", run.id},
                        {"seq", hit.seq},
                        {"lexicon", hit.bundle},
                        {"ground", hit.ground},
                        {"term", hit.term},
                        {"language", hit.language},
                        {"weight", hit.weight},
                        {"before_text", hit.before},
                        {"match_text", hit.match},
                        {"after_text", hit.after},
                        {"sentence", hit.sentence},
                        {"damped", hit.damped},
                        {"spelling", hit.spelling}});
  for (const TestPicture& picture : run.pictures) {
    store::Binds binds = binds_of(picture);
    binds.emplace_back("run_id", run.id);
    tx.run(kInsertPicture, binds);
  }
  if (run.browser) insert_browser(tx, run.id, *run.browser);
  for (const TestVantage& vantage : run.vantages) insert_vantage(tx, run.id, vantage);
}

bool exists(store::Transaction& tx, const std::string& id) {
  return tx.one(kExists, {{"id", id}}).has_value();
}

std::optional<TestRun> find(store::Transaction& tx, const std::string& id) {
  const auto row = tx.one(kFind, {{"id", id}});
  if (!row) return {};
  TestRun run = run_of(*row);
  for (const auto& each : tx.query(kHops, {{"id", id}})) run.hops.push_back(hop_of(each));
  for (const auto& each : tx.query(kHits, {{"id", id}})) run.hits.push_back(hit_of(each));
  run.pictures = pictures(tx, id);
  for (const auto& each : tx.query(kVantages, {{"id", id}})) run.vantages.push_back(vantage_of(each));
  if (const auto browser = tx.one(kBrowser, {{"id", id}})) run.browser = browser_of(*browser);
  return run;
}

std::vector<TestPicture> pictures(store::Transaction& tx, const std::string& run_id) {
  std::vector<TestPicture> out;
  for (const auto& each : tx.query(kPictures, {{"id", run_id}})) out.push_back(picture_of(each));
  return out;
}

std::vector<TestRun> list(store::Transaction& tx, const TestFilter& filter) {
  const std::string after = filter.after.empty() ? "g" : filter.after;  // above every hexadecimal id
  const store::Binds page{{"after", after}, {"limit", filter.limit}};
  std::vector<store::Row> rows;
  if (!filter.host.empty())
    rows = tx.query(kByHost,
                    {{"host", filter.host}, {"verdict", filter.verdict}, {"after", after}, {"limit", filter.limit}});
  else if (!filter.verdict.empty())
    rows = tx.query(kByVerdict, {{"verdict", filter.verdict}, {"after", after}, {"limit", filter.limit}});
  else
    rows = tx.query(kAll, page);
  std::vector<TestRun> out;
  for (const auto& row : rows) out.push_back(run_of(row));
  return out;
}

}  // namespace muster::testing::runs
