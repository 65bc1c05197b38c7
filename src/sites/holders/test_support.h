// What the holders' tests share. Inside of holders; tests alone.
#pragma once

#include <filings/service.h>
#include <holders/service.h>
#include <policy/policy.h>
#include <restrictions/service.h>
#include <vault/vault.h>

#include <filesystem>

#include <embedded_sites_migrations.h>
#include <gtest/gtest.h>
#include <support/test_database.h>

namespace muster::holders {

inline Instant at(const char* text) {
  return *parse_rfc3339(text);
}

inline Record example_record(const std::string& name = "example.com") {
  Record record;
  record.name = name;
  record.registrant = {"H-1", HolderKind::organization, "Example Trading Ltd", "CN"};
  record.registrar = "Example Registrar";
  record.registrar_iana_id = "9999";
  record.statuses = {"clientTransferProhibited"};
  record.name_servers = {"ns1.example.net", "ns2.example.net"};
  record.created_at = at("2020-01-01T00:00:00Z");
  record.expires_at = at("2027-01-01T00:00:00Z");
  record.updated_at = at("2025-01-01T00:00:00Z");
  return record;
}

// Registers on either back end, with a clock that stands still.
class World : public testing::TestWithParam<store::Backend> {
 protected:
  World() : db_(GetParam(), {{"sites", muster_sites_migrations::files()}}) {
    ring_folder_ = std::filesystem::temp_directory_path() / ("muster-holders-" + new_id(system_clock_, random_));
    std::filesystem::create_directories(ring_folder_);
    auto ring = vault::KeyRing::create((ring_folder_ / "vault.keys").string(), clock_, random_);
    vault_ = std::make_unique<vault::Vault>(*ring, recorder_);
    filings_ = std::make_unique<filings::Service>(*db_, recorder_, *vault_, policy::Policy::standard(), restrictions_);
    service_ = std::make_unique<Service>(*db_, recorder_, *vault_, policy::Policy::standard(), *filings_);
    EXPECT_EQ(sql("insert into party(id, kind, name, licence_number, created_at) values('provider-a', "
                  "'access_provider', 'Provider A', 'L-A', 1)"),
              "done");
  }
  ~World() override { std::filesystem::remove_all(ring_folder_); }

  // Raw SQL as the application's role: "done", or the code of the refusal.
  std::string sql(const char* text) {
    const store::Sql statement{"raw", text};
    const auto done = db_->write([&](store::Transaction& tx) -> Result<void> {
      tx.run(statement);
      return {};
    });
    return done.ok() ? "done" : done.error().code;
  }
  std::int64_t number(const std::string& text) {
    const store::Sql statement{"raw", text.c_str()};
    return *db_->read([&](store::Transaction& tx) -> Result<std::int64_t> { return tx.one(statement)->integer("n"); });
  }
  Mirrored bring(const Record& record) {
    const auto done = service_->mirror(record, "registry.example", "person");
    EXPECT_TRUE(done.ok()) << (done.ok() ? "" : done.error().code + " " + done.error().sentence);
    return *done;
  }
  Registration domain(const std::string& name = "example.com") {
    const auto found = service_->get(name);
    EXPECT_TRUE(found.ok());
    return *found;
  }
  // A filed site under the name.
  filings::Filing filed(const std::string& name) {
    filings::FilingDraft draft;
    draft.provider_id = "provider-a";
    draft.subject.kind = filings::SubjectKind::company;
    draft.subject.name = "Example Trading Ltd";
    draft.subject.certificate_kind = "other";
    draft.subject.certificate_number = "REG-" + std::to_string(++certificates_);
    draft.subject.certificate_address = "1 Example Street, Exampleton";
    draft.subject.region = "CN-35";
    draft.subject.responsible = {"A. Example", "passport", "L898902C3", "+86 138 0013 8000", "office@example.com"};
    draft.site.name = "Example shop";
    draft.site.home_url = "https://www." + name + "/";
    draft.site.language = "zh-Hans";
    draft.site.service_types = {"shop"};
    draft.site.domains = {name};
    auto filing = filings_->create_draft(draft, registrar_);
    EXPECT_TRUE(filing.ok()) << (filing.ok() ? "" : filing.error().sentence);
    for (const auto event : {filings::Event::preverify, filings::Event::verify_in_person, filings::Event::sign,
                             filings::Event::submit, filings::Event::accept})
      filing = filings_->apply(filing->id, filing->version, {event}, registrar_);
    EXPECT_TRUE(filing.ok());
    return *filing;
  }

  test::TestDatabase db_;
  SystemClock system_clock_;
  SimulatedClock clock_{at("2026-03-02T09:00:00Z")};
  SystemRandom random_;
  ledger::Recorder recorder_{clock_, random_};
  std::filesystem::path ring_folder_;
  std::unique_ptr<vault::Vault> vault_;
  restrictions::Service restrictions_{*db_, recorder_};
  std::unique_ptr<filings::Service> filings_;
  std::unique_ptr<Service> service_;
  const filings::Actor registrar_{"person-r", "party-r", true};
  int certificates_ = 0;
};

}  // namespace muster::holders
