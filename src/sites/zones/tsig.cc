// TSIG: questions are read and verified through libldns; answers are signed here, because a transfer of a million
// records is written as bytes and never as libldns's records.
#include "wire.h"
#include <base/bytes.h>
#include <base/text.h>

#include <cstdlib>
#include <cstring>
#include <memory>
#include <stdexcept>

#include <ldns/ldns.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace muster::zones {
namespace {

constexpr std::uint16_t kClassAny = 255, kTypeTsig = 250;

void add16(std::string& out, std::uint64_t n) {
  out += static_cast<char>(n >> 8 & 0xff);
  out += static_cast<char>(n & 0xff);
}

const EVP_MD* digest_of(std::string_view algorithm) {
  if (algorithm == "hmac-sha256") return EVP_sha256();
  if (algorithm == "hmac-sha384") return EVP_sha384();
  if (algorithm == "hmac-sha512") return EVP_sha512();
  return nullptr;
}

struct FreePacket {
  void operator()(ldns_pkt* packet) const { ldns_pkt_free(packet); }
};
using Packet = std::unique_ptr<ldns_pkt, FreePacket>;

Packet parsed(std::string_view message) {
  ldns_pkt* out = nullptr;
  if (ldns_wire2pkt(&out, reinterpret_cast<const std::uint8_t*>(message.data()), message.size()) != LDNS_STATUS_OK)
    return nullptr;
  return Packet(out);
}

std::string bytes_of(const ldns_rdf* rdf) {
  return {reinterpret_cast<const char*>(ldns_rdf_data(rdf)), ldns_rdf_size(rdf)};
}

std::string lower_text_of(const ldns_rdf* name) {
  const std::unique_ptr<char, void (*)(void*)> text(ldns_rdf2str(name), std::free);
  std::string out = text ? to_lower_ascii(text.get()) : "";
  if (out.ends_with('.')) out.pop_back();
  return out;
}

}  // namespace

std::optional<Question> read_question(std::string_view message) {
  const Packet packet = parsed(message);
  if (!packet || ldns_pkt_qr(packet.get()) || ldns_pkt_get_opcode(packet.get()) != LDNS_PACKET_QUERY) return {};
  const ldns_rr_list* const asked = ldns_pkt_question(packet.get());
  if (!asked || ldns_rr_list_rr_count(asked) != 1) return {};
  const ldns_rr* const one = ldns_rr_list_rr(asked, 0);
  if (ldns_rr_get_class(one) != LDNS_RR_CLASS_IN) return {};
  Question out;
  out.id = ldns_pkt_id(packet.get());
  out.type = static_cast<Type>(ldns_rr_get_type(one));
  out.name = to_lower_ascii(bytes_of(ldns_rr_owner(one)));
  out.bytes = message;
  const ldns_rr_list* const authority = ldns_pkt_authority(packet.get());
  if (authority && ldns_rr_list_rr_count(authority) == 1) {
    const ldns_rr* const soa = ldns_rr_list_rr(authority, 0);
    if (ldns_rr_get_type(soa) == LDNS_RR_TYPE_SOA && ldns_rr_rd_count(soa) == 7)
      out.serial = ldns_rdf2native_int32(ldns_rr_rdf(soa, 2));
  }
  if (const ldns_rr* const tsig = ldns_pkt_tsig(packet.get()); tsig && ldns_rr_rd_count(tsig) == 7) {
    out.key_name = lower_text_of(ldns_rr_owner(tsig));
    out.mac = bytes_of(ldns_rr_rdf(tsig, 3));
  }
  return out;
}

bool is_signed(const Question& question, const intake::TsigKey& key, Instant now) {
  const Packet packet = parsed(question.bytes);
  if (!packet || !ldns_pkt_tsig(packet.get())) return false;
  const ldns_rr* const tsig = ldns_pkt_tsig(packet.get());
  if (ldns_rr_rd_count(tsig) != 7)
    return false;  // libldns reads what is cut off, and ends the program over what is missing
  // libldns computes with the name that it is given, whatever the record's own is.
  if (lower_text_of(ldns_rr_owner(tsig)) != to_lower_ascii(key.name)) return false;
  if (lower_text_of(ldns_rr_rdf(tsig, 0)) != key.algorithm) return false;
  std::int64_t seconds = 0;
  for (const char byte : bytes_of(ldns_rr_rdf(tsig, 1))) seconds = seconds << 8 | static_cast<unsigned char>(byte);
  if (std::abs(seconds - now.micros / 1'000'000) > kFudgeSeconds) return false;
  return ldns_pkt_tsig_verify(packet.get(), reinterpret_cast<const std::uint8_t*>(question.bytes.data()),
                              question.bytes.size(), (key.name + ".").c_str(), key.secret.c_str(), nullptr);
}

std::string Signer::sign(std::string message, Instant now) {
  if (!key_) return message;
  const std::string name = wire_name(key_->name), algorithm = wire_name(key_->algorithm);
  std::string timers;
  const auto seconds = static_cast<std::uint64_t>(now.micros / 1'000'000);
  add16(timers, seconds >> 32);
  add16(timers, seconds >> 16);
  add16(timers, seconds);
  add16(timers, kFudgeSeconds);
  std::string variables;  // RFC 8945 §4.3.3
  variables += name;
  add16(variables, kClassAny);
  variables.append(4, '\0');  // TTL
  variables += algorithm + timers;
  variables.append(4, '\0');  // no error, no other data

  const auto secret = from_base64(key_->secret);
  const EVP_MD* const digest = digest_of(key_->algorithm);
  if (!secret.ok() || !digest) throw std::logic_error("a TSIG key that was checked can't sign");
  const std::string signed_bytes = mac_ + message + (first_ ? variables : timers);
  unsigned char mac[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  if (!HMAC(digest, secret->data(), static_cast<int>(secret->size()),
            reinterpret_cast<const unsigned char*>(signed_bytes.data()), signed_bytes.size(), mac, &size))
    throw std::runtime_error("OpenSSL can't make a TSIG signature");
  first_ = false;
  mac_.clear();
  add16(mac_, size);
  mac_.append(reinterpret_cast<const char*>(mac), size);

  const std::string id = message.substr(0, 2);
  std::string rdata = algorithm + timers + mac_ + id;
  rdata.append(4, '\0');
  message += name;
  add16(message, kTypeTsig);
  add16(message, kClassAny);
  message.append(4, '\0');
  add16(message, rdata.size());
  message += rdata;
  const auto additional = static_cast<std::uint16_t>(static_cast<unsigned char>(message[10]) << 8 |
                                                     static_cast<unsigned char>(message[11])) +
                          1;
  message[10] = static_cast<char>(additional >> 8);
  message[11] = static_cast<char>(additional & 0xff);
  return message;
}

}  // namespace muster::zones
