#include <names/rule_list.h>

#include <gtest/gtest.h>
#include <unistd.h>

namespace muster::names {
namespace {

struct ListFile {
  explicit ListFile(std::string_view text) {
    char name[] = "/tmp/muster-list-XXXXXX";
    fd = ::mkstemp(name);
    ::unlink(name);
    EXPECT_EQ(::write(fd, text.data(), text.size()), static_cast<ssize_t>(text.size()));
    ::lseek(fd, 0, SEEK_SET);
  }
  ~ListFile() { ::close(fd); }
  int fd;
};

TEST(Rule, TextForms) {
  const auto is = [](std::string_view line, Rule rule) {
    const auto parsed = parse_rule(line, 9);
    return parsed.ok() && parsed.value() == rule;
  };
  EXPECT_TRUE(is("Example.com", {"example.com", Cover::zone, false, 9}));
  EXPECT_TRUE(is("=example.com 7", {"example.com", Cover::exact, false, 7}));
  EXPECT_TRUE(is("*.example.com,\t4294967295", {"example.com", Cover::below, false, 4294967295}));
  EXPECT_TRUE(is("!example.com", {"example.com", Cover::zone, true, 9}));
  EXPECT_TRUE(is("!=example.com", {"example.com", Cover::exact, true, 9}));
  EXPECT_TRUE(is("com", {"com", Cover::zone, false, 9}));
  EXPECT_TRUE(is("*.bücher.example", {"xn--bcher-kva.example", Cover::below, false, 9}));
  const auto code_of = [](std::string_view line) { return parse_rule(line).error().code; };
  EXPECT_EQ(code_of("!*.example.com"), "names_exception");
  EXPECT_EQ(code_of("example.com x"), "names_payload");
  EXPECT_EQ(code_of("example.com 4294967296"), "names_payload");
  EXPECT_EQ(code_of("example.com -1"), "names_payload");
  EXPECT_EQ(code_of("example.com 1 2"), "names_payload");
  EXPECT_EQ(code_of("=*.example.com"), "name_wildcard");
  EXPECT_EQ(code_of("*.*.com"), "name_wildcard");
  EXPECT_EQ(code_of("!"), "name_empty");
  EXPECT_EQ(code_of("exa..mple.com"), "name_label_empty");
  EXPECT_EQ(code_of(std::string(5000, 'a')), "names_line_long");
  for (const char* text : {"=a.com", "a.com", "*.a.com", "!a.com", "!=a.com"}) {
    const auto rule = parse_rule(text);
    ASSERT_TRUE(rule.ok());
    EXPECT_EQ(rule_text(rule->name, rule->cover, rule->exception), text);
  }
}

TEST(RuleList, KeepsLineNumbersWhateverTheBlocksAndThreads) {
  std::string text = "\xEF\xBB\xBF# a list\r\n";
  for (int i = 2; i <= 5000; ++i) {
    if (i % 100 == 0)
      text += "bad name" + std::to_string(i) + "\n";
    else if (i % 100 == 1)
      text += "\n";
    else
      text += "n" + std::to_string(i) + ".com\r\n";
  }
  text += "last.com";  // no line's end
  for (const unsigned threads : {1u, 3u})
    for (const std::size_t block : {std::size_t{1}, std::size_t{10'000}, std::size_t{4} << 20}) {
      const ListFile file(text);
      IndexBuilder builder;
      const auto read = read_rules(file.fd, builder, {.threads = threads, .block_bytes = block});
      ASSERT_TRUE(read.ok());
      EXPECT_EQ(read->lines, 5001u);
      EXPECT_EQ(read->bad, 50u);
      ASSERT_EQ(read->bad_lines.size(), 50u);
      for (std::size_t i = 0; i < 50; ++i) EXPECT_EQ(read->bad_lines[i].line, (i + 1) * 100);
      const auto index = *builder.build();
      EXPECT_EQ(index->stats().names, read->rules);
      EXPECT_EQ(index->covering("n4242.com")->payload, 4242u);
      EXPECT_EQ(index->covering("www.last.com")->payload, 5001u);
    }
}

TEST(RuleList, HostileInput) {
  const auto bad_of = [](const std::string& text) {
    const ListFile file(text);
    IndexBuilder builder;
    const auto read = read_rules(file.fd, builder, {.block_bytes = 1});
    return std::pair(read->bad, read->rules);
  };
  EXPECT_EQ(bad_of(""), std::pair(std::uint64_t{0}, std::uint64_t{0}));
  EXPECT_EQ(bad_of("\n\n\n"), std::pair(std::uint64_t{0}, std::uint64_t{0}));
  // A line without an end takes no memory and is one bad line; what follows is read.
  EXPECT_EQ(bad_of("a.com\n" + std::string(3'000'000, 'x') + "\nb.com\n"),
            std::pair(std::uint64_t{1}, std::uint64_t{2}));
  EXPECT_EQ(bad_of(std::string(100'000, '\0')), std::pair(std::uint64_t{1}, std::uint64_t{0}));
  EXPECT_EQ(bad_of("\xff\xfe" + std::string("a\0.\0c\0\n\0", 8)).second, 0u);  // UTF-16
  std::string many;
  for (int i = 0; i < 3000; ++i) many += "..\n";
  const ListFile file(many);
  IndexBuilder builder;
  const auto read = read_rules(file.fd, builder, {});
  EXPECT_EQ(read->bad, 3000u);
  EXPECT_EQ(read->bad_lines.size(), 1000u);
}

TEST(RuleList, ConflictsStopABuildThatWantsNone) {
  const ListFile file("a.com 1\nb.com 2\na.com 3\n=a.com 4\nb.com 2\n");
  IndexBuilder builder({.refuse_conflicts = true});
  ASSERT_TRUE(read_rules(file.fd, builder, {}).ok());
  EXPECT_EQ(builder.build().error().code, "index_conflicts");
  EXPECT_EQ(builder.conflicts(), 1u);
  EXPECT_EQ(builder.same(), 1u);
  EXPECT_EQ(builder.duplicates()[0].first_line, 1u);
  EXPECT_EQ(builder.duplicates()[0].line, 3u);
}

TEST(Differences, OfTwoStates) {
  IndexBuilder one, two;
  for (int i = 0; i < 100; ++i) one.add("s" + std::to_string(i) + ".com", 1, Cover::zone);
  for (int i = 1; i < 101; ++i) two.add("s" + std::to_string(i) + ".com", i == 50 ? 2 : 1, Cover::zone);
  two.add("s5.com", 1, Cover::exact, true);
  const auto before = LiveIndex::over(*one.build()), after = LiveIndex::over(*two.build());
  const auto text_of = [](const IndexView& a, const IndexView& b) {
    std::set<std::string> lines;
    const auto count = differences(a, b, [&](const Difference& d) {
      const Hit& hit = d.after ? *d.after : *d.before;
      lines.insert((d.before ? d.after ? "~" : "-" : "+") + rule_text(d.name, hit.cover, hit.exception));
      return true;
    });
    EXPECT_EQ(count, lines.size());
    return lines;
  };
  EXPECT_EQ(text_of(*before->view(), *after->view()),
            (std::set<std::string>{"-s0.com", "~s50.com", "+s100.com", "+!=s5.com"}));
  EXPECT_EQ(text_of(*after->view(), *after->view()), std::set<std::string>{});
  const Change change{{"s1.com", Cover::zone, false, 0}, true};
  ASSERT_TRUE(after->apply(std::span(&change, 1)).ok());
  EXPECT_EQ(text_of(*before->view(), *after->view()).count("-s1.com"), 1u);
}

}  // namespace
}  // namespace muster::names
