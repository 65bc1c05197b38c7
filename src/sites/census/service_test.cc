#include <base/log.h>
#include <base/text.h>
#include <census/job.h>
#include <jobs/jobs.h>
#include <policy/policy.h>

#include <fstream>

#include <support/census_world.h>

namespace muster::census {
namespace {

using store::Backend;
using store::Sql;

class CensusService : public CensusWorld, public testing::WithParamInterface<Backend> {
 protected:
  CensusService() : CensusWorld(GetParam()) {}
  std::string listed(FindingQuery query = {}) {
    const auto found = service_->findings(query);
    if (!found.ok()) return found.error().code;
    std::string out;
    for (const auto& f : *found)
      out += f.name + " " + std::string(to_text(f.standing)) + (f.is_new ? " new" : "") + "\n";
    return out;
  }
};
MUSTER_ON_BOTH_BACKENDS(CensusService);

const char* kList = "www.filed.com\nalso.co.uk\nnew.com\nold.org\ngone.com\nheld.com\n";

TEST_P(CensusService, StoresARunWithItsDifferences) {
  const auto done = take(kList, {.source_name = "/some/where/list.txt"});
  ASSERT_TRUE(done.ok()) << done.error().sentence;
  const muster::census::Run& run = done->run;
  EXPECT_EQ(run.number, 1);
  EXPECT_EQ(run.state, "done");
  EXPECT_EQ(run.source_name, "list.txt");
  EXPECT_EQ(run.format, "plain");
  EXPECT_EQ(run.sites[static_cast<std::size_t>(Standing::filed)], 2);
  EXPECT_EQ(run.sites[static_cast<std::size_t>(Standing::unfiled)], 2);
  EXPECT_EQ(run.found_new, 4);
  EXPECT_EQ(run.differences_sha256.size(), 64u);
  EXPECT_EQ(listed(), "gone.com cancelled new\nheld.com held new\nnew.com unfiled new\nold.org unfiled new\n");
  const auto read = service_->get(run.id);
  EXPECT_EQ(read->differences_sha256, run.differences_sha256);
  EXPECT_EQ(read->names, 6);
  EXPECT_EQ(read->finished_at, run.finished_at);
  // The event carries counts and the digest, no name.
  const auto events = *db_->read([&](store::Transaction& tx) -> Result<std::vector<events::Event>> {
    return events::of_record(tx, "census_run", run.id);
  });
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].kind, "census.completed");
  EXPECT_NE(events[0].body.find("\"unfiled\":2"), std::string::npos);
  EXPECT_NE(events[0].body.find(run.differences_sha256), std::string::npos);
  EXPECT_EQ(events[0].body.find("new.com"), std::string::npos);
  EXPECT_EQ(
      count("select count(*) as n from outbox o join event e on e.id = o.event_id where e.record_kind = 'census_run'"),
      1);
}

TEST_P(CensusService, TellsWhatIsNewAndWhatIsGone) {
  ASSERT_TRUE(take(kList).ok());
  clock_.advance(std::chrono::hours(48));
  file("new.com", "filed", "provider-1", "");  // filed since: the register is read again
  const auto second = take("filed.com\nnew.com\nold.org\ngone.com\nextra.net\n");
  ASSERT_TRUE(second.ok());
  EXPECT_EQ(second->run.found_new, 1);
  EXPECT_EQ(second->run.found_gone, 2);
  EXPECT_EQ(second->run.previous, 1);
  EXPECT_EQ(listed(), "extra.net unfiled new\ngone.com cancelled\nold.org unfiled\n");
  EXPECT_EQ(listed({.delta = "new"}), "extra.net unfiled new\n");
  EXPECT_EQ(listed({.delta = "gone"}), "held.com held new\nnew.com unfiled new\n");
  const auto old = service_->standing_of("www.old.org");
  ASSERT_TRUE(old.ok() && *old);
  EXPECT_EQ((*old)->first_seen, "2026-09-21");
  EXPECT_EQ((*old)->last_seen, "2026-09-23");
  EXPECT_FALSE(*service_->standing_of("new.com"));
  EXPECT_EQ(service_->list("", 10)->size(), 2u);
  EXPECT_EQ(service_->list("", 1)->front().number, 2);
  EXPECT_EQ(service_->list(second->run.id, 10)->front().number, 1);
}

