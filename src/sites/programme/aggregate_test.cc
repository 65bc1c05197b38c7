// Aggregates between operators and a regulator: what arrives, what is refused, who is late.
#include <base/text.h>
#include <ledger/statement.h>
#include <programme/aggregates.h>

#include <aggregates/carry.h>
#include <aggregates/register.h>
#include <boost/json.hpp>
#include <embedded_sites_migrations.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <support/test_database.h>

namespace muster::programme {
namespace {

using namespace std::chrono_literals;

// One house: database, clock, key, figures.
struct House {
  House(store::Backend backend, SimulatedClock& c, Random& r, const std::string& origin)
      : clock(c),
        db(backend, {{"sites", muster_sites_migrations::files()}}),
        recorder(c, r),
        key(*ledger::SigningKey::make(origin, ledger::Algorithm::ed25519, r)) {}
  void happen(const char* kind, const char* record_kind, const std::string& id, const std::string& body) {
    const auto done = db->write([&](store::Transaction& tx) -> Result<void> {
      recorder.record(tx, {kind, 1, "t"}, "system:test", record_kind, id, body);
      return {};
    });
    if (!done.ok()) throw std::runtime_error(done.error().sentence);
    for (int some = 1; some > 0;) some = *metrics.ingest();
  }
  std::string file(const std::string& month) {
    return *aggregates.make(month, month, false, key.name(),
                            [&](std::string_view kind, std::string_view text, Instant at) {
                              return ledger::sign_statement(kind, text, at, key);
                            });
  }
  SimulatedClock& clock;
  test::TestDatabase db;
  ledger::Recorder recorder;
  ledger::SigningKey key;
  metrics::Service metrics{*db, recorder, metrics::Definitions::standard(), {480, 500}};
  Aggregates aggregates{*db, recorder, metrics};
};

class AcrossOperators : public ::testing::TestWithParam<store::Backend> {
 protected:
  SimulatedClock clock_{*parse_rfc3339("2026-03-02T02:00:00Z")};
  SystemRandom random_;
  House north_{GetParam(), clock_, random_, "muster.example/north"},
      regulator_{GetParam(), clock_, random_, "muster.example/regulator"};
  const Actor sue_{"sue", "house", true, false}, eve_{"eve", "south", false, true};

