// The people and cards of the demonstration: nobody's. Names are put together
// out of published specimens' names, numbers are generated with their check
// digits; what a number gets follows from the number alone.
#pragma once

#include <lines/service.h>
#include <registration/registration.h>

#include <cstdint>
#include <string>

namespace muster::cli {

enum class DemoKind : std::uint8_t { citizen, foreigner, minor, organisation_user };

// Citizens for the most part; of a hundred, four foreigners, three minors
// (whose guardian is the person before) and five users in an organisation. The
// first ones are citizens.
DemoKind demo_kind(int person);
// Without number, dealer, place and device. `today`: YYYY-MM-DD, for the age of
// minors and the expiry of passports.
registration::Capture demo_capture(int person, const std::string& today);
// A card with its check digit (ITU-T E.118), of an issuer for tests.
lines::NewSim demo_sim(std::int64_t serial);
// The IMEI of a device of nobody: a type allocation for tests, with its check
// digit.
std::string demo_imei(int n);

}  // namespace muster::cli
