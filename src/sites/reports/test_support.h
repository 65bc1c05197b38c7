// Reports over a test database, with what they need of other rooms.
#pragma once

#include <base/bytes.h>
#include <base/text.h>
#include <events/outbox.h>
#include <jobs/jobs.h>
#include <notices/notices.h>
#include <parties/parties.h>
#include <policy/policy.h>
#include <testing/testing.h>
#include <vault/vault.h>

#include <filesystem>

#include <bundles/bundles.h>
#include <embedded_sites_migrations.h>
#include <gtest/gtest.h>
#include <reports/service.h>
#include <support/test_database.h>

namespace muster::reports {

class ReportsTest : public ::testing::TestWithParam<store::Backend> {
 protected:
  ReportsTest() : db_(GetParam(), {{"sites", muster_sites_migrations::files()}}) {}
  ~ReportsTest() override { std::filesystem::remove_all(folder_); }

  static std::string make_folder() {
    SystemClock clock;
    SystemRandom random;
    const auto path = std::filesystem::temp_directory_path() / ("muster-reports-" + new_id(clock, random));
    std::filesystem::create_directories(path);
    return path.string();
  }
  static NewReport about(const std::string& address, const std::string& ground = "phishing_or_malware") {
    NewReport out;
    out.address = address;
    out.ground = ground;
    out.words = "It asks for the code of my bank.";
    return out;
  }
  Receipt take(const NewReport& report) {
    const auto receipt = service_.submit(report);
    if (!receipt.ok()) throw std::runtime_error(receipt.error().code + ": " + receipt.error().sentence);
    return *receipt;
  }
  Report stored(const std::string& id) {
    const auto report = service_.report(id);
    if (!report.ok()) throw std::runtime_error(report.error().sentence);
    return *report;
  }
  template <class F>
  Result<void> write(F body) {
    return db_->write([&](store::Transaction& tx) -> Result<void> {
      body(tx);
      return {};
    });
  }
  std::int64_t count(const store::Sql& sql) {
    const auto rows = db_->ask(sql);
    return rows.ok() ? rows->front().integer("n") : -1;
  }
  std::string every_text(const store::Sql& rows) {
    std::string out;
    (void)db_->read([&](store::Transaction& tx) -> Result<void> {
      for (const auto& row : tx.query(rows))
        for (const auto& value : row.values())
          if (const auto* text = std::get_if<std::string>(&value)) out += *text + "\n";
      return {};
    });
    return out;
  }
  std::vector<std::string> kinds(const std::string& id) {
    std::vector<std::string> out;
    (void)db_->read([&](store::Transaction& tx) -> Result<void> {
      for (const auto& event : events::of_record(tx, kReportRecord, id)) out.push_back(event.kind);
      return {};
    });
    return out;
  }
  // As the outbox hands it out: what moved a suspicion.
  void follow_all() {
    for (int handed = 1; handed > 0;) {
      const auto drained = events::drain(*db_, "reports", 500, [&](store::Transaction& tx, const events::Event& event) {
        return service_.follow(tx, event);
      });
      ASSERT_TRUE(drained.ok()) << drained.error().sentence;
      handed = *drained;
    }
  }
  std::string party(const char* kind) {
    parties::Party p;
    p.kind = kind;
    p.name = "Watchers";
    return parties_.create_party("system:test", p)->id;
  }

  std::string folder_ = make_folder();
  SimulatedClock clock_{*parse_rfc3339("2026-03-02T02:00:00Z")};
  SystemRandom random_;
  test::TestDatabase db_;
  const policy::Policy& policy_ = policy::Policy::standard();
  ledger::Recorder recorder_{clock_, random_};
  vault::Vault vault_{*vault::KeyRing::create(folder_ + "/ring", clock_, random_), recorder_};
  parties::Service parties_{*db_, recorder_, vault_, policy_};
  notices::Service notices_{
      *db_,
      recorder_,
      {.mail_folder = folder_ + "/mail",
       .resolve = [](const std::string&) -> Result<std::string> { return std::string("hotline@hotline.example"); },
       .attach = [this](const notices::Notice& notice) -> Result<std::optional<notices::Attachment>> {
         MUSTER_TRY(auto address, service_.sealed_address(notice.record_id));
         return std::optional(notices::Attachment{"address.txt", "text/plain", std::move(address)});
       }}};
  jobs::Service jobs_{*db_, clock_, random_};
  bundles::Service bundles_{*db_, recorder_, policy_, &jobs_, folder_ + "/bundles"};
  testing::Service testing_{*db_, recorder_, bundles_, &jobs_, folder_};
  Service service_{*db_, recorder_, policy_, vault_, notices_, testing_};
};

}  // namespace muster::reports
