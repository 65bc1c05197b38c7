// A question that was signed, changed at will: what still counts as signed asks for the same zone, by the same type,
// from the same serial, with the same key. Edits are three bytes each: where (16 bits), and what stands there then;
// with the highest bit of the place a byte is put in, with the next one it is taken out.
#include "wire.h"

#include <cstdlib>

namespace {

using namespace muster;

constexpr Instant kAt{1'767'225'600'000'000};

const std::optional<intake::TsigKey>& key() {
  static const std::optional<intake::TsigKey> kKey(
      intake::TsigKey{"muster-fuzz", "hmac-sha256", "b3BlbiBzZXNhbWUgb3BlbiBzZXNhbWUgb3BlbiBzZXM="});
  return kKey;
}

// IXFR of rpz.muster from serial 0x01020304, as a resolver asks (RFC 1995 §3).
const std::string& signed_question() {
  static const std::string kSigned = [] {
    std::string out("\x12\x34\0\0\0\1\0\0\0\1\0\0", 12);
    out += zones::wire_name("rpz.muster") + std::string("\0\xfb\0\1", 4);
    const std::string rdata = std::string(2, '\0') + std::string("\1\2\3\4", 4) + std::string(16, '\0');
    out += std::string("\xc0\x0c\0\6\0\1\0\0\0\0\0", 11) + static_cast<char>(rdata.size()) + rdata;
    return zones::Signer(key(), "").sign(std::move(out), kAt);
  }();
  return kSigned;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto kOriginal = zones::read_question(signed_question());
  if (!kOriginal || kOriginal->serial != 0x01020304 || !zones::is_signed(*kOriginal, *key(), kAt)) std::abort();
  std::string bytes = signed_question();
  for (std::size_t i = 0; i + 2 < size && i < 300 && !bytes.empty(); i += 3) {
    const std::size_t what = static_cast<std::size_t>(data[i]) << 8 | data[i + 1], at = (what & 0x3fff) % bytes.size();
    if (what & 0x8000)
      bytes.insert(at, 1, static_cast<char>(data[i + 2]));
    else if (what & 0x4000)
      bytes.erase(at, 1);
    else
      bytes[at] = static_cast<char>(data[i + 2]);
  }
  const auto question = zones::read_question(bytes);
  if (!question || !zones::is_signed(*question, *key(), kAt)) return 0;
  if (question->name != kOriginal->name || question->type != kOriginal->type || question->serial != kOriginal->serial ||
      question->key_name != kOriginal->key_name)
    std::abort();
  // And no other key made it.
  intake::TsigKey other = *key();
  other.secret = "YW5vdGhlciBzZWNyZXQgYW5vdGhlciBzZWNyZXQ=";
  if (zones::is_signed(*question, other, kAt)) std::abort();
  return 0;
}
