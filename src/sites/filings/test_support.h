// What the filings' tests share. Inside of filings; tests alone.
#pragma once

#include <filings/service.h>
#include <policy/policy.h>
#include <restrictions/service.h>
#include <vault/vault.h>

#include <filesystem>

#include <embedded_sites_migrations.h>
#include <gtest/gtest.h>
#include <support/test_database.h>

namespace muster::filings {

inline FilingDraft example_draft(const std::string& domain = "shop.example.com") {
  FilingDraft draft;
  draft.provider_id = "provider-a";
  draft.subject.kind = SubjectKind::company;
  draft.subject.name = "Example Trading Ltd";
  draft.subject.certificate_kind = "cn_uscc";
  draft.subject.certificate_number = "91350100M000100Y43";  // GB 32100-2015, annex
  draft.subject.certificate_address = "1 Example Street, Exampleton";
  draft.subject.region = "CN-35";
  draft.subject.responsible = {"A. Example", "passport", "L898902C3", "+86 138 0013 8000", "office@example.com"};
  draft.site.name = "Example shop";
  draft.site.home_url = "https://www." + domain + "/";
  draft.site.language = "zh-Hans";
  draft.site.service_types = {"shop"};
  draft.site.domains = {domain};
  draft.site.accesses = {{"provider-a", AccessMethod::cloud, "Room 1", "192.0.2.7"}};
  return draft;
}

// A register on either back end, with two access providers and a clock that stands still.
class Register : public testing::TestWithParam<store::Backend> {
 protected:
  Register() : db_(GetParam(), {{"sites", muster_sites_migrations::files()}}) {
    ring_folder_ = std::filesystem::temp_directory_path() / ("muster-filings-" + new_id(system_clock_, random_));
    std::filesystem::create_directories(ring_folder_);
    auto ring = vault::KeyRing::create((ring_folder_ / "vault.keys").string(), clock_, random_);
    vault_ = std::make_unique<vault::Vault>(*ring, recorder_);
    service_ = std::make_unique<Service>(*db_, recorder_, *vault_, policy::Policy::standard(), restrictions_);
    EXPECT_EQ(sql("insert into party(id, kind, name, licence_number, created_at) values('provider-a', "
                  "'access_provider', 'Provider A', 'L-A', 1)"),
              "done");
    EXPECT_EQ(sql("insert into party(id, kind, name, licence_number, created_at) values('provider-b', "
                  "'access_provider', 'Provider B', 'L-B', 1)"),
              "done");
  }
  ~Register() override { std::filesystem::remove_all(ring_folder_); }

  // Raw SQL as the application's role: "done", or the code of the refusal.
  std::string sql(const char* text) {
    const store::Sql statement{"raw", text};
    const auto done = db_->write([&](store::Transaction& tx) -> Result<void> {
      tx.run(statement);
      return {};
    });
    return done.ok() ? "done" : done.error().code;
  }
  std::int64_t number(const char* text) {
    const store::Sql statement{"raw", text};
    return *db_->read([&](store::Transaction& tx) -> Result<std::int64_t> { return tx.one(statement)->integer("n"); });
  }
  Result<Filing> step(const Filing& filing, Event event, std::vector<std::string> reasons = {}, Change change = {}) {
    return service_->apply(filing.id, filing.version, {event, std::move(reasons), std::move(change)}, registrar_);
  }
  // Through the steps in a row; each must be open.
  Filing through(Filing filing, std::initializer_list<Event> events) {
    for (const Event event : events) {
      auto next = step(filing, event, {"A reason."});
      EXPECT_TRUE(next.ok()) << to_text(event) << ": " << (next.ok() ? "" : next.error().sentence);
      if (next.ok()) filing = *next;
    }
    return filing;
  }
  Filing draft(const std::string& domain = "shop.example.com") {
    auto asked = example_draft(domain);
    asked.subject.certificate_kind = "other";
    asked.subject.certificate_number = "REG-" + std::to_string(++certificates_);
    auto made = service_->create_draft(asked, registrar_);
    EXPECT_TRUE(made.ok()) << (made.ok() ? "" : made.error().code + " " + made.error().field);
    return *made;
  }
  Filing filed(const std::string& domain = "shop.example.com") {
    return through(draft(domain),
                   {Event::preverify, Event::verify_in_person, Event::sign, Event::submit, Event::accept});
  }

  test::TestDatabase db_;
  SystemClock system_clock_;
  SimulatedClock clock_{*parse_rfc3339("2026-03-02T09:00:00Z")};
  SystemRandom random_;
  ledger::Recorder recorder_{clock_, random_};
  std::filesystem::path ring_folder_;
  std::unique_ptr<vault::Vault> vault_;
  restrictions::Service restrictions_{*db_, recorder_};
  std::unique_ptr<Service> service_;
  const Actor registrar_{"person-r", "party-r", true}, a_{"person-a", "provider-a", false},
      b_{"person-b", "provider-b", false};
  int certificates_ = 0;
};

}  // namespace muster::filings
