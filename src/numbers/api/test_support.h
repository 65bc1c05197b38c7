// The whole program over one test database, with a dealer, its stock and people with roles, for the tests of this room.
#pragma once

#include <documents/documents.h>
#include <http/router.h>
#include <http/sign_in.h>
#include <jobs/jobs.h>
#include <ledger/log.h>
#include <numbers_api/services.h>
#include <parties/parties.h>
#include <registration/service.h>

#include <campaigns/service.h>
#include <dealers/packets.h>
#include <dealers/service.h>
#include <dealers/signal_service.h>
#include <lookups/disputes.h>
#include <lookups/requests.h>
#include <reconciliation/inbox.h>
#include <support/caller.h>
#include <support/vault_world.h>

namespace muster::numbers_api {

using test::Answer;
using test::Caller;

inline constexpr std::int64_t kFirst = 8619900000000;

class ApiTest : public test::VaultTest {
 protected:
  explicit ApiTest(const std::string& policy = "[registration]\nmethod = \"manual\"\n")
      : own_policy_(*policy::Policy::parse(policy)),
        log_(*db_, recorder_, *ledger::SigningKey::make("numbers.example/test", ledger::Algorithm::ed25519, random_)),
        jobs_(*db_, clock_, random_),
        parties_(*db_, recorder_, vault_, own_policy_),
        lines_(*db_, recorder_, own_policy_),
        persons_(*db_, recorder_, vault_, own_policy_),
        registration_(*db_, recorder_, vault_, own_policy_),
        campaigns_(*db_, recorder_, own_policy_),
        documents_(
            *db_, recorder_, vault_,
            {.folder = (std::filesystem::temp_directory_path() / ("muster-api-" + new_id(clock_, random_))).string()}),
        dealers_(*db_, recorder_, vault_, own_policy_, jobs_),
        packets_(*db_, recorder_, vault_, own_policy_, registration_, documents_),
        signals_(*db_, recorder_, own_policy_),
        requests_(*db_, recorder_, vault_, own_policy_),
        disputes_(*db_, recorder_, vault_, own_policy_),
        sign_in_(*db_, recorder_, http::SignInOptions::quick_for_tests()),
        inbox_((std::filesystem::temp_directory_path() / ("muster-inbox-" + new_id(clock_, random_))).string(), clock_,
               random_) {
    dealers::add_recheck_job(jobs_, registration_, own_policy_, clock_);
    carrier_ = party("carrier", "Carrier");
    dealer_ = party("partner", "Dealer One");
    const Services services{clock_,   random_,  *db_,      own_policy_, recorder_,     log_,       vault_,
                            jobs_,    parties_, lines_,    persons_,    registration_, campaigns_, dealers_,
                            packets_, signals_, requests_, disputes_,   sign_in_,      inbox_};
    add_common_routes(router_, services);
    add_line_routes(router_, services);
    add_person_routes(router_, services);
    add_registration_routes(router_, services);
    add_campaign_routes(router_, services);
    add_dealer_routes(router_, services);
    add_lookup_routes(router_, services);
    add_change_routes(router_, services);
    add_thing_routes(router_, services);
    add_reconciliation_routes(router_, services);
    pool_ =
        lines_.make_pool("system:test", {"Range", "Operator", "CN-11", lines::LineKind::voice, kFirst, kFirst + 999})
            ->id;
    EXPECT_EQ(*lines_.stock("system:test", pool_, 30), 30);
  }
  std::string party(const std::string& kind, const std::string& name) {
    parties::Party party;
    party.kind = kind;
    party.name = name;
    return parties_.create_party("system:test", party)->id;
  }
  // A new person of the party with this role, calling.
  Caller as(const std::string& role, const std::string& of = {}) {
    const std::string of_party = of.empty() ? (role == "partner_user" ? dealer_ : carrier_) : of;
    const std::string identity = "passport:A" + std::to_string(1'000'000 + people_++);
    const auto made = parties_.create_person("system:test", {of_party, "Person " + role, "en", identity});
    return Caller(router_, test::person(made->id, {role}, of_party));
  }
  // The next lines are the dealer's, with SIMs in.
  void stock_up(int count, const std::string& dealer = {}) {
    for (int i = 0; i < count; ++i) {
      const auto line = *lines_.reserve_any("system:test", pool_, dealer.empty() ? dealer_ : dealer);
      const int n = static_cast<int>(line.msisdn - kFirst);
      ASSERT_TRUE(lines_.add_sim("system:test", test::iccid(n), test::imsi(n)).ok());
      ASSERT_TRUE(lines_.change_sim("system:test", line.id, line.version, test::iccid(n), "first").ok());
    }
  }
  static std::string body(int line, int person = 1, const std::string& more = "") {
    return R"({"category":"citizen","document_kind":"cn_resident_id","document_country":"CHN","document_number":")" +
           test::resident_id("19900101", person) + R"(","name":"Specimen Person )" + std::to_string(person) +
           R"(","birth_date":"1990-01-01","address":"12 Example Street, Utopia","msisdn":")" +
           lines::msisdn_text(kFirst + line) + R"(","place":"BJ-0042","device":"T-17","consent":"terms-1")" + more +
           "}";
  }
  static Caller::Headers key(const std::string& text) { return {{"idempotency-key", text}}; }

  policy::Policy own_policy_;
  ledger::Log log_;
  jobs::Service jobs_;
  parties::Service parties_;
  lines::Service lines_;
  persons::Service persons_;
  registration::Service registration_;
  campaigns::Service campaigns_;
  documents::Service documents_;
  dealers::Service dealers_;
  dealers::Packets packets_;
  dealers::Signals signals_;
  lookups::Requests requests_;
  lookups::Disputes disputes_;
  http::SignIn sign_in_;
  reconciliation::Inbox inbox_;
  http::Router router_;
  std::string carrier_, dealer_, pool_;
  int people_ = 0;
};

}  // namespace muster::numbers_api
