#include "test_support.h"
#include <base/bytes.h>
#include <holders/import.h>
#include <ledger/merkle.h>

#include <sstream>

namespace muster::holders {
namespace {

const std::string kHeader =
    "name,registrant_handle,registrant_kind,registrant_name,registrar,name_servers,expires_at\n";

std::string lines(int n, int first = 0) {
  std::string out;
  for (int i = first; i < first + n; ++i) {
    const std::string k = std::to_string(i);
    out += "name" + k + ".example,H-" + k + ",organization,Company " + k +
           ",Example Registrar,ns1.example.net;ns2.example.net,2027-01-01\r\n";
  }
  return out;
}

// RFC 5731 §3.1.2, the first example of an <info> response, as it is published there.
constexpr const char* kRfc5731 = R"(<?xml version="1.0" encoding="UTF-8" standalone="no"?>
<epp xmlns="urn:ietf:params:xml:ns:epp-1.0">
  <response>
    <result code="1000">
      <msg>Command completed successfully</msg>
    </result>
    <resData>
      <domain:infData
       xmlns:domain="urn:ietf:params:xml:ns:domain-1.0">
        <domain:name>example.com</domain:name>
        <domain:roid>EXAMPLE1-REP</domain:roid>
        <domain:status s="ok"/>
        <domain:registrant>jd1234</domain:registrant>
        <domain:contact type="admin">sh8013</domain:contact>
        <domain:contact type="tech">sh8013</domain:contact>
        <domain:ns>
          <domain:hostObj>ns1.example.com</domain:hostObj>
          <domain:hostObj>ns1.example.net</domain:hostObj>
        </domain:ns>
        <domain:host>ns1.example.com</domain:host>
        <domain:host>ns2.example.com</domain:host>
        <domain:clID>ClientX</domain:clID>
        <domain:crID>ClientY</domain:crID>
        <domain:crDate>1999-04-03T22:00:00.0Z</domain:crDate>
        <domain:upID>ClientX</domain:upID>
        <domain:upDate>1999-12-03T09:00:00.0Z</domain:upDate>
        <domain:exDate>2005-04-03T22:00:00.0Z</domain:exDate>
        <domain:trDate>2000-04-08T09:00:00.0Z</domain:trDate>
        <domain:authInfo>
          <domain:pw>2fooBAR</domain:pw>
        </domain:authInfo>
      </domain:infData>
    </resData>
    <trID>
      <clTRID>ABC-12345</clTRID>
      <svTRID>54322-XYZ</svTRID>
    </trID>
  </response>
</epp>
)";

std::string epp_name(const std::string& name, const std::string& registrant = "jd1234") {
  return "<d:infData xmlns:d='urn:ietf:params:xml:ns:domain-1.0'><d:name>" + name +
         "</d:name><d:status s='ok'/><d:registrant>" + registrant +
         "</d:registrant><d:clID>ClientX</d:clID></d:infData>\n";
}

class Import : public World {
 protected:
  Result<ImportResult> run(const std::string& text, std::function<void(ImportOptions&)> change = {}) {
    std::istringstream in(text);
    ImportOptions options;
    options.source = "registry.example";
    options.file_name = "register.csv";
    options.actor = "person";
    options.on_error = [this](const LineError& e) {
      told_.push_back(std::to_string(e.line) + " " + e.error.code + " " + e.error.field);
    };
    if (change) change(options);
    told_.clear();
    return importer_.run(in, options);
  }
  static void epp(ImportOptions& options) { options.format = Format::epp; }
  std::int64_t names() { return number("select count(*) as n from domain_registration"); }
  Importer importer_{*db_, recorder_, *vault_, policy::Policy::standard(), *filings_};
  using Told = std::vector<std::string>;
  Told told_;
};
MUSTER_ON_BOTH_BACKENDS(Import);

TEST_P(Import, GoodRecordsGoInAndBadOnesAreTold) {
  const auto result = run("\xef\xbb\xbf" + kHeader + lines(2) +
                          "bad_name.example,H-1,organization,Company,,,\n"
                          "\n"
                          "name3.example,,robot,,,,31.12.2027\n"
                          "name4.example,H-4,individual,\"Li, Wei\",,ns1.example.net,\n"
                          "too,few\n" +
                          lines(1, 7));
  ASSERT_TRUE(result.ok()) << result.error().sentence;
  EXPECT_EQ(result->added, 4);
  EXPECT_EQ(result->refused, 3);
  EXPECT_EQ(result->records, 7);
  EXPECT_EQ(told_, (Told{"4 name_underscore name", "6 registrant_kind registrant_kind", "6 time_form expires_at",
                         "8 csv_field_count "}));
  EXPECT_EQ(domain("name1.example").registrar->name, "Example Registrar");
  EXPECT_EQ(domain("name1.example").expires_at, at("2027-01-01T00:00:00Z"));
}

TEST_P(Import, ColumnsStandInAnyOrderAndUnknownOnesAreRefused) {
  ASSERT_TRUE(run("Registrant_Handle , NAME\nH-1,a.example\n").ok());
  EXPECT_EQ(names(), 1);
  EXPECT_EQ(run("registrant_handle\nH-1\n").error().code, "csv_column_missing");
  EXPECT_EQ(run("name,name\n").error().code, "csv_column_twice");
  EXPECT_EQ(run("name,colour\n").error().code, "csv_column_unknown");
  EXPECT_EQ(run("").error().code, "import_empty");
  EXPECT_EQ(run(std::string("\xff\xfe") + "n\0a\0", {}).error().code, "text_is_utf16");
  EXPECT_EQ(run(kHeader, [](ImportOptions& o) { o.source.clear(); }).error().code, "source_form");
  EXPECT_EQ(run(kHeader, [](ImportOptions& o) { o.batch_records = 0; }).error().code, "import_batch_records");
}

TEST_P(Import, ATooLongRecordCostsItselfAlone) {
  const auto result =
      run(kHeader + lines(1) + "long.example,H-2,organization," + std::string(70'000, 'x') + ",,,\n" + lines(1, 1));
  ASSERT_TRUE(result.ok());
  EXPECT_EQ(result->added, 2);
  EXPECT_EQ(told_, Told{"3 csv_record_too_long "});
}

TEST_P(Import, ADryRunWritesNothing) {
  const auto result = run(kHeader + lines(10), [](ImportOptions& o) { o.dry_run = true; });
  ASSERT_TRUE(result.ok());
  EXPECT_EQ(result->added, 10);
  for (const char* table : {"domain_registration", "domain_holder", "domain_import", "domain_batch", "domain_source",
                            "domain_registrar", "event"})
    EXPECT_EQ(number(std::string("select count(*) as n from ") + table), 0) << table;
}

TEST_P(Import, ASecondTimeChangesNothing) {
  ASSERT_TRUE(run(kHeader + lines(10)).ok());
  const auto events = number("select count(*) as n from event");
  const auto again = run(kHeader + lines(10));
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again->already_in, 10);
  EXPECT_EQ(again->added + again->changed, 0);
  EXPECT_EQ(number("select count(*) as n from event"), events);
}

TEST_P(Import, OneEventABatchWithTheRootOfItsRows) {
  ASSERT_TRUE(run(kHeader + lines(10), [](ImportOptions& o) { o.batch_records = 4; }).ok());
  EXPECT_EQ(number("select count(*) as n from event where kind = 'domain.mirrored'"), 3);
  static constexpr store::Sql kRows{"rows",
                                    "select d.row_hash, b.root from domain_registration d join domain_batch b on b.id "
                                    "= d.batch_id where b.ordinal = 1 "
                                    "order by d.name"};
  ASSERT_TRUE(db_->read([&](store::Transaction& tx) -> Result<void> {
                   ledger::merkle::Frontier tree;
                   std::string root;
                   for (const auto& row : tx.query(kRows)) {
                     tree.add(*hash_from_hex(row.text("row_hash")));
                     root = row.text("root");
                   }
                   EXPECT_EQ(to_hex(tree.root()), root);
                   return {};
                 })
                  .ok());
}

TEST_P(Import, AnInterruptedImportGoesOnWhereItWas) {
  const std::string file = kHeader + lines(5) + "bad_name.example,H,unknown,,,,\n" + lines(5, 5);
  const auto stop_after = [](int batches) {
    return [batches](ImportOptions& o) {
      o.batch_records = 3;
      o.on_progress = [batches](const ImportProgress& p) { return p.batches < batches; };
    };
  };
  ASSERT_TRUE(run(file, stop_after(2))->stopped);
  EXPECT_EQ(names(), 5);
  EXPECT_EQ(number("select count(*) as n from domain_source"), 0);  // not mirrored yet
  const auto rest = run(file, [](ImportOptions& o) { o.batch_records = 3; });
  ASSERT_TRUE(rest.ok());
  EXPECT_TRUE(rest->resumed);
  EXPECT_EQ(rest->added, 10);
  EXPECT_EQ(rest->refused, 1);
  EXPECT_EQ(rest->already_in, 0);
  EXPECT_EQ(number("select count(*) as n from domain_import"), 1);
  EXPECT_EQ(number("select count(*) as n from domain_source where late = 0"), 1);
}

TEST_P(Import, AnotherFileOfTheSameNameBeginsAtItsBeginning) {
  ASSERT_TRUE(run(kHeader + lines(6), [](ImportOptions& o) {
                o.batch_records = 3;
                o.on_progress = [](const ImportProgress&) { return false; };
              }).ok());
  const auto other = run(kHeader + lines(6, 100));
  ASSERT_TRUE(other.ok());
  EXPECT_FALSE(other->resumed);
  EXPECT_EQ(other->added, 6);
}

TEST_P(Import, ANameTwiceInAFileIsTwoRecordsInOrder) {
  const auto result = run(kHeader + lines(2) + "name0.example,H-99,organization,Company 99,,,2027-01-01\n");
  ASSERT_TRUE(result.ok());
  EXPECT_EQ(result->added, 2);
  EXPECT_EQ(result->changed, 1);
  EXPECT_EQ(domain("name0.example").state, State::changed_holder);
}

TEST_P(Import, ARegistrysOwnVerificationCounts) {
  ASSERT_TRUE(run("name,registrant_handle,verified_at,verified_how\na.example,H,2026-01-05,\n"
                  "b.example,H,2026-01-05,documents\n")
                  .ok());
  EXPECT_EQ(domain("a.example").state, State::verified);
  EXPECT_EQ(domain("a.example").verified_by, "registry:registry.example");
  EXPECT_EQ(domain("a.example").verified_how, "registry");
  EXPECT_EQ(domain("b.example").verified_how, "documents");
  EXPECT_EQ(domain("a.example").due_at, std::nullopt);
}

TEST_P(Import, ARegistryThatIsNotMirroredInTimeIsTold) {
  ASSERT_TRUE(run(kHeader + lines(1)).ok());
  EXPECT_EQ(service_->tick()->sources_late, 0);
  clock_.advance(std::chrono::hours(24 * 8));  // five working days and a weekend
  EXPECT_EQ(service_->tick()->sources_late, 1);
  EXPECT_EQ(service_->tick()->sources_late, 0);  // once
  EXPECT_EQ(number("select count(*) as n from event where kind = 'domain.mirror_late'"), 1);
  ASSERT_TRUE(run(kHeader + lines(1)).ok());
  EXPECT_EQ(number("select count(*) as n from domain_source where late = 0"), 1);
}

TEST_P(Import, Rfc5731sOwnExampleIsRead) {
  const auto result = run(kRfc5731, epp);
  ASSERT_TRUE(result.ok()) << result.error().sentence;
  EXPECT_EQ(result->added, 1);
  const auto r = domain();
  EXPECT_EQ(r.state, State::lapsed);  // it expired in 2005
  EXPECT_EQ(r.registrar->name, "ClientX");
  EXPECT_EQ(r.statuses, std::vector<std::string>{"ok"});
  EXPECT_EQ(r.name_servers, (std::vector<std::string>{"ns1.example.com", "ns1.example.net"}));
  EXPECT_EQ(r.created_at, at("1999-04-03T22:00:00Z"));
  EXPECT_EQ(service_->holder(r.holder_id)->handle, "jd1234");
  EXPECT_EQ(service_->holder(r.holder_id)->kind, HolderKind::unknown);
}

TEST_P(Import, EppContactsSayWhoAHandleIs) {
  const std::string contacts =
      "<c:infData xmlns:c='urn:ietf:params:xml:ns:contact-1.0'><c:id>org-1</c:id><c:postalInfo type='int'>"
      "<c:name>John Doe</c:name><c:org>Example Inc.</c:org><c:addr><c:cc>US</c:cc></c:addr></c:postalInfo></c:infData>"
      "<c:infData xmlns:c='urn:ietf:params:xml:ns:contact-1.0'><c:id>person-1</c:id><c:postalInfo type='int'>"
      "<c:name>John Doe</c:name></c:postalInfo></c:infData>";
  ASSERT_TRUE(
      run("<registry>" + contacts + epp_name("a.example", "org-1") + epp_name("b.example", "person-1") + "</registry>",
          epp)
          .ok());
  EXPECT_EQ(service_->holder(domain("a.example").holder_id)->name, "Example Inc.");
  EXPECT_EQ(service_->holder(domain("a.example").holder_id)->country, "US");
  EXPECT_EQ(service_->holder(domain("b.example").holder_id)->kind, HolderKind::individual);
  EXPECT_EQ(service_->holder(domain("b.example").holder_id)->name, "");
}

TEST_P(Import, BadEppRecordsAreToldByLine) {
  const auto result = run("<registry>\n" + epp_name("a.example") + epp_name("bad_name.example") +
                              "<d:infData xmlns:d='urn:ietf:params:xml:ns:domain-1.0'/>\n" + epp_name("b.example") +
                              epp_name(std::string(70'000, 'x')) + epp_name("c.example") + "</registry>",
                          epp);
  ASSERT_TRUE(result.ok()) << result.error().sentence;
  EXPECT_EQ(result->added, 3);
  EXPECT_EQ(told_, (Told{"3 name_underscore name", "4 name_empty name", "4 registrant_missing registrant_handle",
                         "6 record_too_long "}));
}

TEST_P(Import, HostileXmlIsRefused) {
  const std::string laughs =
      "<!DOCTYPE r [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'><!ENTITY c "
      "'&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;'>]><r>&c;</r>";
  EXPECT_EQ(run(laughs, epp).error().code, "xml_doctype");
  EXPECT_EQ(run("<!DOCTYPE r SYSTEM 'file:///etc/passwd'><r/>", epp).error().code, "xml_doctype");
  std::string deep;
  for (int i = 0; i < 200; ++i) deep += "<a>";
  EXPECT_EQ(run(deep, epp).error().code, "xml_too_deep");
  EXPECT_EQ(run("<registry>&unknown;</registry>", epp).error().code, "xml_malformed");
  EXPECT_EQ(run("not xml", epp).error().code, "xml_malformed");
  EXPECT_EQ(run("", epp).error().code, "xml_malformed");
  EXPECT_EQ(run("<registry/>", epp).error().code, "xml_no_domains");
  EXPECT_EQ(run("<registry>\xff\xfe</registry>", epp).error().code, "xml_malformed");
  EXPECT_EQ(names(), 0);
}

TEST_P(Import, WhatStandsBeforeACutIsInAndTheRestComesWithTheWholeFile) {
  const std::string whole = "<registry>\n" + epp_name("a.example") + epp_name("b.example") + "</registry>";
  EXPECT_EQ(run(whole.substr(0, whole.size() - 30), epp).error().code, "xml_malformed");
  EXPECT_EQ(names(), 1);
  const auto rest = run(whole, epp);
  ASSERT_TRUE(rest.ok()) << rest.error().code << " " << rest.error().sentence;
  EXPECT_TRUE(rest->resumed);
  EXPECT_EQ(names(), 2);
}

}  // namespace
}  // namespace muster::holders
