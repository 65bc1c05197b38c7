// Files whose columns are called otherwise.
#include "import_source.h"
#include "test_support.h"
#include <filings/reconcile.h>

namespace muster::filings {
namespace {

const Mapping kTheirs{{"site_number", "Record No."},
                      {"domains", "Sites"},
                      {"subject_name", "Holder"},
                      {"region", "Province"},
                      {"provider", "ISP"}};
const std::string kFile =
    "record no.,SITES,Holder,Province,ISP,Remarks,site_name\n"
    "S1-1,one.example.com,Company 1,CN-35,L-A,anything,Shop 1\n"
    "S2-1,no_name.example,Company 2,CN-35,L-A,anything,Shop 2\n";

class ColumnMappings : public Register {
 protected:
  Mappings mappings_{*db_, recorder_};
};
MUSTER_ON_BOTH_BACKENDS(ColumnMappings);

TEST_P(ColumnMappings, AFileIsReadByThem) {
  const Importer importer(*db_, recorder_, *vault_, restrictions_);
  std::vector<std::string> told;
  ImportOptions options;
  options.source_name = "theirs.csv";
  options.actor = "person";
  options.on_error = [&](const LineError& e) { told.push_back(std::to_string(e.line) + " " + e.error.field); };
  std::istringstream without(kFile);
  EXPECT_EQ(importer.run(without, options).error().code, "csv_column_unknown");
  options.mapping = kTheirs;
  std::istringstream in(kFile);
  const auto result = importer.run(in, options);
  ASSERT_TRUE(result.ok()) << result.error().sentence;
  EXPECT_EQ(result->accepted, 1);
  EXPECT_EQ(told, std::vector<std::string>{"3 domains"}) << "faults name our columns";
  EXPECT_EQ(service_->find("one.example.com")->name, "Shop 1") << "our own names are still found";
  std::istringstream again(kFile);
  const auto compared = Reconciler(*db_, recorder_, *vault_)
                            .run(again, {.register_name = "North", .mapping = kTheirs, .actor = "person"});
  EXPECT_EQ(compared->same, 1);
  options.format = Format::jsonl;
  EXPECT_EQ(importer.run(in, options).error().code, "mapping_csv_only");
}

TEST_P(ColumnMappings, AnInterruptedImportGoesOnWithThem) {
  const Importer importer(*db_, recorder_, *vault_, restrictions_);
  ImportOptions options{.source_name = "theirs.csv", .mapping = kTheirs, .batch_rows = 1, .actor = "person"};
  options.on_progress = [](const ImportProgress&) { return false; };
  std::istringstream first(kFile), second(kFile);
  ASSERT_TRUE(importer.run(first, options)->stopped);
  options.on_progress = {};
  const auto rest = importer.run(second, options);
  EXPECT_TRUE(rest->resumed);
  EXPECT_EQ(rest->accepted, 1);
  EXPECT_EQ(rest->refused, 1);
}

TEST_P(ColumnMappings, TheyAreKeptUnderANameAndRememberedForASource) {
  ASSERT_TRUE(mappings_.save("North", kTheirs, "person").ok());
  EXPECT_EQ(*mappings_.get("North"), kTheirs);
  EXPECT_EQ(mappings_.get("South").error().code, "mapping_unknown");
  EXPECT_EQ(mappings_.remember("/in/register-2026-03.csv", "South").error().code, "mapping_unknown");
  ASSERT_TRUE(mappings_.remember("/in/register-2026-03.csv", "North").ok());
  EXPECT_EQ(*mappings_.remembered("C:\\mail\\Register-2026-12.csv"), "North");
  EXPECT_EQ(*mappings_.remembered("other.csv"), "");
  ASSERT_TRUE(mappings_.save("North", {{"domains", "Names"}}, "person").ok());
  EXPECT_EQ(mappings_.all()->at(0).second, (Mapping{{"domains", "Names"}}));
  EXPECT_EQ(number("select count(*) as n from event where kind = 'filing_mapping.saved'"), 2);
  EXPECT_EQ(mappings_.save(" ", kTheirs, "person").error().code, "mapping_name");
  EXPECT_EQ(mappings_.save(std::string(61, 'x'), kTheirs, "person").error().code, "mapping_name");
}

TEST(MappingRules, EachFaultHasItsCode) {
  EXPECT_EQ(check_mapping({}).error().code, "mapping_empty");
  EXPECT_EQ(check_mapping({{"colour", "x"}}).error().code, "mapping_field");
  EXPECT_EQ(check_mapping({{"domains", " "}}).error().code, "mapping_column");
  EXPECT_EQ(check_mapping({{"domains", std::string(201, 'x')}}).error().code, "mapping_column");
  EXPECT_EQ(check_mapping({{"domains", "\xff"}}).error().code, "mapping_column");
  EXPECT_EQ(check_mapping({{"domains", "A"}, {"region", "a"}}).error().code, "mapping_column");
  EXPECT_TRUE(check_mapping(kTheirs).ok());
  // Our own name stands for nothing where another column is mapped to it.
  const auto columns =
      columns_of({"Sites", "domains", "site_number", "subject_name", "region"}, {{"domains", "sites"}});
  ASSERT_TRUE(columns.ok()) << columns.error().sentence;
  EXPECT_EQ(columns->at(0), Column::domains);
  EXPECT_EQ(columns->at(1), std::nullopt);
  EXPECT_EQ(columns_of({"Sites", "x"}, kTheirs).error().code, "csv_column_missing");
  EXPECT_EQ(columns_of({"Sites", "sites"}, kTheirs).error().code, "csv_column_twice");
}

}  // namespace
}  // namespace muster::filings
