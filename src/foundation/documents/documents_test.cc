#include <base/bytes.h>
#include <documents/documents.h>

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>
#include <support/test_database.h>

namespace muster::documents {
namespace {

namespace fs = std::filesystem;

class Documents : public testing::TestWithParam<store::Backend> {
 protected:
  Documents() {
    fs::create_directories(root_);
    vault_ = std::make_unique<vault::Vault>(*vault::KeyRing::create(root_ + "/ring", clock_, random_), recorder_);
    service_ =
        std::make_unique<Service>(*db_, recorder_, *vault_, Options{.folder = root_ + "/documents", .size_max = 1'000});
  }
  ~Documents() override { fs::remove_all(root_); }
  NewDocument scan(bool personal = false) {
    return {"application/pdf", "Scan of an order", "case", "c-1", personal, clock_.now() + std::chrono::hours(24)};
  }
  std::vector<std::string> files() {
    std::vector<std::string> out;
    for (const auto& entry : fs::recursive_directory_iterator(root_ + "/documents"))
      if (entry.is_regular_file()) out.push_back(entry.path().string());
    return out;
  }
  std::string bytes(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  std::string attack(const char* sql, const std::string& id) {
    const store::Sql raw{sql, sql};
    const auto result = db_->write([&](store::Transaction& tx) -> Result<void> {
      tx.run(raw, {{"id", id}, {"later", clock_.now() + std::chrono::hours(48)}});
      return {};
    });
    return result.ok() ? "it happened" : result.error().code;
  }
  test::TestDatabase db_{GetParam()};
  SimulatedClock clock_{*parse_rfc3339("2026-03-02T02:00:00Z")};
  SystemRandom random_;
  ledger::Recorder recorder_{clock_, random_};
  std::string root_ = (fs::temp_directory_path() / ("muster-documents-" + new_id(SystemClock(), random_))).string();
  std::unique_ptr<vault::Vault> vault_;
  std::unique_ptr<Service> service_;
};
MUSTER_ON_BOTH_BACKENDS(Documents);

TEST_P(Documents, KeepsContentUnderItsHash) {
  const std::string content("a scan\0with zero bytes", 22);
  const auto added = service_->add("p-1", scan(), content);
  ASSERT_TRUE(added.ok()) << added.error().sentence;
  EXPECT_EQ(added->sha256, to_hex(sha256(content)));
  EXPECT_EQ(*service_->content("p-1", added->id, "examine_case"), content);
  ASSERT_EQ(files().size(), 1u);
  EXPECT_TRUE(files()[0].ends_with(added->sha256.substr(0, 2) + "/" + added->sha256));
  const auto event = db_->read([&](store::Transaction& tx) -> Result<std::vector<events::Event>> {
    return events::of_record(tx, "document", added->id);
  });
  ASSERT_EQ(event->size(), 1u);
  EXPECT_NE(event->at(0).body.find(added->sha256), std::string::npos);
  EXPECT_EQ(service_->of_record("case", "c-1")->size(), 1u);
}

TEST_P(Documents, WrongDocumentsAreRefused) {
  EXPECT_EQ(service_->add("p", scan(), std::string(1'001, 'x')).error().code, "document_too_large");
  NewDocument wrong = scan();
  wrong.media_type = "pdf\r\nX: y/z";
  EXPECT_EQ(service_->add("p", wrong, "x").error().code, "document_media_type");
  wrong = scan();
  wrong.title = " ";
  EXPECT_EQ(service_->add("p", wrong, "x").error().code, "document_title");
  wrong = scan();
  wrong.retain_until = clock_.now();
  EXPECT_EQ(service_->add("p", wrong, "x").error().code, "document_term");
  EXPECT_EQ(service_->content("p", "nothing", "x").error().code, "document_not_found");
}

TEST_P(Documents, PersonalContentIsNowhereInClear) {
  const std::string secret = "PASSPORT-OF-A-TEST-PERSON";
  const auto added = service_->add("p-1", scan(true), secret);
  ASSERT_TRUE(added.ok()) << added.error().sentence;
  EXPECT_EQ(bytes(files()[0]).find("PASSPORT"), std::string::npos);
  EXPECT_NE(added->sha256, to_hex(sha256(secret)));  // nobody can confirm a guess by its hash
  EXPECT_EQ(*service_->content("p-2", added->id, "examine_case"), secret);
  const auto readings = db_->read([&](store::Transaction& tx) -> Result<std::vector<events::Event>> {
    return events::of_record(tx, vault::kRecordKind, added->id);
  });
  ASSERT_EQ(readings->size(), 1u);
  EXPECT_EQ(readings->at(0).actor, "p-2");
  // One person's file in the place of another's.
  const auto other = *service_->add("p-1", scan(true), "OTHER");
  EXPECT_NE(other.sha256, added->sha256);
}

TEST_P(Documents, AlteredAndMissingFilesAreFound) {
  const auto a = *service_->add("p", scan(), "first"), b = *service_->add("p", scan(), "second"),
             c = *service_->add("p", scan(true), "third");
  const auto path = [&](const Document& d) { return root_ + "/documents/" + d.sha256.substr(0, 2) + "/" + d.sha256; };
  std::ofstream(path(a)) << "First";
  fs::remove(path(b));
  std::ofstream(path(c), std::ios::app) << "x";
  std::map<std::string, std::string> found;
  EXPECT_EQ(*service_->verify([&](const Document& d, const Error& e) { found[d.id] = e.code; }), 3);
  EXPECT_EQ(found, (std::map<std::string, std::string>{
                       {a.id, "document_altered"}, {b.id, "document_missing"}, {c.id, "document_altered"}}));
  EXPECT_EQ(service_->content("p", a.id, "x").error().code, "document_altered");
  EXPECT_EQ(service_->content("p", b.id, "x").error().code, "document_missing");
}

TEST_P(Documents, DestroyedOnlyAfterTheTermAndWithoutAHold) {
  const auto d = *service_->add("p", scan(true), "content");
  EXPECT_EQ(service_->destroy("p", d.id).error().code, "document_retained");
  ASSERT_TRUE(service_->hold("p", d.id).ok());
  EXPECT_EQ(service_->hold("p", d.id).error().code, "document_held");
  clock_.advance(std::chrono::hours(25));
  EXPECT_EQ(service_->destroy("p", d.id).error().code, "document_retained");
  EXPECT_EQ(*service_->sweep("system:test"), 0);
  EXPECT_TRUE(service_->content("p", d.id, "examine_case").ok());
  ASSERT_TRUE(service_->release("p", d.id).ok());
  EXPECT_EQ(*service_->sweep("system:test"), 1);
  EXPECT_TRUE(files().empty());
  EXPECT_EQ(service_->content("p", d.id, "examine_case").error().code, "document_destroyed");
  EXPECT_EQ(service_->destroy("p", d.id).error().code, "document_destroyed");
}

TEST_P(Documents, TheTermIsExtendedWhileItsRecordLives) {
  std::optional<Instant> later = clock_.now() + std::chrono::hours(100);
  Service living(*db_, recorder_, *vault_,
                 {.folder = root_ + "/documents", .later = [&](store::Transaction&, const Document& d) {
                    EXPECT_EQ(d.record_id, "c-1");
                    return later;
                  }});
  const auto d = *living.add("p", scan(true), "content");
  EXPECT_EQ(living.destroy("p", d.id).error().code, "document_retained");
  EXPECT_EQ(living.find(d.id)->retain_until, d.retain_until) << "nobody is asked before the term is over";
  clock_.advance(std::chrono::hours(25));
  EXPECT_EQ(*living.sweep("system:test"), 0);
  EXPECT_EQ(living.find(d.id)->retain_until, *later);
  EXPECT_EQ(*living.sweep("system:test"), 0);
  clock_.advance(std::chrono::hours(100));
  EXPECT_EQ(*living.sweep("system:test"), 1);
  EXPECT_EQ(living.content("p", d.id, "x").error().code, "document_destroyed");
  EXPECT_TRUE(files().empty());
}

TEST_P(Documents, SameContentIsOneFileUntilTheLastGoes) {
  const auto a = *service_->add("p", scan(), "same");
  NewDocument longer = scan();
  longer.retain_until = clock_.now() + std::chrono::hours(100);
  const auto b = *service_->add("p", longer, "same");
  EXPECT_EQ(files().size(), 1u);
  clock_.advance(std::chrono::hours(25));
  ASSERT_TRUE(service_->destroy("p", a.id).ok());
  EXPECT_EQ(files().size(), 1u);
  EXPECT_EQ(*service_->content("p", b.id, "x"), "same");
}

TEST_P(Documents, ARollbackLeavesAFileThatIsSweptLater) {
  EXPECT_FALSE(db_->write([&](store::Transaction& tx) -> Result<void> {
                    MUSTER_TRY(const Document d, service_->add(tx, "p", scan(), "orphan"));
                    return refused("no", "No.");
                  })
                   .ok());
  ASSERT_EQ(files().size(), 1u);
  EXPECT_EQ(*service_->sweep("system:test"), 0);  // it may belong to a transaction under way
  fs::last_write_time(files()[0], fs::file_time_type::clock::now() - std::chrono::hours(25));
  EXPECT_EQ(*service_->sweep("system:test"), 1);
  EXPECT_TRUE(files().empty());
}

TEST_P(Documents, TheSchemaKeepsThem) {
  const auto d = *service_->add("p", scan(), "content");
  EXPECT_EQ(attack("update document set sha256 = 'x' where id = :id", d.id), "document_immutable");
  EXPECT_EQ(attack("update document set record_id = 'c-2' where id = :id", d.id), "document_immutable");
  EXPECT_EQ(attack("update document set retain_until = 1 where id = :id", d.id), "document_term");
  EXPECT_EQ(attack("update document set destroyed_at = 1 where id = :id", d.id), "document_retained");
  EXPECT_EQ(attack("update document set legal_hold = 1, destroyed_at = :later where id = :id", d.id),
            "document_retained");
  EXPECT_EQ(attack("delete from document where id = :id", d.id), "document_kept");
}

}  // namespace
}  // namespace muster::documents
