#include <base/bytes.h>
#include <content/bundle.h>

#include <gtest/gtest.h>

namespace muster::content {
namespace {

const KeyPair kKeys = key_pair_from_seed(std::string(32, 'a'));
const KeyPair kOtherKeys = key_pair_from_seed(std::string(32, 'b'));
const PublisherKey kEnrolled[] = {{"Test publisher", kKeys.public_key}};

std::string draft(const std::string& ground = "explicit_unlawful",
                  const std::string& terms = "{\"t\":\"quorvix\",\"l\":\"\",\"w\":2}\n", int count = 1) {
  return R"({"format":"muster-bundle/1","kind":"lexicon","name":"n","version":"1","ground":")" + ground +
         R"(","licence":"L","source":"s","items":)" + std::to_string(count) + "}\n" + terms;
}
std::string signed_draft(const std::string& text) {
  return *sign_draft(text, "Test publisher", kKeys);
}
std::string code_of(const std::string& file) {
  const auto bundle = open_bundle(file, kEnrolled);
  return bundle.ok() ? "ok" : bundle.error().code;
}

TEST(Bundle, OpensWhatAnEnrolledPublisherSigned) {
  const std::string file = signed_draft(draft());
  const auto bundle = open_bundle(file, kEnrolled);
  ASSERT_TRUE(bundle.ok()) << bundle.error().sentence;
  EXPECT_EQ(bundle->header.publisher, "Test publisher");
  EXPECT_EQ(bundle->terms.at(0).text, "quorvix");
  EXPECT_EQ(bundle->terms.at(0).weight, 2);
  EXPECT_EQ(bundle->sha256, to_hex(sha256(file)));
}

TEST(Bundle, UnsignedIsRefused) {
  EXPECT_EQ(code_of(draft()), "bundle_unsigned");
}

TEST(Bundle, EveryChangedByteIsRefused) {
  const std::string file = signed_draft(draft());
  for (std::size_t i = 0; i < file.size(); ++i) {
    std::string changed = file;
    changed[i] ^= 1;
    EXPECT_NE(code_of(changed), "ok") << "byte " << i;
  }
}

TEST(Bundle, EveryCutIsRefused) {
  const std::string file = signed_draft(draft());
  for (std::size_t i = 0; i < file.size(); ++i) EXPECT_NE(code_of(file.substr(0, i)), "ok") << i;
}

TEST(Bundle, AnotherKeyOrAnotherNameIsRefused) {
  EXPECT_EQ(code_of(*sign_draft(draft(), "Test publisher", kOtherKeys)), "bundle_publisher_unknown");
  EXPECT_EQ(code_of(*sign_draft(draft(), "Somebody else", kKeys)), "bundle_publisher_unknown");
}

TEST(Bundle, TermsOfAnotherBundleAreRefused) {
  const std::string file = signed_draft(draft());
  EXPECT_EQ(code_of(file + "{\"t\":\"more\"}\n"), "bundle_body_changed");
}

TEST(Bundle, GroundsThatWordsSayNothingOf) {
  for (const char* ground : {"politics", "religion", "unfiled", "child_abuse_material", ""})
    EXPECT_EQ(code_of(signed_draft(draft(ground))), "bundle_ground_unknown") << ground;
}

TEST(Bundle, BadTerms) {
  EXPECT_EQ(code_of(signed_draft(draft("explicit_unlawful", "{\"t\":\"\"}\n"))), "bundle_term_invalid");
  EXPECT_EQ(code_of(signed_draft(draft("explicit_unlawful", "{\"t\":\"x\",\"w\":99}\n"))), "bundle_term_invalid");
  EXPECT_EQ(code_of(signed_draft(draft("explicit_unlawful", "{\"t\":\"x\",\"w\":-1}\n"))), "bundle_term_invalid");
  EXPECT_EQ(code_of(signed_draft(draft("explicit_unlawful", "{\"t\":\"" + std::string(201, 'x') + "\"}\n"))),
            "bundle_term_invalid");
  EXPECT_EQ(code_of(signed_draft(draft("explicit_unlawful", "[1]\n"))), "bundle_term_invalid");
  EXPECT_EQ(code_of(signed_draft(draft("explicit_unlawful", "", 0))), "bundle_format");
  EXPECT_EQ(code_of(signed_draft(draft("explicit_unlawful", "{\"t\":\"x\"}\n", 2))), "bundle_format");
}

}  // namespace
}  // namespace muster::content
