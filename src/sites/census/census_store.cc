#include "census_store.h"

#include <store/key_range.h>

#include <fmt/format.h>

namespace muster::census {
namespace {

using store::Sql;

constexpr Sql kNextNumber{"census_next_number", "select coalesce(max(number), 0) + 1 as number from census_run"};
constexpr Sql kInsertRun{"census_insert_run",
                         "insert into census_run(number, id, state, source_name, source_file, format, k, job_id, "
                         "actor, started_at, finished_at, lines, "
                         "names, bad_lines, not_sites, below_k, filed, unfiled, cancelled, provider_differs, "
                         "address_differs, held, blocklisted, "
                         "found_new, found_gone, differences_sha256, previous_number, error_code, error_sentence) "
                         "values(:number, :id, 'running', "
                         ":source_name, :source_file, :format, :k, '', :actor, :started_at, null, 0, 0, 0, 0, 0, 0, 0, "
                         "0, 0, 0, 0, 0, 0, 0, '', null, '', '')"};
constexpr Sql kFindRun{"census_find_run", "select * from census_run where id = :id"};
constexpr Sql kFindNumber{"census_find_number", "select * from census_run where number = :number"};
constexpr Sql kNewestDone{"census_newest_done",
                          "select * from census_run where state = 'done' order by number desc limit 1"};
constexpr Sql kListRuns{"census_list_runs",
                        "select * from census_run where number < :before order by number desc limit :limit"};
constexpr Sql kSetJob{"census_set_job", "update census_run set job_id = :job_id where id = :id"};
constexpr Sql kStoring{
    "census_storing",
    "update census_run set state = 'storing' where number = :number and state in ('running', 'storing')"};
constexpr Sql kFinish{
    "census_finish",
    "update census_run set state = :state, source_file = '', format = :format, finished_at = :finished_at, lines = "
    ":lines, names = :names, "
    "bad_lines = :bad_lines, not_sites = :not_sites, below_k = :below_k, left_out = :left_out, filed = :filed, unfiled "
    "= :unfiled, cancelled "
    "= :cancelled, "
    "provider_differs = :provider_differs, address_differs = :address_differs, held = :held, blocklisted = "
    ":blocklisted, "
    "found_new = :found_new, found_gone = :found_gone, found_standing = :found_standing, found_provider = "
    ":found_provider, found_address = :found_address, differences_sha256 = :sha256, previous_number = :previous, "
    "error_code = :error_code, error_sentence = :error_sentence where number = :number"};
constexpr Sql kDeleteFindings{"census_delete_findings",
                              "delete from census_finding where run_number = :run and name in "
                              "(select name from census_finding where run_number = :run order by name limit :limit)"};
constexpr Sql kEach{"census_each_finding", "select * from census_finding where run_number = :run order by name"};
constexpr Sql kEachCompared{"census_each_compared",
                            "select name, provider, provider_id, address, standing, first_seen from census_finding "
                            "where run_number = :run order by name"};
constexpr Sql kFindFinding{"census_find_finding",
                           "select * from census_finding where run_number = :run and name = :name"};
// The filters are values, so that one text serves all of them; the four texts differ in the index that fits.
#define MUSTER_CENSUS_FILTERS                                                                                        \
  "and name >= :low and name < :high and (:is_new = 0 or is_new = 1) and (:ending = '' or name "                     \
  "like :ending) and (:s0 = '' or standing in (:s0, :s1, :s2, :s3, :s4, :s5)) and (:provider = '' or provider_id = " \
  ":provider) and (:country = '' or country = :country) and (:home = '' or (country <> '' and country <> :home)) "   \
  "order by name limit :limit"
#define MUSTER_CENSUS_FINDINGS "select * from census_finding where run_number = :run "
constexpr Sql kAll{"census_findings", MUSTER_CENSUS_FINDINGS MUSTER_CENSUS_FILTERS};
constexpr Sql kOfStanding{"census_findings_of_standing",
                          MUSTER_CENSUS_FINDINGS "and standing = :s0 " MUSTER_CENSUS_FILTERS};
constexpr Sql kOfProvider{"census_findings_of_provider",
                          MUSTER_CENSUS_FINDINGS "and provider_id = :provider " MUSTER_CENSUS_FILTERS};
constexpr Sql kOfCountry{"census_findings_of_country",
                         MUSTER_CENSUS_FINDINGS "and country = :country " MUSTER_CENSUS_FILTERS};
#undef MUSTER_CENSUS_FILTERS
constexpr Sql kAfter{"census_findings_after", MUSTER_CENSUS_FINDINGS "and name > :after order by name limit :limit"};
#undef MUSTER_CENSUS_FINDINGS
constexpr Sql kCountries{"census_countries",
                         "select country, count(*) as n from census_finding where run_number = :run and country <> '' "
                         "group by country order by country"};
constexpr Sql kGone{
    "census_findings_gone",
    "select * from census_finding p where run_number = :previous and name >= :low and name < :high "
    "and (:ending = '' or name like :ending) and not exists "
    "(select 1 from census_finding c where c.run_number = :run and c.name = p.name) order by name limit :limit"};
constexpr std::int64_t kDayMicros = 86'400'000'000;

Run run_of(const store::Row& row) {
  Run run;
  run.number = row.integer("number");
  run.id = row.text("id");
  run.state = row.text("state");
  run.source_name = row.text("source_name");
  run.source_file = row.text("source_file");
  run.job_id = row.text("job_id");
  run.format = row.text("format");
  run.k = static_cast<int>(row.integer("k"));
  run.actor = row.text("actor");
  run.started_at = row.instant("started_at");
  run.finished_at = row.maybe_instant("finished_at");
  run.lines = row.integer("lines");
  run.names = row.integer("names");
  run.bad_lines = row.integer("bad_lines");
  run.not_sites = row.integer("not_sites");
  run.below_k = row.integer("below_k");
  run.left_out = row.integer("left_out");
  for (const Standing s : kAllStandings) run.sites[static_cast<std::size_t>(s)] = row.integer(to_text(s));
  run.found_new = row.integer("found_new");
  run.found_gone = row.integer("found_gone");
  run.found_standing = row.integer("found_standing");
  run.found_provider = row.integer("found_provider");
  run.found_address = row.integer("found_address");
  run.differences_sha256 = row.text("differences_sha256");
  run.previous = row.maybe_integer("previous_number");
  run.error_code = row.text("error_code");
  run.error_sentence = row.text("error_sentence");
  return run;
}

Finding finding_of(const store::Row& row) {
  Finding finding;
  finding.name = row.text("name");
  finding.standing = standing_from(row.text("standing")).value_or(Standing::unfiled);
  finding.rule = rule_from(row.text("rule")).value_or(Rule::no_filing);
  finding.provider = row.text("provider");
  finding.provider_id = row.text("provider_id");
  finding.first_seen = day_text(row.integer("first_seen"));
  finding.last_seen = day_text(row.integer("last_seen"));
  finding.is_new = row.flag("is_new");
  finding.address = row.text("address");
  finding.country = row.text("country");
  finding.network = row.integer("network");
  return finding;
}

std::vector<Finding> findings_of(store::Transaction& tx, const Run& run, const std::vector<store::Row>& rows,
                                 Instant now) {
  std::vector<Finding> out;
  for (const auto& row : rows) {
    out.push_back(finding_of(row));
    out.back().run_id = run.id;
    note_notice(tx, out.back(), now);
  }
  return out;
}

}  // namespace

std::string day_text(std::int64_t day) {
  return to_day({day * kDayMicros});
}

std::int64_t insert_run(store::Transaction& tx, const Run& run) {
  const auto number = tx.one(kNextNumber)->integer("number");
  tx.run(kInsertRun, {{"number", number},
                      {"id", run.id},
                      {"source_name", run.source_name},
                      {"source_file", run.source_file},
                      {"format", run.format},
                      {"k", run.k},
                      {"actor", run.actor},
                      {"started_at", run.started_at}});
  return number;
}

std::optional<Run> find_run(store::Transaction& tx, const std::string& id) {
  const auto row = tx.one(kFindRun, {{"id", id}});
  return row ? std::optional(run_of(*row)) : std::nullopt;
}
std::optional<Run> find_run(store::Transaction& tx, std::int64_t number) {
  const auto row = tx.one(kFindNumber, {{"number", number}});
  return row ? std::optional(run_of(*row)) : std::nullopt;
}
std::optional<Run> newest_done(store::Transaction& tx) {
  const auto row = tx.one(kNewestDone);
  return row ? std::optional(run_of(*row)) : std::nullopt;
}
std::vector<Run> list_runs(store::Transaction& tx, std::int64_t before_number, int limit) {
  std::vector<Run> runs;
  for (const auto& row : tx.query(kListRuns, {{"before", before_number}, {"limit", limit}}))
    runs.push_back(run_of(row));
  return runs;
}
void set_run_job(store::Transaction& tx, const std::string& id, const std::string& job_id) {
  tx.run(kSetJob, {{"id", id}, {"job_id", job_id}});
}
void start_storing(store::Transaction& tx, std::int64_t number) {
  tx.run(kStoring, {{"number", number}});
}

void finish_run(store::Transaction& tx, const Run& run) {
  const auto of = [&](Standing s) { return run.sites[static_cast<std::size_t>(s)]; };
  tx.run(kFinish, {{"number", run.number},
                   {"state", run.state},
                   {"format", run.format},
                   {"finished_at", run.finished_at},
                   {"lines", run.lines},
                   {"names", run.names},
                   {"bad_lines", run.bad_lines},
                   {"not_sites", run.not_sites},
                   {"below_k", run.below_k},
                   {"left_out", run.left_out},
                   {"filed", of(Standing::filed)},
                   {"unfiled", of(Standing::unfiled)},
                   {"cancelled", of(Standing::cancelled)},
                   {"provider_differs", of(Standing::provider_differs)},
                   {"address_differs", of(Standing::address_differs)},
                   {"held", of(Standing::held)},
                   {"blocklisted", of(Standing::blocklisted)},
                   {"found_new", run.found_new},
                   {"found_gone", run.found_gone},
                   {"found_standing", run.found_standing},
                   {"found_provider", run.found_provider},
                   {"found_address", run.found_address},
                   {"sha256", run.differences_sha256},
                   {"previous", run.previous},
                   {"error_code", run.error_code},
                   {"error_sentence", run.error_sentence}});
}

FindingWriter::FindingWriter(store::Transaction& tx, std::int64_t run_number) : values_(12) {
  static constexpr std::string_view kColumns[] = {"run_number", "name",        "standing",   "rule",
                                                  "provider",   "provider_id", "first_seen", "last_seen",
                                                  "is_new",     "address",     "country",    "network"};
  bulk_ = tx.bulk("census_finding", kColumns);
  values_[0] = run_number;
  for (const int text : {1, 2, 3, 4, 9, 10}) values_[static_cast<std::size_t>(text)] = std::string();
}

void FindingWriter::row(const FindingRow& row) {
  // Strings keep their memory from row to row.
  std::get<std::string>(values_[1]) = row.name;
  std::get<std::string>(values_[2]) = to_text(row.standing);
  std::get<std::string>(values_[3]) = to_text(row.rule);
  std::get<std::string>(values_[4]) = row.provider;
  if (row.provider_id.empty())
    values_[5] = std::monostate();
  else
    values_[5] = std::string(row.provider_id);
  values_[6] = std::int64_t{row.first_seen};
  values_[7] = std::int64_t{row.last_seen};
  values_[8] = std::int64_t{row.is_new};
  std::get<std::string>(values_[9]) = row.address;
  std::get<std::string>(values_[10]) = row.country;
  values_[11] = row.network;
  bulk_->row(values_);
}

void FindingWriter::finish() {
  bulk_->finish();
}

std::int64_t delete_findings(store::Transaction& tx, std::int64_t run_number, int limit) {
  return tx.run(kDeleteFindings, {{"run", run_number}, {"limit", limit}});
}

// By place, not by name: there may be hundreds of thousands.
void each_compared(store::Transaction& tx, std::int64_t run_number,
                   const std::function<void(const FindingRow&)>& visit) {
  tx.each(kEachCompared, {{"run", run_number}}, [&](const store::Row& row) {
    const auto text = [&](std::size_t column) {
      const auto* held = std::get_if<std::string>(&row.values()[column]);  // a null reads as nothing
      return held ? std::string_view(*held) : std::string_view();
    };
    FindingRow out{};
    out.name = text(0);
    out.provider = text(1);
    out.provider_id = text(2);
    out.address = text(3);
    out.standing = standing_from(text(4)).value_or(Standing::unfiled);
    out.first_seen = static_cast<std::int32_t>(std::get<std::int64_t>(row.values()[5]));
    visit(out);
    return true;
  });
}

void each_finding_of(store::Transaction& tx, std::int64_t run_number,
                     const std::function<bool(const Finding&)>& visit) {
  tx.each(kEach, {{"run", run_number}}, [&](const store::Row& row) { return visit(finding_of(row)); });
}

std::vector<Finding> findings_after(store::Transaction& tx, std::int64_t run_number, const std::string& after,
                                    int limit) {
  std::vector<Finding> out;
  for (const auto& row : tx.query(kAfter, {{"run", run_number}, {"after", after}, {"limit", limit}}))
    out.push_back(finding_of(row));
  return out;
}

std::vector<std::pair<std::string, std::int64_t>> select_countries(store::Transaction& tx, const Run& run) {
  std::vector<std::pair<std::string, std::int64_t>> out;
  for (const auto& row : tx.query(kCountries, {{"run", run.number}}))
    out.emplace_back(row.text("country"), row.integer("n"));
  return out;
}

std::vector<Finding> select_findings(store::Transaction& tx, const Run& run, const FindingQuery& query,
                                     const std::string& home, Instant now) {
  const bool by_ending = query.prefix.starts_with('.') || query.prefix.starts_with("*.");
  const std::string ending = by_ending ? "%" + query.prefix.substr(query.prefix.find('.')) : "";
  const auto range = store::keys_behind(by_ending ? "" : query.prefix, query.after);
  store::Binds binds{{"run", run.number},
                     {"low", range.low},
                     {"high", range.high},
                     {"ending", ending},
                     {"is_new", query.delta == "new"},
                     {"limit", query.limit}};
  if (query.delta == "gone") {
    binds.emplace_back("previous", run.previous.value_or(0));
    return findings_of(tx, run, tx.query(kGone, binds), now);
  }
  static constexpr const char* kNames[] = {"s0", "s1", "s2", "s3", "s4", "s5"};
  const auto& wanted = query.standings;
  for (std::size_t i = 0; i < std::size(kNames); ++i)
    binds.emplace_back(kNames[i], wanted.empty() ? "" : to_text(wanted[std::min(i, wanted.size() - 1)]));
  const bool foreign = query.country == "foreign";
  binds.emplace_back("provider", query.provider_id);
  binds.emplace_back("country", foreign ? "" : query.country);
  binds.emplace_back("home", foreign ? home : "");
  const Sql& sql = !query.provider_id.empty()           ? kOfProvider
                   : !query.country.empty() && !foreign ? kOfCountry
                   : wanted.size() == 1                 ? kOfStanding
                                                        : kAll;
  return findings_of(tx, run, tx.query(sql, binds), now);
}

std::optional<Finding> find_finding(store::Transaction& tx, const Run& run, const std::string& name, Instant now) {
  const auto row = tx.one(kFindFinding, {{"run", run.number}, {"name", name}});
  if (!row) return std::nullopt;
  return findings_of(tx, run, {*row}, now).front();
}

}  // namespace muster::census