TEST_P(CensusService, FiltersAndPages) {
  std::string text = kList;
  for (int i = 0; i < 120; ++i) text += "shop-" + std::to_string(1000 + i) + ".com\n";
  ASSERT_TRUE(take(text + "bücher.example\n").ok());
  EXPECT_EQ(listed({.standings = {Standing::cancelled}}), "gone.com cancelled new\n");
  EXPECT_EQ(listed({.standings = {Standing::cancelled, Standing::held}}),
            "gone.com cancelled new\nheld.com held new\n");
  EXPECT_EQ(listed({.prefix = "shop-100", .limit = 500}).find("shop-1010"), std::string::npos);
  EXPECT_EQ(listed({.prefix = "OL"}), "old.org unfiled new\n");
  EXPECT_EQ(listed({.prefix = ".org"}), "old.org unfiled new\n");
  EXPECT_EQ(listed({.prefix = "bücher.example"}), "xn--bcher-kva.example unfiled new\n");
  EXPECT_EQ(listed({.prefix = "a b"}), "census_query");
  EXPECT_EQ(listed({.delta = "x"}), "census_delta");
  EXPECT_EQ(listed({.run_id = "nothing"}), "run_unknown");
  std::string after, all;
  int pages = 0;
  for (;; ++pages) {
    const auto page = service_->findings({.standings = {Standing::unfiled}, .after = after, .limit = 50});
    if (page->empty()) break;
    for (const auto& f : *page) all += f.name + "\n";
    after = page->back().name;
  }
  EXPECT_EQ(pages, 3);
  EXPECT_EQ(std::count(all.begin(), all.end(), '\n'), 123);
  int streamed = 0;
  ASSERT_TRUE(service_->each_finding(service_->get("")->id, [&](const Finding&) { return ++streamed < 7; }).ok());
  EXPECT_EQ(streamed, 7);
}

TEST_P(CensusService, InventoriesNameProvidersWhoAreToldOnce) {
  const std::string inventory =
      "name,provider\nfiled.com,north hosting\nalso.co.uk,B1-001\nnew.com,North "
      "Hosting\nold.org,provider-1\nlost.net,Nobody Known\nmore.net,South Hosting\n";
  const auto done = take(inventory);
  ASSERT_TRUE(done.ok()) << done.error().sentence;
  EXPECT_EQ(listed(),
            "also.co.uk provider_differs new\nlost.net unfiled new\nmore.net unfiled new\nnew.com unfiled new\nold.org "
            "unfiled new\n");
  const auto told = service_->notify_providers("", "person-1");
  ASSERT_TRUE(told.ok()) << told.error().sentence;
  EXPECT_EQ(told->providers, 2);
  EXPECT_EQ(told->letters, 2);
  EXPECT_EQ(told->names, 4) << "three unfiled ones, and the filed one that is not on record there";
  EXPECT_EQ(told->unattributed, 1);
  const auto letters = notices_.of_record("census_run", done->run.id);
  ASSERT_EQ(letters->size(), 2u);
  bool listed_names = false;
  for (const auto& letter : *letters)
    listed_names |= letter.party_id == "provider-1" && letter.body.find("new.com\nold.org") != std::string::npos;
  EXPECT_TRUE(listed_names);
  EXPECT_EQ(service_->notify_providers("", "person-1")->names, 0);
  EXPECT_TRUE(service_->standing_of("new.com")->value().noticed);
  EXPECT_FALSE(service_->standing_of("lost.net")->value().noticed);
  clock_.advance(std::chrono::hours(24));
  // The next census finds the same: still told.
  ASSERT_TRUE(take(inventory + "again.net,South Hosting\n").ok());
  const auto some =
      service_->notify_providers("", "person-1", {.names = {"again.net", "new.com", "lost.net", "filed.com"}});
  EXPECT_EQ(some->names, 1);
  EXPECT_EQ(some->left_out, 2);
  EXPECT_EQ(some->unattributed, 1);
  EXPECT_EQ(count("select count(*) as n from census_notice"), 5);
  EXPECT_EQ(service_->notify_providers("x", "p").error().code, "run_unknown");
}

