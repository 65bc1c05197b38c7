#include <base/text.h>
#include <names/name.h>
#include <names/suffix.h>

#include <embedded_public_suffixes.h>
#include <gtest/gtest.h>
#include <libpsl.h>
#include <rapidcheck/gtest.h>

namespace muster::names {
namespace {

TEST(Suffix, RegistrableDomains) {
  EXPECT_EQ(registrable_domain("www.example.com"), "example.com");
  EXPECT_EQ(registrable_domain("example.com"), "example.com");
  EXPECT_EQ(registrable_domain("a.b.shop.co.uk"), "shop.co.uk");
  EXPECT_EQ(registrable_domain("co.uk"), "");
  EXPECT_EQ(registrable_domain("com"), "");
  EXPECT_EQ(registrable_domain("a.b.c.notlisted"), "c.notlisted");          // the list's default rule
  EXPECT_EQ(registrable_domain("someone.github.io"), "someone.github.io");  // private section: its own site
  EXPECT_EQ(registrable_domain("www.ck"), "www.ck");                        // exception
  EXPECT_EQ(registrable_domain("a.b.www.ck"), "www.ck");
  EXPECT_EQ(registrable_domain("a.b.other.ck"), "b.other.ck");  // wildcard
  EXPECT_EQ(registrable_domain("other.ck"), "");
  EXPECT_EQ(registrable_domain("xn--55qx5d.cn"), "");  // 公司.cn
  EXPECT_EQ(registrable_domain("a.b.xn--55qx5d.cn"), "b.xn--55qx5d.cn");
}

TEST(Suffix, PublicSuffixes) {
  EXPECT_TRUE(is_public_suffix("com"));
  EXPECT_TRUE(is_public_suffix("co.uk"));
  EXPECT_TRUE(is_public_suffix("github.io"));
  EXPECT_TRUE(is_public_suffix("ck"));
  EXPECT_FALSE(is_public_suffix("example.com"));
  EXPECT_EQ(public_suffix("www.shop.co.uk"), "co.uk");
  EXPECT_EQ(public_suffix("com"), "com");
  EXPECT_GT(suffix_rule_count(), 9000u);
}

// The list's three kinds of rules at their edges; exceptions beat wildcards, private suffixes count.
TEST(Suffix, Edges) {
  // "*.ck" and "!www.ck": ck itself is no rule, but the default rule makes it a suffix.
  EXPECT_TRUE(is_public_suffix("ck"));
  EXPECT_TRUE(is_public_suffix("anything.ck"));
  EXPECT_FALSE(is_public_suffix("www.ck"));
  EXPECT_EQ(public_suffix("www.ck"), "ck");
  EXPECT_EQ(public_suffix("a.www.ck"), "ck");
  EXPECT_EQ(public_suffix("a.b.ck"), "b.ck");
  EXPECT_EQ(registrable_domain("ck"), "");
  EXPECT_EQ(registrable_domain("www.other.ck"), "www.other.ck");
  EXPECT_EQ(registrable_domain("x.www.other.ck"), "www.other.ck");
  // "*.kawasaki.jp" and "!city.kawasaki.jp" below "jp".
  EXPECT_EQ(registrable_domain("kawasaki.jp"), "kawasaki.jp");
  EXPECT_EQ(registrable_domain("shop.kawasaki.jp"), "");
  EXPECT_EQ(registrable_domain("a.shop.kawasaki.jp"), "a.shop.kawasaki.jp");
  EXPECT_EQ(registrable_domain("www.city.kawasaki.jp"), "city.kawasaki.jp");
  // Private suffixes: each site below them answers for itself.
  EXPECT_TRUE(is_public_suffix("github.io"));
  EXPECT_TRUE(is_public_suffix("blogspot.com"));
  EXPECT_EQ(registrable_domain("github.io"), "");
  EXPECT_EQ(registrable_domain("deep.someone.github.io"), "someone.github.io");
  EXPECT_EQ(registrable_domain("www.github.com"), "github.com");
  EXPECT_EQ(public_suffix("a.b.compute.amazonaws.com"), "b.compute.amazonaws.com");  // a private wildcard
  EXPECT_EQ(registrable_domain("compute.amazonaws.com"), "amazonaws.com");
}

// libpsl, reading the very list that is compiled in, is the oracle.
class Oracle : public testing::Test {
 protected:
  Oracle() : psl_(psl_load_file("/usr/share/publicsuffix/public_suffix_list.dat")) {}
  ~Oracle() override { psl_free(psl_); }
  void agrees(const std::string& name) {
    const char* theirs = psl_registrable_domain(psl_, name.c_str());
    ASSERT_EQ(std::string(registrable_domain(name)), theirs ? theirs : "") << name;
  }
  psl_ctx_t* psl_;
};

TEST_F(Oracle, LibpslAgreesOnEveryRule) {
  ASSERT_NE(psl_, nullptr);
  int rules = 0;
  for (const auto line : split(muster_public_suffixes::files()[0].bytes, '\n')) {
    std::string rule(trim(line));
    if (rule.empty() || rule.starts_with("//")) continue;
    ++rules;
    if (rule.starts_with('!')) rule.erase(0, 1);
    if (rule.starts_with("*.")) rule.replace(0, 1, "wild");
    const auto name = parse_name(rule, {.underscore = true, .single_label = true});
    ASSERT_TRUE(name.ok()) << rule;
    for (const char* front : {"", "one.", "two.one.", "three.two.one."}) agrees(front + name.value().ascii);
  }
  EXPECT_EQ(static_cast<std::size_t>(rules), suffix_rule_count());
}

TEST_F(Oracle, LibpslAgreesOnMadeUpNames) {
  rc::check([&] {
    const auto label =
        rc::gen::element<std::string>("a", "www", "com", "uk", "co", "ck", "jp", "kobe", "city", "github", "io", "er",
                                      "compute", "amazonaws", "cn", "blogspot", "xn--55qx5d", "kawasaki");
    const auto labels = *rc::gen::nonEmpty(rc::gen::container<std::vector<std::string>>(label));
    std::string name;
    for (const auto& l : labels) name += (name.empty() ? "" : ".") + l;
    RC_PRE(name.size() <= 253);
    const char* theirs = psl_registrable_domain(psl_, name.c_str());
    RC_ASSERT(std::string(registrable_domain(name)) == (theirs ? theirs : ""));
    RC_ASSERT(is_public_suffix(name) == (psl_is_public_suffix(psl_, name.c_str()) == 1));
  });
}

}  // namespace
}  // namespace muster::names
