// Pre-approvals in the register: from the draft through changes to what expires.
#include "test_support.h"
#include <filings/import.h>
#include <filings/reconcile.h>

#include <list>

namespace muster::filings {
namespace {

class PreApproved : public Register {
 protected:
  static PreApproval approval(const char* number, const char* until, PreApprovalKind kind = PreApprovalKind::news) {
    return {kind, number, "Example press office", *parse_day(until)};
  }
  FilingDraft news_draft(const std::string& domain, std::vector<PreApproval> approvals) {
    FilingDraft asked = example_draft(domain);
    asked.subject.certificate_kind = "other";
    asked.subject.certificate_number = "REG-" + std::to_string(++certificates_);
    asked.site.service_types = {"news"};
    asked.site.pre_approvals = std::move(approvals);
    return asked;
  }
  Filing news(const std::string& domain, std::vector<PreApproval> approvals) {
    const auto made = service_->create_draft(news_draft(domain, std::move(approvals)), registrar_);
    EXPECT_TRUE(made.ok()) << (made.ok() ? "" : made.error().sentence);
    return *made;
  }
  Filing filed_news(const std::string& domain, std::vector<PreApproval> approvals) {
    return through(news(domain, std::move(approvals)),
                   {Event::preverify, Event::verify_in_person, Event::sign, Event::submit, Event::accept});
  }
  // "domain number" of each that is expired or soon will be.
  std::vector<std::string> expiring(FilingFilter filter = {}, const std::string& after = "", int limit = 100) {
    filter.expiring = true;
    const auto page = service_->list(filter, after, limit);
    EXPECT_TRUE(page.ok());
    std::vector<std::string> out;
    for (const auto& row : page->items) out.push_back(row.domains.at(0) + " " + row.pre_approval->number);
    next_ = page->next;
    return out;
  }
  Result<ImportResult> import(const std::string& lines, Format format = Format::csv, bool dry_run = false) {
    std::istringstream in(lines);
    told_.clear();
    ImportOptions options;
    options.source_name = "register";
    options.format = format;
    options.dry_run = dry_run;
    options.actor = "person";
    options.on_error = [&](const LineError& e) { told_.push_back(e.error.code + " " + e.error.field); };
    return Importer(*db_, recorder_, *vault_, restrictions_).run(in, options);
  }
  using Texts = std::vector<std::string>;

