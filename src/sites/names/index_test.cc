#include "index_format.h"
#include <names/index_builder.h>

#include <filesystem>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <unistd.h>

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
  EXPECT_LT(overhead, 3.7);
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

TEST(Index, PayloadsOfTheSameRuleCanBeMerged) {
  IndexBuilder builder({.meta = "m", .merge = [](std::uint32_t a, std::uint32_t b) { return a | b; }});
  builder.add("a.com", 1, Cover::exact);
  builder.add("a.com", 4, Cover::below);
  builder.add("a.com", 2, Cover::exact);
  const auto index = must(builder.build());
  EXPECT_EQ(index->stats().names, 2u);
  EXPECT_EQ(index->exact("a.com")->payload, 3u);
  EXPECT_EQ(index->covering("b.a.com")->payload, 4u);
  EXPECT_EQ(index->stats().meta, "m");
  EXPECT_EQ(builder.same() + builder.conflicts(), 0u);
}

// Two rules of different cover for one name: the narrower decides.
TEST(Index, OneNameHoldsARuleOfEachCover) {
  IndexBuilder builder;
  builder.add("a.com", 1, Cover::zone);
  builder.add("a.com", 2, Cover::exact);
  builder.add("a.com", 3, Cover::below);
  builder.add("b.com", 4, Cover::zone);
  builder.add("b.com", 5, Cover::exact);
  const auto index = must(builder.build());
  EXPECT_EQ(index->covering("a.com")->payload, 2u);
  EXPECT_EQ(index->covering("x.a.com")->payload, 3u);
  EXPECT_EQ(index->covering("b.com")->payload, 5u);
  EXPECT_EQ(index->covering("x.b.com")->payload, 4u);
  EXPECT_EQ(index->rules("a.com").count, 3u);
  EXPECT_EQ(index->rules("b.com").count, 2u);
  EXPECT_EQ(index->rules("c.com").count, 0u);
  EXPECT_EQ(builder.conflicts(), 0u);
}

TEST(Index, ExceptionsNegate) {
  IndexBuilder builder;
  builder.add("a.com", 1, Cover::zone);
  builder.add("ok.a.com", 2, Cover::zone, true);
  builder.add("bad.ok.a.com", 3, Cover::exact);
  builder.add("b.com", 4, Cover::zone);
  builder.add("b.com", 5, Cover::exact, true);
  const auto index = must(builder.build());
  EXPECT_EQ(index->covering("x.a.com")->payload, 1u);
  EXPECT_FALSE(index->covering("ok.a.com"));
  EXPECT_FALSE(index->covering("deep.ok.a.com"));
  EXPECT_TRUE(index->deciding("deep.ok.a.com")->exception);
  EXPECT_EQ(index->deciding("deep.ok.a.com")->payload, 2u);
  EXPECT_EQ(index->covering("bad.ok.a.com")->payload, 3u);  // longer than the exception
  EXPECT_FALSE(index->covering("b.com"));
  EXPECT_FALSE(index->exact("b.com"));
  EXPECT_EQ(index->covering("x.b.com")->payload, 4u);
}

TEST(Index, TellsOfDuplicatesAndConflictsByLine) {
  IndexBuilder builder;
  builder.add("a.com", 1, Cover::zone, false, 10);
  builder.add("a.com", 1, Cover::zone, false, 20);  // the same again
  builder.add("a.com", 2, Cover::zone, false, 15);  // another payload
  builder.add("b.com", 1, Cover::exact, true, 7);
  builder.add("b.com", 1, Cover::exact, false, 9);  // a rule against an exception
  builder.add("b.com", 1, Cover::zone, false, 11);  // another cover: no duplicate
  const auto index = must(builder.build());
  EXPECT_EQ(index->stats().names, 3u);
  EXPECT_EQ(builder.same(), 1u);
  EXPECT_EQ(builder.conflicts(), 2u);
  ASSERT_EQ(builder.duplicates().size(), 3u);
  const auto& d = builder.duplicates();
  EXPECT_EQ(std::tie(d[0].line, d[0].first_line, d[0].name, d[0].conflict), std::make_tuple(9u, 7u, "b.com", true));
  EXPECT_EQ(std::tie(d[1].line, d[1].first_line, d[1].name, d[1].conflict), std::make_tuple(15u, 10u, "a.com", true));
  EXPECT_EQ(std::tie(d[2].line, d[2].first_line, d[2].name, d[2].conflict), std::make_tuple(20u, 10u, "a.com", false));
  EXPECT_EQ(index->covering("a.com")->payload, 1u);  // the first line stays
  EXPECT_FALSE(index->covering("b.com"));
}

