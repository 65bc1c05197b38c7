// An envelope of TAXII 2.1 (OASIS Standard, 10 June 2021, §3.7): objects as a peer sends or answers them. Pure.
//
// Limits: kEnvelopeMax bytes, kObjectsMax objects, 24 levels. An object at fault keeps none of the others out.
#pragma once

#include <base/result.h>

#include <string>
#include <string_view>
#include <vector>

#include <sharing/stix.h>

namespace muster::sharing {

inline constexpr std::size_t kEnvelopeMax = 4u << 20;
inline constexpr std::size_t kObjectsMax = 2000;
inline constexpr std::string_view kTaxiiType = "application/taxii+json;version=2.1";

struct ToldObject {
  std::string id;       // as it was written, at most 200 bytes, "" none
  std::string version;  // its `modified`, as it was written
  Result<Told> told;
};
struct Envelope {
  bool more = false;
  std::string next;  // what to ask for after this, "" nothing
  std::vector<ToldObject> objects;
};
// Errors: envelope_large, envelope_objects, stix_form.
Result<Envelope> read_envelope(std::string_view body);

}  // namespace muster::sharing