  std::string next_;
  Texts told_;
  std::list<std::string> kept_;  // statements' texts live as long as the database is open
};
MUSTER_ON_BOTH_BACKENDS(PreApproved);

TEST_P(PreApproved, AServiceThatNeedsOneIsFiledWithIt) {
  EXPECT_EQ(service_->create_draft(news_draft("a.example.com", {}), registrar_).error().code, "pre_approval_missing");
  EXPECT_EQ(
      service_->create_draft(news_draft("a.example.com", {approval("N1", "2026-03-01")}), registrar_).error().code,
      "pre_approval_expired");
  auto bad = news_draft("a.example.com", {});
  bad.site.name.clear();
  EXPECT_EQ(service_->create_draft(bad, registrar_).error().all.size(), 2u) << "with every other fault";
  EXPECT_EQ(number("select count(*) as n from site"), 0);
  const Filing made =
      news("a.example.com", {approval("N2", "2026-03-02"), approval("B1", "2030-01-01", PreApprovalKind::bbs)});
  ASSERT_EQ(made.pre_approvals.size(), 2u);
  EXPECT_EQ(made.pre_approvals[0], approval("B1", "2030-01-01", PreApprovalKind::bbs));
  EXPECT_EQ(made.pre_approvals[1], approval("N2", "2026-03-02"));
  // It ends while the filing is on its way: it can't be submitted, nor accepted.
  const Filing signed_one = through(made, {Event::preverify, Event::verify_in_person, Event::sign});
  clock_.set(*parse_rfc3339("2026-03-03T00:00:00Z"));
  EXPECT_EQ(step(signed_one, Event::submit).error().code, "pre_approval_expired");
  clock_.set(*parse_rfc3339("2026-03-02T23:59:59Z"));
  const Filing submitted = through(signed_one, {Event::submit});
  clock_.set(*parse_rfc3339("2026-03-03T00:00:00Z"));
  EXPECT_EQ(step(submitted, Event::accept).error().code, "pre_approval_expired");
  // Returned and revised with another one it goes on.
  const Filing returned = through(submitted, {Event::return_});
  Change change;
  change.add_pre_approvals = {approval("N3", "2027-01-01")};
  const auto revised = step(returned, Event::revise, {}, change);
  ASSERT_TRUE(revised.ok()) << revised.error().sentence;
  const Filing filed =
      through(*revised, {Event::preverify, Event::verify_in_person, Event::sign, Event::submit, Event::accept});
  EXPECT_EQ(filed.state, State::filed);
  EXPECT_EQ(filed.pre_approvals.size(), 3u);
}

TEST_P(PreApproved, AChangeRenewsIt) {
  const Filing filed = filed_news("a.example.com", {approval("N1", "2026-04-01")});
  Change change;
  change.remove_pre_approvals = {{PreApprovalKind::news, "N1"}};
  EXPECT_EQ(step(filed, Event::ask_change, {}, change).error().code, "pre_approval_missing");
  change.add_pre_approvals = {approval("N1", "2026-03-01")};
  EXPECT_EQ(step(filed, Event::ask_change, {}, change).error().code, "pre_approval_expired");
  change.add_pre_approvals = {approval("N1", "2026-05-01")};
  const auto asked = step(filed, Event::ask_change, {}, change);
  ASSERT_TRUE(asked.ok()) << asked.error().sentence;
  EXPECT_EQ(asked->pending_change->add_pre_approvals, change.add_pre_approvals);
  EXPECT_EQ(asked->pending_change->remove_pre_approvals, change.remove_pre_approvals);
  EXPECT_EQ(asked->pre_approvals, filed.pre_approvals) << "until it is accepted";
  clock_.set(*parse_rfc3339("2026-05-02T00:00:00Z"));
  EXPECT_EQ(step(*asked, Event::accept_change).error().code, "pre_approval_expired") << "it waited too long";
  clock_.set(*parse_rfc3339("2026-04-15T00:00:00Z"));
  const auto accepted = step(*asked, Event::accept_change);
  ASSERT_TRUE(accepted.ok()) << accepted.error().sentence;
  EXPECT_EQ(accepted->pre_approvals, change.add_pre_approvals);
  EXPECT_EQ(number("select count(*) as n from filing_pre_approval"), 2) << "what was taken out stays on record";
}

TEST_P(PreApproved, WhatIsExpiredOrSoonWillBeIsAListOfItsOwn) {
  filed_news("later.example.com", {approval("N1", "2026-05-01")});
  filed_news("soon.example.com", {approval("N2", "2026-03-20")});
  filed_news("far.example.com", {approval("N3", "2026-09-01")});
  filed_news("renewed.example.com", {approval("N4", "2026-03-20"), approval("N5", "2027-03-20")});
  news("draft.example.com", {approval("N6", "2026-03-20")});
  // 60 days from 2 March: the last day that is told is 30 April.
  EXPECT_EQ(expiring(), Texts{"soon.example.com N2"});
  clock_.set(*parse_rfc3339("2026-03-25T00:00:00Z"));
  EXPECT_EQ(expiring(), (Texts{"soon.example.com N2", "later.example.com N1"})) << "the expired first";
  EXPECT_EQ(expiring({}, "", 1), Texts{"soon.example.com N2"});
  EXPECT_EQ(expiring({}, next_, 1), Texts{"later.example.com N1"});
  EXPECT_EQ(expiring({}, next_, 1), Texts{});
  EXPECT_EQ(next_, "");
  EXPECT_EQ(expiring({.provider_id = "provider-b"}), Texts{});
  EXPECT_EQ(expiring({.states = {State::defect_notice}}), Texts{});
  const Filing soon = *service_->find("soon.example.com");
  const Filing noticed = through(soon, {Event::notify_defect});
  EXPECT_EQ(expiring({.states = {State::defect_notice}}), Texts{"soon.example.com N2"});
  // Put right within the term: the list no longer has it.
  Change change;
  change.add_pre_approvals = {approval("N7", "2027-03-20")};
  const auto corrected = step(noticed, Event::correct, {}, change);
  ASSERT_TRUE(corrected.ok()) << corrected.error().sentence;
  ASSERT_TRUE(step(*corrected, Event::accept_correction).ok());
  EXPECT_EQ(expiring(), Texts{"later.example.com N1"});
}

TEST_P(PreApproved, TheSchemaKeepsWhatIsOnRecord) {
  const Filing filing = news("a.example.com", {approval("N1", "2026-05-01")});
  EXPECT_EQ(sql("update filing_pre_approval set number = 'N2'"), "pre_approval_immutable");
  EXPECT_EQ(sql("update filing_pre_approval set valid_until = null"), "pre_approval_immutable");
  EXPECT_EQ(sql("delete from filing_pre_approval"), "pre_approval_kept");
  const std::string into =
      "insert into filing_pre_approval(id, site_id, kind, number, issued_by, valid_until, recorded_at, removed_at) "
      "select ";
  const auto insert = [&](const std::string& values) {
    kept_.push_back(into + values + " from site");
    return sql(kept_.back().c_str());
  };
  EXPECT_EQ(insert("'x1', id, 'bbs', '1', '', null, 1, 2"), "pre_approval_immutable");
  for (const char* values : {"'x1', id, 'poetry', '1', '', null, 1, null", "'x1', id, 'bbs', '', '', null, 1, null",
                             "'x1', id, 'bbs', '1', '', 5, 1, null", "'x1', id, 'news', 'N1', '', null, 1, null",
                             "'x1', 'nobody', 'bbs', '1', '', null, 1, null"})
    EXPECT_NE(insert(values), "done") << values;
  EXPECT_EQ(insert("'x1', id, 'bbs', '1', '', null, 1, null"), "done");
  EXPECT_EQ(sql("update filing_pre_approval set removed_at = 5 where id = 'x1'"), "done");
  EXPECT_EQ(sql("update filing_pre_approval set removed_at = null where id = 'x1'"), "pre_approval_immutable");
  EXPECT_EQ(insert("'x2', id, 'bbs', '1', '', null, 6, null"), "done") << "recorded anew";
  EXPECT_EQ(service_->get(filing.id)->pre_approvals.size(), 2u);
}

TEST_P(PreApproved, ARegisterBringsThemIn) {
  const std::string header = "site_number,domains,subject_name,region,provider,service_types,pre_approvals\n";
  const std::string good =
      "S1-1,one.example.com,Company 1,CN-35,L-A,news,news|N1|Example press office|2020-01-31; bbs|B1\n"
      "S2-1,two.example.com,Company 2,CN-35,L-A,news,\n";
  const std::string bad =
      "S3-1,three.example.com,Company 3,CN-35,L-A,,poetry|1\n"
      "S4-1,four.example.com,Company 4,CN-35,L-A,,news;news|1|a|soon\n"
      "S5-1,five.example.com,Company 5,CN-35,L-A,,news|1;news|1\n";
  const Texts faults{"pre_approval_kind_unknown pre_approvals", "pre_approval_form pre_approvals",
                     "time_form pre_approvals", "pre_approval_twice pre_approvals"};
  EXPECT_EQ(import(header + good + bad, Format::csv, true)->accepted, 2);
  EXPECT_EQ(told_, faults);
  EXPECT_EQ(import(header + good + bad)->accepted, 2) << "what lacks or is expired comes in all the same";
  EXPECT_EQ(told_, faults);
  const Filing one = *service_->find("S1-1");
  EXPECT_EQ(one.pre_approvals,
            (std::vector<PreApproval>{{PreApprovalKind::bbs, "B1", "", std::nullopt}, approval("N1", "2020-01-31")}));
  EXPECT_EQ(expiring(), Texts{"one.example.com N1"});
  EXPECT_EQ(import(header + good)->already_in, 2);
  EXPECT_EQ(import(R"({"site_number":"S1-1","domains":["one.example.com"],"subject_name":"Company 1","region":"CN-35",)"
                   R"("provider":"L-A","service_types":["news"],"pre_approvals":)"
                   R"(["news|N1|Example press office|2020-01-31","bbs|B1"]})",
                   Format::jsonl)
                ->already_in,
            1)
      << "the same record in another format";
  EXPECT_EQ(import(header + "S2-1,two.example.com,Company 2,CN-35,L-A,news,news|N9\n")->refused, 1)
      << "they are a part of the record";
}

TEST_P(PreApproved, AnotherRegisterIsComparedToo) {
  const std::string header = "site_number,domains,subject_name,region,provider,pre_approvals\n";
  const std::string rest = "S1-1,one.example.com,Company 1,CN-35,L-A,";
  ASSERT_EQ(import(header + rest + "news|N1|Example press office|2027-01-31;bbs|B1\n")->accepted, 1);
  const auto differing = [&](const std::string& theirs) {
    std::istringstream in(header + rest + theirs + "\n");
    clock_.advance(std::chrono::minutes(1));
    return Reconciler(*db_, recorder_, *vault_)
        .run(in, {.register_name = "North", .source_name = "north.csv", .actor = "person"})
        ->differing;
  };
  EXPECT_EQ(differing("bbs|B1;news|N1|Example press office|2027-01-31"), 0) << "in any order";
  EXPECT_EQ(differing("news|N1;bbs|B1"), 0) << "what is left out says nothing";
  EXPECT_EQ(differing(""), 0);
  EXPECT_EQ(differing("news|N1||2028-01-31;bbs|B1"), 1);
  const auto conflicts = *Conflicts(*db_, recorder_).of_filing(service_->find("S1-1")->id);
  ASSERT_EQ(conflicts.size(), 1u);
  EXPECT_EQ(conflicts[0].field, "pre_approvals");
  EXPECT_EQ(conflicts[0].ours, "bbs|B1; news|N1|Example press office|2027-01-31");
  EXPECT_EQ(conflicts[0].theirs, "bbs|B1; news|N1|Example press office|2028-01-31");
  EXPECT_EQ(differing("news|N1"), 1) << "one that they have not";
}

TEST_P(PreApproved, ALookUpKnowsThem) {
  filed_news("a.example.com", {approval("N1", "2026-05-01")});
  const auto found = service_->lookup("www.a.example.com");
  ASSERT_TRUE(found.ok() && *found);
  EXPECT_EQ((*found)->pre_approvals, std::vector<PreApproval>{approval("N1", "2026-05-01")});
}

}  // namespace
}  // namespace muster::filings
