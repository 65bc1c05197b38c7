// "ADDRESS:PORT", as options take it.
#pragma once

#include <base/result.h>

#include <cstdint>
#include <string>

namespace muster::cli {

struct Endpoint {
  std::string address;
  std::uint16_t port = 0;
};
// "192.0.2.1:53", "[2001:db8::1]:53". Error: `field` with the form.
Result<Endpoint> endpoint_of(const std::string& text, const char* field);

}  // namespace muster::cli
