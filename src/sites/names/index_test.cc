#include "index_format.h"
#include <names/index.h>

#include <filesystem>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace muster::names {
namespace {

std::shared_ptr<const NameIndex> must(Result<std::shared_ptr<const NameIndex>> index) {
  EXPECT_TRUE(index.ok()) << (index.ok() ? "" : index.error().code);
  return index.ok() ? index.value() : nullptr;
}
std::string built(const std::vector<std::string>& names, IndexBuilder::Options options = {}) {
  IndexBuilder builder(std::move(options));
  std::uint32_t row = 0;
  for (const auto& name : names) builder.add(name, row++);
  return *builder.finish();
}

struct Folder {
  Folder() : path(std::filesystem::temp_directory_path() / ("muster-index-" + std::to_string(::getpid()))) {
    std::filesystem::create_directories(path);
  }
  ~Folder() { std::filesystem::remove_all(path); }
  std::filesystem::path path;
};

TEST(Index, FindsExactlyWhatWasPutIn) {
  IndexBuilder builder;
  for (std::uint32_t i = 0; i < 20'000; ++i) builder.add("site-" + std::to_string(i) + ".example", i * 3);
  const auto index = must(NameIndex::from_bytes(*builder.finish()));
  EXPECT_EQ(index->stats().names, 20'000u);
  for (std::uint32_t i = 0; i < 20'000; ++i) {
    const auto hit = index->exact("site-" + std::to_string(i) + ".example");
    ASSERT_TRUE(hit);
    ASSERT_EQ(hit->payload, i * 3);
    ASSERT_FALSE(index->exact("site-" + std::to_string(i) + ".exampl"));
  }
  EXPECT_FALSE(index->exact(""));
}

TEST(Index, StaysUnderTwentyBytesANameBesideThePayload) {
  IndexBuilder builder;
  for (std::uint32_t i = 0; i < 100'000; ++i)
    builder.add("name" + std::to_string(100'000 + i) + ".com", i);  // 14 characters
  const auto index = must(NameIndex::from_bytes(*builder.finish()));
  const double overhead = static_cast<double>(index->stats().file_bytes - index->stats().text_bytes) / 100'000 - 4;
  EXPECT_LT(overhead, 3.6);
}

TEST(Index, EmptyIndexAnswersNothing) {
  const auto index = must(NameIndex::from_bytes(built({})));
  EXPECT_FALSE(index->exact("example.com"));
  EXPECT_FALSE(index->covering("example.com"));
}

TEST(Index, CoversByZoneWildcardAndExactName) {
  IndexBuilder builder;
  builder.add("zone.com", 1, Cover::zone);
  builder.add("below.com", 2, Cover::below);
  builder.add("exact.com", 3, Cover::exact);
  builder.add("deep.zone.com", 4, Cover::zone);
  builder.add("net", 5, Cover::below);
  const auto index = must(NameIndex::from_bytes(*builder.finish()));
  const auto payload = [&](std::string_view name) {
    return index->covering(name) ? static_cast<int>(index->covering(name)->payload) : 0;
  };
  EXPECT_EQ(payload("zone.com"), 1);
  EXPECT_EQ(payload("www.zone.com"), 1);
  EXPECT_EQ(payload("a.b.c.zone.com"), 1);
  EXPECT_EQ(payload("below.com"), 0);  // a wildcard omits its apex
  EXPECT_EQ(payload("www.below.com"), 2);
  EXPECT_EQ(payload("exact.com"), 3);
  EXPECT_EQ(payload("www.exact.com"), 0);
  EXPECT_EQ(payload("x.deep.zone.com"), 4);  // the longest wins
  EXPECT_EQ(payload("notzone.com"), 0);      // a suffix of text is not a suffix of labels
  EXPECT_EQ(payload("a.net"), 5);
  EXPECT_EQ(payload("net"), 0);
  EXPECT_EQ(index->covering("a.b.zone.com")->length, 8);
}

TEST(Index, NamesOfVeryManyLabels) {
  std::string name = "a";
  while (name.size() < 250) name += ".a";
  IndexBuilder builder;
  builder.add(name, 7);
  builder.add("a.a", 8, Cover::below);
  const auto index = must(NameIndex::from_bytes(*builder.finish()));
  EXPECT_EQ(index->covering(name)->payload, 7u);
  EXPECT_EQ(index->covering(name.substr(2))->payload, 8u);
  std::vector<std::string_view> names(100, name);
  std::vector<Hit> hits(100);
  index->covering(names, hits);
  for (const auto& hit : hits) EXPECT_EQ(hit.payload, 7u);
}

TEST(Index, DoubleNamesBecomeOne) {
  IndexBuilder builder({.meta = "m", .merge = [](std::uint32_t a, std::uint32_t b) { return a | b; }});
  builder.add("a.com", 1, Cover::exact);
  builder.add("a.com", 4, Cover::below);
  builder.add("a.com", 2, Cover::exact);
  const auto index = must(NameIndex::from_bytes(*builder.finish()));
  EXPECT_EQ(index->stats().names, 1u);
  EXPECT_EQ(index->exact("a.com")->payload, 7u);
  EXPECT_EQ(index->exact("a.com")->cover, Cover::zone);
  EXPECT_EQ(index->stats().meta, "m");
}

TEST(Index, RefusesTextThatIsNoName) {
  IndexBuilder builder;
  builder.add("", 1);
  builder.add(std::string(254, 'a'), 1);
  EXPECT_EQ(builder.refused(), 2u);
  EXPECT_EQ(builder.size(), 0u);
}

TEST(Index, OrderAndThreadsDoNotChangeTheFile) {
  std::vector<std::string> names;
  for (int i = 0; i < 5'000; ++i) names.push_back("n" + std::to_string(i * 7919 % 5000) + ".org");
  IndexBuilder forward, backward({.threads = 3});
  for (std::size_t i = 0; i < names.size(); ++i) forward.add(names[i], 5);
  for (std::size_t i = names.size(); i-- > 0;) backward.add(names[i], 5);
  EXPECT_EQ(*forward.finish(), *backward.finish());
}

TEST(Index, WritesAndMapsAFile) {
  const Folder folder;
  const std::string path = folder.path / "names.idx";
  EXPECT_EQ(NameIndex::map(path).error().code, "index_missing");
  IndexBuilder builder;
  builder.add("a.example", 42);
  ASSERT_TRUE(builder.write(path).ok());
  const auto old = must(NameIndex::map(path));
  IndexBuilder next;
  next.add("b.example", 43);
  ASSERT_TRUE(next.write(path).ok());
  EXPECT_EQ(old->exact("a.example")->payload, 42u);  // the mapped one stays whole
  EXPECT_EQ(must(NameIndex::map(path))->exact("b.example")->payload, 43u);
  EXPECT_FALSE(std::filesystem::exists(path + ".new"));
  EXPECT_EQ(NameIndex::map(folder.path).error().code, "index_not_an_index");
  IndexBuilder lost;
  lost.add("c.example", 1);
  EXPECT_EQ(lost.write(folder.path / "no/such/folder").error().code, "index_write");
}

TEST(Index, EveryCutAndFlippedByteIsNoticed) {
  const std::string good = built({"a.com", "b.com", "c.org", "d.net", "long-name-here.example"});
  for (std::size_t cut = 0; cut < good.size(); ++cut)
    EXPECT_FALSE(NameIndex::from_bytes(good.substr(0, cut)).ok()) << cut;
  EXPECT_EQ(NameIndex::from_bytes(good.substr(0, good.size() - 1)).error().code, "index_cut_off");
  EXPECT_EQ(NameIndex::from_bytes("hello").error().code, "index_not_an_index");
  for (std::size_t at = 0; at < good.size(); ++at) {
    std::string bad = good;
    bad[at] = static_cast<char>(bad[at] ^ 0x10);
    EXPECT_FALSE(NameIndex::from_bytes(bad).ok()) << at;
  }
  std::string later = good;
  later[8] = 2;
  EXPECT_EQ(NameIndex::from_bytes(later).error().code, "index_version");
}

// A forger can make the checksum right. Then answers may be wrong, but nothing outside of the file is read (run under
// ASan).
TEST(Index, ForgedFilesDoNoHarm) {
  const std::string good = built({"a.com", "b.com", "c.org", "d.net", "e.example", "www.f.example"});
  for (std::size_t at = 0; at < good.size(); ++at)
    for (const int value : {0, 1, 0x7f, 0xff}) {
      std::string bad = good;
      bad[at] = static_cast<char>(value);
      const std::uint64_t sum = file_checksum(bad);
      std::memcpy(bad.data() + offsetof(Header, checksum), &sum, 8);
      const auto index = NameIndex::from_bytes(bad);
      if (!index.ok()) continue;
      for (const char* name : {"a.com", "b.com", "c.org", "x.e.example", "www.f.example"})
        (void)index.value()->covering(name);
      index.value()->each([](std::string_view name, std::uint32_t, Cover) { return name.size() < 300; });
    }
}

TEST(Index, EachVisitsAllAndStopsWhenTold) {
  const auto index = must(NameIndex::from_bytes(built({"a.com", "b.com", "c.com"})));
  std::set<std::string> seen;
  index->each([&](std::string_view name, std::uint32_t, Cover) { return seen.emplace(name).second; });
  EXPECT_EQ(seen, (std::set<std::string>{"a.com", "b.com", "c.com"}));
  int visits = 0;
  index->each([&](std::string_view, std::uint32_t, Cover) { return ++visits < 2; });
  EXPECT_EQ(visits, 2);
}

// Model: a map, and the definition of covering.
RC_GTEST_PROP(IndexProperty, AgreesWithAMap, ()) {
  const auto name = rc::gen::map(rc::gen::nonEmpty(rc::gen::container<std::vector<std::string>>(
                                     rc::gen::element<std::string>("a", "b", "cc", "d1"))),
                                 [](const std::vector<std::string>& labels) {
                                   std::string out;
                                   for (std::size_t i = 0; i < labels.size() && i < 60; ++i)
                                     out += (i ? "." : "") + labels[i];
                                   return out;
                                 });
  const auto cover = rc::gen::element(Cover::exact, Cover::below, Cover::zone);
  const auto entries = *rc::gen::container<std::map<std::string, Cover>>(name, cover);
  const auto queries = *rc::gen::container<std::vector<std::string>>(name);
  IndexBuilder builder({.seed = *rc::gen::arbitrary<std::uint64_t>(), .threads = 2});
  std::map<std::string, std::uint32_t> payloads;
  for (const auto& [text, how] : entries) {
    payloads[text] = static_cast<std::uint32_t>(payloads.size() + 100);
    builder.add(text, payloads[text], how);
  }
  const auto built_index = NameIndex::from_bytes(*builder.finish());
  RC_ASSERT(built_index.ok());
  const NameIndex& index = *built_index.value();
  const auto covers = [](Cover have, Cover want) { return (static_cast<int>(have) & static_cast<int>(want)) != 0; };
  const auto model = [&](const std::string& query) -> std::uint32_t {
    for (std::string rest = query;;) {
      const auto found = entries.find(rest);
      if (found != entries.end() && covers(found->second, rest == query ? Cover::exact : Cover::below))
        return payloads.at(rest);
      const auto dot = rest.find('.');
      if (dot == std::string::npos) return 0;
      rest.erase(0, dot + 1);
    }
  };
  std::vector<std::string_view> views(queries.begin(), queries.end());
  std::vector<Hit> exact(views.size()), covering(views.size());
  index.exact(views, exact);
  index.covering(views, covering);
  for (std::size_t i = 0; i < queries.size(); ++i) {
    const auto single = index.covering(queries[i]);
    RC_ASSERT((single ? single->payload : 0) == model(queries[i]));
    RC_ASSERT(covering[i].payload == model(queries[i]));
    const auto found = entries.find(queries[i]);
    const bool there = found != entries.end() && covers(found->second, Cover::exact);
    RC_ASSERT((exact[i].length != 0) == there);
    RC_ASSERT(index.exact(queries[i]).has_value() == there);
  }
}

}  // namespace
}  // namespace muster::names
