// Any bytes as a request target: what is accepted is UTF-8 without control characters and dot segments.
#include <base/text.h>
#include <http/dispatch.h>

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  muster::http::Request request;
  request.method = "GET";
  if (!muster::http::set_target(request, {reinterpret_cast<const char*>(data), size}).ok()) return 0;
  const auto must = [](bool held) {
    if (!held) std::abort();
  };
  must(request.path.starts_with('/') && muster::is_valid_utf8(request.path));
  must((request.path + "/").find("/../") == std::string::npos && (request.path + "/").find("/./") == std::string::npos);
  for (const char c : request.path) must(static_cast<unsigned char>(c) >= 0x20);
  for (const auto& [name, value] : request.query) must(muster::is_valid_utf8(name) && muster::is_valid_utf8(value));
  return 0;
}