TEST_P(CensusService, AddressesHaveACountryWhereItIsKnown) {
  Config config{.folder = folder_};
  config.origin = [](const ServerAddress& address) {
    const std::string text = address_text(address);
    return text == "192.0.2.1" ? Origin{"CN", 64'500} : text == "2001:db8::1" ? Origin{"DE", 0} : Origin{};
  };
  service_ = std::make_unique<Service>(*db_, recorder_, &notices_, config);
  ASSERT_TRUE(take("name,provider,address\na.com,North Hosting,192.0.2.1\nb.com,North Hosting,2001:db8::1\n"
                   "c.com,North Hosting,198.51.100.1\nd.com,North Hosting,192.0.2.0/24\n")
                  .ok());
  EXPECT_EQ(listed({.country = "DE"}), "b.com unfiled new\n");
  EXPECT_EQ(listed({.country = "foreign"}), "b.com unfiled new\n") << "any but the policy's own";
  EXPECT_EQ(listed({.country = "Germany"}), "census_country");
  EXPECT_EQ(listed({.standings = {Standing::unfiled}, .country = "CN"}), "a.com unfiled new\n");
  EXPECT_EQ(listed({.standings = {Standing::held}, .country = "CN"}), "");
  EXPECT_EQ(listed({.provider_id = "provider-2"}), "");
  EXPECT_EQ(listed({.provider_id = "provider-1"}),
            "a.com unfiled new\nb.com unfiled new\nc.com unfiled new\nd.com unfiled new\n");
  const auto a = service_->standing_of("a.com")->value();
  EXPECT_EQ(a.address, "192.0.2.1");
  EXPECT_EQ(a.network, 64'500);
  EXPECT_EQ(service_->standing_of("d.com")->value().address, "") << "a block is no address";
  const auto countries = service_->countries("");
  ASSERT_EQ(countries->size(), 2u);
  EXPECT_EQ(countries->at(1), (std::pair<std::string, std::int64_t>("DE", 1)));
}

TEST_P(CensusService, AFailedRunSaysWhyAndLeavesNothing) {
  ASSERT_TRUE(take(kList).ok());
  const auto failed = take("not a name\n");
  EXPECT_EQ(failed.error().code, "census_no_names");
  const muster::census::Run run = service_->list("", 1)->front();
  EXPECT_EQ(run.state, "failed");
  EXPECT_EQ(run.error_code, "census_no_names");
  EXPECT_EQ(listed({.run_id = run.id}), "");
  EXPECT_NE(listed(), "");  // the newest finished run is still the first
  Progress progress;
  progress.cancel = true;
  const auto source = from_text(kList);
  EXPECT_EQ(service_->run(*source, "p", {}, &progress).error().code, "census_cancelled");
  EXPECT_EQ(service_->list("", 1)->front().state, "cancelled");
}

TEST_P(CensusService, KMayBeRaisedNotLowered) {
  EXPECT_EQ(take(kList, {.k = 9}).error().code, "census_k_below_policy");
  EXPECT_EQ(take(kList, {.k = 1001}).error().code, "census_k");
  EXPECT_EQ(take(kList, {.k = 20})->run.k, 20);
}

TEST_P(CensusService, ANotedRunIsTakenUpFromTheInbox) {
  std::ofstream(service_->inbox() + "/upload-1") << kList;
  const auto id = service_->begin("person-2", {.source_name = "list.txt", .source_file = "upload-1"});
  ASSERT_TRUE(id.ok());
  // A process died while it stored.
  const auto number = std::to_string(service_->get(*id)->number);
  script("update census_run set state = 'storing' where id = '" + *id + "';");
  script("insert into census_finding values(" + number +
         ", 'half.com', 'unfiled', 'no_filing', '', null, 1, 1, 1, '', '', 0);");
  EXPECT_EQ(listed({.run_id = *id}), "");
  const auto done = service_->run_noted(*id);
  ASSERT_TRUE(done.ok()) << done.error().sentence;
  EXPECT_EQ(done->run.actor, "person-2");
  EXPECT_EQ(listed(), "gone.com cancelled new\nheld.com held new\nnew.com unfiled new\nold.org unfiled new\n");
  EXPECT_FALSE(std::filesystem::exists(service_->inbox() + "/upload-1"));
  EXPECT_EQ(service_->run_noted(*id).error().code, "run_ended");
}

TEST_P(CensusService, TheSchemaKeepsWhatWasFound) {
  ASSERT_TRUE(take(kList).ok());
  const auto refused = [&](const std::string& sql, const std::string& part) {
    const auto done = db_->script(sql);
    EXPECT_FALSE(done.ok()) << sql;
    if (!done.ok()) EXPECT_NE(done.error().sentence.find(part), std::string::npos) << done.error().sentence;
  };
  refused("update census_run set unfiled = 0", "census_run_ended");
  refused("delete from census_run", "census_run_kept");
  refused("update census_finding set standing = 'held'", "census_finding_immutable");
  refused("delete from census_finding", "census_finding_kept");
  refused("insert into census_finding values(1, 'x.com', 'unfiled', 'no_filing', '', null, 1, 1, 1, '', '', 0)",
          "census_not_storing");
  refused("insert into census_finding values(7, 'x.com', 'unfiled', 'no_filing', '', null, 1, 1, 1, '', '', 0)",
          "census_not_storing");
  if (GetParam() == Backend::sqlite) {
    refused("pragma recursive_triggers = off; insert or replace into census_run select * from census_run",
            "census_run_");
    refused("insert or replace into census_finding select * from census_finding", "census_not_storing");
  }
}

TEST_P(CensusService, QueryLogsWaitInMemoryAlone) {
  std::string queries;
  for (int c = 0; c < 40; ++c)
    queries += "[1795506531] unbound[1:0] info: 10.9.8." + std::to_string(c) + " new.com. A IN\n";
  const auto file = service_->take_in(queries, Format::automatic);
  ASSERT_TRUE(file.ok());
  EXPECT_TRUE(std::filesystem::is_empty(service_->inbox()));
  const auto id = service_->begin("p", {.source_file = *file});
  // Another process, or this one after a crash, has nothing to count.
  Service other(*db_, recorder_, nullptr, Config{.folder = folder_});
  const auto lost = service_->begin("p", {.source_file = *file});
  EXPECT_EQ(other.run_noted(*lost).error().code, "run_without_source");
  EXPECT_EQ(service_->get(*lost)->state, "failed");
  const auto done = service_->run_noted(*id);
  ASSERT_TRUE(done.ok()) << done.error().sentence;
  EXPECT_EQ(listed(), "new.com unfiled new\n");
  EXPECT_EQ(service_->take_in("\x1f\x8b", Format::automatic).error().code, "census_compressed");
}

TEST_P(CensusService, RunsAsAJob) {
  jobs::Service jobs(*db_, clock_, random_);
  add_job(jobs, *service_);
  const auto file = service_->take_in(kList, Format::automatic);
  ASSERT_TRUE(file.ok());
  std::string run_id, job_id;
  ASSERT_TRUE(db_->write([&](store::Transaction& tx) -> Result<void> {
                   MUSTER_TRY(run_id,
                              service_->begin(tx, "person-1", {.source_name = "list.txt", .source_file = *file}));
                   MUSTER_TRY(job_id, jobs.enqueue(tx, "person-1", kCensusJob, "{\"run_id\":\"" + run_id + "\"}"));
                   service_->set_job(tx, run_id, job_id);
                   return {};
                 })
                  .ok());
  ASSERT_TRUE(jobs.run_due().ok());
  EXPECT_EQ(jobs.get(job_id)->state, "done") << jobs.get(job_id)->error_sentence;
  EXPECT_NE(jobs.get(job_id)->result.find(run_id), std::string::npos);
  EXPECT_EQ(service_->get(run_id)->state, "done");
  EXPECT_EQ(service_->get(run_id)->job_id, job_id);
  // A process that ends leaves the run open, and its source where it was.
  const auto again = service_->take_in(kList, Format::automatic);
  const auto open = service_->begin("person-1", {.source_file = *again});
  Progress progress;
  progress.suspend = true;
  EXPECT_EQ(service_->run_noted(*open, &progress).error().code, "census_suspended");
  EXPECT_EQ(service_->get(*open)->state, "running");
  EXPECT_TRUE(service_->run_noted(*open).ok());
  EXPECT_TRUE(std::filesystem::is_empty(service_->inbox()));
}

std::string g_log;

TEST_P(CensusService, NoClientAddressIsKeptAnywhere) {
  g_log.clear();
  log::set_sink([](std::string_view line) { g_log += line; });
  std::string queries, secrets[] = {"203.0.113.77", "2001:db8:dead:beef::77", "198.51.100.23", "planted-person"};
  for (int c = 0; c < 30; ++c)
    queries += "[1795506531] unbound[1:0] info: 10.9.8." + std::to_string(c) + " new.com. A IN\n";
  queries += "[1795506531] unbound[1:0] info: 203.0.113.77 new.com. A IN\n";
  queries += "[1795506531] unbound[1:0] info: 2001:db8:dead:beef::77 planted-person.com. A IN\n";  // seen by one client
  queries += "[1795506531] unbound[1:0] info: 198.51.100.23 broken\n";
  queries += "198.51.100.23 planted-person\n";
  const auto done = take(queries);
  ASSERT_TRUE(done.ok()) << done.error().sentence;
  EXPECT_EQ(done->intake.below_k, 1u);
  EXPECT_EQ(done->intake.bad_lines, 2u);
  EXPECT_EQ(take("198.51.100.23 planted-person\n203.0.113.77 x\n", {.format = Format::bind}).error().code,
            "census_no_names");
  log::set_sink(nullptr);
  for (const auto& bad : done->intake.first) g_log += bad.sentence + bad.code + bad.field;
  std::string everything = g_log;
  const auto take_folder = [&](const std::string& folder) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
      if (!entry.is_regular_file()) continue;
      std::ifstream in(entry.path(), std::ios::binary);
      everything.append(std::istreambuf_iterator<char>(in), {});
    }
  };
  take_folder(folder_);
  if (GetParam() == Backend::sqlite) {
    take_folder(db_.folder());  // database and write-ahead log
  } else {
    ASSERT_TRUE(db_->read([&](store::Transaction& tx) -> Result<void> {
                     for (const char* sql :
                          {"select r::text as t from census_run r", "select f::text as t from census_finding f",
                           "select e::text as t from event e", "select p::text as t from event_payload p"})
                       tx.each(Sql{sql, sql}, {}, [&](const store::Row& row) {
                         everything += row.text("t");
                         return true;
                       });
                     return {};
                   })
                    .ok());
  }
  EXPECT_NE(everything.find("new.com"), std::string::npos);  // the search does find what is there
  for (const auto& secret : secrets) EXPECT_EQ(everything.find(secret), std::string::npos) << secret;
  for (int c = 0; c < 30; ++c) EXPECT_EQ(everything.find("10.9.8." + std::to_string(c)), std::string::npos);
}

}  // namespace
}  // namespace muster::census
