// Short messages to a centre by SMPP 3.4.
#include "smpp_link.h"
#include <notices/sms.h>

#include <deque>
#include <map>
#include <mutex>

namespace muster::notices {
namespace {

using smpp::Pdu;

constexpr std::size_t kReceiptsMax = 10'000;  // kept until somebody asks; then the oldest go

class SmppGateway final : public SmsGateway {
 public:
  explicit SmppGateway(SmppOptions options) : options_(std::move(options)) {}
  ~SmppGateway() override {
    if (bound_) (void)link_.write({smpp::kUnbind, 0, ++sequence_, {}}, std::chrono::seconds(1));
  }

  std::vector<Result<std::string>> send(std::span<const SmsMessage> messages) override {
    const std::lock_guard lock(mutex_);
    batch_ = Batch{};
    batch_.states.resize(messages.size());
    for (std::size_t i = 0; i < messages.size(); ++i) prepare(i, messages[i]);
    if (!batch_.to_send.empty()) run();
    std::vector<Result<std::string>> out;
    for (State& state : batch_.states) out.push_back(state.fault ? Result<std::string>(*state.fault) : state.reference);
    return out;
  }

  std::vector<SmsReceipt> receipts() override {
    const std::lock_guard lock(mutex_);
    while (bound_) {
      const auto pdu = link_.read(Duration(0));
      if (!pdu.ok()) bound_ = false;
      if (!pdu.ok() || !*pdu) break;
      if (!take_request(**pdu).ok()) bound_ = false;
    }
    if (bound_ && std::chrono::steady_clock::now() - heard_ > options_.enquire_after && !ask_alive().ok()) drop();
    return std::exchange(receipts_, {});
  }

 private:
  struct State {
    std::size_t open = 0;  // parts without an answer
    std::string reference;
    std::optional<Error> fault;
  };
  struct Part {
    std::size_t message;
    std::string body;
  };
  struct Batch {
    std::vector<State> states;
    std::deque<Part> to_send;
    std::map<std::uint32_t, std::size_t> waiting;  // message by sequence number
  };

  void prepare(std::size_t i, const SmsMessage& message) {
    auto parts = split_sms(message.text);
    const bool number = message.to.size() >= 6 && message.to.size() <= 16 && message.to[0] == '+' &&
                        message.to.find_first_not_of("0123456789", 1) == std::string::npos;
    if (!parts.ok() || !number) {
      batch_.states[i].fault = sms_refused();
      return;
    }
    const std::size_t count = parts->parts.size();
    const std::uint8_t reference = ++reference_;
    batch_.states[i].open = count;
    for (std::size_t k = 0; k < count; ++k) {
      smpp::Submit submit{options_.source, message.to.substr(1), parts->coding, count > 1, false, {}};
      // The receipt of the last part stands for the message.
      submit.receipt = options_.receipts && k + 1 == count;
      submit.text = (count > 1 ? sms_part_header(reference, count, k + 1) : std::string()) + parts->parts[k];
      batch_.to_send.push_back({i, smpp::submit_body(submit)});
    }
  }

  void run() {
    const Result<void> done = exchange_all();
    if (done.ok()) return;
    drop();
    for (State& state : batch_.states)
      if (state.open > 0 && !state.fault) state.fault = done.error();
  }

  Result<void> exchange_all() {
    MUSTER_CHECK_OK(be_bound());
    while (!batch_.to_send.empty() || !batch_.waiting.empty()) {
      while (!batch_.to_send.empty() && batch_.waiting.size() < static_cast<std::size_t>(options_.window)) {
        const Part part = std::move(batch_.to_send.front());
        batch_.to_send.pop_front();
        // A message of which one part failed is not sent any further.
        if (batch_.states[part.message].fault) continue;
        MUSTER_CHECK_OK(link_.write({smpp::kSubmit, 0, ++sequence_, part.body}, options_.timeout));
        batch_.waiting.emplace(sequence_, part.message);
      }
      if (batch_.waiting.empty()) break;
      MUSTER_TRY(const auto pdu, link_.read(options_.timeout));
      if (!pdu) return sms_away();
      MUSTER_CHECK_OK(take(*pdu));
    }
    return {};
  }

  Result<void> take(const Pdu& pdu) {
    heard_ = std::chrono::steady_clock::now();
    const bool answer = pdu.command == (smpp::kSubmit | smpp::kResponse) || pdu.command == smpp::kGenericNack;
    const auto waiting = batch_.waiting.find(pdu.sequence);
    if (!answer || waiting == batch_.waiting.end()) return take_request(pdu);
    State& state = batch_.states[waiting->second];
    batch_.waiting.erase(waiting);
    --state.open;
    if (pdu.status == smpp::kOk && pdu.command != smpp::kGenericNack) {
      MUSTER_TRY(state.reference, smpp::message_id(pdu.body));
      return {};
    }
    state.fault = fault_of(pdu.status);
    // The centre asked for less: what was not sent yet waits for the next turn.
    if (state.fault->code == sms_throttled().code) {
      for (const Part& part : batch_.to_send)
        if (!batch_.states[part.message].fault) batch_.states[part.message].fault = sms_throttled();
      batch_.to_send.clear();
    }
    return {};
  }

