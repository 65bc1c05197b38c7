#include "journal.h"
#include <names/index_builder.h>
#include <names/live_index.h>

#include <filesystem>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

namespace muster::names {
namespace {

struct LiveFolder {
  LiveFolder() : path(std::filesystem::temp_directory_path() / ("muster-live-" + std::to_string(::getpid()))) {
    std::filesystem::create_directories(path);
  }
  ~LiveFolder() { std::filesystem::remove_all(path); }
  std::filesystem::path path;
};

Change set(std::string name, std::uint32_t payload, Cover cover = Cover::zone, bool exception = false) {
  return {{std::move(name), cover, exception, payload}, false};
}
Change removed(std::string name, Cover cover = Cover::zone) {
  return {{std::move(name), cover, false, 0}, true};
}
std::string write_index(const LiveFolder& folder, std::uint64_t lineage = 77) {
  IndexBuilder builder({.meta = "m", .lineage = lineage});
  for (std::uint32_t i = 0; i < 1000; ++i) builder.add("s" + std::to_string(i) + ".com", i + 1, Cover::zone);
  const std::string path = folder.path / "names.idx";
  EXPECT_TRUE(builder.write(path).ok());
  return path;
}
std::uint32_t payload(const LiveIndex& live, std::string_view name) {
  const auto hit = live.view()->covering(name);
  return hit ? hit->payload : 0;
}
std::unique_ptr<LiveIndex> must(Result<std::unique_ptr<LiveIndex>> live) {
  EXPECT_TRUE(live.ok()) << (live.ok() ? "" : live.error().code);
  return live.ok() ? std::move(*live) : nullptr;
}

TEST(LiveIndex, ChangesAreVisibleAtOnceAndOutliveTheProcess) {
  const LiveFolder folder;
  const std::string path = write_index(folder);
  {
    const auto live = must(LiveIndex::open(path));
    EXPECT_EQ(payload(*live, "www.s7.com"), 8u);
    EXPECT_EQ(*live->apply(std::vector{set("new.org", 500), removed("s7.com"), set("s8.com", 900)}), 3u);
    EXPECT_EQ(payload(*live, "a.new.org"), 500u);
    EXPECT_EQ(payload(*live, "www.s7.com"), 0u);
    EXPECT_EQ(payload(*live, "www.s8.com"), 900u);
    EXPECT_EQ(LiveIndex::open(path).error().code, "index_in_use");
    const auto reading = must(LiveIndex::open(path, {.read_only = true}));
    EXPECT_EQ(payload(*reading, "www.s8.com"), 900u);
    EXPECT_EQ(reading->apply(std::vector{set("x.org", 1)}).error().code, "index_read_only");
  }
  const auto live = must(LiveIndex::open(path));
  EXPECT_EQ(live->view()->through(), 3u);
  EXPECT_EQ(payload(*live, "a.new.org"), 500u);
  EXPECT_EQ(payload(*live, "www.s7.com"), 0u);
  EXPECT_EQ(live->view()->changed_names(), 3u);
}

TEST(LiveIndex, ACompactionMakesANewBaseOfAll) {
  const LiveFolder folder;
  const std::string path = write_index(folder);
  const auto live = must(LiveIndex::open(path));
  ASSERT_TRUE(live->apply(std::vector{set("new.org", 500), removed("s7.com")}).ok());
  const auto before = live->view();
  const auto stats = live->compact();
  ASSERT_TRUE(stats.ok());
  EXPECT_EQ(stats->names, 1000u);
  EXPECT_EQ(stats->through, 2u);
  EXPECT_EQ(stats->lineage, 77u);
  EXPECT_EQ(stats->meta, "m");
  EXPECT_EQ(live->view()->changed_names(), 0u);
  EXPECT_EQ(payload(*live, "new.org"), 500u);
  EXPECT_EQ(before->covering("new.org")->payload, 500u);  // who still reads the old one may
  ASSERT_TRUE(live->apply(std::vector{set("later.org", 501)}).ok());
  EXPECT_EQ(live->view()->through(), 3u);
  const auto again = must(LiveIndex::open(path, {.read_only = true}));
  EXPECT_EQ(payload(*again, "later.org"), 501u);
  EXPECT_EQ(payload(*again, "s7.com"), 0u);
  EXPECT_TRUE(again->view()->base().verify().ok());
}

// The moment between the new base and the new journal: the old journal stands over the new base.
TEST(LiveIndex, ACompactionThatWasCutShortLosesAndDoublesNothing) {
  const LiveFolder folder;
  const std::string path = write_index(folder);
  {
    const auto live = must(LiveIndex::open(path));
    ASSERT_TRUE(live->apply(std::vector{set("a.org", 1), set("b.org", 2)}).ok());
    std::filesystem::copy_file(path + ".journal", path + ".kept");
    ASSERT_TRUE(live->compact().ok());
  }
  std::filesystem::rename(path + ".kept", path + ".journal");
  const auto live = must(LiveIndex::open(path));
  EXPECT_EQ(live->view()->changed_names(), 0u);
  EXPECT_EQ(live->view()->through(), 2u);
  EXPECT_EQ(payload(*live, "b.org"), 2u);
  EXPECT_EQ(*live->apply(std::vector{removed("b.org")}), 3u);
  EXPECT_EQ(payload(*live, "b.org"), 0u);
}

TEST(LiveIndex, SurvivesKill9) {
  const LiveFolder folder;
  const std::string path = write_index(folder);
  int pipe_ends[2];
  ASSERT_EQ(::pipe(pipe_ends), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    auto live = LiveIndex::open(path, {.sync = false});
    for (std::uint32_t i = 1; live.ok(); ++i) {
      if (!(*live)->apply(std::vector{set("k" + std::to_string(i) + ".org", i)}).ok()) ::_exit(1);
      if (::write(pipe_ends[1], &i, sizeof i) != sizeof i) ::_exit(1);
    }
    ::_exit(1);
  }
  std::uint32_t acknowledged = 0;
  for (std::uint32_t i = 0; acknowledged < 200; acknowledged = i)
    ASSERT_EQ(::read(pipe_ends[0], &i, sizeof i), static_cast<ssize_t>(sizeof i));
  ::kill(child, SIGKILL);
  int status = 0;
  ::waitpid(child, &status, 0);
  ::close(pipe_ends[1]);
  for (std::uint32_t i = 0; ::read(pipe_ends[0], &i, sizeof i) == static_cast<ssize_t>(sizeof i);) acknowledged = i;
  ::close(pipe_ends[0]);
  const auto live = must(LiveIndex::open(path));
  EXPECT_GE(live->view()->through(), acknowledged);
  for (std::uint32_t i = 1; i <= acknowledged; ++i) ASSERT_EQ(payload(*live, "k" + std::to_string(i) + ".org"), i);
}

TEST(LiveIndex, ATornTailIsDroppedAndDamageIsTold) {
  const LiveFolder folder;
  const std::string path = write_index(folder);
  {
    const auto live = must(LiveIndex::open(path));
    ASSERT_TRUE(live->apply(std::vector{set("a.org", 1), set("b.org", 2)}).ok());
    ASSERT_TRUE(live->apply(std::vector{set("c.org", 3)}).ok());
  }
  std::stringstream all;
  all << std::ifstream(path + ".journal", std::ios::binary).rdbuf();
  const std::string good = all.str();
  const auto with = [&](const std::string& bytes) {
    std::ofstream(path + ".journal", std::ios::binary) << bytes;
    return LiveIndex::open(path);
  };
  const std::size_t first = 32 + encode_batch(1, std::vector{set("a.org", 1), set("b.org", 2)}).size();
  for (std::size_t cut = 0; cut < good.size(); ++cut) {
    const auto live = must(with(good.substr(0, cut)));
    ASSERT_EQ(live->view()->through(), cut < first ? 0u : 2u) << cut;  // a batch is there or not
    ASSERT_EQ(live->cut_off_bytes(), cut < 32 ? cut : cut < first ? cut - 32 : cut - first);
  }
  EXPECT_EQ(must(with(good + std::string(100, '\0')))->view()->through(), 3u);
  for (std::size_t at = 0; at < first; ++at) {
    std::string bad = good;
    bad[at] = static_cast<char>(bad[at] ^ 0x20);
    const auto live = with(bad);
    // A length that grew looks like a tail that was cut off; all else is damage, never a wrong change.
    if (live.ok()) EXPECT_TRUE(at >= 32 && at < 36) << at;
    if (live.ok()) EXPECT_EQ(live.value()->view()->changed_names(), 0u) << at;
  }
  write_index(folder, 78);
  EXPECT_EQ(with(good).error().code, "journal_foreign");
}

TEST(LiveIndex, RefusesWhatItCantHold) {
  const LiveFolder folder;
  const auto live = must(LiveIndex::open(write_index(folder), {.changes_max = 3}));
  EXPECT_EQ(live->apply(std::vector{set("", 1)}).error().code, "name_too_long");
  EXPECT_EQ(live->apply(std::vector{set(std::string(254, 'a'), 1)}).error().code, "name_too_long");
  EXPECT_EQ(live->apply(std::vector{set("a.com", 1, Cover::below, true)}).error().code, "names_exception");
  ASSERT_TRUE(live->apply(std::vector{set("a.com", 1), set("b.com", 1), set("c.com", 1)}).ok());
  EXPECT_EQ(live->apply(std::vector{set("d.com", 1)}).error().code, "index_changes_full");
  EXPECT_EQ(payload(*live, "d.com"), 0u);
  ASSERT_TRUE(live->compact().ok());
  ASSERT_TRUE(live->apply(std::vector{set("d.com", 1)}).ok());
  EXPECT_EQ(LiveIndex::open(folder.path / "nothing.idx").error().code, "index_missing");
}

// Readers ask all the time while changes, compactions and whole new bases come: no look-up may fail, no batch of
// changes be seen in part. Run under TSan as well.
TEST(LiveIndex, NoLookUpFailsWhileItChanges) {
  const auto base_of = [](std::uint32_t first) {
    IndexBuilder builder;
    for (std::uint32_t i = 0; i < 2000; ++i) builder.add("s" + std::to_string(i) + ".com", first + i, Cover::zone);
    return *builder.build();
  };
  const auto live = LiveIndex::over(base_of(1));
  std::atomic<bool> stop{false};
  std::atomic<std::uint64_t> asked{0}, failed{0}, torn{0};
  const auto read = [&](bool batches) {
    LiveIndex::Reader reader(*live);
    std::vector<std::string> names;
    for (int i = 0; i < 64; ++i) names.push_back("www.s" + std::to_string(i * 31) + ".com");
    const std::vector<std::string_view> views(names.begin(), names.end());
    std::vector<Hit> hits(views.size());
    while (!stop) {
      const auto held = batches ? live->view() : nullptr;
      const IndexView& now = batches ? *held : reader.view();
      if (batches)
        now.covering(views, hits);
      else
        for (std::size_t i = 0; i < views.size(); ++i) hits[i] = now.covering(views[i]).value_or(Hit());
      for (const Hit& hit : hits) failed += hit.length == 0;
      const auto a = now.covering("pair-a.org"), b = now.covering("pair-b.org");
      torn += (a ? a->payload : 0) != (b ? b->payload : 0);
      asked += views.size();
    }
  };
  std::thread one(read, true), two(read, false);
  while (asked < 2 * 64)
    std::this_thread::yield();  // all that follows is short: a busy machine starts no thread meanwhile
  for (std::uint32_t i = 1; i <= 60; ++i) {
    ASSERT_TRUE(live->apply(std::vector{set("pair-a.org", i), set("pair-b.org", i), set("s31.com", i)}).ok());
    if (i % 10 == 0) ASSERT_TRUE(live->compact().ok());
    if (i % 25 == 0) live->replace(base_of(i * 10'000));
  }
  stop = true;
  one.join();
  two.join();
  EXPECT_EQ(failed, 0u);
  EXPECT_EQ(torn, 0u);
}

// Changes that arrive while a compaction runs are in the next journal, once.
TEST(LiveIndex, ChangesDuringACompactionStay) {
  const LiveFolder folder;
  const std::string path = write_index(folder);
  std::uint32_t given = 0;
  {
    const auto live = must(LiveIndex::open(path, {.sync = false}));
    std::atomic<bool> done{false};
    std::thread compactor([&] {
      for (int i = 0; i < 5; ++i) EXPECT_TRUE(live->compact().ok());
      done = true;
    });
    while (!done) {
      ++given;
      ASSERT_TRUE(live->apply(std::vector{set("g" + std::to_string(given) + ".org", given)}).ok());
    }
    compactor.join();
  }
  const auto live = must(LiveIndex::open(path));
  EXPECT_EQ(live->view()->through(), given);
  for (std::uint32_t i = 1; i <= given; ++i) ASSERT_EQ(payload(*live, "g" + std::to_string(i) + ".org"), i);
}

// Model: the set of rules, changed one by one, compiled anew.
RC_GTEST_PROP(LiveIndexProperty, IsTheIndexOfWhatIsLeft, ()) {
  const auto label = rc::gen::element<std::string>("a", "b", "cc");
  const auto a_change = [&] {
    Change change;
    for (int i = *rc::gen::inRange(1, 5); i > 0; --i)
      change.rule.name += (change.rule.name.empty() ? "" : ".") + *label;
    change.rule.cover = *rc::gen::element(Cover::exact, Cover::below, Cover::zone);
    change.rule.exception = change.rule.cover != Cover::below && *rc::gen::arbitrary<bool>();
    change.rule.payload = *rc::gen::inRange(1u, 1000u);
    change.remove = *rc::gen::arbitrary<bool>();
    return change;
  };
  std::map<std::pair<std::string, int>, Rule> model;
  const auto compiled = [&] {
    IndexBuilder builder;
    for (const auto& [key, rule] : model) builder.add(rule);
    return *builder.build();
  };
  const auto change_model = [&](const Change& change) {
    const std::pair key{change.rule.name, static_cast<int>(change.rule.cover)};
    if (change.remove)
      model.erase(key);
    else
      model[key] = change.rule;
  };
  for (int i = *rc::gen::inRange(0, 20); i > 0; --i) change_model(a_change());
  const auto live = LiveIndex::over(compiled());
  for (int i = *rc::gen::inRange(0, 20); i > 0; --i) {
    const Change change = a_change();
    change_model(change);
    RC_ASSERT(live->apply(std::span(&change, 1)).ok());
    if (*rc::gen::inRange(0, 10) == 0) RC_ASSERT(live->compact().ok());
  }
  const auto expected = compiled();
  const auto view = live->view();
  std::size_t rules = 0;
  view->each([&](std::string_view name, const Hit& rule) {
    const auto found = model.find({std::string(name), static_cast<int>(rule.cover)});
    rules += found != model.end() && found->second.payload == rule.payload;
    return true;
  });
  RC_ASSERT(rules == model.size());
  std::vector<std::string> names;
  for (int i = 0; i < 20; ++i) {
    std::string name = *label;
    for (int labels = *rc::gen::inRange(0, 5); labels > 0; --labels) name += "." + *label;
    names.push_back(name);
  }
  const std::vector<std::string_view> views(names.begin(), names.end());
  std::vector<Hit> hits(views.size()), expected_hits(views.size());
  view->deciding(views, hits);
  expected->deciding(views, expected_hits);
  for (std::size_t i = 0; i < views.size(); ++i) {
    RC_ASSERT(hits[i].payload == expected_hits[i].payload);
    RC_ASSERT(hits[i].length == expected_hits[i].length);
    RC_ASSERT(view->covering(views[i]).has_value() == expected->covering(views[i]).has_value());
  }
}

}  // namespace
}  // namespace muster::names
