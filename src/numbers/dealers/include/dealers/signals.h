// What looks odd at a point of sale. Pure rules over what happened on one day at one dealer; a person decides what
// follows, and nothing follows by itself. No face is compared with any other: pictures count as files alone.
#pragma once

#include <base/time.h>
#include <policy/policy.h>

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace muster::dealers {

enum class SignalCode : std::uint8_t {
  burst,          // more registrations within ten minutes at one device than hands can do
  night_hours,    // registrations while the shops are closed
  many_failures,  // most of what comes is refused
  same_document,  // one document number with several identities
  same_picture,   // one file as the picture of several persons' documents
  far_apart,      // one device at two places faster than one can travel
};
inline constexpr int kSignalCodeCount = 6;
const char* to_text(SignalCode code);
std::optional<SignalCode> signal_code(std::string_view text);
const char* sentence_of(SignalCode code);  // for the person who decides

// One attempt to register, accepted or not. No person's data: hashes of the vault's key, ids and codes.
struct Act {
  Instant at;  // when it was captured
  std::string device;
  std::string place;
  bool accepted = true;
  std::string document, identity = {};     // keyed hashes, or ""
  std::vector<std::string> pictures = {};  // keyed hashes
  std::string holder = {};                 // of an accepted one
};
struct Spot {
  double latitude = 0, longitude = 0;  // degrees
};
struct Day {
  std::vector<Act> acts;               // by time
  std::map<std::string, Spot> places;  // those whose coordinates are known, by code
  // How many persons a document or a picture of this day was used for, at any dealer and within the policy's look-back.
  std::map<std::string, int> identities_of_document = {}, persons_of_picture = {};
};

struct Finding {
  SignalCode code = SignalCode::burst;
  std::string device;  // "" where it is of the dealer as a whole
  std::int64_t count = 0, threshold = 0;
  bool operator==(const Finding&) const = default;
};

inline constexpr Duration kBurstWindow = std::chrono::minutes(10);
inline constexpr std::int64_t kFailuresLeast = 10;  // attempts, before a share says anything

// By code, then device. Thresholds: the policy's dealers.signal_*.
std::vector<Finding> find_signals(const Day& day, const policy::Policy& policy);
// Great-circle distance, metres (haversine on a sphere of 6,371 km).
double distance(Spot a, Spot b);

}  // namespace muster::dealers
