#include "payload_store.h"

#include "inside.h"
#include <base/bytes.h>

#include <filesystem>

namespace muster::testing {
namespace payloads {
namespace {

using store::Sql;

// One row a URL, however often it is tested.
constexpr Sql kKeepPayload{
    "test_payload_keep",
    "insert into test_payload(url_sha256, digest, run_id, record_id, record_at, at) values(:url_sha256, :digest, "
    ":run_id, :record_id, :record_at, :at) on conflict(url_sha256) do update set digest = excluded.digest, run_id = "
    "excluded.run_id, record_id = excluded.record_id, record_at = excluded.record_at, at = excluded.at"};
constexpr Sql kFindPayload{
    "test_payload_find",
    "select p.digest, p.run_id, p.record_id, p.record_at, r.evidence_path from test_payload p join test_run r on r.id "
    "= p.run_id where p.url_sha256 = :url_sha256 and p.at >= :since and not exists(select 1 from evidence_destroyed d "
    "where d.run_id = p.run_id)"};
constexpr Sql kRefer{"test_evidence_refer",
                     "insert into test_evidence_reference(run_id, refers_to) values(:run_id, :refers_to) "
                     "on conflict(run_id, refers_to) do nothing"};
constexpr Sql kRefersTo{"test_evidence_refers_to",
                        "select refers_to as id from test_evidence_reference where run_id = :id order by refers_to"};
constexpr Sql kReferredBy{
    "test_evidence_referred_by",
    "select run_id as id from test_evidence_reference where refers_to = :id order by run_id limit :limit"};

std::vector<std::string> ids_of(const std::vector<store::Row>& rows) {
  std::vector<std::string> out;
  for (const auto& row : rows) out.push_back(row.text("id"));
  return out;
}

}  // namespace

void keep(store::Transaction& tx, const TestRun& run, const PayloadsWritten& written) {
  for (const auto& [url, payload] : written.whole)
    tx.run(kKeepPayload, {{"url_sha256", to_hex(sha256(url))},
                          {"digest", payload.digest},
                          {"run_id", run.id},
                          {"record_id", payload.record_id},
                          {"record_at", payload.at},
                          {"at", run.started_at}});
  for (const KnownPayload& known : written.referred) tx.run(kRefer, {{"run_id", run.id}, {"refers_to", known.run_id}});
}

std::optional<KnownPayload> find(store::Transaction& tx, const std::string& url, Instant since) {
  const auto row = tx.one(kFindPayload, {{"url_sha256", to_hex(sha256(url))}, {"since", since}});
  if (!row) return {};
  return KnownPayload{row->text("digest"), row->text("run_id"), row->text("evidence_path"), row->text("record_id"),
                      row->text("record_at")};
}

}  // namespace payloads

Result<std::map<std::string, KnownPayload>> Service::Inside::known_payloads(const Visit& visit) {
  std::map<std::string, KnownPayload> out;
  if (revisits_within == Duration::zero()) return out;
  MUSTER_CHECK_OK(database.read([&](store::Transaction& tx) -> Result<void> {
    for (const Hop& hop : visit.hops)
      if (hop.body.size() >= kRevisitFrom)
        if (auto known = payloads::find(tx, hop.url, visit.started - revisits_within))
          out.insert_or_assign(hop.url, std::move(*known));
    return {};
  }));
  // What is no longer in its place can't be referred to.
  std::error_code error;
  std::erase_if(
      out, [&](const auto& each) { return !std::filesystem::exists(folder + "/evidence/" + each.second.file, error); });
  return out;
}

Result<std::vector<std::string>> Service::refers_to(const std::string& run_id) {
  return inside_->database.read([&](store::Transaction& tx) -> Result<std::vector<std::string>> {
    return payloads::ids_of(tx.query(payloads::kRefersTo, {{"id", run_id}}));
  });
}

Result<std::vector<std::string>> Service::referred_by(const std::string& run_id, int limit) {
  return inside_->database.read([&](store::Transaction& tx) -> Result<std::vector<std::string>> {
    return payloads::ids_of(tx.query(payloads::kReferredBy, {{"id", run_id}, {"limit", limit}}));
  });
}

}  // namespace muster::testing
