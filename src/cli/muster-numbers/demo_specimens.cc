#include "demo_specimens.h"

#include <fmt/format.h>

namespace muster::cli {
namespace {

constexpr const char* kGiven[] = {"Erika", "Max",  "Anna Maria", "Jane", "John", "Ada",  "Bruno", "Chiara",
                                  "David", "Elif", "Farid",      "Gita", "Hugo", "Ines", "Jonas", "Kamila",
                                  "Liang", "Mei",  "Nadia",      "Omar", "Pia",  "Quan", "Rosa",  "Sven"};
constexpr const char* kFamily[] = {"Mustermann", "Specimen", "Eriksson", "Doe",    "Citizen",
                                   "Sample",     "Example",  "Muster",   "Public", "Bloggs",
                                   "Nowak",      "Esempio",  "Exemplo",  "Modelo", "Voorbeeld"};
constexpr const char* kStreets[] = {"Example Street", "Specimen Road", "Harbour Lane", "Utopia Avenue",
                                    "Sample Square"};
constexpr int kFirstOthers = 20;  // before these, everybody is a citizen

// A sum of the digits, some of them counted twice (Luhn).
int luhn_digit(const std::string& digits) {
  int sum = 0;
  bool twice = true;
  for (auto c = digits.rbegin(); c != digits.rend(); ++c, twice = !twice) {
    const int d = (*c - '0') * (twice ? 2 : 1);
    sum += d > 9 ? d - 9 : d;
  }
  return (10 - sum % 10) % 10;
}

// GB 11643: area, day of birth, sequence, check character.
std::string resident_id(const std::string& birth_date, int sequence) {
  const std::string digits = fmt::format("110105{}{}{}{:03}", birth_date.substr(0, 4), birth_date.substr(5, 2),
                                         birth_date.substr(8, 2), sequence);
  constexpr int kWeights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  int sum = 0;
  for (std::size_t i = 0; i < 17; ++i) sum += (digits[i] - '0') * kWeights[i];
  return digits + "10X98765432"[sum % 11];
}

// Adults are of 1950 to 1999; a minor is twelve, give or take.
std::string birth_date(int person, DemoKind kind, int this_year) {
  const int year = kind == DemoKind::minor ? this_year - 12 - person % 3 : 1950 + person * 7 % 50;
  return fmt::format("{}-{:02}-{:02}", year, person % 12 + 1, person / 12 % 28 + 1);
}

}  // namespace

DemoKind demo_kind(int person) {
  if (person < kFirstOthers) return DemoKind::citizen;
  switch (person % 25) {
    case 6:
      return DemoKind::foreigner;
    case 13:
      return person % 4 ? DemoKind::minor : DemoKind::citizen;
    case 19:
      return DemoKind::organisation_user;
    default:
      return DemoKind::citizen;
  }
}

registration::Capture demo_capture(int person, const std::string& today) {
  const DemoKind kind = demo_kind(person);
  const int this_year = std::stoi(today.substr(0, 4));
  registration::Capture c;
  c.identity.name = fmt::format("{} {}", kGiven[person % std::size(kGiven)],
                                kFamily[static_cast<std::size_t>(person / 7) % std::size(kFamily)]);
  c.identity.birth_date = birth_date(person, kind, this_year);
  c.identity.address = fmt::format("{} {}, Utopia", person % 200 + 1, kStreets[person % std::size(kStreets)]);
  c.document = {"cn_resident_id", "CHN", resident_id(c.identity.birth_date, person % 1000), ""};
  c.category = "citizen";
  c.consent = "terms-1";
  if (kind == DemoKind::foreigner) {
    c.category = "foreigner";
    // ICAO Doc 9303: UTO is the country of specimens.
    c.document = {"passport", "UTO", fmt::format("U{:07}", person), fmt::format("{}-12-31", this_year + 4)};
  } else if (kind == DemoKind::minor) {
    c.category = "minor";
    c.guardian = demo_capture(person - 1, today).document;
    c.guardian_consent = "guardian-1";
  } else if (kind == DemoKind::organisation_user) {
    c.category = "organisation_user";
    c.organisation_kind = "cn_uscc";
    c.organisation_number = "91350100M000100Y43";  // GB 32100-2015, annex
  }
  return c;
}

lines::NewSim demo_sim(std::int64_t serial) {
  const std::string digits = fmt::format("898600{:012}", serial);
  return {digits + std::to_string(luhn_digit(digits)), fmt::format("46099{:010}", serial)};
}

std::string demo_imei(int n) {
  const std::string digits = fmt::format("00100100{:06}", n);
  return digits + std::to_string(luhn_digit(digits));
}

}  // namespace muster::cli
