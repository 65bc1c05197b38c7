#include <base/files.h>
#include <ledger/cosignature.h>
#include <ledger/note.h>

#include <filesystem>

#include <gtest/gtest.h>
#include <sys/stat.h>

namespace muster::ledger {
namespace {

// The key and note that golang.org/x/mod/sumdb/note documents, and that C2SP signed-note quotes.
constexpr const char* kPeterKey = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
constexpr const char* kPeterNote =
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n"
    "\xe2\x80\x94 PeterNeumann "
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

TEST(Note, VerifiesTheDocumentedExample) {
  const auto key = VerifierKey::parse(kPeterKey);
  ASSERT_TRUE(key.ok());
  EXPECT_EQ(key->to_text(), kPeterKey);
  auto note = parse_note(kPeterNote);
  ASSERT_TRUE(note.ok());
  EXPECT_TRUE(verify_note(*note, *key));
  EXPECT_EQ(to_text(*note), kPeterNote);
  note->text[3] ^= 1;
  EXPECT_FALSE(verify_note(*note, *key));
}

// The first example of C2SP tlog-checkpoint.
TEST(Note, ParsesCheckpoints) {
  const auto body =
      parse_checkpoint("example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n");
  ASSERT_TRUE(body.ok());
  EXPECT_EQ(body->origin, "example.com/behind-the-sofa");
  EXPECT_EQ(body->size, 20852163);
  EXPECT_EQ(to_base64(view(body->root)), "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=");
  EXPECT_EQ(to_text(*body), "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n");
  EXPECT_TRUE(parse_checkpoint("o\n0\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\nextension\n").ok());
  for (const char* bad :
       {"", "o\n", "o\n1\n", "o\n01\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
        "o\n-1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n", "o\n1\nAAAA\n",
        "\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n", "o\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=",
        "o\n99999999999999999999\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
        "o\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"})
    EXPECT_EQ(parse_checkpoint(bad).error().code, "checkpoint_syntax") << bad;
}

TEST(Note, RefusesWhatIsNoNote) {
  const std::string good = kPeterNote;
  for (const std::string& bad :
       {std::string(), std::string("\n"), std::string("\n\n"), std::string("text\n\n"), std::string("text\n"),
        good.substr(0, good.size() - 1), "tab\there\n\n" + good.substr(good.rfind("\n\n") + 2),
        std::string("a\n\n- x AAAAAAAA\n"), std::string("a\n\n\xe2\x80\x94 x\n"),
        std::string("a\n\n\xe2\x80\x94 x+y AAAAAAAA\n"), std::string("\xff\n\n\xe2\x80\x94 x AAAAAAAA\n")})
    EXPECT_EQ(parse_note(bad).error().code, "note_syntax") << bad;
  EXPECT_EQ(parse_note(std::string(kNoteMaxBytes + 1, 'a')).error().code, "note_too_long");
  std::string many = "a\n\n";
  for (std::size_t i = 0; i <= kNoteSignaturesMax; ++i) many += "\xe2\x80\x94 x AAAAAAAA\n";
  EXPECT_EQ(parse_note(many).error().code, "note_syntax");
}

TEST(Note, KeysSayWhatTheyAre) {
  SystemRandom random;
  for (const auto algorithm : {Algorithm::ed25519, Algorithm::cosignature_v1}) {
    const auto key = SigningKey::make("muster.example/north", algorithm, random);
    const auto parsed = VerifierKey::parse(key->verifier().to_text());
    ASSERT_TRUE(parsed.ok());
    EXPECT_EQ(*parsed, key->verifier());
  }
  for (const char* bad :
       {"", "a+b", "a+00000000+AAAA", "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"})
    EXPECT_EQ(VerifierKey::parse(bad).error().code, "note_key") << bad;
  for (const char* bad : {"", "a b", "a+b", "a\tb",
                          "a\xe3\x80\x80"
                          "b",
                          "a\xe2\x80\x83"
                          "b"})
    EXPECT_EQ(SigningKey::make(bad, Algorithm::ed25519, random).error().code, "note_name") << bad;
}

TEST(Note, KeyFilesAreTheirOwnersAlone) {
  SystemRandom random;
  const std::string path =
      (std::filesystem::temp_directory_path() / ("muster-key-" + random_token(random, 8))).string();
  const auto made = SigningKey::create(path, "muster.example/a", Algorithm::ed25519, random);
  ASSERT_TRUE(made.ok());
  EXPECT_EQ(SigningKey::create(path, "muster.example/a", Algorithm::ed25519, random).error().code, "file_exists");
  const auto opened = SigningKey::open(path);
  EXPECT_EQ(opened->verifier(), made->verifier());
  EXPECT_EQ(opened->sign("x"), made->sign("x"));
  ::chmod(path.c_str(), 0640);
  EXPECT_EQ(SigningKey::open(path).error().code, "file_permissions");
  ASSERT_TRUE(replace_file(path, "muster-key/1\nx\n1\nzz\n", 0600).ok());
  EXPECT_EQ(SigningKey::open(path).error().code, "note_key");
  std::filesystem::remove(path);
  EXPECT_EQ(SigningKey::open(path).error().code, "file_missing");
}

TEST(Cosignature, BindsTimeTextAndKey) {
  SystemRandom random;
  const auto key = SigningKey::make("witness.example/w1", Algorithm::cosignature_v1, random);
  const auto other = SigningKey::make("witness.example/w1", Algorithm::cosignature_v1, random);
  const std::string text = to_text(CheckpointBody{"o", 5, sha256("x")});
  const Instant at{1'679'315'147'000'000};
  const auto signature = cosign(text, at, *key);
  EXPECT_EQ(verify_cosignature(text, signature, key->verifier())->micros, at.micros);
  EXPECT_FALSE(verify_cosignature(text + "x\n", signature, key->verifier()));
  EXPECT_FALSE(verify_cosignature(text, signature, other->verifier()));
  for (std::size_t i = 0; i < signature.bytes.size(); ++i) {
    auto changed = signature;
    changed.bytes[i] = static_cast<char>(changed.bytes[i] ^ 1);
    EXPECT_FALSE(verify_cosignature(text, changed, key->verifier())) << i;
  }
  // An Ed25519 note signature is no cosignature, whatever key made it.
  EXPECT_FALSE(verify_cosignature(text, sign_note(text, *key).signatures[0], key->verifier()));
}

}  // namespace
}  // namespace muster::ledger
