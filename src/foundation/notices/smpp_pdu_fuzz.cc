// What a centre sends is read without fault, whatever it is; and what we write is read back as it was.
#include "smpp_pdu.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace muster::notices;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (const auto pdu = smpp::decode(bytes); pdu.ok()) {
    (void)smpp::message_id(pdu->body);
    (void)smpp::receipt_of(pdu->body);
    if (smpp::encode(*pdu) != bytes) __builtin_trap();
  }
  (void)smpp::receipt_of(bytes);
  if (const auto parts = split_sms(bytes.substr(0, 4000)); parts.ok())
    for (const std::string& part : parts->parts)
      if (part.empty() || part.size() > 160) __builtin_trap();
  return 0;
}
