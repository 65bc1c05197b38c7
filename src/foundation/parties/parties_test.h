// A populated register for the tests of this room.
#pragma once

#include <base/bytes.h>
#include <parties/parties.h>

#include <cstdlib>
#include <filesystem>

#include <gtest/gtest.h>
#include <support/authenticator.h>
#include <support/test_database.h>

namespace muster::parties {

class PartiesTest : public testing::TestWithParam<store::Backend> {
 protected:
  using Backend = store::Backend;
  PartiesTest() : db_(GetParam()), vault_(make_ring(), recorder_) {
    become("demo");
    authority_ = make_party("authority", "Authority");
    carrier_ = make_party("carrier", "Carrier");
    admin_ = make_person(carrier_, "passport:A0000001");
    officer_ = make_person(carrier_, "passport:A0000002");
    decider_ = make_person(authority_, "passport:B0000001");
    confirmer_ = make_person(authority_, "passport:B0000002");
    give(admin_, roles::kAdmin);
    give(officer_, roles::kKeyOfficer);
    give(decider_, roles::kDecider);
    give(confirmer_, roles::kConfirmer);
  }
  ~PartiesTest() override { std::filesystem::remove(ring_path_); }

  vault::KeyRing make_ring() {
    ring_path_ = (std::filesystem::temp_directory_path() / ("muster-ring-" + new_id(clock_, random_))).string();
    return *vault::KeyRing::create(ring_path_, clock_, random_);
  }
  void become(const std::string& kind) {
    static constexpr store::Sql kInstance{
        "t_instance", "insert into instance(only_row, kind, name, created_at) values(1, :kind, 't', 1)"};
    ASSERT_TRUE(db_->write([&](store::Transaction& tx) -> Result<void> {
                     tx.run(kInstance, {{"kind", kind}});
                     return {};
                   })
                    .ok());
  }
  std::string make_party(const std::string& kind, const std::string& name) {
    Party party;
    party.kind = kind;
    party.name = name;
    auto made = service_.create_party("system:test", party);
    EXPECT_TRUE(made.ok()) << made.error().sentence;
    return made->id;
  }
  std::string make_person(const std::string& party, const std::string& identity) {
    auto made = service_.create_person("system:test", {party, "Person " + identity.substr(9), "en", identity});
    EXPECT_TRUE(made.ok()) << made.error().sentence;
    return made->id;
  }
  void give(const std::string& person, const std::string& role) {
    const auto given = service_.assign_role("system:test", person, role);
    EXPECT_TRUE(given.ok()) << given.error().sentence;
  }
  KeyRegistration register_key(const std::string& person, test::Authenticator& authenticator) {
    const auto begun = service_.begin_key(person);
    EXPECT_TRUE(begun.ok()) << begun.error().sentence;
    auto done = [&] {
      if (std::string(authenticator.kind()) == kWebCrypto)
        return service_.finish_webcrypto(
            person, begun->challenge, to_base64url(authenticator.spki()),
            authenticator.sign(Service::key_proof_text(person, begun->challenge)).signature);
      const auto made = authenticator.create(begun->challenge);
      return service_.finish_webauthn(person, begun->challenge, made.client_data_json, made.attestation_object,
                                      "desk key");
    }();
    EXPECT_TRUE(done.ok()) << done.error().sentence;
    return *done;
  }
  SigningKey enrolled(const std::string& person, test::Authenticator& authenticator) {
    const auto key = service_.enrol_key(officer_, register_key(person, authenticator).id);
    EXPECT_TRUE(key.ok()) << key.error().sentence;
    return *key;
  }
  std::string check(const std::string& person, const SigningKey& key, std::string_view text,
                    const test::Authenticator::Signed& s) {
    const auto result = db_->write([&](store::Transaction& tx) {
      return service_.check_signature(tx, person, key.id, text,
                                      {s.kind, s.client_data_json, s.authenticator_data, s.signature}, clock_.now());
    });
    return result.ok() ? "" : result.error().code;
  }
  bool ready() {
    return *db_->read([&](store::Transaction& tx) -> Result<bool> { return authority_ready(tx, clock_.now()); });
  }
  std::vector<std::string> roles(const std::string& person) {
    return *db_->read(
        [&](store::Transaction& tx) -> Result<std::vector<std::string>> { return roles_of(tx, person, clock_.now()); });
  }

  test::TestDatabase db_;
  SimulatedClock clock_{*parse_rfc3339("2026-03-02T02:00:00Z")};
  SystemRandom random_;
  ledger::Recorder recorder_{clock_, random_};
  std::string ring_path_;
  vault::Vault vault_;
  Service service_{*db_, recorder_, vault_, policy::Policy::standard()};
  std::string authority_, carrier_, admin_, officer_, decider_, confirmer_;
};

}  // namespace muster::parties