  static Error fault_of(std::uint32_t status) {
    if (status == smpp::kThrottled || status == smpp::kQueueFull) return sms_throttled();
    if (status == smpp::kSystemError || status == smpp::kInvalidCommand) return sms_away();
    return sms_refused();
  }

  // What the centre asks of us, at any time.
  Result<void> take_request(const Pdu& pdu) {
    heard_ = std::chrono::steady_clock::now();
    const auto answer = [&](std::string body) {
      return link_.write({pdu.command | smpp::kResponse, 0, pdu.sequence, std::move(body)}, options_.timeout);
    };
    if (pdu.command == smpp::kEnquireLink) return answer({});
    if (pdu.command == smpp::kDeliver) {
      if (const auto receipt = smpp::receipt_of(pdu.body)) keep(*receipt);
      return answer(std::string(1, '\0'));
    }
    if (pdu.command == smpp::kUnbind) {
      (void)answer({});
      return sms_away();
    }
    return {};  // an answer that nobody waits for any more
  }

  void keep(const smpp::Receipt& receipt) {
    constexpr std::uint8_t kDelivered = 2, kAccepted = 6, kUnknown = 7, kEnroute = 1;
    if (receipt.state == kEnroute || receipt.state == kAccepted || receipt.state == kUnknown) return;
    if (receipts_.size() >= kReceiptsMax) receipts_.erase(receipts_.begin());
    receipts_.push_back({receipt.message_id, receipt.state == kDelivered ? SmsFate::delivered : SmsFate::failed});
  }

  // Sends a request and waits for its answer; what else comes meanwhile is served.
  Result<Pdu> ask(std::uint32_t command, std::string body) {
    const std::uint32_t mine = ++sequence_;
    MUSTER_CHECK_OK(link_.write({command, 0, mine, std::move(body)}, options_.timeout));
    for (int others = 0; others < 1'000; ++others) {
      MUSTER_TRY(const auto pdu, link_.read(options_.timeout));
      if (!pdu) break;
      if (pdu->sequence == mine && (pdu->command & smpp::kResponse) != 0) return *pdu;
      MUSTER_CHECK_OK(take_request(*pdu));
    }
    return sms_away();
  }

  Result<void> ask_alive() {
    MUSTER_TRY(const Pdu answer, ask(smpp::kEnquireLink, {}));
    heard_ = std::chrono::steady_clock::now();
    return answer.status == smpp::kOk ? Result<void>() : Result<void>(sms_away());
  }

  Result<void> be_bound() {
    if (bound_ && std::chrono::steady_clock::now() - heard_ > options_.enquire_after && !ask_alive().ok()) drop();
    if (bound_ && link_.is_open()) return {};
    MUSTER_CHECK_OK(link_.open(options_.host, options_.port, options_.timeout));
    MUSTER_TRY(const Pdu answer, ask(options_.receipts ? smpp::kBindTransceiver : smpp::kBindTransmitter,
                                     smpp::bind_body(options_.system_id, options_.password)));
    if (answer.status == smpp::kThrottled) return sms_throttled();
    if (answer.status != smpp::kOk)
      return unavailable("sms_bind_refused", "The message centre does not let this program in; see its account.");
    bound_ = true;
    heard_ = std::chrono::steady_clock::now();
    return {};
  }

  void drop() {
    link_.close();
    bound_ = false;
  }

  const SmppOptions options_;
  std::mutex mutex_;
  smpp::Link link_;
  bool bound_ = false;
  std::chrono::steady_clock::time_point heard_{};
  std::uint32_t sequence_ = 0;
  std::uint8_t reference_ = 0;
  Batch batch_;
  std::vector<SmsReceipt> receipts_;
};

}  // namespace

Error sms_away() {
  return unavailable("sms_gateway_away", "The message centre can't be reached, or does not answer as it should.");
}
Error sms_throttled() {
  return unavailable("sms_throttled", "The message centre asks for fewer messages at a time.");
}
Error sms_refused() {
  return refused("sms_refused", "The message centre does not take this message.");
}

Result<std::unique_ptr<SmsGateway>> make_smpp_gateway(const SmppOptions& options) {
  const bool letters = options.source.find_first_not_of("0123456789") != std::string::npos;
  if (options.host.empty() || options.port == 0 || options.system_id.empty() || options.system_id.size() > 15 ||
      options.password.size() > 8 || options.source.empty() || options.source.size() > (letters ? 11u : 15u) ||
      options.window < 1 || options.window > 100)
    return invalid("smpp_options",
                   "A message centre is named by host, port, account (at most 15 and 8 bytes) and the sender.", "smpp");
  return std::unique_ptr<SmsGateway>(new SmppGateway(options));
}

}  // namespace muster::notices
