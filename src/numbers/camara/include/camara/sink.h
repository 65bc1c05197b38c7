// Where notifications go: a port, and its adapter by HTTPS. No address of this machine or of a private network is ever
// connected to but those that the policy names (camara.sink_networks): what a client writes as its sink must not reach
// what stands beside the register. The check is on the address that the name led to at that moment.
#pragma once

#include <base/result.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace muster::camara {

enum class SinkAnswer {
  taken,  // 2xx
  later,  // anything else: tried again
  gone,   // 410: the client says that nobody listens any more
};
struct SinkMessage {
  std::string url, bearer;  // "": none
  std::string id;           // x-correlator
  std::string body;         // application/cloudevents+json
};
class Sink {
 public:
  virtual ~Sink() = default;
  virtual SinkAnswer post(const SinkMessage& message) = 0;  // thread-safe
};

// Whether a text can be a sink: an https address of at most kSinkMaxBytes without account and fragment, whose host, if
// it is an address, may be reached. `networks`: blocks that may, although they are private. Pure.
bool is_sink(std::string_view url, const std::vector<std::string>& networks);
// Whether an address (text) is on the public internet (IANA special-purpose registries), or in one of `networks`.
bool is_reachable(std::string_view address, const std::vector<std::string>& networks);

struct SinkOptions {
  std::vector<std::string> networks;
  std::string ca_file;  // "": those that the system trusts
  long timeout_ms = 10'000;
};
std::unique_ptr<Sink> make_https_sink(SinkOptions options);

// GET of a small document, by https or on this machine: the keys of a token's issuer. Errors: issuer_away.
Result<std::string> fetch_document(const std::string& url, const std::string& ca_file);

}  // namespace muster::camara
