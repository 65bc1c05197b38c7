// Inspections, the dashboard and reports, on both databases: what is found is closed by two people; funnels add up; a
// figure that was reported is proven from its checkpoint after it was restated; a PDF says what the figures say.
#include <census/service.h>
#include <ledger/sequencer.h>
#include <parties/parties.h>
#include <programme/dashboard.h>
#include <programme/report.h>

#include <filesystem>

#include <boost/json.hpp>
#include <embedded_sites_migrations.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <support/pdf_text.h>
#include <support/test_database.h>

namespace muster::programme {
namespace {

using namespace std::chrono_literals;

class Supervision : public ::testing::TestWithParam<store::Backend> {
 protected:
  Supervision() {
    static constexpr store::Sql kParty{
        "t_party2", "insert into party(id, kind, name, created_at) values(:id, 'access_provider', :id, 1)"};
    static constexpr store::Sql kPerson{"t_person2",
                                        "insert into person(id, party_id, display_name, identity_index, created_at) "
                                        "values(:id, :party, :id, :index, 1)"};
    (void)db_->write([&](store::Transaction& tx) -> Result<void> {
      for (const char* id : {"house", "north", "south"}) tx.run(kParty, {{"id", id}});
      for (const auto& [id, party] :
           std::vector<std::pair<std::string, std::string>>{{"sue", "house"}, {"tom", "house"}, {"ann", "north"}})
        tx.run(kPerson, {{"id", id}, {"party", party}, {"index", std::string(32, id[0])}});
      return {};
    });
  }
  ~Supervision() override { std::filesystem::remove_all(folder_); }
  void happen(const char* kind, const char* record_kind, const std::string& id, const std::string& body) {
    const auto done = db_->write([&](store::Transaction& tx) -> Result<void> {
      recorder_.record(tx, {kind, 1, "t"}, "system:test", record_kind, id, body);
      return {};
    });
    if (!done.ok()) throw std::runtime_error(done.error().sentence);
  }
  void orders(int n, const char* region) {
    for (int i = 0; i < n; ++i) {
      const std::string id = fmt::format("{}{}", region, i);
      happen("order.issued", "order", id,
             fmt::format(R"({{"case":"c{}","ground":"unfiled","measure":"hold","region":"{}"}})", id, region));
      happen("order.executed", "order", id,
             fmt::format(R"({{"case":"c{}","ground":"unfiled","measure":"hold","region":"{}"}})", id, region));
    }
    ingest();
  }
  void ingest() {
    for (int some = 1; some > 0;) some = *metrics_.ingest();
  }
  void sequence() {
    for (int some = 1; some > 0;) some = *log_.sequence_once();
  }

