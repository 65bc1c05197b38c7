#include "described.h"

#include <sstream>

#include <gtest/gtest.h>
#include <support/contract.h>

namespace muster::test {
namespace {

const std::string& numbers_routes() {
  static const std::string text = described_by(MUSTER_NUMBERS_PROGRAM);
  return text;
}

TEST(NumbersContract, EveryRouteOfTheApiIsInItAndTheOtherWayRound) {
  const Contract contract = read_contract(MUSTER_SOURCE_DIR "/docs/openapi-numbers.yaml");
  ASSERT_GT(contract.size(), 40u);
  for (const char* prefix : {"/api/", "/metrics"}) EXPECT_EQ(differences(contract, numbers_routes(), prefix), "");
}

// What anybody may change through the API is named here, so that one more is a decision and no accident. (The CAMARA
// interfaces stand outside of it and ask for their own tokens; devices at points of sale sign each request.)
TEST(NumbersContract, AnybodyCanOnlySignInAndDevicesSign) {
  std::istringstream in(api_lines(numbers_routes()));
  for (std::string line; std::getline(in, line);)
    if (line.ends_with("  anybody") && !line.starts_with("GET ") && line.find(" /api/dealer-devices") == line.npos &&
        line.find(" /api/dealer-packets") == line.npos) {
      EXPECT_EQ(line, "POST /api/session  anybody");
    }
}

// A number or a document in an address would stand in logs and histories: parameters of paths are ids, codes and
// indexes.
TEST(NumbersContract, NoAddressHoldsANumber) {
  std::istringstream in(api_lines(numbers_routes()));
  for (std::string line; std::getline(in, line);)
    for (const char* word : {"msisdn}", "number}", "phone}", "document}", "name}", "imsi}", "iccid}"})
      EXPECT_EQ(line.find(word), std::string::npos) << line;
}

// docs/api-roles-numbers.md is this table. To write it anew: muster-numbers server --routes | grep ' /api/', between
// the fences.
TEST(NumbersContract, TheDocumentOfRolesIsTrue) {
  EXPECT_EQ(documented_lines(MUSTER_SOURCE_DIR "/docs/api-roles-numbers.md"), api_lines(numbers_routes()));
}

}  // namespace
}  // namespace muster::test
