#include "described.h"

#include <sstream>

#include <gtest/gtest.h>
#include <support/contract.h>

namespace muster::test {
namespace {

const std::string& routes() {
  static const std::string text = described_by(MUSTER_PROGRAM);
  return text;
}

TEST(Contract, EveryRouteOfTheApiIsInItAndTheOtherWayRound) {
  const Contract contract = read_contract(MUSTER_SOURCE_DIR "/docs/openapi.yaml");
  ASSERT_GT(contract.size(), 70u);
  for (const char* prefix : {"/api/", "/feeds/", "/metrics"}) EXPECT_EQ(differences(contract, routes(), prefix), "");
}

// Outside of the API stands what is public: pages that change nothing, and the forms by which anybody appeals or
// reports, or says that a statement of reasons arrived; and where another operator tells of its orders.
TEST(Contract, NothingElseCanBeChangedOutsideOfTheApi) {
  std::istringstream in(routes());
  int public_pages = 0;
  for (std::string line; std::getline(in, line);) {
    if (line.find(" /api/") != std::string::npos) continue;
    ++public_pages;
    const bool appeal =
        line.starts_with("POST /public/appeals ") || line.starts_with("POST /public/orders/{number}/appeal ");
    const bool report = line.starts_with("POST /public/reports ") || line.starts_with("POST /public/reports/status ") ||
                        line.starts_with("POST /public/reports/withdraw ");
    const bool received = line.starts_with("POST /public/statements/{secret}/received ");
    const bool peer = line.starts_with("POST /taxii2/");  // with its token
    EXPECT_TRUE(line.starts_with("GET ") || appeal || report || received || peer) << line;
  }
  EXPECT_GT(public_pages, 10);
}

// What anybody may change through the API is named here, so that one more is a decision and no accident.
TEST(Contract, AnybodyCanOnlySignInAndReport) {
  std::istringstream in(api_lines(routes()));
  for (std::string line; std::getline(in, line);)
    if (line.ends_with("  anybody") && !line.starts_with("GET ")) {
      // Aggregates and referrals are signed by their operator, whoever brings them.
      EXPECT_TRUE(line == "POST /api/session  anybody" || line == "POST /api/aggregates  anybody" ||
                  line == "POST /api/received-referrals  anybody" || line == "POST /api/public-reports  anybody" ||
                  line == "POST /api/public-reports/{number}/events  anybody" ||
                  line == "POST /api/instruction-answers  anybody")  // so are a provider's answers
          << line;
    }
}

// docs/api-roles.md is this table. To write it anew: muster server --routes | grep ' /api/', between the fences.
TEST(Contract, TheDocumentOfRolesIsTrue) {
  EXPECT_EQ(documented_lines(MUSTER_SOURCE_DIR "/docs/api-roles.md"), api_lines(routes()));
}

}  // namespace
}  // namespace muster::test
