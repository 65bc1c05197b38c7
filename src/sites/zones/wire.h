// Messages of a zone transfer as they go over the wire (RFC 1035 §4), and their signatures (TSIG, RFC 8945 §4-5). Pure.
// Inside of the zones room.
#pragma once

#include <base/result.h>
#include <base/time.h>
#include <intake/transfer.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <zones/publisher.h>

namespace muster::zones {

inline constexpr std::size_t kMessageMax = 32 * 1024;  // of answers over TCP, before the signature
inline constexpr std::size_t kNameMax = 255;           // of a name on the wire (RFC 1035 §2.3.4)
inline constexpr std::int64_t kFudgeSeconds = 300;     // RFC 8945 §10

enum class Rcode : std::uint8_t { ok = 0, servfail = 2, notimp = 4, refused = 5, notauth = 9 };
enum class Type : std::uint16_t { ns = 2, cname = 5, soa = 6, ixfr = 251, axfr = 252 };

// "rpz.muster" → 3rpz6muster0. Of labels of 1 to 63 bytes; "" is the root.
std::string wire_name(std::string_view name);

struct ZoneFace {
  std::string origin;  // wire form
  std::int64_t serial = 0;
  std::int64_t expire_seconds = 0;
};

// One message: header, the question, and answers as long as they fit.
class Message {
 public:
  Message(std::uint16_t id, std::uint16_t flags, const ZoneFace& zone, Type question);
  void soa(std::int64_t serial);
  void ns();
  // CNAME "." at the name or below it: the policy NXDOMAIN (RPZ draft §3.1); "rpz-passthru.": let through (§3.3).
  void entry(const ZoneEntry& entry, bool pass = false);
  bool full() const { return bytes_.size() + kNameMax + 16 > kMessageMax; }
  bool empty() const { return answers_ == 0; }
  std::string take();

 private:
  void record(Type type, std::string_view rdata);  // after its owner
  const ZoneFace& zone_;
  std::string bytes_;
  std::uint16_t answers_ = 0;
};
inline constexpr std::uint16_t kAnswer = 0x8400;     // QR, AA
inline constexpr std::uint16_t kNotifying = 0x2400;  // opcode NOTIFY, AA
std::string answer_without_zone(std::string_view question, Rcode code);

// Whether the entry's name fits below the origin.
bool fits(const ZoneEntry& entry, const ZoneFace& zone);

// A question as it came.
struct Question {
  std::uint16_t id = 0;
  Type type{};
  std::string name;           // lower case, wire form
  std::int64_t serial = -1;   // of an IXFR
  std::string key_name, mac;  // of its TSIG record; mac with its length before it
  std::string_view bytes;
};
// Nothing: no question that can be answered (not one question of class IN, an answer, a broken message).
std::optional<Question> read_question(std::string_view message);
// Whether it is signed with the key, about now.
bool is_signed(const Question& question, const intake::TsigKey& key, Instant now);

// Signs the messages of one answer, each over the one before (RFC 8945 §5.3.1).
class Signer {
 public:
  // `mac` of the question with its length, "" for a message that answers none.
  // Without a key messages stay as they are.
  Signer(const std::optional<intake::TsigKey>& key, std::string mac) : key_(key), mac_(std::move(mac)) {}
  std::string sign(std::string message, Instant now);

 private:
  const std::optional<intake::TsigKey>& key_;
  std::string mac_;
  bool first_ = true;
};

}  // namespace muster::zones
