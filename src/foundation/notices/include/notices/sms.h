// Short messages: the port to whoever sends them, and two adapters. What a message says and to whom is personal:
// neither stands in a log line, an error or a metric.
#pragma once

#include <base/result.h>
#include <base/time.h>

#include <memory>
#include <span>
#include <string>
#include <vector>

namespace muster::notices {

struct SmsMessage {
  std::string id;    // the idempotency key: the same message sent again has the same one
  std::string to;    // E.164 with the plus sign
  std::string text;  // UTF-8
};

enum class SmsFate : std::uint8_t { delivered, failed };
struct SmsReceipt {
  std::string reference;  // the gateway's, as it gave it when it took the message
  SmsFate fate = SmsFate::delivered;
};

// Called from one thread at a time, outside of any transaction.
class SmsGateway {
 public:
  virtual ~SmsGateway() = default;
  // One answer for each message, in their order: the gateway's reference, possibly "". Errors with
  // Failure::unavailable are tried again (sms_throttled: the rest of the batch waits too); every other one is for good.
  virtual std::vector<Result<std::string>> send(std::span<const SmsMessage> messages) = 0;
  // What became known since the last call; never waits.
  virtual std::vector<SmsReceipt> receipts() { return {}; }
};

Error sms_away();       // sms_gateway_away, unavailable
Error sms_throttled();  // unavailable
Error sms_refused();    // sms_refused, for good

struct SmsHttpOptions {
  std::string url;           // https://…, or http:// on loopback
  std::string bearer_token;  // "" for none
  Duration timeout = std::chrono::seconds(10);
};
// POST of {"id","to","text"} with the header Idempotency-Key: id. 2xx: taken, {"reference":"…"} if there is one. 429
// and 503: throttled. Other 4xx: refused for good. Anything else: the gateway is away. Errors: sms_gateway_url.
Result<std::unique_ptr<SmsGateway>> make_http_gateway(const SmsHttpOptions& options);

// SMPP 3.4 (SMS Forum, 1999). In plain TCP, as the protocol is: the way to the centre is the operator's own network or
// a tunnel.
struct SmppOptions {
  std::string host;
  std::uint16_t port = 2775;
  std::string system_id, password;  // at most 15 and 8 bytes
  std::string source;               // what the message is from: digits, or at most 11 letters
  bool receipts = true;             // bind as transceiver and ask for delivery receipts; else as transmitter
  int window = 10;                  // PDUs that wait for their answer, 1 to 100
  Duration timeout = std::chrono::seconds(10);        // of connecting and of each answer
  Duration enquire_after = std::chrono::seconds(30);  // of silence: is the centre still there?
};
// GSM 7-bit default alphabet where it holds the text, UCS-2 otherwise; long texts as parts that the phone joins (3GPP
// TS 23.040, 9.2.3.24.1). SMPP knows no idempotency key: what was sent when a link broke may come twice. Connects with
// the first message. Errors: smpp_options.
Result<std::unique_ptr<SmsGateway>> make_smpp_gateway(const SmppOptions& options);

}  // namespace muster::notices
