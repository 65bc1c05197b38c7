// What may show a minor: a person who saw it says so by one key. Every test of the host that there is gets sealed, with
// the host's suspicions, and no picture of the host is shown from then on, also of later tests. Nothing is destroyed:
// whoever prosecutes it asks for the evidence, and who that is, is no machine's to say. For good. Thread-safe.
#pragma once

#include <base/result.h>
#include <events/event.h>
#include <ledger/recorder.h>
#include <store/database.h>

#include <cstdint>
#include <string>

namespace muster::testing {

class Service;

// record_kind "test", one for each.
inline constexpr events::Kind kTestSealed{"test.sealed", 1, "A test was sealed; no screen shows it."};

bool is_sealed(store::Transaction& tx, const std::string& run_id);
std::int64_t sealed_tests_of(store::Transaction& tx, const std::string& host);

// Seals what is not sealed yet; returns how many tests. In the caller's transaction.
Result<std::int64_t> seal_host(store::Transaction& tx, const ledger::Recorder& recorder, Service& service,
                               const std::string& host, const std::string& person);
// The tests alone.
std::int64_t seal_tests(store::Transaction& tx, const ledger::Recorder& recorder, const std::string& host,
                        const std::string& person);

// test_sealed: what a person is told who asks for one.
Error sealed_error();

}  // namespace muster::testing
