#include "wire.h"

#include <base/bytes.h>
#include <base/text.h>

namespace muster::zones {
namespace {

constexpr std::size_t kHeader = 12;
constexpr std::uint16_t kToOrigin = 0xC000 | kHeader;  // the question's name follows the header
constexpr std::uint16_t kClassIn = 1;
constexpr std::uint32_t kTtlSeconds = 60;
// NOTIFY brings changes at once; what it misses is asked for within a minute, or a third of a shorter validity.
constexpr std::uint32_t kRefreshSeconds = 60, kRetrySeconds = 30;

void put16(std::string& out, std::uint16_t n) {
  out += static_cast<char>(n >> 8);
  out += static_cast<char>(n & 0xff);
}
void put32(std::string& out, std::uint32_t n) {
  put16(out, static_cast<std::uint16_t>(n >> 16));
  put16(out, static_cast<std::uint16_t>(n & 0xffff));
}
void put_labels(std::string& out, std::string_view name) {
  for (const auto label : split(name, '.')) {
    out += static_cast<char>(label.size());
    out += label;
  }
}

}  // namespace

std::string wire_name(std::string_view name) {
  std::string out;
  if (!name.empty()) put_labels(out, name);
  out += '\0';
  return out;
}

bool fits(const ZoneEntry& entry, const ZoneFace& zone) {
  return entry.name.size() + 1 + (entry.wildcard ? 2 : 0) + zone.origin.size() <= kNameMax;
}

Message::Message(std::uint16_t id, std::uint16_t flags, const ZoneFace& zone, Type question) : zone_(zone) {
  bytes_.reserve(kMessageMax + 512);
  put16(bytes_, id);
  put16(bytes_, flags);
  put16(bytes_, 1);
  put16(bytes_, 0);
  put32(bytes_, 0);
  bytes_ += zone.origin;
  put16(bytes_, static_cast<std::uint16_t>(question));
  put16(bytes_, kClassIn);
}

void Message::record(Type type, std::string_view rdata) {
  put16(bytes_, static_cast<std::uint16_t>(type));
  put16(bytes_, kClassIn);
  put32(bytes_, kTtlSeconds);
  put16(bytes_, static_cast<std::uint16_t>(rdata.size()));
  bytes_ += rdata;
  ++answers_;
}

void Message::soa(std::int64_t serial) {
  std::string rdata = wire_name("localhost") + wire_name("root.localhost");
  put32(rdata, static_cast<std::uint32_t>(serial));
  const auto expire = static_cast<std::uint32_t>(zone_.expire_seconds);
  put32(rdata, std::min(kRefreshSeconds, std::max(expire / 3, 1u)));
  put32(rdata, std::min(kRetrySeconds, std::max(expire / 6, 1u)));
  put32(rdata, expire);
  put32(rdata, kTtlSeconds);
  put16(bytes_, kToOrigin);
  record(Type::soa, rdata);
}

void Message::ns() {
  put16(bytes_, kToOrigin);
  record(Type::ns, wire_name("localhost"));
}

void Message::entry(const ZoneEntry& entry, bool pass) {
  if (entry.wildcard) bytes_ += "\1*";
  put_labels(bytes_, entry.name);
  put16(bytes_, kToOrigin);
  record(Type::cname, wire_name(pass ? "rpz-passthru" : ""));
}

std::string Message::take() {
  bytes_[6] = static_cast<char>(answers_ >> 8);
  bytes_[7] = static_cast<char>(answers_ & 0xff);
  return std::move(bytes_);
}

std::string answer_without_zone(std::string_view question, Rcode code) {
  std::string out(question.substr(0, kHeader));
  out.resize(kHeader);
  out[2] = static_cast<char>(0x80 | (out[2] & 0x79));  // an answer, the opcode and RD as they came
  out[3] = static_cast<char>(code);
  for (std::size_t i = 4; i < kHeader; ++i) out[i] = 0;
  return out;
}

}  // namespace muster::zones
