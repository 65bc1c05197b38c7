// What is told follows orders, clock and gates, and nothing else is told.
#include <base/files.h>
#include <restrictions/never_block_service.h>

#include <cstdlib>

#include <boost/json.hpp>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <support/share_world.h>

namespace muster::sharing {
namespace {

using test::ShareWorld;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

class Tells : public ::testing::TestWithParam<store::Backend> {
 protected:
  Tells() : w(GetParam()) {}
  std::vector<SharedObject> objects(ObjectFilter filter = {}) {
    w.settle();
    std::vector<SharedObject> out;
    for (;;) {
      const auto page = ShareWorld::must(w.publisher.objects(filter));
      out.insert(out.end(), page.objects.begin(), page.objects.end());
      if (!page.more) return out;
      filter.after = page.objects.back().added_at;
    }
  }
  // "O-2026-000001", with "revoked" behind it.
  std::vector<std::string> indicators() {
    std::vector<std::string> out;
    for (const auto& each : objects({.types = {"indicator"}})) {
      const auto told = ShareWorld::must(read_object(each.body));
      out.push_back(told.order_number + (told.revoked ? " revoked" : ""));
    }
    return out;
  }
  void reverse(const cases::Order& order) { reverse(order.number); }
  void reverse(const std::string& number) {
    auto appeal = ShareWorld::must(w.cases_service->file_appeal({number, "No.", "", "en"})).appeal;
    ShareWorld::must(w.cases_service->decide_appeal(appeal.id, appeal.version, "reverse", "Innocent.", w.judge));
  }
  ShareWorld w;
};
MUSTER_ON_BOTH_BACKENDS(Tells);

TEST_P(Tells, AnOrderFromItsSignaturesToItsReversal) {
  EXPECT_THAT(indicators(), IsEmpty());
  const auto order = w.order("bad.example", "domain");
  EXPECT_THAT(indicators(), ElementsAre(order.number));
  const auto all = objects();
  std::vector<std::string> types;
  for (const auto& each : all) types.push_back(each.type);
  EXPECT_THAT(types, UnorderedElementsAre("identity", "identity", "domain-name", "indicator"));
  const auto told = ShareWorld::must(read_object(objects({.types = {"indicator"}})[0].body));
  EXPECT_EQ(told.ground, "explicit_unlawful");
  EXPECT_THAT(told.names, ElementsAre(SharedName{"bad.example", false}, SharedName{"bad.example", true}));
  EXPECT_EQ(told.until, order.expires_at);
  EXPECT_EQ(objects().size(), all.size()) << "nothing happened: nothing is told";

  reverse(order);
  EXPECT_THAT(indicators(), ElementsAre(order.number + " revoked"));
  const auto versions = objects({.ids = {told.id}, .all_versions = true});
  ASSERT_EQ(versions.size(), 2u);
  EXPECT_LT(versions[0].version, versions[1].version);
  EXPECT_LT(versions[0].added_at, versions[1].added_at);
  EXPECT_FALSE(ShareWorld::must(read_object(versions[0].body)).revoked);

  // For the published schemas (script/conformance stix): everything that was told, and a sighting.
  const char* out = std::getenv("MUSTER_STIX_OUT");
  if (!out) return;
  SharedOrder seen;
  seen.order_id = order.id;
  seen.seen = 2;
  seen.first_seen = seen.last_seen = w.clock.now();
  std::string all_told = sighting_json(w.publisher.speaker(), seen, w.clock.now(), w.clock.now(), false);
  for (const auto& each : objects({.all_versions = true})) all_told += "," + each.body;
  ShareWorld::must(replace_file(out, R"({"objects":[)" + all_told + "]}"));
}

TEST(ManyObjects, AreReadPageByPageEachOnce) {
  constexpr int kMany = 100'000;
  ShareWorld w(store::Backend::sqlite);
  w.write([&w](store::Transaction& tx) {
    static constexpr std::string_view kColumns[] = {"id",   "version",  "type",    "revoked",
                                                    "body", "added_at", "is_last", "seal"};
    const auto bulk = tx.bulk("share_object", kColumns);
    for (std::int64_t i = 1; i <= kMany; ++i) {
      const SharedObject each{fmt::format("domain-name--{}", i),
                              "domain-name",
                              fmt::format(R"({{"id":"{}"}})", i),
                              Instant{i},
                              {},
                              true,
                              false};
      const store::Value row[] = {each.id,   i, each.type,       std::int64_t{0},
                                  each.body, i, std::int64_t{1}, w.feeds.seal(sealed_text(each, ""))};
      bulk->row(row);
    }
    bulk->finish();
  });
  int pages = 0;
  std::int64_t read = 0;
  Query query{{"limit", "1000"}, {"match[type]", "domain-name"}};
  for (bool more = true; more; ++pages) {
    const auto page = ShareWorld::must(w.publisher.objects(ShareWorld::must(filter_of(query))));
    for (const auto& each : page.objects) ASSERT_EQ(each.added_at.micros, ++read);
    more = page.more;
    query = {{"limit", "1000"}, {"match[type]", "domain-name"}, {"next", std::to_string(read)}};
  }
  EXPECT_EQ(read, kMany);
  EXPECT_EQ(pages, 100);
}

TEST_P(Tells, NothingWithoutAuthorityOrWitnessAndNothingSealed) {
  const auto order = w.order("bad.example");
  w.order("sealed.example", "host", "child_abuse_material");
  EXPECT_THAT(indicators(), ElementsAre(order.number)) << "sealed grounds are told to nobody";
  for (const auto& each : objects()) EXPECT_THAT(each.body, ::testing::Not(HasSubstr("sealed.example")));
}

TEST_P(Tells, AStayedOrderIsWithdrawnAndComesBackAsAnotherObject) {
  const auto order = w.order("bad.example");
  EXPECT_THAT(indicators(), ElementsAre(order.number));
  auto appeal = ShareWorld::must(w.cases_service->file_appeal({order.number, "No.", "", "en"})).appeal;
  appeal = ShareWorld::must(w.cases_service->stay(appeal.id, appeal.version, w.judge));
  EXPECT_THAT(indicators(), ElementsAre(order.number + " revoked"));
  ShareWorld::must(w.cases_service->decide_appeal(appeal.id, appeal.version, "uphold", "It stands.", w.judge));
  EXPECT_THAT(indicators(), ElementsAre(order.number + " revoked", order.number));
}

TEST_P(Tells, AnEndIsToldByTheClockAlone) {
  const auto order = w.order("bad.example");
  EXPECT_THAT(indicators(), ElementsAre(order.number));
  w.clock.set(order.expires_at);
  EXPECT_THAT(indicators(), ElementsAre(order.number + " revoked")) << "and no job ran";
}

TEST_P(Tells, ANameThatCameOntoTheNeverBlockListIsWithdrawnAtOnce) {
  const auto order = w.order("fire.example", "domain");
  EXPECT_THAT(indicators(), ElementsAre(order.number));
  const restrictions::NeverBlockService list(*w.db, w.recorder);
  const auto p =
      ShareWorld::must(list.propose(restrictions::NeverBlockAction::add, restrictions::NeverBlockKind::emergency,
                                    {"fire.example"}, "Fire brigade.", w.operator_person));
  ShareWorld::must(list.confirm(p.id, p.version, w.operator_person2));
  EXPECT_THAT(indicators(), ElementsAre(order.number + " revoked")) << "until a third person signs";
}

TEST_P(Tells, VersionsGrowWhenTheClockGoesBack) {
  w.clock.advance(std::chrono::hours(2));
  const auto order = w.order("bad.example");
  indicators();
  w.clock.advance(-std::chrono::hours(1));
  reverse(order);
  const auto all = objects({.types = {"indicator"}, .all_versions = true});
  ASSERT_EQ(all.size(), 2u);
  EXPECT_LT(all[0].version, all[1].version);
  EXPECT_LT(all[0].added_at, all[1].added_at);
}

TEST_P(Tells, PagesAndFiltersOfTaxii) {
  std::vector<std::string> numbers;
  for (int i = 0; i < 5; ++i) numbers.push_back(w.order(fmt::format("n{}.example", i)).number);
  w.settle();
  reverse(numbers[0]);
  w.settle();
  const auto page = [&](const Query& query) {
    return ShareWorld::must(w.publisher.objects(ShareWorld::must(filter_of(query))));
  };
  const auto first = page({{"limit", "2"}, {"match[type]", "indicator"}});
  EXPECT_EQ(first.objects.size(), 2u);
  EXPECT_TRUE(first.more);
  const auto json = page_json(first, Shape::objects);
  EXPECT_THAT(json.json, HasSubstr(fmt::format(R"("more":true,"next":"{}")", first.objects[1].added_at.micros)));
  std::size_t seen = first.objects.size();
  for (auto next = first; next.more; seen += next.objects.size())
    next =
        page({{"limit", "2"}, {"match[type]", "indicator"}, {"added_after", to_rfc3339(next.objects.back().added_at)}});
  EXPECT_EQ(seen, 5u) << "the last version of each, once";
  const std::string id = first.objects[0].id;
  EXPECT_EQ(page({{"match[id]", id}}).objects.size(), 1u);
  EXPECT_EQ(page({{"match[version]", "all"}, {"match[type]", "indicator"}}).objects.size(), 6u);
  EXPECT_EQ(page({{"match[spec_version]", "2.0"}}).objects.size(), 0u);
  EXPECT_EQ(page({{"match[version]", to_rfc3339(first.objects[0].version)}, {"match[id]", id}}).objects.size(), 1u);
  EXPECT_THAT(page_json(first, Shape::manifest).json, HasSubstr(R"("date_added":)"));
  for (const Query& bad : {Query{{"limit", "0"}},
                           {{"limit", "-1"}},
                           {{"limit", "ten"}},
                           {{"added_after", "today"}},
                           {{"match[version]", "newest"}},
                           {{"next", "x"}},
                           {{"match[id]", ""}}})
    EXPECT_EQ(filter_of(bad).error().code, "taxii_query") << bad[0].first;
  EXPECT_EQ(filter_of({{"limit", "999999"}})->limit, kPageMax);
}

TEST_P(Tells, TheSchemaTellsNothingWithoutAnOrderAndChangesNothingThatWasTold) {
  const auto order = w.order("bad.example");
  const std::string id = objects({.types = {"indicator"}})[0].id;
  const auto attempt = [&](const store::Sql& sql, const store::Binds& binds) {
    const auto done = w.db->write([&](store::Transaction& tx) -> Result<void> {
      tx.run(sql, binds);
      return {};
    });
    return done.ok() ? "" : done.error().code;
  };
  static constexpr store::Sql kForge{
      "t_forge",
      "insert into share_object(id, version, type, order_id, revoked, body, added_at, is_last) "
      "values('indicator--x', 1, 'indicator', :order, 0, '{}', 1, 1)"};
  static constexpr store::Sql kChange{"t_change", "update share_object set body = '{}' where id = :id"};
  static constexpr store::Sql kDelete{"t_delete", "delete from share_object where id = :id"};
  EXPECT_EQ(attempt(kForge, {{"order", std::nullopt}}), "share_without_order");
  reverse(order);
  EXPECT_EQ(attempt(kForge, {{"order", order.id}}), "share_without_order");
  EXPECT_EQ(attempt(kChange, {{"id", id}}), "share_kept");
  EXPECT_EQ(attempt(kDelete, {{"id", id}}), "share_kept");
}

}  // namespace
}  // namespace muster::sharing
