// The ledger's handlers as an outsider, an operator and an auditor see them.
#include "ledger_handlers.h"
#include <http/router.h>
#include <ledger/leaf.h>
#include <ledger/log.h>

#include <gtest/gtest.h>
#include <support/caller.h>
#include <support/test_database.h>

namespace muster::web {
namespace {

using test::Caller;
using test::person;

constexpr events::Kind kHappened{"thing.happened", 1, "A thing happened."};

class LedgerApi : public ::testing::Test {
 protected:
  LedgerApi() {
    add("GET", "/api/ledger/checkpoint", http::Access::anybody(), ledger_checkpoint);
    add("GET", "/api/ledger/proof/inclusion", http::Access::anybody(), ledger_proof_inclusion);
    add("GET", "/api/ledger/proof/consistency", http::Access::anybody(), ledger_proof_consistency);
    add("GET", "/api/ledger/keys", http::Access::anybody(), ledger_keys);
    add("GET", "/api/ledger/witnesses", http::Access::anybody(), ledger_witnesses);
    add("POST", "/api/ledger/witnesses", http::Access::any_of({"operator"}), ledger_witness_enrol);
    add("DELETE", "/api/ledger/witnesses", http::Access::any_of({"operator"}), ledger_witness_retire);
    const NameOf names = [](const std::string& id) {
      return id == "p-1" ? std::optional<std::string>("Ana") : std::nullopt;
    };
    router_.add({.method = "GET",
                 .pattern = "/api/ledger/entries",
                 .access = http::Access::signed_in(),
                 .handler = [this, names](const http::Request& r) { return ledger_entries(log_, names, r); }});
    router_.add({.method = "GET",
                 .pattern = "/api/ledger/entries/{index}",
                 .access = http::Access::anybody(),
                 .handler = [this, names](const http::Request& r) { return ledger_entry(log_, names, r); }});
  }
  void add(const char* method, const char* pattern, http::Access access,
           http::Response (*handler)(const ledger::Log&, const http::Request&)) {
    router_.add({.method = method,
                 .pattern = pattern,
                 .access = std::move(access),
                 .handler = [this, handler](const http::Request& r) { return handler(log_, r); }});
  }
  void record(int count) {
    ASSERT_TRUE(db_->write([&](store::Transaction& tx) -> Result<void> {
                     for (int i = 0; i < count; ++i)
                       recorder_.record(tx, kHappened, "p-1", "thing", std::to_string(i % 2), R"({"x":1})");
                     return {};
                   })
                    .ok());
    ASSERT_TRUE(log_.sequence_once().ok());
  }
  test::TestDatabase db_{store::Backend::sqlite};
  SimulatedClock clock_{Instant{1'750'000'000'000'000}};
  SystemRandom random_;
  ledger::Recorder recorder_{clock_, random_};
  ledger::Log log_{*db_, recorder_,
                   *ledger::SigningKey::make("muster.example/test", ledger::Algorithm::ed25519, random_)};
  http::Router router_;
  Caller outsider_{router_}, auditor_{router_, person("p-2", {"auditor"})},
      operator_{router_, person("p-3", {"operator"})};
};

TEST_F(LedgerApi, AnOutsiderChecksAnEntry) {
  EXPECT_EQ(outsider_.get("/api/ledger/checkpoint").code(), "ledger_empty");
  record(5);
  record(3);
  const auto checkpoint = outsider_.get("/api/ledger/checkpoint");
  ASSERT_EQ(checkpoint.status, 200);
  EXPECT_EQ(checkpoint.at("/size"), "8");
  const auto note = outsider_.get("/api/ledger/checkpoint", {{"accept", "text/plain"}});
  EXPECT_EQ(note.body, checkpoint.at("/note"));
  const auto key = ledger::VerifierKey::parse(outsider_.get("/api/ledger/keys").at("/items/0/vkey"));
  EXPECT_TRUE(ledger::verify_note(*ledger::parse_note(note.body), *key));
  const auto entry = outsider_.get("/api/ledger/entries/3");
  const auto proof = outsider_.get("/api/ledger/proof/inclusion?index=3&size=8");
  ledger::merkle::Proof hashes;
  const auto proof_value = proof.json();
  for (const auto& hash : proof_value.at("hashes").as_array())
    hashes.push_back(*hash_from_hex(std::string(hash.as_string())));
  EXPECT_TRUE(ledger::merkle::verify_inclusion(ledger::leaf_hash(entry.at("/leaf_data")), 3, 8, hashes,
                                               *hash_from_hex(checkpoint.at("/root_hash"))));
  EXPECT_EQ(outsider_.get("/api/ledger/proof/inclusion?event=" + entry.at("/event_id")).at("/index"), "3");
  const auto consistency = outsider_.get("/api/ledger/proof/consistency?from=5&to=8");
  hashes.clear();
  const auto consistency_value = consistency.json();
  for (const auto& hash : consistency_value.at("hashes").as_array())
    hashes.push_back(*hash_from_hex(std::string(hash.as_string())));
  EXPECT_TRUE(ledger::merkle::verify_consistency(5, *hash_from_hex(consistency.at("/from_root")), 8,
                                                 *hash_from_hex(consistency.at("/to_root")), hashes));
}

TEST_F(LedgerApi, BodiesAreForAuditors) {
  record(5);
  EXPECT_EQ(outsider_.get("/api/ledger/entries").status, 401);
  EXPECT_EQ(outsider_.get("/api/ledger/entries/0").at("/body"), "null");
  EXPECT_EQ(outsider_.get("/api/ledger/entries/0").at("/actor_name"), "null");
  EXPECT_EQ(operator_.get("/api/ledger/entries/0").at("/body"), "null");
  EXPECT_EQ(operator_.get("/api/ledger/entries/0").at("/actor_name"), "Ana");
  EXPECT_EQ(auditor_.get("/api/ledger/entries/0").at("/body/x"), "1");
}

TEST_F(LedgerApi, PagesNewestFirst) {
  record(7);
  auto page = auditor_.get("/api/ledger/entries?limit=3");
  EXPECT_EQ(page.at("/items/0/index"), "6");
  page = auditor_.get("/api/ledger/entries?limit=3&after=" + page.at("/next"));
  EXPECT_EQ(page.at("/items/0/index"), "3");
  page = auditor_.get("/api/ledger/entries?limit=3&after=" + page.at("/next"));
  EXPECT_EQ(page.at("/items/0/index"), "0");
  EXPECT_EQ(page.at("/next"), "null");
  EXPECT_EQ(auditor_.get("/api/ledger/entries?record_kind=thing&record_id=1").json().at("items").as_array().size(), 3u);
  EXPECT_EQ(auditor_.get("/api/ledger/entries?record_kind=thing").status, 422);
  EXPECT_EQ(auditor_.get("/api/ledger/entries?after=zz").status, 422);
}

TEST_F(LedgerApi, RefusesWhatThereIsNot) {
  record(2);
  for (const char* target : {"/api/ledger/entries/2", "/api/ledger/entries/x", "/api/ledger/entries/-1",
                             "/api/ledger/proof/inclusion?index=9", "/api/ledger/proof/inclusion?event=none"})
    EXPECT_EQ(outsider_.get(target).status, 404) << target;
  for (const char* target :
       {"/api/ledger/proof/inclusion", "/api/ledger/proof/inclusion?index=-1", "/api/ledger/proof/inclusion?index=1x",
        "/api/ledger/proof/consistency?from=1", "/api/ledger/proof/consistency?from=2&to=1",
        "/api/ledger/proof/consistency?from=1&to=9999999999999999999"})
    EXPECT_EQ(outsider_.get(target).status, 422) << target;
}

TEST_F(LedgerApi, OperatorsEnrolWitnesses) {
  record(1);
  const auto key = ledger::SigningKey::make("witness.example", ledger::Algorithm::cosignature_v1, random_);
  const std::string body = R"({"vkey":")" + key->verifier().to_text() + R"(","url":"http://127.0.0.1:9"})";
  EXPECT_EQ(outsider_.post("/api/ledger/witnesses", body).status, 401);
  EXPECT_EQ(auditor_.post("/api/ledger/witnesses", body).status, 403);
  EXPECT_EQ(operator_.post("/api/ledger/witnesses", R"({"vkey":"x","url":"http://x"})").code(), "witness_key");
  EXPECT_EQ(operator_.post("/api/ledger/witnesses", body).status, 201);
  EXPECT_EQ(operator_.post("/api/ledger/witnesses", body).status, 409);
  EXPECT_EQ(outsider_.get("/api/ledger/witnesses").at("/items/0/name"), "witness.example");
  EXPECT_EQ(outsider_.get("/api/ledger/witnesses").at("/items/0/cosigned_size"), "null");
  EXPECT_EQ(operator_.remove("/api/ledger/witnesses?name=witness.example").status, 204);
  EXPECT_EQ(operator_.remove("/api/ledger/witnesses?name=witness.example").status, 404);
}

}  // namespace
}  // namespace muster::web
