#include <base/text.h>
#include <notices/sms.h>

#include <mutex>

#include <boost/json.hpp>
#include <curl/curl.h>
#include <fmt/format.h>

namespace muster::notices {
namespace {

constexpr std::size_t kSmsAnswerMaxBytes = 16 * 1024;

std::size_t keep_answer(char* data, std::size_t size, std::size_t count, void* out) {
  auto& body = *static_cast<std::string*>(out);
  if (body.size() + size * count > kSmsAnswerMaxBytes) return 0;
  body.append(data, size * count);
  return size * count;
}

std::string reference_in(const std::string& answer) {
  boost::system::error_code fault;
  const auto parsed = boost::json::parse(answer, fault);
  const auto* object = fault ? nullptr : parsed.if_object();
  const auto* reference = object ? object->if_contains("reference") : nullptr;
  if (!reference || !reference->is_string() || reference->get_string().size() > 128) return {};
  return std::string(reference->get_string());
}

class SmsHttpGateway final : public SmsGateway {
 public:
  explicit SmsHttpGateway(SmsHttpOptions options)
      : options_(std::move(options)), curl_(curl_easy_init(), curl_easy_cleanup) {}

  std::vector<Result<std::string>> send(std::span<const SmsMessage> messages) override {
    std::vector<Result<std::string>> out;
    std::optional<Error> waits;  // the gateway is away or asks for less: the rest waits for the next turn
    for (const SmsMessage& message : messages) {
      out.push_back(waits ? Result<std::string>(*waits) : send_one(message));
      if (!out.back().ok() && out.back().error().failure == Failure::unavailable) waits = out.back().error();
    }
    return out;
  }

 private:
  Result<std::string> send_one(const SmsMessage& message) {
    curl_slist* list = curl_slist_append(nullptr, "Content-Type: application/json");
    list = curl_slist_append(list, ("Idempotency-Key: " + message.id).c_str());
    if (!options_.bearer_token.empty())
      list = curl_slist_append(list, ("Authorization: Bearer " + options_.bearer_token).c_str());
    const std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> headers(list, curl_slist_free_all);
    if (!curl_ || !headers) return sms_away();
    const std::string body = fmt::format(R"({{"id":{},"to":{},"text":{}}})", json_quote(message.id),
                                         json_quote(message.to), json_quote(message.text));
    std::string answer;
    const auto set = [&](CURLoption option, auto value) { curl_easy_setopt(curl_.get(), option, value); };
    set(CURLOPT_URL, options_.url.c_str());
    set(CURLOPT_HTTPHEADER, headers.get());
    set(CURLOPT_PROTOCOLS_STR, "http,https");
    set(CURLOPT_FOLLOWLOCATION, 0L);  // a redirect would take the message elsewhere
    set(CURLOPT_PROXY, "");
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_TIMEOUT_MS, static_cast<long>(options_.timeout.count() / 1000));
    set(CURLOPT_POSTFIELDSIZE, static_cast<long>(body.size()));
    set(CURLOPT_POSTFIELDS, body.c_str());
    set(CURLOPT_WRITEFUNCTION, &keep_answer);
    set(CURLOPT_WRITEDATA, static_cast<void*>(&answer));
    if (curl_easy_perform(curl_.get()) != CURLE_OK) return sms_away();
    long status = 0;
    curl_easy_getinfo(curl_.get(), CURLINFO_RESPONSE_CODE, &status);
    if (status >= 200 && status < 300) return reference_in(answer);
    if (status == 429 || status == 503) return sms_throttled();
    // Without a right to send (401, 403) nothing is wrong with the message.
    if (status >= 400 && status < 500 && status != 401 && status != 403 && status != 408) return sms_refused();
    return sms_away();
  }

  const SmsHttpOptions options_;
  const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl_;
};

}  // namespace

Result<std::unique_ptr<SmsGateway>> make_http_gateway(const SmsHttpOptions& options) {
  const bool loopback = options.url.starts_with("http://127.0.0.1:") || options.url.starts_with("http://localhost:") ||
                        options.url.starts_with("http://[::1]:");
  if (!options.url.starts_with("https://") && !loopback)
    return invalid("sms_gateway_url", "Messages are handed over by https, or on this machine.", "url");
  static std::once_flag once;
  std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
  return std::unique_ptr<SmsGateway>(new SmsHttpGateway(options));
}

}  // namespace muster::notices
