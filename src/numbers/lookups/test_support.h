// People who are nobody, with lines that a dealer registered for them, and people of the house: for the tests of this
// room.
#pragma once

#include <lines/service.h>
#include <parties/parties.h>
#include <persons/service.h>
#include <registration/service.h>

#include <lookups/own_page.h>
#include <lookups/requests.h>
#include <support/vault_world.h>

namespace muster::lookups {

inline constexpr std::int64_t kFirst = 8619900000000;

// Keeps the last code that was sent.
struct CodesInMemory final : CodeSender {
  Result<void> send(store::Transaction&, const CodeMessage& message) override {
    sent.push_back(message);
    return {};
  }
  std::vector<CodeMessage> sent;
};

class LookupsTest : public test::VaultTest {
 protected:
  LookupsTest()
      : parties_(*db_, recorder_, vault_, policy_),
        lines_(*db_, recorder_, policy_),
        persons_(*db_, recorder_, vault_, policy_),
        registration_(*db_, recorder_, vault_, policy_),
        requests_(*db_, recorder_, vault_, policy_),
        disputes_(*db_, recorder_, vault_, policy_),
        page_({*db_, recorder_, vault_, policy_, disputes_, codes_}) {
    house_ = party("carrier", "The Carrier");
    dealer_ = party("partner", "Dealer One");
    authority_ = party("authority", "The Authority");
    clerk_ = person("passport:A0000001", dealer_);
    ann_ = person("passport:A0000002", house_);
    ben_ = person("passport:A0000003", house_);
    cat_ = person("passport:A0000004", house_);
    pool_ =
        *lines_.make_pool("admin", {"Test range", "Operator", "CN-11", lines::LineKind::voice, kFirst, kFirst + 999});
    EXPECT_EQ(*lines_.stock("admin", pool_.id, 100), 100);
  }
  std::string party(const std::string& kind, const std::string& name) {
    parties::Party party;
    party.kind = kind;
    party.name = name;
    return parties_.create_party("system:test", party)->id;
  }
  std::string person(const std::string& identity, const std::string& party) {
    return parties_.create_person("system:test", {party, "Somebody", "en", identity})->id;
  }
  static std::string number_of(int line) { return lines::msisdn_text(kFirst + line); }
  static persons::Document document(int n) { return {"cn_resident_id", "CHN", test::resident_id("19900101", n), ""}; }
  Result<registration::Submitted> submit(int line, int n) {
    const auto reserved = lines_.line_of_msisdn(kFirst + line);
    if (reserved->state == lines::State::available) {
      const auto taken = lines_.reserve("dealer", kFirst + line, dealer_);
      EXPECT_TRUE(lines_.add_sim("admin", test::iccid(line), test::imsi(line)).ok());
      EXPECT_TRUE(lines_.change_sim("dealer", taken->id, taken->version, test::iccid(line), "first").ok());
    }
    registration::Capture c;
    c.document = document(n);
    c.identity = {"Specimen Person " + std::to_string(n), "1990-01-01", "12 Example Street, Utopia"};
    c.category = "citizen";
    c.msisdn = number_of(line);
    c.dealer_id = dealer_;
    c.place = "BJ-0042";
    c.device = "T-17";
    c.consent = "terms-1";
    return registration_.submit(clerk_, "key-" + std::to_string(line), c);
  }
  // In service.
  registration::Registration registered(int line, int n) {
    const auto done = submit(line, n);
    EXPECT_TRUE(done.ok()) << done.error().code;
    const auto now = lines_.line_of_msisdn(kFirst + line);
    EXPECT_TRUE(lines_.apply("registrar", now->id, now->version, lines::Event::activate).ok());
    return done->registration;
  }
  lines::Line line(int n) { return *lines_.line_of_msisdn(kFirst + n); }

  // The person behind a line, recognised.
  OwnSession enter(int line) {
    const auto token = page_.request_code(number_of(line), "client", "en");
    EXPECT_TRUE(token.ok());
    EXPECT_FALSE(codes_.sent.empty());
    const auto session = page_.begin(*token, codes_.sent.back().code, "client");
    EXPECT_TRUE(session.ok()) << session.error().code;
    return **page_.session(*session);
  }

  parties::Service parties_;
  lines::Service lines_;
  persons::Service persons_;
  registration::Service registration_;
  CodesInMemory codes_;
  Requests requests_;
  Disputes disputes_;
  OwnPage page_;
  std::string house_, dealer_, authority_, clerk_, ann_, ben_, cat_;
  lines::Pool pool_;
};

}  // namespace muster::lookups
