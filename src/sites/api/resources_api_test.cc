// Blocks, leases and addresses as a registrar, a provider and others call them.
#include "address_handlers.h"
#include "whole_program.h"

#include <gtest/gtest.h>

namespace muster::api {
namespace {

class ResourcesApi : public ::testing::Test {
 protected:
  ResourcesApi() : program_(store::Backend::sqlite) {
    add_resource_routes(router_, program_.services);
    carrier_ = make_party("carrier", "Carrier", "C-1");
    provider_ = make_party("access_provider", "Provider A", "L-A");
    other_ = make_party("access_provider", "Provider B", "L-B");
    customer_ = make_party("responsible_entity", "Customer", "");
  }
  std::string make_party(const std::string& kind, const std::string& name, const std::string& licence) {
    parties::Party party;
    party.kind = kind;
    party.name = name;
    party.licence_number = licence;
    return program_.parties.create_party("system:test", party)->id;
  }
  Caller as(const char* role) { return Caller(router_, person(std::string("person-") + role, {role})); }
  Caller partner(const std::string& party) { return Caller(router_, person("person-p", {"partner_user"}, party)); }
  static std::string body(json::object object) { return json::serialize(object); }
  Answer root() {
    return as("registrar")
        .post(
            "/api/address-blocks",
            body({{"range", "192.0.2.0/24"}, {"holder_id", carrier_}, {"source", "Registry"}, {"location", "Room 1"}}));
  }
  Answer allocate(const Caller& who, const std::string& parent, const std::string& range, const std::string& to) {
    return who.post("/api/address-blocks", body({{"range", range}, {"parent_id", parent}, {"to", to}}));
  }
  Answer step(const std::string& path, const std::string& event, json::object data = {}) {
    const auto now = as("registrar").get(path);
    json::object asked{{"event", event}, {"reasons", json::array{"A reason."}}};
    if (!data.empty()) asked["data"] = std::move(data);
    return as("registrar").post(path + "/events", body(std::move(asked)), {{"If-Match", now.headers.at("etag")}});
  }

