// Protocol data units of SMPP 3.4, those that a sender needs: written, and read out of bytes that anybody may have
// sent. Pure; inside of the room.
#pragma once

#include "sms_text.h"

#include <optional>

namespace muster::notices::smpp {

inline constexpr std::size_t kHeader = 16;
inline constexpr std::size_t kPduMax = 8192;  // octets; the longest that a sender can be sent is far below

enum Command : std::uint32_t {
  kGenericNack = 0x80000000,
  kBindTransmitter = 0x00000002,
  kSubmit = 0x00000004,
  kDeliver = 0x00000005,
  kUnbind = 0x00000006,
  kBindTransceiver = 0x00000009,
  kEnquireLink = 0x00000015,
  kResponse = 0x80000000,  // added to a request's
};
enum Status : std::uint32_t {
  kOk = 0,
  kSystemError = 0x08,
  kInvalidCommand = 0x03,
  kQueueFull = 0x14,
  kThrottled = 0x58,
};

struct Pdu {
  std::uint32_t command = 0, status = 0, sequence = 0;
  std::string body;
};
std::string encode(const Pdu& pdu);
// The length that a header announces; nothing: no PDU begins so (shorter than its header, or above kPduMax).
std::optional<std::size_t> announced(std::string_view first_four);
// A whole PDU. Errors: smpp_pdu.
Result<Pdu> decode(std::string_view bytes);

std::string bind_body(const std::string& system_id, const std::string& password);
struct Submit {
  std::string source, destination;  // destination: digits
  SmsCoding coding = SmsCoding::gsm7;
  bool with_header = false;  // the text begins with a user data header
  bool receipt = false;
  std::string text;
};
std::string submit_body(const Submit& submit);
// The message_id of a submit_sm_resp. Errors: smpp_pdu.
Result<std::string> message_id(std::string_view body);

struct Receipt {
  std::string message_id;
  std::uint8_t state = 0;  // message_state, 5.2.28: 2 delivered, 3 expired, 4 deleted, 5 undeliverable, 8 rejected
};
// Out of a deliver_sm that is a delivery receipt: its TLVs, or else its text as in Appendix B. Nothing: it is another
// message, or not readable.
std::optional<Receipt> receipt_of(std::string_view body);

}  // namespace muster::notices::smpp
