#include "transfer_session.h"

#include <cstdlib>
#include <cstring>

#include <ldns/ldns.h>

namespace muster::intake {
namespace {

constexpr std::uint16_t kFudgeSeconds = 300;  // RFC 8945 §10

Error form() {
  return unavailable("transfer_form", "The name server's answer is no transfer of this zone. Nothing was stored.");
}

}  // namespace

void TransferSession::Free::operator()(ldns_rdf* rdf) const {
  ldns_rdf_deep_free(rdf);
}
void TransferSession::Free::operator()(ldns_pkt* packet) const {
  ldns_pkt_free(packet);
}
void TransferSession::Free::operator()(void* memory) const {
  std::free(memory);
}

TransferSession::TransferSession(std::string zone, std::optional<TsigKey> key, const Clock& clock)
    : zone_(std::move(zone)), key_(std::move(key)), clock_(&clock) {}

TransferSession::~TransferSession() {
  if (key_) explicit_bzero(key_->secret.data(), key_->secret.size());
}

Result<std::string> TransferSession::query() {
  // The packet takes the name.
  const Packet packet(
      ldns_pkt_query_new(ldns_dname_new_frm_str((zone_ + ".").c_str()), LDNS_RR_TYPE_AXFR, LDNS_RR_CLASS_IN, 0));
  if (!packet) return form();
  ldns_pkt_set_random_id(packet.get());
  id_ = ldns_pkt_id(packet.get());
  if (key_) {
    if (ldns_pkt_tsig_sign(packet.get(), (key_->name + ".").c_str(), key_->secret.c_str(), kFudgeSeconds,
                           (key_->algorithm + ".").c_str(), nullptr) != LDNS_STATUS_OK)
      return invalid("tsig_key", "With this key nothing can be signed. Check its secret.", "tsig_file");
    mac_.reset(ldns_rdf_clone(ldns_rr_rdf(ldns_pkt_tsig(packet.get()), 3)));
  }
  std::uint8_t* wire = nullptr;
  std::size_t size = 0;
  if (ldns_pkt2wire(&wire, packet.get(), &size) != LDNS_STATUS_OK) return form();
  const std::unique_ptr<void, Free> freed(wire);
  return std::string(reinterpret_cast<const char*>(wire), size);
}

Result<void> TransferSession::verify(ldns_pkt& packet, std::string_view message) {
  ldns_rr* const tsig = ldns_pkt_tsig(&packet);
  if (!tsig)
    return refused("transfer_unsigned",
                   "A message of the transfer is not signed, though a key was given. Nothing was stored.");
  // Seven fields (RFC 8945 §4.2): over one that is missing libldns ends the program.
  if (ldns_rr_rd_count(tsig) != 7 ||
      !ldns_pkt_tsig_verify_next(&packet, reinterpret_cast<const std::uint8_t*>(message.data()), message.size(),
                                 (key_->name + ".").c_str(), key_->secret.c_str(), mac_.get(), messages_ > 1))
    return refused("transfer_signature", "A signature of the transfer is wrong. Nothing was stored. Check the key.");
  // RFC 8945 §5.2.3: within the fudge of our clock, so that an old transfer can't be played again.
  const ldns_rdf* const time = ldns_rr_rdf(tsig, 1);
  std::int64_t seconds = 0;
  for (std::size_t i = 0; i < ldns_rdf_size(time); ++i) seconds = seconds << 8 | ldns_rdf_data(time)[i];
  if (std::abs(seconds - clock_->now().micros / 1'000'000) > kFudgeSeconds)
    return refused("transfer_clock",
                   "The name server's clock and ours differ by more than five minutes. Nothing was stored.");
  mac_.reset(ldns_rdf_clone(ldns_rr_rdf(tsig, 3)));
  return {};
}

Result<void> TransferSession::take_record(const ldns_rr& record, std::string& lines) {
  const auto type = ldns_rr_get_type(&record);
  if ((records_ == 0) != (type == LDNS_RR_TYPE_SOA && soas_ == 0) || soas_ == 2) return form();
  if (++records_ > kTransferRecordsMax)
    return refused("transfer_too_large", "The zone has more records than can be taken. Nothing was stored.");
  const std::unique_ptr<void, Free> owner(ldns_rdf2str(ldns_rr_owner(&record)));
  const std::unique_ptr<void, Free> word(ldns_rr_type2str(type));
  if (!owner || !word) return form();
  const std::string_view name = static_cast<const char*>(owner.get());
  if (type == LDNS_RR_TYPE_SOA) {
    std::string lower(name);
    for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    if (lower != zone_ + ".") return form();
    ++soas_;
  }
  lines.append(name).append(" ").append(static_cast<const char*>(word.get())).append("\n");
  return {};
}

Result<void> TransferSession::take(std::string_view message, std::string& lines) {
  ldns_pkt* parsed = nullptr;
  const bool good =
      ldns_wire2pkt(&parsed, reinterpret_cast<const std::uint8_t*>(message.data()), message.size()) == LDNS_STATUS_OK;
  const Packet packet(parsed);
  if (!good || ldns_pkt_id(parsed) != id_ || !ldns_pkt_qr(parsed)) return form();
  if (++messages_ > kTransferMessagesMax)
    return refused("transfer_too_large", "The transfer has more messages than can be taken. Nothing was stored.");
  if (const auto code = ldns_pkt_get_rcode(parsed); code != LDNS_RCODE_NOERROR)
    return refused("transfer_refused",
                   code == LDNS_RCODE_NOTAUTH
                       ? "The name server does not know this zone, or not this key. Nothing was stored."
                       : "The name server refuses the transfer. Ask its operator to allow it. Nothing was stored.");
  if (key_) MUSTER_CHECK_OK(verify(*parsed, message));
  const ldns_rr_list* const answer = ldns_pkt_answer(parsed);
  if (ldns_rr_list_rr_count(answer) == 0) return form();
  for (std::size_t i = 0; i < ldns_rr_list_rr_count(answer); ++i)
    MUSTER_CHECK_OK(take_record(*ldns_rr_list_rr(answer, i), lines));
  return {};
}

}  // namespace muster::intake
