#include "smpp_pdu.h"

namespace muster::notices::smpp {
namespace {

constexpr std::size_t kIdMax = 65;  // message_id, octets with its end
constexpr std::uint16_t kTagMessageId = 0x001e, kTagMessageState = 0x0427;
constexpr std::uint8_t kReceiptClass = 0x04, kHeaderClass = 0x40;

void put32(std::string& out, std::uint32_t v) {
  for (int shift = 24; shift >= 0; shift -= 8) out.push_back(static_cast<char>(v >> shift));
}
std::uint32_t get32(std::string_view bytes) {
  std::uint32_t v = 0;
  for (std::size_t i = 0; i < 4; ++i) v = v << 8 | static_cast<unsigned char>(bytes[i]);
  return v;
}
void put_text(std::string& out, std::string_view text) {
  out += text;
  out.push_back('\0');
}

// Reads fields in their order; once something is missing, nothing is there any more.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : rest_(bytes) {}
  bool ok() const { return ok_; }
  bool empty() const { return rest_.empty(); }
  std::uint8_t octet() {
    const auto one = take(1);
    return one.empty() ? std::uint8_t{0} : static_cast<std::uint8_t>(one[0]);
  }
  std::uint16_t pair() {
    const std::uint8_t high = octet();
    return static_cast<std::uint16_t>(high << 8 | octet());
  }
  std::string_view take(std::size_t n) {
    if (rest_.size() < n) {
      ok_ = false;
      rest_ = {};
      return {};
    }
    const auto out = rest_.substr(0, n);
    rest_.remove_prefix(n);
    return out;
  }
  std::string_view text(std::size_t most) {  // C-octet string of at most so many octets with its end
    const std::size_t end = rest_.substr(0, most).find('\0');
    if (end == std::string_view::npos) {
      ok_ = false;
      rest_ = {};
      return {};
    }
    const auto out = rest_.substr(0, end);
    rest_.remove_prefix(end + 1);
    return out;
  }

 private:
  std::string_view rest_;
  bool ok_ = true;
};

std::uint8_t state_of(std::string_view word) {
  constexpr std::pair<std::string_view, std::uint8_t> kWords[] = {
      {"DELIVRD", 2}, {"EXPIRED", 3}, {"DELETED", 4}, {"UNDELIV", 5}, {"ACCEPTD", 6}, {"UNKNOWN", 7}, {"REJECTD", 8}};
  for (const auto& [text, state] : kWords)
    if (text == word) return state;
  return 0;
}

std::string_view after(std::string_view text, std::string_view key) {
  const std::size_t at = text.find(key);
  if (at == std::string_view::npos) return {};
  text.remove_prefix(at + key.size());
  return text.substr(0, text.find(' '));
}

}  // namespace

std::string encode(const Pdu& pdu) {
  std::string out;
  out.reserve(kHeader + pdu.body.size());
  put32(out, static_cast<std::uint32_t>(kHeader + pdu.body.size()));
  put32(out, pdu.command);
  put32(out, pdu.status);
  put32(out, pdu.sequence);
  return out + pdu.body;
}

std::optional<std::size_t> announced(std::string_view first_four) {
  if (first_four.size() < 4) return std::nullopt;
  const std::size_t length = get32(first_four);
  if (length < kHeader || length > kPduMax) return std::nullopt;
  return length;
}

Result<Pdu> decode(std::string_view bytes) {
  const auto length = announced(bytes);
  if (!length || *length != bytes.size()) return invalid("smpp_pdu", "This is no PDU of SMPP.");
  return Pdu{get32(bytes.substr(4)), get32(bytes.substr(8)), get32(bytes.substr(12)),
             std::string(bytes.substr(kHeader))};
}

std::string bind_body(const std::string& system_id, const std::string& password) {
  std::string out;
  put_text(out, system_id);
  put_text(out, password);
  put_text(out, "");    // system_type
  out.push_back(0x34);  // interface_version 3.4
  out.append(2, '\0');  // addr_ton, addr_npi
  put_text(out, "");    // address_range
  return out;
}

std::string submit_body(const Submit& submit) {
  const bool digits = submit.source.find_first_not_of("0123456789") == std::string::npos;
  std::string out;
  put_text(out, "");                    // service_type
  out.push_back(digits ? 0x01 : 0x05);  // international, or alphanumeric
  out.push_back(digits ? 0x01 : 0x00);  // E.164
  put_text(out, submit.source);
  out.append({0x01, 0x01});
  put_text(out, submit.destination);
  out.push_back(static_cast<char>(submit.with_header ? kHeaderClass : 0));
  out.append(2, '\0');                    // protocol_id, priority_flag
  put_text(out, "");                      // schedule_delivery_time
  put_text(out, "");                      // validity_period
  out.push_back(submit.receipt ? 1 : 0);  // registered_delivery
  out.push_back(0);                       // replace_if_present_flag
  out.push_back(static_cast<char>(submit.coding));
  out.push_back(0);  // sm_default_msg_id
  out.push_back(static_cast<char>(submit.text.size()));
  return out + submit.text;
}

Result<std::string> message_id(std::string_view body) {
  Reader in(body);
  const auto id = in.text(kIdMax);
  if (!in.ok()) return invalid("smpp_pdu", "The answer has no message id.");
  return std::string(id);
}

std::optional<Receipt> receipt_of(std::string_view body) {
  Reader in(body);
  in.text(6);  // service_type
  in.take(2);
  in.text(21);  // source_addr
  in.take(2);
  in.text(21);  // destination_addr
  const std::uint8_t esm_class = in.octet();
  in.take(2);
  in.text(17);  // schedule_delivery_time
  in.text(17);  // validity_period
  in.take(4);
  const std::string_view text = in.take(in.octet());
  if (!in.ok() || (esm_class & 0x3c) != kReceiptClass) return std::nullopt;
  Receipt out;
  while (!in.empty() && in.ok()) {
    const std::uint16_t tag = in.pair();
    const std::string_view value = in.take(in.pair());
    if (!in.ok()) return std::nullopt;
    if (tag == kTagMessageId && !value.empty()) out.message_id = value.substr(0, value.find('\0'));
    if (tag == kTagMessageState && value.size() == 1) out.state = static_cast<std::uint8_t>(value[0]);
  }
  if (out.message_id.empty()) out.message_id = after(text, "id:");
  if (out.state == 0) out.state = state_of(after(text, "stat:"));
  if (out.message_id.empty() || out.message_id.size() >= kIdMax || out.state == 0) return std::nullopt;
  return out;
}

}  // namespace muster::notices::smpp
