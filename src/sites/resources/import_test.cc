#include "test_support.h"
#include <resources/import.h>

#include <sstream>

namespace muster::resources {
namespace {

struct Ran {
  ImportResult result;
  std::vector<LineError> faults;
  std::string error;
  std::string codes() const {
    std::string out;
    for (const auto& f : faults)
      out += (out.empty() ? "" : " ") + std::to_string(f.line) + ":" + f.error.field + ":" + f.error.code;
    return out;
  }
};

class Files : public AddressRegister {
 protected:
  Ran run(const std::string& text, ImportFormat format, ImportOptions options = {}) {
    Ran ran;
    std::istringstream in(text);
    options.source_name = "blocks";
    options.format = format;
    options.actor = "person-r";
    options.on_error = [&](const LineError& e) { ran.faults.push_back(e); };
    const auto done = Importer(*db_, recorder_).run(in, options);
    if (done.ok())
      ran.result = *done;
    else
      ran.error = done.error().code;
    return ran;
  }
};
MUSTER_ON_BOTH_BACKENDS(Files);

constexpr const char* kOwn =
    "range,holder,user,source,name,mode,gateway,location\r\n"
    "192.0.2.16/28,,Customer,,SHOP,static,192.0.2.17,Room 1\r\n"
    "192.0.2.0/25,Provider A,,,HOSTING,,,\r\n"
    "192.0.2.0/24,Carrier,,Registry 2009,,,,\r\n";

TEST_P(Files, ChildrenMayStandBeforeTheirParents) {
  const auto ran = run(kOwn, ImportFormat::csv);
  EXPECT_EQ(ran.codes(), "");
  EXPECT_EQ(ran.result.accepted, 3);
  EXPECT_EQ(tenants("192.0.2.18"), (std::vector<std::string>{"customer", "provider-a", "carrier"}));
  EXPECT_EQ((*service_.chain(range_of("192.0.2.18")))[0].block.particulars.gateway, "192.0.2.17");
  EXPECT_EQ(number("select count(*) as n from event where kind like 'address_block.%'"), 3);
  const auto again = run(kOwn, ImportFormat::csv);
  EXPECT_EQ(again.result.already_in, 3);
  EXPECT_EQ(again.result.accepted, 0);
}

TEST_P(Files, EachBadLineIsToldAndTheOthersGoIn) {
  const auto ran =
      run("range,user\n"
          "192.0.2.0/24,Carrier\n"        // root: no source: recorded only
          "198.51.100.0/33,Carrier\n"     // 3
          "192.0.2.0/25,Provider A\n"     // its source is missing
          "198.51.100.0/24,Provider A\n"  // 5: root of no carrier
          "203.0.113.0/24,Nobody\n"       // 6
          "2001:db8::/32\n"               // 7: no holder
          "\"broken,Carrier\n",           // 8
          ImportFormat::csv);
  EXPECT_EQ(ran.codes(),
            "3:range:address_range_form 4::source_missing 5:holder_id:root_holder 6:user:party_unknown "
            "7:holder_id:party_unknown 8::csv_quote_open");
  EXPECT_EQ(ran.result.accepted, 1);
  EXPECT_EQ(ran.result.refused, 6);
  EXPECT_EQ(ran.result.lines, 7);
}

TEST_P(Files, ADryRunTellsTheSameAndLeavesNothing) {
  const auto ran = run(std::string(kOwn) + "10.0.0.0/8,Nobody,,,,,,\r\n", ImportFormat::csv, {.dry_run = true});
  EXPECT_EQ(ran.result.accepted, 3);
  EXPECT_EQ(ran.result.refused, 1);
  EXPECT_EQ(number("select count(*) as n from address_block"), 0);
  EXPECT_EQ(number("select count(*) as n from event where kind like 'address_%'"), 0);
  EXPECT_EQ(number("select count(*) as n from address_import"), 0);
}

TEST_P(Files, AnInterruptedImportIsRunAgain) {
  ImportOptions stop{.batch_rows = 1};
  stop.on_progress = [](const ImportProgress&) { return false; };
  const auto first = run(kOwn, ImportFormat::csv, stop);
  EXPECT_TRUE(first.result.stopped);
  EXPECT_EQ(first.result.accepted, 1);
  const auto second = run(kOwn, ImportFormat::csv);
  EXPECT_EQ(second.result.already_in, 1);
  EXPECT_EQ(second.result.accepted, 2);
}

TEST_P(Files, ReadsWhatNetBoxExports) {
  const auto aggregates =
      run("Prefix,RIR,Tenant,Date added,Description\n192.0.2.0/24,RIPE,Carrier,2009-11-01,Aggregate\n",
          ImportFormat::netbox_aggregates);
  EXPECT_EQ(aggregates.codes(), "");
  EXPECT_EQ(aggregates.result.accepted, 1);
  EXPECT_EQ((*service_.chain(range_of("192.0.2.1")))[0].block.source, "RIPE");
  const auto prefixes =
      run("Prefix,Status,Children,VRF,Utilization,Tenant,Site,VLAN,Role,Description\n"
          "192.0.2.0/25,Active,1,Global,12%,Provider A,Room 1,—,—,Hosting\n"
          "192.0.2.0/28,Reserved,0,,0%,Customer,Room 1,,,\"Shop, new\"\n"
          "192.0.2.128/25,Container,0,,0%,,,,,\n"
          "192.0.2.64/28,Deprecated,0,,0%,Customer,,,,\n"
          "10.0.0.0/8,Active,0,Blue,0%,Customer,,,,\n",
          ImportFormat::netbox_prefixes);
  EXPECT_EQ(prefixes.codes(), "4:user:user_missing 5:status:status_deprecated 6:vrf:block_vrf");
  EXPECT_EQ(prefixes.result.accepted, 2);
  const auto chain = service_.chain(range_of("192.0.2.1"));
  EXPECT_EQ((*chain)[0].block.particulars.name, "Shop, new");
  EXPECT_EQ((*chain)[0].block.particulars.mode, UseMode::reserved);
  EXPECT_EQ((*chain)[0].block.particulars.location, "Room 1");
}

constexpr const char* kRpsl =
    "% A dump\n"
    "\n"
    "inetnum:        192.0.2.0 - 192.0.2.255\n"
    "netname:        EXAMPLE-NET\n"
    "descr:          Jane Example, 1 Example Street\n"
    "                Exampleton\n"
    "country:        NL   # in Europe\n"
    "org:            C-1\n"
    "admin-c:        JE1-TEST\n"
    "status:         ALLOCATED PA\n"
    "source:         TEST\n"
    "\n"
    "person:         Jane Example\n"
    "phone:          +31 20 0000000\n"
    "source:         TEST\n"
    "\n"
    "inetnum:        192.0.2.0 - 192.0.2.127\n"
    "netname:        HOSTING\n"
    "org:            L-A\n"
    "status:         SUB-ALLOCATED PA\n"
    "source:         TEST\n"
    "\n\n"
    "inet6num:       2001:db8::/32\n"
    "org:            C-1\n"
    "source:         TEST\n"
    "\n"
    "route:          192.0.2.0/24\n"
    "origin:         as64496\n"
    "source:         TEST\n"
    "\n"
    "route:          192.0.2.128/25\n"
    "origin:         AS64496\n"
    "\n"
    "no attribute\n"
    "inetnum:        10.0.0.0 - 10.0.0.255\n";

TEST_P(Files, ReadsARoutingRegistrysObjects) {
  const auto ran = run(kRpsl, ImportFormat::rpsl);
  EXPECT_EQ(ran.codes(), "32:range:route_without_block 35::rpsl_line");
  EXPECT_EQ(ran.result.accepted, 4);
  EXPECT_EQ(ran.result.skipped, 1);
  const auto chain = service_.chain(range_of("192.0.2.1"));
  ASSERT_EQ(chain->size(), 2u);
  EXPECT_EQ((*chain)[0].block.particulars.name, "HOSTING");
  EXPECT_EQ((*chain)[1].block.origin, "AS64496");
  EXPECT_EQ((*chain)[1].block.source, "TEST, ALLOCATED PA");
  EXPECT_EQ((*chain)[1].block.particulars.location, "NL");
  EXPECT_EQ(tenants("2001:db8::1"), std::vector<std::string>{"carrier"});
  EXPECT_EQ(number("select count(*) as n from event_payload where body like '%Jane%'"), 0);
  EXPECT_EQ(run(kRpsl, ImportFormat::rpsl).result.already_in, 4);
}

TEST_P(Files, AMappingIsSavedUnderAName) {
  const Importer importer(*db_, recorder_);
  const Mapping mapping{{"first", "From"}, {"last", "To"}, {"holder", "Owner"}, {"source", "Got from"}};
  EXPECT_TRUE(importer.save_mapping(" Our list ", mapping, "person-r").ok());
  EXPECT_TRUE(importer.save_mapping("Our list", mapping, "person-r").ok());
  EXPECT_EQ(*importer.mapping("Our list"), mapping);
  EXPECT_EQ(importer.mappings()->size(), 1u);
  EXPECT_EQ(importer.mapping("Other").error().code, "mapping_unknown");
  EXPECT_EQ(importer.save_mapping("", mapping, "p").error().code, "mapping_name");
  EXPECT_EQ(importer.save_mapping("x", {{"holder", "Owner"}}, "p").error().code, "mapping_range");
  EXPECT_EQ(importer.save_mapping("x", {{"colour", "Owner"}, {"range", "R"}}, "p").error().code, "mapping_field");
  const auto ran = run("FROM,to,Owner,Got from\n192.0.2.0,192.0.2.255,Carrier,Registry\n", ImportFormat::csv,
                       {.mapping = *importer.mapping("Our list")});
  EXPECT_EQ(ran.result.accepted, 1);
  EXPECT_EQ(run("from,owner,got from\n", ImportFormat::csv, {.mapping = mapping}).error, "csv_column_missing");
}

TEST_P(Files, AFileThatIsNoneIsRefusedWhole) {
  EXPECT_EQ(run("", ImportFormat::csv).error, "import_empty");
  EXPECT_EQ(run("", ImportFormat::rpsl).error, "import_empty");
  EXPECT_EQ(run("colour,shape\n", ImportFormat::csv).error, "csv_column_missing");
  EXPECT_EQ(run("range,range\n", ImportFormat::csv).error, "csv_column_twice");
  EXPECT_EQ(run(std::string("\xff\xfer\0a\0", 6), ImportFormat::csv).error, "text_is_utf16");
  EXPECT_EQ(run(std::string("\xff\xfer\0a\0", 6), ImportFormat::rpsl).error, "text_is_utf16");
}

}  // namespace
}  // namespace muster::resources
