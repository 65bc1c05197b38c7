// Providers are written to about pre-approvals that end: before, after, once each, and nothing else happens by itself.
#include "test_support.h"
#include <filings/approval_letters.h>
#include <notices/notices.h>

namespace muster::filings {
namespace {

class ToldOfApprovals : public Register {
 protected:
  Filing filed_with(const std::string& domain, std::vector<PreApproval> approvals) {
    FilingDraft asked = example_draft(domain);
    asked.subject.certificate_kind = "other";
    asked.subject.certificate_number = "REG-" + std::to_string(++certificates_);
    asked.site.service_types = {"news"};
    asked.site.pre_approvals = std::move(approvals);
    const auto made = service_->create_draft(asked, registrar_);
    EXPECT_TRUE(made.ok()) << (made.ok() ? "" : made.error().sentence);
    return through(*made, {Event::preverify, Event::verify_in_person, Event::sign, Event::submit, Event::accept});
  }
  static PreApproval news_until(const char* number, const char* day) {
    return {PreApprovalKind::news, number, "Example press office", *parse_day(day)};
  }
  int write(int limit = 200) {
    const auto written = letters_.write_due(limit);
    EXPECT_TRUE(written.ok()) << (written.ok() ? "" : written.error().sentence);
    return written.ok() ? *written : -1;
  }
  void on(const char* time) { clock_.set(*parse_rfc3339(time)); }
  std::vector<std::string> subjects_of(const Filing& filing) {
    std::vector<std::string> out;
    const auto notices = notices_.of_record("filing", filing.id);
    EXPECT_TRUE(notices.ok());
    if (!notices.ok()) return out;
    for (const auto& notice : *notices) out.push_back(notice.party_id + ": " + notice.subject);
    std::sort(out.begin(), out.end());
    return out;
  }
  using Texts = std::vector<std::string>;

  notices::Service notices_{*db_, recorder_};
  const ApprovalLetters letters_{*db_, recorder_, policy::Policy::standard(), notices_};
};
MUSTER_ON_BOTH_BACKENDS(ToldOfApprovals);

TEST_P(ToldOfApprovals, OnceBeforeItEndsAndOnceAfterwards) {
  const Filing news = filed_with("a.example.com", {news_until("N1", "2026-06-30")});
  EXPECT_EQ(write(), 0) << "it holds for longer than the policy's term";
  on("2026-05-02T00:00:00Z");
  EXPECT_EQ(write(), 1);
  EXPECT_EQ(write(), 0) << "once";
  EXPECT_EQ(subjects_of(news),
            Texts{"provider-a: The pre-approval N1 of filing " + news.number + " ends on 2026-06-30"});
  on("2026-06-30T23:59:59Z");
  EXPECT_EQ(write(), 0) << "it holds through its last day";
  on("2026-07-01T00:00:00Z");
  EXPECT_EQ(write(), 1);
  EXPECT_EQ(write(), 0);
  EXPECT_EQ(subjects_of(news).size(), 2u);
  EXPECT_EQ(subjects_of(news)[0], "provider-a: The pre-approval N1 of filing " + news.number + " ended on 2026-06-30");
  EXPECT_EQ(service_->get(news.id)->state, State::filed) << "a defect notice is a person's decision";
}

TEST_P(ToldOfApprovals, WhatIsReplacedTakenOutOrNotInForceIsNotWrittenOf) {
  Filing renewed = filed_with("a.example.com", {news_until("N1", "2026-04-30")});
  Change change;
  change.add_pre_approvals = {news_until("N2", "2027-04-30")};
  renewed = *step(renewed, Event::ask_change, {}, change);
  renewed = *step(renewed, Event::accept_change);
  Filing gone = filed_with("b.example.com", {news_until("N3", "2026-04-30")});
  gone = *step(gone, Event::cancel_own, {"Closed."});
  EXPECT_EQ(write(), 0);
  on("2026-05-01T00:00:00Z");
  EXPECT_EQ(write(), 0);
}

TEST_P(ToldOfApprovals, ManyComeInPiecesAndWhatIsLongGoneIsLeft) {
  for (int i = 0; i < 5; ++i) filed_with("d" + std::to_string(i) + ".example.com", {news_until("N1", "2026-04-01")});
  EXPECT_EQ(write(2), 2);
  EXPECT_EQ(write(2), 2);
  EXPECT_EQ(write(2), 1);
  EXPECT_EQ(write(2), 0);
  on("2026-12-01T00:00:00Z");
  EXPECT_EQ(write(), 0) << "more than 90 days ago: the list shows them, nobody is written to";
}

TEST_P(ToldOfApprovals, TheSchemaKeepsThatItWasTold) {
  filed_with("a.example.com", {news_until("N1", "2026-04-01")});
  EXPECT_EQ(write(), 1);
  EXPECT_EQ(sql("update filing_pre_approval_told set told_at = 1"), "pre_approval_told_fixed");
  EXPECT_EQ(sql("delete from filing_pre_approval_told"), "pre_approval_told_fixed");
}

}  // namespace
}  // namespace muster::filings
