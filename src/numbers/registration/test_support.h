// A dealer with reserved lines, and people who are nobody, for the tests of this room.
#pragma once

#include <parties/parties.h>
#include <registration/service.h>

#include <support/vault_world.h>

namespace muster::registration {

inline constexpr std::int64_t kFirst = 8619900000000;

class RegistrationTest : public test::VaultTest {
 protected:
  explicit RegistrationTest(const std::string& policy = {})
      : own_policy_(*policy::Policy::parse(policy)),
        parties_(*db_, recorder_, vault_, own_policy_),
        lines_(*db_, recorder_, own_policy_),
        persons_(*db_, recorder_, vault_, own_policy_),
        service_(*db_, recorder_, vault_, own_policy_) {
    dealer_ = make_party("partner", "Dealer One");
    clerk_ = make_person("passport:A0000001");
    pool_ =
        *lines_.make_pool("admin", {"Test range", "Operator", "CN-11", lines::LineKind::voice, kFirst, kFirst + 999});
    EXPECT_EQ(*lines_.stock("admin", pool_.id, 200), 200);
  }
  std::string make_party(const std::string& kind, const std::string& name) {
    parties::Party party;
    party.kind = kind;
    party.name = name;
    return parties_.create_party("system:test", party)->id;
  }
  std::string make_person(const std::string& identity) {
    return parties_.create_person("system:test", {dealer_, "Clerk", "en", identity})->id;
  }
  // Reserves the line for the dealer and puts a SIM in.
  void stock_up(int n, const std::string& dealer = {}) {
    const auto line = *lines_.reserve("dealer", kFirst + n, dealer.empty() ? dealer_ : dealer);
    ASSERT_TRUE(lines_.add_sim("admin", test::iccid(n), test::imsi(n)).ok());
    ASSERT_TRUE(lines_.change_sim("dealer", line.id, line.version, test::iccid(n), "first").ok());
  }
  static std::string number(int n) { return lines::msisdn_text(kFirst + n); }
  using test::NumbersTest::number;
  Capture capture(int line, int person = 1) const {
    Capture c;
    c.document = {"cn_resident_id", "CHN", test::resident_id("19900101", person), ""};
    c.identity = {"Specimen Person " + std::to_string(person), "1990-01-01", "12 Example Street, Utopia"};
    c.category = "citizen";
    c.msisdn = number(line);
    c.dealer_id = dealer_;
    c.place = "BJ-0042";
    c.device = "T-17";
    c.consent = "terms-1";
    return c;
  }
  Result<Submitted> submit(const Capture& c, const std::string& key) { return service_.submit(clerk_, key, c); }
  Registration registered(int line, int person = 1) {
    stock_up(line);
    const auto done = submit(capture(line, person), "key-" + std::to_string(line));
    EXPECT_TRUE(done.ok()) << done.error().code;
    return done->registration;
  }
  lines::Line line(int n) { return *lines_.line_of_msisdn(kFirst + n); }
  static std::vector<std::string> codes(const Error& error) {
    std::vector<std::string> out;
    for (const Error& e : error.all) out.push_back(e.code);
    return out;
  }

  policy::Policy own_policy_;
  parties::Service parties_;
  lines::Service lines_;
  persons::Service persons_;
  Service service_;
  std::string dealer_, clerk_;
  lines::Pool pool_;
};

}  // namespace muster::registration
