// Tests and suspicions as the contract has them (docs/openapi.yaml: Test, Suspicion). Not a public header.
#pragma once

#include "json.h"
#include <api/services.h>
#include <http/message.h>
#include <testing/testing.h>

namespace muster::api {

// Of a list: without hops and hits.
json::object test_summary_json(const testing::TestRun& run);
// Of one test: with hops, hits, the site that is filed under its host and the ledger's index of its evidence.
Result<json::object> test_json(const Services& services, const testing::TestRun& run);

json::object suspicion_summary_json(const testing::Suspicion& suspicion);
// With its tests, time line and the steps that are open to `who`; carries an ETag.
http::Response suspicion_answer(const Services& services, const std::string& id, const http::Principal& who);

}  // namespace muster::api