  WholeProgram program_;
  http::Router router_;
  std::string carrier_, provider_, other_, customer_;
};

TEST_F(ResourcesApi, ABlockIsRecordedAllocatedAndShown) {
  const auto net = root();
  ASSERT_EQ(net.status, 201) << net.body;
  EXPECT_EQ(net.at("/state"), "held");
  EXPECT_EQ(net.headers.at("location"), "/api/address-blocks/" + net.at("/id"));
  EXPECT_EQ(net.at("/lacking/0"), "mode");
  const auto child = allocate(as("registrar"), net.at("/id"), "192.0.2.0/25", provider_);
  ASSERT_EQ(child.status, 201) << child.body;
  EXPECT_EQ(child.at("/path/0/block/range"), "192.0.2.0/24");
  EXPECT_EQ(child.at("/path/1/block/holder"), "Provider A");
  EXPECT_EQ(child.at("/timeline/0/kind"), "address_block.allocated");
  const auto refused = allocate(as("registrar"), net.at("/id"), "192.0.2.64/26", other_);
  EXPECT_EQ(refused.status, 409);
  EXPECT_EQ(refused.code(), "block_overlap");
  EXPECT_EQ(allocate(as("registrar"), net.at("/id"), "192.0.2.128/25", carrier_).code(), "self_assignment");
  EXPECT_EQ(as("registrar").post("/api/address-blocks", body({{"range", "x"}, {"holder_id", carrier_}})).code(),
            "address_range_form");
  const auto list = as("auditor").get("/api/address-blocks?q=192.0.2.7");
  EXPECT_EQ(list.at("/items/1/range"), "192.0.2.0/25");
  EXPECT_EQ(as("auditor").get("/api/address-blocks?parent_id=root").at("/items/0/range"), "192.0.2.0/24");
  EXPECT_EQ(as("auditor").get("/api/address-blocks?state=lost").code(), "state_unknown");
  EXPECT_EQ(as("auditor").get("/api/address-blocks/" + net.at("/id")).at("/children/0/holder"), "Provider A");
}

TEST_F(ResourcesApi, StepsAskForTheVersionAndSayWhyTheyAreClosed) {
  const std::string id = root().at("/id"), path = "/api/address-blocks/" + id;
  EXPECT_EQ(as("registrar").post(path + "/events", body({{"event", "split"}})).status, 428);
  EXPECT_EQ(step(path, "melt").code(), "event_unknown");
  EXPECT_EQ(step(path, "split", {{"prefix_length", 24}}).code(), "split_prefix");
  EXPECT_EQ(step(path, "split", {{"parts", json::array{"192.0.2.0/25", "what"}}}).code(), "address_range_form");
  const auto cut = step(path, "split", {{"prefix_length", 25}});
  ASSERT_EQ(cut.status, 200) << cut.body;
  EXPECT_EQ(cut.at("/state"), "split");
  EXPECT_EQ(step(path, "return").code(), "block_event_not_open");
  const std::string part = as("auditor").get("/api/address-blocks").at("/items/0/id");
  const auto renamed =
      as("registrar")
          .put("/api/address-blocks/" + part + "/particulars", body({{"name", "PART"}, {"mode", "static"}}),
               {{"If-Match", as("registrar").get("/api/address-blocks/" + part).headers.at("etag")}});
  EXPECT_EQ(renamed.at("/name"), "PART");
  const auto used = step("/api/address-blocks/" + part, "assign", {{"user_id", customer_}});
  EXPECT_EQ(used.at("/user"), "Customer");
  const auto closed = partner(carrier_).get("/api/address-blocks/" + part);
  EXPECT_EQ(closed.at("/next_events/0/event"), "unassign");
  EXPECT_EQ(closed.at("/next_events/0/allowed"), "true");
}

TEST_F(ResourcesApi, AProviderSeesAndActsOnItsOwnAlone) {
  const std::string net = root().at("/id");
  const std::string mine = allocate(as("registrar"), net, "192.0.2.0/25", provider_).at("/id");
  EXPECT_EQ(partner(provider_).get("/api/address-blocks").at("/items/0/range"), "192.0.2.0/25");
  EXPECT_EQ(partner(provider_).get("/api/address-blocks").at("/items/1/range"), "");
  EXPECT_EQ(partner(provider_).get("/api/address-blocks/" + net).status, 404);
  EXPECT_EQ(partner(other_).get("/api/address-blocks/" + mine).status, 404);
  EXPECT_EQ(allocate(partner(provider_), mine, "192.0.2.0/28", customer_).status, 201);
  EXPECT_EQ(allocate(partner(other_), mine, "192.0.2.16/28", customer_).code(), "block_not_yours");
  EXPECT_EQ(partner(provider_).get("/api/addresses/192.0.2.1").at("/tenants/2/block/holder"), "Carrier");
  EXPECT_EQ(partner(other_).get("/api/addresses/192.0.2.1").at("/on_record"), "false");
  EXPECT_EQ(as("examiner").get("/api/addresses/192.0.2.1").at("/tenants/0/block/user"), "Customer");
  EXPECT_EQ(as("examiner").get("/api/addresses/2001:db8::1").at("/on_record"), "false");
  EXPECT_EQ(as("examiner").get("/api/addresses/nonsense").code(), "address_range_form");
  EXPECT_EQ(partner(provider_).get("/api/address-findings").status, 403);
}

TEST_F(ResourcesApi, RdapTellsTheInnermostBlockOfAnAddress) {
  add_rdap_routes(router_, program_.services);
  const std::string net = root().at("/id");
  allocate(as("registrar"), net, "192.0.2.0/25", provider_);
  const auto inner = Caller(router_).get("/rdap/ip/192.0.2.7");
  ASSERT_EQ(inner.status, 200) << inner.body;
  EXPECT_EQ(inner.at("/parentHandle"), net);
  EXPECT_EQ(inner.at("/startAddress"), "192.0.2.0");
  EXPECT_EQ(inner.at("/endAddress"), "192.0.2.127");
  EXPECT_EQ(inner.at("/entities/0/vcardArray/1/2/3"), "Provider A");
  EXPECT_EQ(Caller(router_).get("/rdap/ip/192.0.2.200").at("/handle"), net);
  EXPECT_EQ(Caller(router_).get("/rdap/ip/198.51.100.1").status, 404);
}

TEST_F(ResourcesApi, ALeaseGoesFromProposalToRevocation) {
  const std::string mine = allocate(as("registrar"), root().at("/id"), "192.0.2.0/25", provider_).at("/id");
  const auto made =
      as("registrar")
          .post("/api/address-leases",
                body({{"block_id", mine}, {"lessee_id", provider_}, {"contract", "2026-1"}, {"may_sublet", true}}));
  ASSERT_EQ(made.status, 201) << made.body;
  const std::string path = "/api/address-leases/" + made.at("/id");
  for (const char* event : {"check_licence", "activate", "find_mismatch", "ask_explanation"}) {
    program_.clock.advance(std::chrono::seconds(1));
    EXPECT_EQ(step(path, event).status, 200) << event;
  }
  EXPECT_EQ(step(path, "revoke").code(), "explanation_term_running");
  const auto now = as("auditor").get(path);
  EXPECT_EQ(now.at("/state"), "explain");
  EXPECT_EQ(now.at("/block/range"), "192.0.2.0/25");
  EXPECT_EQ(now.at("/timeline/4/kind"), "address_lease.explanation_asked");
  program_.clock.set(*parse_rfc3339(now.at("/due_at")));
  EXPECT_EQ(step(path, "revoke").at("/state"), "revoked");
  EXPECT_EQ(partner(provider_).get("/api/address-leases").at("/items/0/contract"), "2026-1");
  EXPECT_EQ(partner(other_).get(path).status, 404);
  EXPECT_EQ(as("auditor").get("/api/address-leases?state=active").at("/items/0/id"), "");
}

TEST_F(ResourcesApi, AFileIsImportedByAJob) {
  const std::string file = "range,holder,source\n192.0.2.0/24,Carrier,Registry\n198.51.100.0/24,Nobody,\n";
  EXPECT_EQ(as("registrar").call("POST", "/api/address-blocks/imports?format=doc", file, {}).code(), "import_format");
  EXPECT_EQ(as("registrar").call("POST", "/api/address-blocks/imports?mapping=none", file, {}).code(),
            "mapping_unknown");
  for (const char* dry : {"&dry_run=1", ""}) {
    const auto started = as("registrar")
                             .call("POST", std::string("/api/address-blocks/imports?format=csv") + dry, file,
                                   {{"Content-Type", "text/plain"}});
    ASSERT_EQ(started.status, 202) << started.body;
    ASSERT_TRUE(program_.jobs.run_due().ok());
    const auto job = program_.jobs.get(started.at("/job_id"));
    ASSERT_TRUE(job.ok());
    const auto result = parsed(job->result);
    EXPECT_EQ(result.at("accepted").as_int64(), 1);
    EXPECT_EQ(result.at("errors").at(0).at("code").as_string(), "party_unknown");
    EXPECT_EQ(as("auditor").get("/api/addresses/192.0.2.1").at("/on_record"), *dry ? "false" : "true");
  }
}

}  // namespace
}  // namespace muster::api
