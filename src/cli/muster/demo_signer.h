// A signing key of a person of the demonstration, as a browser would hold it (WebCrypto, ECDSA on P-256): made, used
// and forgotten with the process. Production refuses such keys.
#pragma once

#include <parties/parties.h>

#include <memory>
#include <string>
#include <string_view>

namespace muster::cli {

class DemoSigner {
 public:
  DemoSigner();
  ~DemoSigner();
  DemoSigner(const DemoSigner&) = delete;

  // Registers it for the person and has it enrolled by the officer. Errors: those of the parties.
  Result<void> enrol(parties::Service& parties, const std::string& person, const std::string& officer);
  const std::string& key_id() const { return key_id_; }
  parties::Signature sign(std::string_view text) const;

 private:
  struct Key;
  std::unique_ptr<Key> key_;
  std::string key_id_;
};

}  // namespace muster::cli
