#include "store.h"

#include "mix.h"
#include <store/keys.h>

#include <algorithm>

namespace muster::likeness::rows {
namespace {

using store::Sql;

constexpr int kRowsOfTraitsMax = 5000;  // of a hundred traits; what is more frequent says nothing

constexpr Sql kSite{"likeness_site",
                    "select * from likeness_subject where space = 0 and host = :host and case_id = ''"};
constexpr Sql kOfNumber{"likeness_of_number", "select * from likeness_subject where number = :number"};
constexpr Sql kOfCase{"likeness_of_case",
                      "select * from likeness_subject where space = 1 and case_id = :case_id order by number limit 20"};
constexpr Sql kCaseOfHost{
    "likeness_case_of_host",
    "select * from likeness_subject where space = 1 and host = :host order by seen_at desc limit 1"};
constexpr Sql kPut{
    "likeness_put",
    "insert into likeness_subject(number, space, host, case_id, case_number, ground, test_id, seen_at, icon_at, print) "
    "values(:number, :space, :host, :case_id, :case_number, :ground, :test_id, :seen_at, :icon_at, :print) "
    "on conflict(number) do update set test_id = :test_id, seen_at = :seen_at, icon_at = :icon_at, print = :print"};
constexpr Sql kRemove{"likeness_remove", "delete from likeness_subject where number = :number"};
constexpr Sql kForget{
    "likeness_forget_traits",
    "delete from likeness_trait where space = :space and subject = :subject and trait in " MUSTER_KEYS};
constexpr Sql kHaving{"likeness_having",
                      "select subject from likeness_trait where space = :space and trait in " MUSTER_KEYS
                      " limit 5000"};
constexpr Sql kSitesWith{"likeness_sites_with",
                         "select count(*) as n from (select 1 as one from likeness_trait where space = 0 and trait = "
                         ":trait limit 1000) as counted"};
constexpr Sql kKeepEvidence{
    "likeness_keep_evidence",
    "insert into likeness_test(test_id, print) values(:test_id, :print) on conflict(test_id) do nothing"};
constexpr Sql kEvidence{"likeness_evidence", "select print from likeness_test where test_id = :test_id"};
constexpr Sql kNote{
    "likeness_note",
    "insert into likeness_finding(suspicion_id, case_id, case_number, case_host, test_id, host, value, reasons, "
    "found_at) "
    "values(:suspicion_id, :case_id, :case_number, :case_host, :test_id, :host, :value, :reasons, :found_at) "
    "on conflict(suspicion_id, case_id) do nothing"};
constexpr Sql kNoted{
    "likeness_noted",
    "select * from likeness_finding where suspicion_id = :suspicion_id order by value desc, case_id limit 20"};
constexpr Sql kCasesNoted{"likeness_cases_noted",
                          "select case_id from likeness_finding where host = :host order by case_id limit 1000"};

Subject subject_of(const store::Row& row) {
  Subject out;
  out.number = row.integer("number");
  out.space = row.integer("space") == 0 ? Space::site : Space::closed_case;
  out.host = row.text("host");
  out.case_id = row.text("case_id");
  out.case_number = row.text("case_number");
  out.ground = row.text("ground");
  out.test_id = row.text("test_id");
  out.seen_at = row.instant("seen_at");
  out.icon_at = row.maybe_instant("icon_at");
  auto print = print_from_json(row.text("print"));
  if (!print.ok()) throw std::logic_error("A fingerprint on record can't be read.");
  out.print = std::move(*print);
  return out;
}

std::optional<Subject> first(const std::optional<store::Row>& row) {
  if (!row) return {};
  return subject_of(*row);
}

// Out of what it is of: several writers number alike, and none waits for another.
std::int64_t number_of(const Subject& subject) {
  const std::uint64_t mixed = mix(mix(subject.host) ^ mix(mix(subject.case_id) + 1));
  return static_cast<std::int64_t>(mixed >> 1);
}

void write_traits(store::Transaction& tx, Space space, std::int64_t number, const std::vector<std::string>& traits) {
  if (traits.empty()) return;
  static constexpr std::string_view kColumns[] = {"space", "trait", "subject"};
  const auto bulk = tx.bulk("likeness_trait", kColumns);
  for (const std::string& trait : traits)
    bulk->row(std::vector<store::Value>{static_cast<std::int64_t>(space), trait, number});
  bulk->finish();
}

void forget_traits(store::Transaction& tx, Space space, std::int64_t number, const std::vector<std::string>& traits) {
  store::run_of(tx, kForget, traits, {{"space", static_cast<int>(space)}, {"subject", number}});
}

}  // namespace

std::optional<Subject> site(store::Transaction& tx, const std::string& host) {
  return first(tx.one(kSite, {{"host", host}}));
}
std::optional<Subject> of_number(store::Transaction& tx, std::int64_t number) {
  return first(tx.one(kOfNumber, {{"number", number}}));
}
std::optional<Subject> case_of_host(store::Transaction& tx, const std::string& host) {
  return first(tx.one(kCaseOfHost, {{"host", host}}));
}
std::vector<Subject> of_case(store::Transaction& tx, const std::string& case_id) {
  std::vector<Subject> out;
  for (const auto& row : tx.query(kOfCase, {{"case_id", case_id}})) out.push_back(subject_of(row));
  return out;
}

void put(store::Transaction& tx, Subject subject) {
  subject.number = number_of(subject);
  const auto before = of_number(tx, subject.number);
  if (before && (before->host != subject.host || before->case_id != subject.case_id)) return;  // once in 10^6 instances
  tx.run(kPut, {{"number", subject.number},
                {"space", static_cast<int>(subject.space)},
                {"host", subject.host},
                {"case_id", subject.case_id},
                {"case_number", subject.case_number},
                {"ground", subject.ground},
                {"test_id", subject.test_id},
                {"seen_at", subject.seen_at},
                {"icon_at", subject.icon_at},
                {"print", to_json(subject.print)}});
  const auto now = traits_of(subject.print);
  const auto then = before ? traits_of(before->print) : std::vector<std::string>();
  std::vector<std::string> gone, come;
  std::set_difference(then.begin(), then.end(), now.begin(), now.end(), std::back_inserter(gone));
  std::set_difference(now.begin(), now.end(), then.begin(), then.end(), std::back_inserter(come));
  forget_traits(tx, subject.space, subject.number, gone);
  write_traits(tx, subject.space, subject.number, come);
}

void remove(store::Transaction& tx, const Subject& subject) {
  forget_traits(tx, subject.space, subject.number, traits_of(subject.print));
  tx.run(kRemove, {{"number", subject.number}});
}

std::map<std::int64_t, int> having(store::Transaction& tx, Space space, const std::vector<std::string>& traits) {
  static_assert(kRowsOfTraitsMax == 5000, "stands in kHaving");
  std::map<std::int64_t, int> out;
  store::each_of(tx, kHaving, traits, [&](const store::Row& row) { ++out[row.integer("subject")]; },
                 {{"space", static_cast<int>(space)}});
  return out;
}

std::int64_t sites_with(store::Transaction& tx, const std::string& trait) {
  static_assert(kCountedMax == 1000, "stands in kSitesWith");
  return tx.one(kSitesWith, {{"trait", trait}})->integer("n");
}

void keep_evidence(store::Transaction& tx, const std::string& test_id, const Print& print) {
  tx.run(kKeepEvidence, {{"test_id", test_id}, {"print", to_json(print)}});
}
std::optional<Print> evidence(store::Transaction& tx, const std::string& test_id) {
  const auto row = tx.one(kEvidence, {{"test_id", test_id}});
  if (!row) return {};
  auto print = print_from_json(row->text("print"));
  if (!print.ok()) return {};
  return std::move(*print);
}

void note(store::Transaction& tx, const std::string& suspicion_id, const std::string& test_id, const std::string& host,
          Instant at, const Found& found) {
  tx.run(kNote, {{"suspicion_id", suspicion_id},
                 {"case_id", found.case_id},
                 {"case_number", found.case_number},
                 {"case_host", found.host},
                 {"test_id", test_id},
                 {"host", host},
                 {"value", found.resemblance.value},
                 {"reasons", to_json(found.resemblance.reasons)},
                 {"found_at", at}});
}

std::vector<Noted> noted(store::Transaction& tx, const std::string& suspicion_id) {
  std::vector<Noted> out;
  for (const auto& row : tx.query(kNoted, {{"suspicion_id", suspicion_id}}))
    out.push_back({row.text("case_id"), row.text("case_number"), row.text("case_host"), row.text("test_id"),
                   row.real("value"), row.text("reasons"), row.instant("found_at")});
  return out;
}

std::set<std::string> cases_noted(store::Transaction& tx, const std::string& host) {
  std::set<std::string> out;
  for (const auto& row : tx.query(kCasesNoted, {{"host", host}})) out.insert(row.text("case_id"));
  return out;
}

}  // namespace muster::likeness::rows
