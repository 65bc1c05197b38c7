#include "score_visit.h"
#include <testing/seals.h>
#include <testing/testing.h>

#include <vector>

namespace muster::testing {
namespace {

using store::Sql;

constexpr Sql kIsSealed{"test_is_sealed", "select run_id from test_seal where run_id = :id"};
constexpr Sql kCount{"test_seals_of_host", "select count(*) as n from test_seal where host = :host"};
constexpr Sql kUnsealed{"test_unsealed_of_host",
                        "select r.id from test_run r where r.host = :host and not exists(select 1 from test_seal s "
                        "where s.run_id = r.id) order by r.id"};
constexpr Sql kSeal{"test_seal_insert",
                    "insert into test_seal(run_id, host, sealed_by, sealed_at) values(:id, :host, :person, :at)"};
constexpr Sql kSuspicions{"suspicions_unsealed_of_name",
                          "select id from suspicion where registrable = :registrable and name = :name and sealed_at is "
                          "null order by id"};

}  // namespace

bool is_sealed(store::Transaction& tx, const std::string& run_id) {
  return tx.one(kIsSealed, {{"id", run_id}}).has_value();
}

std::int64_t sealed_tests_of(store::Transaction& tx, const std::string& host) {
  return tx.one(kCount, {{"host", host}})->integer("n");
}

std::int64_t seal_tests(store::Transaction& tx, const ledger::Recorder& recorder, const std::string& host,
                        const std::string& person) {
  std::vector<ledger::Happening> happened;
  for (const auto& row : tx.query(kUnsealed, {{"host", host}})) {
    const std::string id = row.text("id");
    tx.run(kSeal, {{"id", id}, {"host", host}, {"person", person}, {"at", recorder.clock().now()}});
    happened.push_back({kTestSealed, person, "test", id, "{}"});
  }
  if (!happened.empty()) recorder.record_all(tx, happened);
  return static_cast<std::int64_t>(happened.size());
}

Result<std::int64_t> seal_host(store::Transaction& tx, const ledger::Recorder& recorder, Service& service,
                               const std::string& host, const std::string& person) {
  for (const auto& row : tx.query(kSuspicions, {{"registrable", registrable_of(host)}, {"name", host}}))
    MUSTER_CHECK_OK(service.seal(tx, row.text("id"), person));
  return seal_tests(tx, recorder, host, person);
}

Error sealed_error() {
  return not_found("test_sealed", "This test may show a minor and was sealed. Nobody reads it here any more.");
}

}  // namespace muster::testing
