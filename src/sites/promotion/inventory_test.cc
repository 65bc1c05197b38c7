#include "finding_store.h"
#include "link_store.h"
#include "promotion_world.h"
#include <filings/mapping.h>

#include <regex>

#include <gtest/gtest.h>

namespace muster::promotion {
namespace {

TEST(LinkRules, EveryFaultAtOnceAndTheSameLinkHasTheSamePrint) {
  const auto bad = check_link({"a b", "x//y", std::string(201, 's'), "ftp://x.example", "", "", "a\nb", ""});
  ASSERT_FALSE(bad.ok());
  std::string codes;
  for (const Error& e : bad.error().all) codes += e.field + ":" + e.code + " ";
  EXPECT_EQ(codes,
            "code:link_code channel:channel_path service:service_too_long place:place_too_long "
            "landing_url:scheme_refused ");
  const auto a = check_link({"A1", "store/games", "Weather", "HTTP://Land.Example:80/p?c=1#x", "", "", "", ""});
  const auto b = check_link({"A1", "store/games", " Weather", "http://land.example/p?c=1", "", "", "", ""});
  ASSERT_TRUE(a.ok() && b.ok());
  EXPECT_EQ(a->print, b->print);
  EXPECT_EQ(a->landing_host, "land.example");
  EXPECT_FALSE(is_code(".."));
  EXPECT_FALSE(is_path("a/b/c/d/e/f/g/h/i/j/k/l/m"));
}

TEST(LinkRules, AQrCodeIsReadAsAPhoneReadsIt) {
  const auto filed = [](const std::string& qr) {
    const auto link = check_link({"A1", "web", "", "http://land.example/", qr, "", "", ""});
    return link.ok() ? link->qr + " " + link->qr_host : link.error().field + ":" + link.error().code;
  };
  EXPECT_EQ(filed("HTTP://LAND.EXAMPLE/A?c=1"), "http://land.example/A?c=1 land.example");
  EXPECT_EQ(filed("URLTO:https://go.example/1"), "https://go.example/1 go.example");
  EXPECT_EQ(filed("MEBKM:TITLE:Weather\\; radar;URL:http\\://go.example/a\\;b;;"), "http://go.example/a;b go.example");
  EXPECT_EQ(filed("MEBKM:TITLE:nothing;;"), "qr:url_invalid");
  EXPECT_EQ(filed("BEGIN:VCARD"), "qr:url_invalid");
}

TEST(LinkRules, AScopeIsReadAsItIsWritten) {
  for (const char* text : {"partner:P-2026-000001", "channel:P-2026-000001/store/games", "link:P-2026-000001/A1"})
    EXPECT_EQ(scope_text(*scope_of(text)), text);
  for (const char* text : {"", "partner:", "link:P-1", "link:/A1", "link:P-1/a b", "channel:P-1/", "site:x", "A1"})
    EXPECT_FALSE(scope_of(text)) << text;
  EXPECT_EQ(scopes_above("P-1", "a/b", "x"),
            (std::vector<std::string>{"link:P-1/x", "channel:P-1/a/b", "channel:P-1/a", "partner:P-1"}));
}

class InventoryTest : public ::testing::TestWithParam<store::Backend> {
 protected:
  PromotionWorld w_{GetParam()};
};
MUSTER_ON_BOTH_BACKENDS(InventoryTest);

const std::string kFirst = std::string(kHeader) +
                           "A1,store/games,Weather,http://land.example/a,,,,\n"
                           "A2,store/games,Weather,http://land.example/b,,http://s.example/2,poster,North\n"
                           "A3,store/books,Books,http://books.example/,,,,\n"
                           "A4,web,Books,http://books.example/w,,,,\n";

TEST_P(InventoryTest, AFileBecomesAVersionWithItsTreeAndItsDifference) {
  const auto first = w_.take(kFirst);
  EXPECT_EQ(first.no, 1);
  EXPECT_EQ(first.added, 4);
  EXPECT_EQ(first.links, 4);
  EXPECT_TRUE(w_.faults.empty());
  // A1 as it was, A2 leads elsewhere, A3 is gone, A5 is new.
  const auto second = w_.take(std::string(kHeader) +
                              "A1,store/games,Weather,http://land.example/a,,,,\n"
                              "A2,store/games,Weather,http://other.example/b,,http://s.example/2,poster,North\n"
                              "A4,web,Books,http://books.example/w,,,,\n"
                              "A5,web,Books,http://books.example/5,,,,\n");
  EXPECT_EQ(second.added, 1);
  EXPECT_EQ(second.changed, 1);
  EXPECT_EQ(second.removed, 1);
  EXPECT_EQ(second.same, 2);
  EXPECT_EQ(second.links, 4);
  EXPECT_EQ(w_.difference(1, 2), "~A2 -A3 +A5 ");
  EXPECT_EQ(w_.difference(0, 1), "+A1 +A2 +A3 +A4 ");
  EXPECT_EQ(w_.difference(0, 2), "+A1 +A2 +A4 +A5 ");
  EXPECT_EQ(w_.inventories.difference(w_.partner.id, 2, 1, "", [](const Difference&) { return true; }).error().code,
            "inventory_order");
  EXPECT_EQ(w_.inventories.difference(w_.partner.id, 1, 9, "", [](const Difference&) { return true; }).error().code,
            "inventory_unknown");
  EXPECT_EQ(w_.must(w_.inventories.history(w_.partner.id, "A2")).size(), 2u);

  const auto top = w_.must(w_.inventories.channels(w_.partner.id, "", "", 10));
  ASSERT_EQ(top.size(), 2u);
  EXPECT_EQ(top[0].path, "store");
  EXPECT_EQ(top[0].channels, 2);
  EXPECT_EQ(top[1].links, 2);
  const auto below = w_.must(w_.inventories.channels(w_.partner.id, top[0].id, "", 10));
  ASSERT_EQ(below.size(), 2u);
  EXPECT_EQ(below[1].path, "store/games");
  EXPECT_EQ(below[1].links, 2);

  EXPECT_EQ(w_.codes({}), "A1 A2 A4 A5 ");
  EXPECT_EQ(w_.codes({.partner_id = w_.partner.id}), "A1 A2 A4 A5 ");
  EXPECT_EQ(w_.codes({.channel_id = below[1].id}, 1), "A1 A2 ");
  EXPECT_EQ(w_.codes({.code_prefix = "A4"}), "A4 ");
  EXPECT_EQ(w_.codes({.host = "books.example"}, 1), "A5 A4 ") << "in order of the pages’ addresses";
  EXPECT_EQ(w_.codes({.host = "s.example"}), "A2 ") << "by its short link";
  EXPECT_EQ(w_.codes({.host = "land.example"}), "A1 ");
}

TEST_P(InventoryTest, ALinkIsFoundOnceByAnyOfItsHosts) {
  std::string text = kHeader;
  for (int i = 0; i < 9; ++i) {  // by landing page and short link, by short link and QR code, by QR code alone
    const std::string n = std::to_string(i), one = "http://one.example/", two = "http://two.example/";
    text += "C" + n + ",web,," + (i % 3 == 0 ? one : two) + n + "," + (i % 3 == 0 ? "" : one + "q" + n) + "," +
            (i % 3 == 2 ? two + "s" + n : one + "s" + n) + ",,\n";
  }
  w_.take(text);
  for (const int limit : {1, 2, 3, 100})
    EXPECT_EQ(w_.codes({.host = "one.example"}, limit), "C0 C3 C6 C1 C4 C7 C2 C5 C8 ") << limit;
  EXPECT_EQ(w_.codes({.host = "two.example"}, 2), "C1 C2 C4 C5 C7 C8 ");
}

TEST_P(InventoryTest, BadLinesAreToldAndKeepWhatThereWas) {
  w_.take(kFirst);
  const auto done = w_.take(std::string(kHeader) +
                            "A1,store/games,Weather,http://land.example/a,,,,\n"
                            "A2,,Weather,nonsense://x,,,,\n"
                            "A1,store/games,Other,http://land.example/a,,,,\n"
                            "\"A3,broken\n"
                            "A9,web\n");
  EXPECT_EQ(done.refused, 4);
  EXPECT_EQ(w_.faults, (std::vector<std::string>{"3:channel:channel_path", "3:landing_url:scheme_refused",
                                                 "4:code:link_code_twice", "5::csv_quote_open", "6::csv_field_count"}));
  EXPECT_EQ(w_.codes({}), "A1 A2 ") << "what the file does not have is out; the line that was refused keeps its link";
}

TEST_P(InventoryTest, ADryRunWritesNothingAndSaysTheSame) {
  w_.take(kFirst);
  const auto tried =
      w_.take(std::string(kHeader) + "A1,web,X,http://land.example/a,,,,\nA7,web,,http://land.example/7,,,,\n",
              "links.csv", true, true);
  EXPECT_EQ(tried.added, 1);
  EXPECT_EQ(tried.changed, 1);
  EXPECT_EQ(tried.removed, 3);
  EXPECT_EQ(w_.codes({}), "A1 A2 A3 A4 ");
  EXPECT_EQ(w_.must(w_.inventories.versions(w_.partner.id, "", 10)).size(), 1u);
}

TEST_P(InventoryTest, AnImportThatWasCutOffGoesOnAsTheSameVersion) {
  std::string text = kHeader;
  for (int i = 0; i < 10; ++i)
    text += "B" + std::to_string(i) + ",web,,http://land.example/" + std::to_string(i) + ",,,,\n";
  std::istringstream in(text);
  ImportOptions options;
  options.partner_id = w_.partner.id;
  options.source_name = "b.csv";
  options.batch_rows = 4;
  options.actor = w_.user;
  options.on_progress = [](const Inventory&) { return false; };
  const auto cut = w_.must(w_.inventories.take(in, options));
  EXPECT_TRUE(cut.stopped);
  EXPECT_EQ(cut.added, 4);
  EXPECT_EQ(
      w_.inventories.put(w_.partner.id, {"C1", "web", "", "http://c.example/", "", "", "", ""}, w_.user).error().code,
      "inventory_open");
  const auto whole = w_.take(text, "b.csv");
  EXPECT_TRUE(whole.resumed);
  EXPECT_EQ(whole.no, 1);
  EXPECT_EQ(whole.added, 10);
  EXPECT_EQ(whole.same, 4);
  EXPECT_EQ(w_.must(w_.inventories.versions(w_.partner.id, "", 10)).size(), 1u);
}

TEST_P(InventoryTest, OtherColumnNamesAreMappedAndRemembered) {
  const filings::Mappings mappings(*w_.db, w_.recorder, "links", link_fields());
  w_.must(
      mappings.save("their store", {{"code", "Link ID"}, {"channel", "Group"}, {"landing_url", "Target"}}, w_.user));
  w_.must(mappings.remember("export-2026-03.csv", "their store"));
  EXPECT_EQ(*mappings.remembered("export-2026-04.csv"), "their store");
  EXPECT_EQ(mappings.save("x", {{"nothing", "y"}}, w_.user).error().code, "mapping_field");
  const filings::Mappings of_filings(*w_.db, w_.recorder);
  EXPECT_EQ(*of_filings.remembered("export-2026-04.csv"), "") << "those of filings are others";
  EXPECT_TRUE(of_filings.all()->empty());
  EXPECT_EQ(mappings.all()->size(), 1u);
  std::istringstream in("Target;x,Link ID,Group,Note\nhttp://l.example/,Z1,web,whatever\n");
  ImportOptions options;
  options.partner_id = w_.partner.id;
  options.mapping = *mappings.get("their store");
  options.mapping["landing_url"] = "Target;x";
  options.actor = w_.user;
  EXPECT_EQ(w_.must(w_.inventories.take(in, options)).added, 1);
}

TEST_P(InventoryTest, ADifferenceGoesOverAnyNumberOfInventories) {
  w_.take(kFirst);
  const auto file = [](int n) {
    return std::string(kHeader) + "A1,store/games,Weather,http://land.example/" + std::to_string(n % 2) +
           ",,,,\nA4,web,Books,http://books.example/w,,,,\nB" + std::to_string(n) + ",web,,http://b.example/,,,,\n";
  };
  for (int n = 2; n <= 40; ++n) w_.take(file(n));  // A1 goes to and fro; each B lives in one inventory
  EXPECT_EQ(w_.difference(2, 3), "~A1 -B2 +B3 ");
  EXPECT_EQ(w_.difference(2, 4), "-B2 +B4 ") << "A1 is as it was";
  EXPECT_EQ(w_.difference(2, 34), "-B2 +B34 ") << "merged";
  EXPECT_EQ(w_.difference(2, 36), "-B2 +B36 ") << "read through";
  EXPECT_EQ(w_.difference(1, 40), "~A1 -A2 -A3 +B40 ");
  EXPECT_EQ(w_.must(w_.inventories.versions(w_.partner.id, "", 1)).front().links, 3) << "counted along";
  std::string page;
  w_.must(w_.inventories.difference(w_.partner.id, 2, 34, "A9", [&](const Difference& d) {
    page += d.code;
    return false;
  }));
  EXPECT_EQ(page, "B2");
}

// However many links there are: no list reads a table through, none is sorted.
TEST_P(InventoryTest, EveryListIsReadAlongAKey) {
  if (GetParam() != store::Backend::sqlite) GTEST_SKIP() << "PostgreSQL's plans depend on what is in its tables";
  std::vector<const store::Sql*> all = link_lists();
  for (const auto& some : {difference_lists(), host_lists(), host_search_lists(), wild_lists(), finding_lists()})
    all.insert(all.end(), some.begin(), some.end());
  EXPECT_GT(all.size(), 30u);
  for (const store::Sql* sql : all) {
    const std::string text = "explain query plan " + std::regex_replace(sql->text, std::regex(":[a-z_]+"), "'0'");
    const store::Sql plan{"t_plan", text.c_str()};
    w_.must(w_.db->read([&](store::Transaction& tx) -> Result<void> {
      for (const auto& row : tx.query(plan)) {
        const std::string detail = row.text("detail");
        EXPECT_FALSE(detail.starts_with("SCAN") && detail.find("(subquery") == std::string::npos &&
                     !detail.starts_with("SCAN n") && !detail.starts_with("SCAN m"))
            << sql->name << ": " << detail;
        EXPECT_EQ(detail.find("TEMP B-TREE"), std::string::npos) << sql->name << ": " << detail;
      }
      return {};
    }));
  }
}

TEST_P(InventoryTest, AFormChangesOneLink) {
  w_.must(w_.inventories.put(w_.partner.id, {"F1", "web", "Books", "http://f.example/", "", "", "", ""}, w_.user));
  w_.must(w_.inventories.put(w_.partner.id, {"F1", "web", "Books", "http://f.example/", "", "", "", ""}, w_.user));
  EXPECT_EQ(w_.must(w_.inventories.versions(w_.partner.id, "", 10)).size(), 1u) << "nothing changed, no version";
  w_.must(w_.inventories.put(w_.partner.id, {"F1", "web", "Books", "http://g.example/", "", "", "", ""}, w_.user));
  w_.must(w_.inventories.remove(w_.partner.id, "F1", w_.user));
  EXPECT_EQ(w_.inventories.remove(w_.partner.id, "F1", w_.user).error().code, "link_unknown");
  EXPECT_EQ(w_.difference(1, 2), "~F1 ");
  EXPECT_EQ(w_.difference(2, 3), "-F1 ");
  EXPECT_EQ(w_.difference(0, 3), "");
  EXPECT_EQ(w_.inventories.put("nobody", {"F1", "web", "", "http://g.example/", "", "", "", ""}, w_.user).error().code,
            "partner_unknown");
  const store::Sql rewrite{"t_rewrite", "update promo_link set landing_url = 'http://x.example/'"};
  EXPECT_EQ(w_.db
                ->write([&](store::Transaction& tx) -> Result<void> {
                  tx.run(rewrite);
                  return {};
                })
                .error()
                .code,
            "link_kept");
}

}  // namespace
}  // namespace muster::promotion