  std::string folder_ =
      (std::filesystem::temp_directory_path() / ("muster-supervision-" + std::to_string(::getpid()))).string();
  SimulatedClock clock_{*parse_rfc3339("2026-03-02T02:00:00Z")};
  SystemRandom random_;
  test::TestDatabase db_{GetParam(), {{"sites", muster_sites_migrations::files()}}};
  ledger::Recorder recorder_{clock_, random_};
  ledger::Log log_{*db_, recorder_, *ledger::SigningKey::make("muster.example/t", ledger::Algorithm::ed25519, random_)};
  notices::Service notices_{*db_, recorder_};
  census::Service census_{*db_, recorder_, &notices_, {.folder = folder_}};
  metrics::Service metrics_{*db_, recorder_, metrics::Definitions::standard(), {480, 500}};
  Service programmes_{*db_, recorder_, policy::Policy::standard(), notices_, metrics_, Template::standard()};
  Inspections inspections_{*db_, recorder_, policy::Policy::standard(), Template::standard()};
  Dashboard dashboard_{metrics_, census_, Template::standard()};
  Reports reports_{*db_, recorder_, log_, metrics_, programmes_, inspections_};
  const Actor sue_{"sue", "house", true, false}, tom_{"tom", "house", true, false}, ann_{"ann", "north", false, true},
      eve_{"eve", "south", false, true};
};
MUSTER_ON_BOTH_BACKENDS(Supervision);

TEST_P(Supervision, AnInspectionHasAPurposeATimeAndAnEnd) {
  EXPECT_EQ(inspections_.open("north", "provider", "Yearly.", "2026-03-09", ann_).error().code, "role_missing");
  EXPECT_EQ(inspections_.open("north", "rumours", "Yearly.", "2026-03-09", sue_).error().code, "checklist_unknown");
  EXPECT_EQ(inspections_.open("north", "provider", " ", "2026-03-09", sue_).error().code, "purpose_missing");
  EXPECT_EQ(inspections_.open("north", "provider", "Yearly.", "2026-03-01", sue_).error().code, "programme_day");
  auto whole = *inspections_.open("north", "provider", "Yearly.", "2026-03-09", sue_);
  ASSERT_EQ(whole.answers.size(), 6u);
  const std::string id = whole.inspection.id;
  EXPECT_EQ(inspections_.inspection(id, eve_).error().code, "inspection_unknown") << "not of her party";
  EXPECT_TRUE(inspections_.inspection(id, ann_).ok()) << "who is inspected sees it";
  EXPECT_EQ(inspections_.answer(id, 1, "not_met", "", sue_).error().code, "note_missing");
  EXPECT_EQ(inspections_.answer(id, 9, "met", "", sue_).error().code, "question_unknown");
  for (int seq = 1; seq <= 5; ++seq) ASSERT_TRUE(inspections_.answer(id, seq, "met", "", sue_).ok());
  EXPECT_EQ(inspections_.close(id, sue_).error().code, "inspection_open_questions");
  const auto answered = inspections_.answer(id, 6, "not_met", "No number is told.", sue_);
  EXPECT_EQ(answered->inspection.not_met, 1);
  ASSERT_TRUE(inspections_.close(id, sue_).ok());
  EXPECT_EQ(inspections_.answer(id, 1, "met", "", sue_).error().code, "inspection_closed");
  EXPECT_EQ(inspections_.list("", 10, ann_)->items.size(), 1u);
  EXPECT_TRUE(inspections_.list("", 10, eve_)->items.empty());
  const auto other = inspections_.open("north", "provider", "Again.", "2026-03-09", sue_);
  clock_.advance(24h * 10);
  EXPECT_EQ(inspections_.answer(other->inspection.id, 1, "met", "", sue_).error().code, "inspection_over");
  EXPECT_TRUE(inspections_.close(other->inspection.id, sue_).ok());
}

TEST_P(Supervision, AFindingSaysWhoFoundItAndIsClosedByAnother) {
  const auto& rules = Template::standard().leniency;
  EXPECT_EQ(leniency_of("itself", "2026-03-01", "2026-03-11", rules), "self");
  EXPECT_EQ(leniency_of("itself", "2026-03-01", "2026-03-12", rules), "late");
  EXPECT_EQ(leniency_of("others", "2026-03-01", "2026-03-01", rules), "others");
  const NewFinding what{"north", "", "major", "others", "2026-02-01", "An unfiled site was connected.", "2026-03-20"};
  EXPECT_EQ(inspections_.write(what, eve_).error().code, "role_missing");
  EXPECT_EQ(inspections_.write(what, ann_).error().code, "finding_found_by") << "of itself it tells itself";
  auto own = what;
  own.found_by = "itself";
  const auto told = inspections_.write(own, ann_);
  ASSERT_TRUE(told.ok()) << told.error().sentence;
  EXPECT_EQ(told->number, "F2026-00001");
  EXPECT_EQ(told->leniency, "late");
  const auto found = inspections_.write(what, sue_);
  EXPECT_EQ(found->number, "F2026-00002");
  EXPECT_EQ(inspections_.finding(found->id, eve_).error().code, "finding_unknown");
  EXPECT_EQ(inspections_.move(found->id, 1, "close", "", sue_).error().code, "inspection_finding_state");
  EXPECT_EQ(inspections_.move(found->id, 2, "remedy", "", ann_).error().code, "stale");
  const auto remedied = inspections_.move(found->id, 1, "remedy", "Filed.", ann_);
  ASSERT_TRUE(remedied.ok()) << remedied.error().sentence;
  EXPECT_EQ(inspections_.move(found->id, 2, "close", "", ann_).error().code, "role_missing");
  EXPECT_EQ(inspections_.move(found->id, 2, "reopen", "", sue_).error().code, "note_missing");
  EXPECT_EQ(inspections_.move(found->id, 2, "close", "", sue_)->state, "closed");
  const auto mine = inspections_.move(told->id, 1, "remedy", "", sue_);
  EXPECT_EQ(inspections_.move(told->id, 2, "close", "", sue_).error().code, "inspection_finding_second");
  static constexpr store::Sql kForce{"t_force_finding",
                                     "update inspection_finding set state = 'closed' where id = :id"};
  const auto forced = db_->write([&](store::Transaction& tx) -> Result<void> {
    tx.run(kForce, {{"id", told->id}});
    return {};
  });
  EXPECT_EQ(forced.error().code, "inspection_finding_second") << "the schema refuses it by itself";
  EXPECT_TRUE(inspections_.move(told->id, 2, "close", "", tom_).ok());
  EXPECT_TRUE(inspections_.findings("", true, "", 10, sue_)->items.empty());
  EXPECT_EQ(inspections_.findings("", false, "", 10, ann_)->items.size(), 2u);
}

TEST_P(Supervision, TheDashboardsFunnelsAreFigures) {
  orders(3, "north");
  orders(1, "south");
  happen("suspicion.raised", "suspicion", "s1", R"({"ground":"unfiled","source":"schedule"})");
  happen("order.verified", "order", "north0", R"({"ground":"unfiled","measure":"hold","region":"north"})");
  happen("order.lifted", "order", "north0",
         R"({"ground":"unfiled","measure":"hold","region":"north","reason":"filed"})");
  ingest();
  EXPECT_EQ(dashboard_.figures("", 99).error().code, "dashboard_months");
  EXPECT_EQ(dashboard_.figures("soon", 3).error().code, "month_form");
  const auto d = dashboard_.figures("", 3);
  ASSERT_TRUE(d.ok()) << d.error().sentence;
  EXPECT_EQ(d->from, "2026-01");
  EXPECT_GT(d->position, 0);
  ASSERT_EQ(d->regions.size(), 2u);
  EXPECT_EQ(d->regions[0].region, "north");
  EXPECT_EQ(d->regions[0].orders, 3);
  EXPECT_EQ(d->regions[0].ended, 1);
  ASSERT_EQ(d->funnels.size(), 2u);
  std::map<std::string, std::int64_t> stages;
  for (const auto& f : d->funnels)
    for (const auto& s : f.stages) stages[s.name] = s.n;
  EXPECT_EQ(stages["sites_held"], 4);
  EXPECT_EQ(stages["sites_restored"], 1);
  EXPECT_EQ(stages["suspicions_raised"], 1);
  EXPECT_EQ(stages["orders_verified"], 1);
  EXPECT_EQ(stages["observed"], 0) << "no census yet";
  const auto south = dashboard_.figures("", 3, "south");
  for (const auto& s : south->series)
    if (s.definition->name == "orders_issued") EXPECT_EQ(s.last.n, 1);
}

TEST_P(Supervision, AFigureOfLastMonthIsProvenAfterItWasRestated) {
  orders(4, "north");
  ASSERT_TRUE(programmes_.create({{}, "2026-01-05", "", true}, sue_).ok());
  clock_.advance(24h * 40);  // 11 April
  ASSERT_TRUE(metrics_.publish_due().ok());
  EXPECT_EQ(reports_.make({"month", "2026-03", "", 0, "", ""}, ann_).error().code, "role_missing");
  EXPECT_EQ(reports_.make({"month", "2026-07", "", 0, "", ""}, sue_).error().code, "month_ahead");
  EXPECT_EQ(reports_.make({"week", "2026-03", "", 0, "", ""}, sue_).error().code, "report_kind");
  const auto made = reports_.make({"month", "2026-03", "", 0, "", ""}, sue_);
  ASSERT_TRUE(made.ok()) << made.error().sentence;
  EXPECT_EQ(made->number, "R2026-00001");
  EXPECT_EQ(reports_.proof(made->number).error().code, "ledger_pending");
  sequence();
  const auto early = log_.latest_checkpoint();

  // An appeal succeeds: March is restated, in figures and in the next report.
  happen("order.lifted", "order", "north0", R"({"reason":"reversed","ground":"unfiled","region":"north"})");
  ingest();
  ASSERT_TRUE(metrics_.publish_due().ok());
  clock_.advance(24h);
  const auto again = reports_.make({"month", "2026-03", "", 0, "", ""}, sue_);
  ASSERT_TRUE(again.ok());
  sequence();
  const auto of = [](const Report& r, const char* name) {
    const auto said = boost::json::parse(r.content);
    for (const auto& f : said.at("figures").as_array())
      if (f.at("name") == name) return boost::json::value(f);
    throw std::runtime_error(name);
  };
  EXPECT_EQ(of(*made, "sites_acted_on").at("n").as_int64(), 4);
  EXPECT_EQ(of(*again, "sites_acted_on").at("n").as_int64(), 3);
  EXPECT_EQ(of(*again, "sites_acted_on").at("months").at(0).at("first").as_int64(), 4) << "side by side";

  const auto file = reports_.proof(made->number);
  ASSERT_TRUE(file.ok()) << file.error().sentence;
  const auto proven = check_report_proof(*file, ledger::ProofOptions{log_.verifier(), {}});
  ASSERT_TRUE(proven.ok()) << proven.error().sentence;
  EXPECT_EQ(proven->figures.at("sites_acted_on"), 4) << "what was reported is what is proven";
  EXPECT_EQ(proven->content, made->content);
  EXPECT_FALSE(proven->keys_from_file);
  // Its entry is under the checkpoint that was signed before anything was restated.
  const auto old = log_.inclusion_proof(made->event_id, early->size);
  ASSERT_TRUE(old.ok());
  EXPECT_EQ(old->checkpoint.root, early->root);

  // Anything that was changed does not hold.
  auto forged = boost::json::parse(*file).as_object();
  std::string content(forged.at("content").as_string());
  content.replace(content.find("\"n\":4"), 5, "\"n\":9");
  forged["content"] = content;
  EXPECT_EQ(check_report_proof(boost::json::serialize(forged), {}).error().code, "report_proof_wrong");
  forged = boost::json::parse(*file).as_object();
  std::string body(forged.at("event_body").as_string());
  body.replace(body.find("\"sites_acted_on\":4"), 18, "\"sites_acted_on\":9");
  forged["event_body"] = body;
  EXPECT_EQ(check_report_proof(boost::json::serialize(forged), {}).error().code, "report_proof_wrong");
  const auto other = *ledger::SigningKey::make("muster.example/t", ledger::Algorithm::ed25519, random_);
  EXPECT_EQ(check_report_proof(*file, ledger::ProofOptions{other.verifier(), {}}).error().code, "proof_wrong");
  EXPECT_EQ(check_report_proof("{}", {}).error().code, "report_proof_form");
}

TEST_P(Supervision, AReportIsComparedWithTheLastAndReadsTheSameAsPdf) {
  orders(2, "north");
  ASSERT_TRUE(programmes_.create({{}, "2026-01-05", "", true}, sue_).ok());
  ASSERT_TRUE(
      inspections_.write({"north", "", "grave", "itself", "2026-03-01", "An unfiled site.", "2026-03-20"}, ann_).ok());
  const auto march = reports_.make({"month", "2026-03", "", 0, "", ""}, sue_);
  ASSERT_TRUE(march.ok()) << march.error().sentence;
  clock_.advance(24h * 31);
  orders(5, "south");
  const auto april = reports_.make({"month", "2026-04", "", 0, "", ""}, sue_);
  EXPECT_EQ(april->previous_id, march->id);
  const auto html = report_html(april->content, "en");
  EXPECT_NE(html.find("R2026-00001"), std::string::npos);
  EXPECT_NE(html.find("+3"), std::string::npos);
  for (const char* language : {"en", "zh"}) {
    const auto pdf =
        print::to_pdf(report_blocks(april->content, language), {"Report", language, print::standard_fonts()});
    ASSERT_TRUE(pdf.ok()) << pdf.error().sentence;
    const std::string text = test::without_blanks(test::pdf_text(*pdf));
    const auto said = boost::json::parse(april->content);
    int checked = 0;
    for (const auto& f : said.at("figures").as_array()) {
      const std::string title(f.at("title").at(language).as_string());
      EXPECT_NE(text.find(test::without_blanks(fmt::format("{}: {}", title, f.at("n").as_int64()))), std::string::npos)
          << title;
      ++checked;
    }
    EXPECT_GT(checked, 15);
    EXPECT_NE(text.find("F2026-00001"), std::string::npos);
  }
  const auto sheets = report_sheets(april->content, "en");
  EXPECT_EQ(sheets.size(), 4u);
  EXPECT_TRUE(print::to_workbook(sheets, "Report", clock_.now()).ok());
  // One region, one operator, one phase.
  const auto south = reports_.make({"month", "2026-04", "", 0, "south", ""}, sue_);
  EXPECT_EQ(south->previous_id, "") << "no earlier one of this region";
  EXPECT_NE(south->content.find(R"("name":"orders_issued")"), std::string::npos);
  EXPECT_EQ(south->content.find(R"("name":"appeals_filed")"), std::string::npos) << "nothing tells its region";
  const auto north = reports_.make({"month", "2026-04", "", 0, "", "north"}, sue_);
  EXPECT_NE(north->content.find("F2026-00001"), std::string::npos);
  const std::string id = programmes_.list(sue_)->front().programme.id;
  EXPECT_EQ(reports_.make({"phase", "", id, 9, "", ""}, sue_).error().code, "phase_unknown");
  const auto phase = reports_.make({"phase", "", id, 1, "", ""}, sue_);
  ASSERT_TRUE(phase.ok()) << phase.error().sentence;
  EXPECT_EQ(phase->from, "2026-01");
  EXPECT_EQ(phase->until, "2026-04");
  EXPECT_EQ(reports_.list("", 2)->items.size(), 2u);
  EXPECT_NE(reports_.list("", 2)->next, "");
}

}  // namespace
}  // namespace muster::programme
