// Names of a zone by AXFR (RFC 5936) from a provider's name server, signed with TSIG (RFC 8945) where a key is given:
// then the query is signed, and every message of the answer has to be. Messages are read and verified through libldns.
#pragma once

#include <base/result.h>
#include <base/time.h>
#include <intake/source.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace muster::intake {

inline constexpr int kTransferSilenceSeconds = 30;                 // without a byte: given up
inline constexpr std::uint64_t kTransferMessagesMax = 10'000'000;  // of at most 64 KiB each
inline constexpr std::uint64_t kTransferRecordsMax = 1'000'000'000;

struct TransferTarget {
  std::string zone;     // "provider.example"
  std::string address;  // IPv4 or IPv6
  std::uint16_t port = 53;
};
// "provider.example@192.0.2.1", "provider.example@2001:db8::1#5353". Error: transfer_target, field "axfr".
Result<TransferTarget> parse_transfer_target(std::string_view text);

struct TsigKey {
  std::string name, algorithm, secret;  // "transfer.example", "hmac-sha256", base64
};
// A key clause as BIND's tsig-keygen writes it: key "name" { algorithm hmac-sha256; secret "…"; };
// HMAC-SHA256 and above alone (RFC 8945 §6: SHA-1 and MD5 are not to be used). Error: tsig_key, never with the secret.
Result<TsigKey> parse_tsig_key(std::string_view text);

// Connects and asks. The source gives a line of a zone file for each record that has a name, "owner TYPE", as the
// records arrive; it ends with the second SOA and fails when the answer ends before it. Errors: transfer_connect,
// transfer_refused, transfer_form, transfer_cut_off, transfer_unsigned, transfer_signature, transfer_clock,
// transfer_too_large (all of kind unavailable or refused, so that nothing is stored).
Result<std::unique_ptr<Source>> open_transfer(const TransferTarget& target, std::optional<TsigKey> key,
                                              const Clock& clock);

}  // namespace muster::intake