// Many names below one suffix: it becomes dense and the names below it get buckets of their own.
TEST(Index, DenseSuffixes) {
  IndexBuilder builder;
  for (std::uint32_t i = 0; i < 3000; ++i) {
    builder.add("s" + std::to_string(i) + ".com.cn", i + 1, Cover::zone);
    builder.add("u" + std::to_string(i) + ".blog.host.com.cn", i + 10'001, Cover::zone);
  }
  builder.add("com.cn", 100'001, Cover::below);
  builder.add("host.com.cn", 100'002, Cover::zone);
  builder.add("cn", 100'003, Cover::zone);
  const auto index = must(builder.build());
  ASSERT_TRUE(index->verify().ok());
  const auto payload = [&](std::string_view name) {
    std::vector<Hit> hit(1);
    index->covering(std::vector{name}, hit);
    const auto one = index->covering(name);
    EXPECT_EQ(hit[0].payload, one ? one->payload : 0) << name;
    return hit[0].payload;
  };
  for (std::uint32_t i = 0; i < 3000; ++i) {
    EXPECT_EQ(payload("www.s" + std::to_string(i) + ".com.cn"), i + 1);
    EXPECT_EQ(payload("u" + std::to_string(i) + ".blog.host.com.cn"), i + 10'001);
  }
  EXPECT_EQ(payload("nobody.blog.host.com.cn"), 100'002u);
  EXPECT_EQ(payload("host.com.cn"), 100'002u);
  EXPECT_EQ(payload("a.b.other.com.cn"), 100'001u);
  EXPECT_EQ(payload("com.cn"), 100'003u);
  EXPECT_EQ(payload("cn"), 100'003u);
  EXPECT_EQ(payload("a.cn"), 100'003u);
  EXPECT_EQ(payload("a.com"), 0u);
}

// A list that memory can't hold gives the very same file.
TEST(Index, OutOfMemoryTheSameFile) {
  const auto fill = [](IndexBuilder& builder) {
    for (std::uint32_t i = 0; i < 700'000; ++i) {
      const std::string name = "a-rather-long-name-" + std::to_string(i * 2654435761u % 650'000) + ".com.cn";
      builder.add(name, i % 650'000 == 5 ? 1 : 2, Cover::zone);
    }
    builder.add("com.cn", 3, Cover::exact);
  };
  IndexBuilder in_memory({.meta = "x", .threads = 2}), outside({.meta = "x", .memory_max = 1});
  fill(in_memory);
  fill(outside);
  const std::string expected = *in_memory.finish();
  EXPECT_EQ(in_memory.spilled_bytes(), 0u);
  EXPECT_TRUE(*outside.finish() == expected);
  EXPECT_GT(outside.spilled_bytes(), 50'000'000u);
  EXPECT_EQ(outside.same(), in_memory.same());
  EXPECT_EQ(outside.conflicts(), in_memory.conflicts());
  EXPECT_GT(outside.same(), 0u);
  ASSERT_EQ(outside.duplicates().size(), in_memory.duplicates().size());
  for (std::size_t i = 0; i < outside.duplicates().size(); ++i)
    ASSERT_EQ(outside.duplicates()[i].line, in_memory.duplicates()[i].line);
  IndexBuilder nowhere({.memory_max = 1, .scratch = "/no/such/folder"});
  fill(nowhere);
  EXPECT_EQ(nowhere.finish().error().code, "index_scratch");
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
  const Folder folder;
  const std::string path = folder.path / "names.idx";
  const std::string good = built({"a.com", "b.com", "c.org", "d.net", "long-name-here.example"});
  for (std::size_t cut = 0; cut < good.size(); cut += cut < 200 || cut > good.size() - 200 ? 1 : 31)
    EXPECT_FALSE(NameIndex::from_bytes(std::string_view(good).substr(0, cut)).ok()) << cut;
  EXPECT_EQ(NameIndex::from_bytes(std::string_view(good).substr(0, good.size() - 1)).error().code, "index_cut_off");
  EXPECT_EQ(NameIndex::from_bytes("hello").error().code, "index_not_an_index");
  for (std::size_t at = 0; at < good.size(); ++at) {
    std::string bad = good;
    bad[at] = static_cast<char>(bad[at] ^ 0x10);
    EXPECT_FALSE(NameIndex::from_bytes(bad).ok()) << at;
    if (at % 17 != 0 && at >= sizeof(Header)) continue;
    std::ofstream(path, std::ios::binary) << bad;
    EXPECT_EQ(NameIndex::map(path).ok(), at >= sizeof(Header)) << at;  // the header is checked at once …
    EXPECT_FALSE(NameIndex::map_verified(path).ok()) << at;            // … all of it on demand
  }
  std::string later = good;
  later[8] = 9;
  EXPECT_EQ(NameIndex::from_bytes(later).error().code, "index_version");
}

void sign(std::string& file) {
  Header h;
  std::memcpy(&h, file.data(), sizeof h);
  const std::string_view all = file;
  h.content_checksum = content_checksum(checksum(all.substr(filter_at(h), pool_at(h) - filter_at(h))),
                                        checksum(all.substr(pool_at(h), h.pool_bytes)));
  h.header_checksum = header_checksum(h, all.substr(sizeof h, h.meta_bytes));
  std::memcpy(file.data(), &h, sizeof h);
}

// A forger can make the checksums right. Then answers may be wrong, but nothing outside of the file is read (run under
// ASan; index_fuzz.cc goes further).
TEST(Index, ForgedFilesDoNoHarm) {
  const Folder folder;
  const std::string path = folder.path / "names.idx";
  const std::string good = built({"a.com", "b.com", "c.org", "d.net", "e.example", "www.f.example"});
  Header h;
  std::memcpy(&h, good.data(), sizeof h);
  const auto try_forged = [&](std::string bad, std::size_t at) {
    std::memcpy(&h, bad.data(), sizeof h);
    if (pool_at(h) > bad.size() || h.pool_bytes > bad.size() - pool_at(h) || h.meta_bytes > bad.size()) return;
    sign(bad);
    std::ofstream(path, std::ios::binary) << bad;
    const auto index = NameIndex::map(path);
    if (!index.ok()) return;
    (void)index.value()->verify();
    for (const char* name : {"a.com", "b.com", "c.org", "x.e.example", "www.f.example"})
      (void)index.value()->covering(name);
    index.value()->each([](std::string_view name, const Hit&) { return name.size() < 300; });
    ASSERT_GE(at, 8u);  // the magic is needed
  };
  for (std::size_t at = 0; at < good.size(); ++at) {
    if (at >= sizeof h && at < directory_at(h) && at % 64 != 0) continue;
    for (const int value : {0, 1, 0x7f, 0xff}) {
      std::string bad = good;
      if (bad[at] == static_cast<char>(value)) continue;
      bad[at] = static_cast<char>(value);
      try_forged(std::move(bad), at);
    }
  }
}

TEST(Index, EachVisitsAllAndStopsWhenTold) {
  const auto index = must(NameIndex::from_bytes(built({"a.com", "b.com", "c.com"})));
  std::set<std::string> seen;
  index->each([&](std::string_view name, const Hit&) { return seen.emplace(name).second; });
  EXPECT_EQ(seen, (std::set<std::string>{"a.com", "b.com", "c.com"}));
  int visits = 0;
  index->each([&](std::string_view, const Hit&) { return ++visits < 2; });
  EXPECT_EQ(visits, 2);
}

// The definition, by brute force: of all rules that cover the name the one with the longest name, then the narrowest.
const Rule* model_decides(const std::vector<Rule>& rules, std::string_view name) {
  const Rule* best = nullptr;
  for (const Rule& rule : rules) {
    const bool self = rule.name == name;
    const bool below =
        name.size() > rule.name.size() && name.ends_with(rule.name) && name[name.size() - rule.name.size() - 1] == '.';
    if (!(self && rule.cover != Cover::below) && !(below && rule.cover != Cover::exact)) continue;
    if (best == nullptr || rule.name.size() > best->name.size() ||
        (rule.name.size() == best->name.size() && best->cover == Cover::zone))
      best = &rule;
  }
  return best;
}

rc::Gen<std::string> few_names() {
  return rc::gen::map(rc::gen::nonEmpty(rc::gen::container<std::vector<std::string>>(
                          rc::gen::element<std::string>("a", "b", "cc", "d1"))),
                      [](const std::vector<std::string>& labels) {
                        std::string out;
                        for (std::size_t i = 0; i < labels.size() && i < 60; ++i) out += (i ? "." : "") + labels[i];
                        return out;
                      });
}

RC_GTEST_PROP(IndexProperty, AgreesWithTheDefinition, ()) {
  const auto queries = *rc::gen::container<std::vector<std::string>>(few_names());
  std::map<std::pair<std::string, int>, Rule> given;
  for (const auto& name : *rc::gen::container<std::vector<std::string>>(few_names())) {
    const Cover cover = *rc::gen::element(Cover::exact, Cover::below, Cover::zone);
    const bool exception = cover != Cover::below && *rc::gen::arbitrary<bool>();
    given[{name, static_cast<int>(cover)}] = {name, cover, exception, static_cast<std::uint32_t>(given.size() + 100)};
  }
  IndexBuilder builder({.seed = *rc::gen::arbitrary<std::uint64_t>(), .threads = *rc::gen::inRange(1u, 4u)});
  std::vector<Rule> rules;
  for (const auto& [key, rule] : given) {
    rules.push_back(rule);
    builder.add(rule);
  }
  const auto made = builder.build();
  RC_ASSERT(made.ok());
  const NameIndex& index = *made.value();
  RC_ASSERT(index.verify().ok());
  RC_ASSERT(index.stats().names == rules.size());
  std::vector<std::string_view> views(queries.begin(), queries.end());
  std::vector<Hit> exact(views.size()), covering(views.size()), deciding(views.size());
  index.exact(views, exact);
  index.covering(views, covering);
  index.deciding(views, deciding);
  for (std::size_t i = 0; i < queries.size(); ++i) {
    const Rule* rule = model_decides(rules, queries[i]);
    const auto is = [&](const Hit& hit) {
      return rule ? hit.length == rule->name.size() && hit.payload == rule->payload && hit.cover == rule->cover &&
                        hit.exception == rule->exception
                  : hit.length == 0;
    };
    RC_ASSERT(is(deciding[i]));
    RC_ASSERT(is(index.deciding(queries[i]).value_or(Hit())));
    const bool covers = rule && !rule->exception;
    RC_ASSERT((covers ? is(covering[i]) : covering[i].length == 0));
    RC_ASSERT(index.covering(queries[i]).has_value() == covers);
    const bool own = covers && rule->name == queries[i];
    RC_ASSERT((exact[i].length != 0) == own);
    RC_ASSERT(index.exact(queries[i]).has_value() == own);
    std::size_t of_name = 0;
    for (const Rule& r : rules) of_name += r.name == queries[i];
    RC_ASSERT(index.rules(queries[i]).count == of_name);
  }
}

}  // namespace
}  // namespace muster::names
