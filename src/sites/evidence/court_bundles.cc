#include <base/bytes.h>
#include <base/files.h>

#include <cerrno>
#include <filesystem>

#include <boost/json.hpp>
#include <evidence/court_bundles.h>
#include <fmt/format.h>
#include <unistd.h>

namespace muster::evidence {
namespace {

using store::Sql;

constexpr Sql kBundleInsert{"court_bundle_insert",
                            "insert into court_bundle(id, case_id, purpose, reference, asked_by, asked_at, job_id) "
                            "values(:id, :case, :purpose, :reference, :by, :at, :job)"};
constexpr Sql kBundleFind{"court_bundle_find", "select * from court_bundle where id = :id"};
constexpr Sql kBundlesOfCase{
    "court_bundle_of_case",
    "select * from court_bundle where case_id = :case and id < :after order by id desc limit :limit"};
constexpr Sql kBundleMade{"court_bundle_made",
                          "update court_bundle set made_at = :at, sha256 = :sha256, bytes = :bytes, tests = :tests "
                          "where id = :id and made_at is null"};
constexpr Sql kBundlesOver{"court_bundle_over",
                           "select id from court_bundle where made_at <= :until and removed_at is null order by "
                           "made_at, id limit 100"};
constexpr Sql kBundleRemoved{"court_bundle_removed", "update court_bundle set removed_at = :at where id = :id"};
constexpr Sql kBundleTests{"court_bundle_tests",
                           "select distinct x.run_id from evidence_of_case x where x.case_id = :case and not "
                           "exists(select 1 from test_seal s where s.run_id = x.run_id) order by x.run_id limit "
                           ":limit"};

KeptBundle bundle_of(const store::Row& row) {
  return {row.text("id"),
          row.text("case_id"),
          row.text("purpose"),
          row.text("reference"),
          row.text("asked_by"),
          row.text("job_id"),
          row.text("sha256"),
          row.instant("asked_at"),
          row.maybe_instant("made_at"),
          row.maybe_instant("removed_at"),
          row.integer("bytes"),
          row.integer("tests")};
}

Error bundle_unknown() {
  return not_found("bundle_unknown", "There is no such bundle.");
}

}  // namespace

std::vector<std::string> bundle_tests(store::Transaction& tx, const std::string& case_id) {
  std::vector<std::string> out;
  for (const auto& row : tx.query(kBundleTests, {{"case", case_id}, {"limit", kBundleTestsMax + 1}}))
    out.push_back(row.text("run_id"));
  return out;
}

Result<KeptBundle> CourtBundles::ask(const AskedBundle& asked, const std::string& person) const {
  return database_.write([&](store::Transaction& tx) -> Result<KeptBundle> {
    BundleRequest request{bundle_tests(tx, asked.case_id), "", asked.purpose, asked.reference, person};
    if (request.tests.empty())
      return invalid("bundle_empty", "No visit belongs to this case: there is nothing to take out.", "case_id");
    MUSTER_CHECK_OK(check_bundle_request(request));
    KeptBundle out;
    out.id = recorder_.new_id();
    out.case_id = asked.case_id;
    out.purpose = asked.purpose;
    out.reference = asked.reference;
    out.asked_by = person;
    out.asked_at = recorder_.clock().now();
    const std::string arguments =
        boost::json::serialize(boost::json::object{{"bundle", out.id}, {"title", "case " + asked.case_name}});
    MUSTER_TRY(out.job_id, jobs_.enqueue(tx, person, kCourtBundleJob, arguments));
    tx.run(kBundleInsert, {{"id", out.id},
                           {"case", out.case_id},
                           {"purpose", out.purpose},
                           {"reference", out.reference},
                           {"by", person},
                           {"at", out.asked_at},
                           {"job", out.job_id}});
    return out;
  });
}

Result<KeptBundle> CourtBundles::find(const std::string& id) const {
  return database_.read([&](store::Transaction& tx) -> Result<KeptBundle> {
    const auto row = tx.one(kBundleFind, {{"id", id}});
    if (!row) return bundle_unknown();
    return bundle_of(*row);
  });
}

Result<std::vector<KeptBundle>> CourtBundles::of_case(const std::string& case_id, const std::string& after,
                                                      int limit) const {
  return database_.read([&](store::Transaction& tx) -> Result<std::vector<KeptBundle>> {
    std::vector<KeptBundle> out;
    const std::string below = after.empty() ? "g" : after;  // above every hexadecimal id
    for (const auto& row : tx.query(kBundlesOfCase, {{"case", case_id}, {"after", below}, {"limit", limit}}))
      out.push_back(bundle_of(row));
    return out;
  });
}

// A killed one is made again from the start. Its file is there before it is said to be made; that it was taken out is
// recorded with that, once.
Result<std::string> CourtBundles::run(jobs::JobContext& context) const {
  const auto arguments = boost::json::parse(context.arguments());
  const std::string id(arguments.at("bundle").as_string());
  MUSTER_TRY(const KeptBundle asked, find(id));
  if (asked.made_at) return fmt::format(R"({{"bundle":"{}"}})", id);
  BundleRequest request{
      {}, std::string(arguments.at("title").as_string()), asked.purpose, asked.reference, asked.asked_by};
  MUSTER_TRY(request.tests, database_.read([&](store::Transaction& tx) -> Result<std::vector<std::string>> {
    return bundle_tests(tx, asked.case_id);
  }));
  request.progress = [&](std::int64_t done, std::int64_t total) {
    context.progress(done, total, "evidence");
    return !context.cancelled();
  };
  request.keep = [&](const CourtBundle& made) -> Result<void> {
    std::error_code fault;
    std::filesystem::create_directories(folder_, fault);
    return replace_file(path_of(id), made.zip, 0600);
  };
  request.within = [&](store::Transaction& tx, const CourtBundle& made) {
    tx.run(kBundleMade, {{"id", id},
                         {"at", recorder_.clock().now()},
                         {"sha256", made.sha256},
                         {"bytes", made.zip.size()},
                         {"tests", made.tests}});
  };
  const auto made = evidence_.bundle(request);
  if (!made.ok() && made.error().code == "bundle_stopped") return jobs::JobContext::interrupted();
  if (!made.ok()) return made.error();
  return fmt::format(R"({{"bundle":"{}","tests":{},"bytes":{}}})", id, made->tests, made->zip.size());
}

Result<std::string> CourtBundles::read(const std::string& id, const std::string& person) const {
  MUSTER_TRY(const KeptBundle bundle, find(id));
  if (!bundle.made_at) return conflict("bundle_not_made", "This bundle is not made yet, or its making was stopped.");
  auto file = read_file(path_of(id), 2 * kBundleBytesMax);
  if (bundle.removed_at || (!file.ok() && file.error().code == "file_missing"))  // a backup has no such files
    return not_found("bundle_removed",
                     "The file of this bundle is no longer here. Ask for it again: what is kept is still there.");
  MUSTER_TRY(std::string zip, std::move(file));
  if (to_hex(sha256(zip)) != bundle.sha256)
    return internal_error("bundle_changed", "The file of this bundle is not the one that was made.");
  MUSTER_CHECK_OK(database_.write([&](store::Transaction& tx) -> Result<void> {
    std::vector<ledger::Happening> happened;
    for (const std::string& test : bundle_tests(tx, bundle.case_id))
      happened.push_back(
          {kBundleRead, person, "test", test, fmt::format(R"({{"bundle_sha256":"{}"}})", bundle.sha256)});
    if (!happened.empty()) recorder_.record_all(tx, happened);
    return {};
  }));
  return zip;
}

Result<int> CourtBundles::sweep() const {
  const Instant now = recorder_.clock().now();
  MUSTER_TRY(const auto over, database_.read([&](store::Transaction& tx) -> Result<std::vector<std::string>> {
    std::vector<std::string> out;
    for (const auto& row : tx.query(kBundlesOver, {{"until", now - kCourtBundleKept}})) out.push_back(row.text("id"));
    return out;
  }));
  for (const std::string& id : over) {
    if (::unlink(path_of(id).c_str()) != 0 && errno != ENOENT)
      return unavailable("file_write", "A bundle's file can't be removed; it will be tried again.");
    MUSTER_CHECK_OK(database_.write([&](store::Transaction& tx) -> Result<void> {
      tx.run(kBundleRemoved, {{"id", id}, {"at", now}});
      return {};
    }));
  }
  return static_cast<int>(over.size());
}

}  // namespace muster::evidence