  AggregateSource expect_north() {
    auto added = regulator_.aggregates.add({"North", north_.key.verifier().to_text(), "", 10, "2026-03"}, sue_);
    if (!added.ok()) throw std::runtime_error(added.error().sentence);
    return *added;
  }
  std::int64_t total(const std::string& metric) {
    const auto all = regulator_.aggregates.figures(metric, "", "2026-01", "2026-12");
    return all->empty() ? -1 : all->front().n;
  }
  // Signed by that key, whatever it says.
  std::string resigned(const std::string& file, const std::function<void(boost::json::object&)>& change,
                       const ledger::SigningKey& key) {
    auto text = boost::json::parse(std::string(boost::json::parse(file).at("text").as_string())).as_object();
    change(text);
    const std::string words = boost::json::serialize(text);
    return boost::json::serialize(boost::json::object{
        {"text", words}, {"note", ledger::sign_statement(aggregates::kStatementKind, words, clock_.now(), key)}});
  }
};
MUSTER_ON_BOTH_BACKENDS(AcrossOperators);

TEST_P(AcrossOperators, AggregatesArriveAndRestatedFiguresStandSideBySide) {
  for (int i = 0; i < 3; ++i)
    north_.happen("order.issued", "order", fmt::format("o{}", i),
                  R"({"ground":"unfiled","measure":"hold","region":"r1"})");
  const auto first = north_.file("2026-03");
  EXPECT_EQ(regulator_.aggregates.take(first).error().code, "aggregates_origin") << "nobody expects it yet";
  EXPECT_EQ(regulator_.aggregates.add({"North", north_.key.verifier().to_text(), "", 10, ""}, eve_).error().code,
            "role_missing");
  expect_north();
  EXPECT_EQ(regulator_.aggregates.add({"North", north_.key.verifier().to_text(), "", 10, ""}, sue_).error().code,
            "source_known");
  const auto taken = regulator_.aggregates.take(first);
  ASSERT_TRUE(taken.ok()) << taken.error().sentence;
  EXPECT_EQ(total("orders_issued"), 3);
  EXPECT_TRUE(regulator_.aggregates.take(first)->was_there) << "the same file changes nothing";
  EXPECT_EQ(first.find("o1"), std::string::npos) << "no record's id leaves the house";
  clock_.advance(1h);
  north_.happen("order.issued", "order", "o9", R"({"ground":"unfiled","measure":"hold","region":"r1"})");
  ASSERT_TRUE(regulator_.aggregates.take(north_.file("2026-03")).ok());
  const auto now = regulator_.aggregates.figures("orders_issued", "region", "2026-03", "2026-03");
  ASSERT_EQ(now->size(), 1u);
  EXPECT_EQ(now->front().n, 4);
  EXPECT_EQ(now->front().first_n, 3);
  EXPECT_EQ(regulator_.aggregates.take(first).error().code, "aggregates_old");
  EXPECT_EQ(total("orders_issued"), 4);
}

TEST_P(AcrossOperators, AForgedOrRedefinedOneIsRefused) {
  north_.happen("order.issued", "order", "o1", R"({"ground":"unfiled","measure":"hold","region":"r1"})");
  const auto source = expect_north();
  const auto file = north_.file("2026-03");
  const auto forger = *ledger::SigningKey::make("muster.example/north", ledger::Algorithm::ed25519, random_);
  EXPECT_EQ(regulator_.aggregates
                .take(resigned(
                    file, [](auto&) {}, forger))
                .error()
                .code,
            "statement_key");
  auto changed = boost::json::parse(file).as_object();
  std::string text(changed.at("text").as_string());
  text.replace(text.find("\"n\":1"), 5, "\"n\":7");
  changed["text"] = text;
  EXPECT_EQ(regulator_.aggregates.take(boost::json::serialize(changed)).error().code, "statement_text");
  const auto redefined = resigned(
      file, [](auto& t) { t.at("definitions").as_object()["orders_issued"] = std::string(64, '0'); }, north_.key);
  EXPECT_EQ(regulator_.aggregates.take(redefined).error().code, "aggregates_redefined");
  const auto undefined = resigned(
      file, [](auto& t) { t.at("definitions").as_object().erase("orders_issued"); }, north_.key);
  EXPECT_EQ(regulator_.aggregates.take(undefined).error().code, "aggregates_redefined");
  const auto small = resigned(
      file,
      [](auto& t) {
        auto& row = t.at("figures").as_array().emplace_back(t.at("figures").as_array().front()).as_object();
        row["metric"] = "appeals_filed";
        row["dimension"] = "";
        row["n"] = 2;
      },
      north_.key);
  EXPECT_EQ(regulator_.aggregates.take(small).error().code, "aggregates_small_cell");
  for (const char* wrong : {"", "{}", "[1]", R"({"text":"{}","note":"x"})", R"({"text":1,"note":2})"})
    EXPECT_EQ(regulator_.aggregates.take(wrong).error().code, "aggregates_form") << wrong;
  EXPECT_EQ(total("orders_issued"), -1) << "nothing of all that was taken";
  const auto told = regulator_.db->read([&](store::Transaction& tx) -> Result<std::vector<events::Event>> {
    return events::of_record(tx, kSourceRecord, source.id);
  });
  EXPECT_EQ(told->size(), 6u) << "added, and five refusals are in the ledger";
  ASSERT_TRUE(regulator_.aggregates.take(file).ok());
  ASSERT_TRUE(regulator_.aggregates.end(source.id, sue_).ok());
  clock_.advance(1h);
  EXPECT_EQ(regulator_.aggregates.take(north_.file("2026-03")).error().code, "aggregates_origin");
}

TEST_P(AcrossOperators, WhoIsLateIsShown) {
  expect_north();
  const auto late = [&] { return regulator_.aggregates.sources()->front().late_month; };
  EXPECT_EQ(late(), "");
  clock_.set(*parse_rfc3339("2026-04-09T02:00:00Z"));
  EXPECT_EQ(late(), "") << "ten days after the month's end";
  clock_.set(*parse_rfc3339("2026-04-10T17:00:00Z"));
  EXPECT_EQ(late(), "2026-03");
  ASSERT_TRUE(regulator_.aggregates.take(north_.file("2026-03")).ok());
  EXPECT_EQ(late(), "") << "it came, late";
  clock_.set(*parse_rfc3339("2026-06-30T17:00:00Z"));
  EXPECT_EQ(late(), "2026-04") << "the oldest that is missing";
}

TEST_P(AcrossOperators, SmallNumbersOfPersonsDoNotLeaveTheHouse) {
  for (int i = 0; i < 9; ++i)
    north_.happen("appeal.filed", "appeal", fmt::format("a{}", i),
                  fmt::format(R"({{"ground":"{}"}})", i < 7 ? "explicit_unlawful" : "unfiled"));
  expect_north();
  ASSERT_TRUE(regulator_.aggregates.take(north_.file("2026-03")).ok());
  EXPECT_EQ(total("appeals_filed"), 9);
  const auto parts = regulator_.aggregates.figures("appeals_filed", "ground", "2026-03", "2026-03");
  ASSERT_EQ(parts->size(), 2u);
  for (const auto& part : *parts) EXPECT_TRUE(part.hidden) << part.value;
  EXPECT_EQ(aggregates::fetch("http://example.org/").error().code, "aggregates_url");
  EXPECT_EQ(aggregates::fetch("http://127.0.0.1:1/").error().code, "aggregates_unreachable");
}

TEST_P(AcrossOperators, ARegisterOfNumbersSendsFiguresOfItsOwn) {
  const auto numbers = *ledger::SigningKey::make("numbers.example/north", ledger::Algorithm::ed25519, random_);
  ASSERT_TRUE(
      regulator_.aggregates.add({"North's numbers", numbers.verifier().to_text(), "", 10, "2026-03"}, sue_).ok());
  aggregates::Envelope e;
  e.origin = numbers.name(), e.from = e.until = "2026-03", e.sequence = 1;
  const auto& metric = *aggregates::find_register_metric("register_lines");
  e.definitions[metric.name] = aggregates::definition_sha256(metric);
  e.lines = {{metric.name, "2026-03", "", "", false, 1200, 0}, {metric.name, "2026-03", "region", "r1", true, 0, 0}};
  const auto file = [&] {
    const std::string text = aggregates::to_text(e);
    return ledger::statement_file(text,
                                  ledger::sign_statement(aggregates::kStatementKind, text, clock_.now(), numbers));
  };
  const auto taken = regulator_.aggregates.take(file());
  ASSERT_TRUE(taken.ok()) << taken.error().sentence;
  EXPECT_EQ(total("register_lines"), 1200);
  const auto regions = regulator_.aggregates.figures("register_lines", "region", "2026-01", "2026-12");
  ASSERT_EQ(regions->size(), 1u);
  EXPECT_TRUE(regions->front().hidden);
  e.sequence = 2;
  e.lines[0].n = 3;
  EXPECT_EQ(regulator_.aggregates.take(file()).error().code, "aggregates_small_cell")
      << "all of them are about persons";
  e.lines[0].n = 1300;
  e.lines[1].dimension = "dealer";
  EXPECT_EQ(regulator_.aggregates.take(file()).error().code, "aggregates_form") << "not told apart by that";
  e.lines[1].dimension = "state";
  e.definitions[metric.name] = definition_sha256(*metrics::Definitions::standard().find("orders_issued"));
  EXPECT_EQ(regulator_.aggregates.take(file()).error().code, "aggregates_redefined");
}

}  // namespace
}  // namespace muster::programme
