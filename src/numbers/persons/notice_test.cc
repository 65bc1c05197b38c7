#include <lines/service.h>
#include <notices/notices.h>
#include <persons/notice.h>
#include <persons/service.h>

#include <support/vault_world.h>

namespace muster::persons {
namespace {

constexpr std::int64_t kFirstNumber = 8619900000000;

class Telling : public test::VaultTest {
 protected:
  Telling() {
    const auto pool = *lines_.make_pool(
        "admin", {"Test range", "Operator", "CN-11", lines::LineKind::voice, kFirstNumber, kFirstNumber + 99});
    EXPECT_EQ(*lines_.stock("admin", pool.id, 20), 20);
    NewHolder asked;
    asked.identity = {"Specimen Person", "1990-01-01", "12 Example Street, Utopia"};
    asked.document = {"passport", "UTO", "S0000001", "2030-01-01"};
    holder_ = *persons_.create("registrar", asked);
  }
  lines::Line serving(int n, std::int64_t slot) {
    const auto line = *lines_.reserve("dealer", kFirstNumber + n, "dealer-1");
    EXPECT_TRUE(lines_.add_sim("admin", test::iccid(n), test::imsi(n)).ok());
    EXPECT_TRUE(lines_.change_sim("dealer", line.id, line.version, test::iccid(n), "first").ok());
    lines::Ownership o;
    o.id = recorder_.new_id();
    o.line_id = line.id;
    o.holder_id = o.counted_under = holder_.id;
    o.slot = slot;
    o.cap = 5;
    o.ground_ref = "registration-1";
    EXPECT_TRUE(db_->write([&](store::Transaction& tx) { return lines::give(tx, {&o, 1}, clock_.now()); }).ok());
    const auto given = *lines_.line(line.id);
    return *lines_.apply("registrar", given.id, given.version, lines::Event::activate);
  }
  void tell(const char* kind, const std::string& line = {}) {
    ASSERT_TRUE(db_->write([&](store::Transaction& tx) -> Result<void> {
                     persons::tell(tx, recorder_, {holder_.id, line, kind, kHolderRecord, holder_.id});
                     return {};
                   })
                    .ok());
  }
  std::vector<std::string> reached() {
    while (*hand_to_sms(*db_, recorder_, "zh", 2) > 0) {
    }
    std::vector<std::string> out;
    for (const auto& row : rows("select recipient_ref from sms_message order by id"))
      out.push_back(row.text("recipient_ref"));
    return out;
  }
  lines::Service lines_{*db_, recorder_, policy_};
  Service persons_{*db_, recorder_, vault_, policy_};
  Holder holder_;
};
MUSTER_ON_BOTH_BACKENDS(Telling);

TEST_P(Telling, TheLineInQuestionOrAnotherOneInServiceIsReached) {
  const auto first = serving(0, 1), second = serving(1, 2);
  tell(notice::kClosingAsked, second.id);
  tell(notice::kDataCorrected);
  ASSERT_TRUE(lines_.apply("desk", second.id, second.version, lines::Event::disconnect, "wish").ok());
  tell(notice::kLineClosed, second.id);
  const std::string one = "line:" + first.id, two = "line:" + second.id;
  // What was written while the line served is handed over now: the line is nobody's by now.
  EXPECT_EQ(reached(), (std::vector<std::string>{one, one, one}));
  EXPECT_EQ(reached().size(), 3u) << "once";
  tell(notice::kBeyondCap, first.id);
  EXPECT_EQ(reached().back(), one);
}

TEST_P(Telling, WhoHasNoLineInServiceReadsItElsewhere) {
  tell(notice::kDataCorrected);
  EXPECT_TRUE(reached().empty());
  EXPECT_EQ(number("select count(*) as n from holder_notice where handed_at is null"), 0);
}

TEST_P(Telling, EveryKindHasALetter) {
  for (const char* kind :
       {notice::kLineGivenAway, notice::kLineReceived, notice::kTransferAsked, notice::kDataCorrected,
        notice::kClosingAsked, notice::kClosingWithdrawn, notice::kLineClosed, notice::kBeyondCap,
        notice::kDocumentEnds, notice::kDocumentEnded, notice::kDocumentRenewed, notice::kOfAge})
    for (const char* language : {"en", "zh"})
      EXPECT_TRUE(notices::write_letter(std::string("holder_") + kind, language, {}).ok()) << kind << " " << language;
}

}  // namespace
}  // namespace muster::persons
