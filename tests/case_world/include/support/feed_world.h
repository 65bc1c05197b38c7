// A case world with a ledger and its witness, and the feeds that follow.
#pragma once

#include <enforcement/service.h>
#include <ledger/log.h>

#include <support/case_world.h>

namespace muster::test {

class FeedWorld : public CaseWorld {
 public:
  explicit FeedWorld(store::Backend backend)
      : CaseWorld(backend),
        log(*db, recorder, *ledger::SigningKey::make("muster.example/test", ledger::Algorithm::ed25519, random)),
        feeds(*db, recorder, policy, log, *cases_service) {}

  void enrol_witness() {
    const auto key = must(ledger::SigningKey::make("witness.example/one", ledger::Algorithm::cosignature_v1, random));
    write([&](store::Transaction& tx) {
      must(log.enrol_witness(tx, key.verifier().to_text(), "http://127.0.0.1:1/", "system:test"));
    });
  }
  // "bad.example *.bad.example": what a resolver would load.
  std::string names() {
    std::string out;
    for (const auto& e : must(feeds.preview_rpz()).entries)
      out += (out.empty() ? "" : " ") + std::string(e.wildcard ? "*." : "") + e.name;
    return out;
  }

  ledger::Log log;
  enforcement::Service feeds;
};

}  // namespace muster::test
