#include "endpoint.h"

#include <charconv>

namespace muster::cli {

Result<Endpoint> endpoint_of(const std::string& text, const char* field) {
  const auto colon = text.rfind(':');
  Endpoint out;
  const char* const end = text.data() + text.size();
  if (colon == std::string::npos || colon == 0) return invalid(field, "Give the address as ADDRESS:PORT.", field);
  const auto [last, fault] = std::from_chars(text.data() + colon + 1, end, out.port);
  if (fault != std::errc{} || last != end) return invalid(field, "Give the address as ADDRESS:PORT.", field);
  out.address = text.substr(0, colon);
  if (out.address.starts_with('[') && out.address.ends_with(']'))
    out.address = out.address.substr(1, out.address.size() - 2);
  return out;
}

}  // namespace muster::cli
