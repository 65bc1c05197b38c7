#include <ledger/sequencer.h>

#include <curl/curl.h>

namespace muster::ledger {
namespace {

constexpr long kTimeoutMillis = 5000;
constexpr std::size_t kAnswerMaxBytes = 64 * 1024;

std::size_t keep(char* data, std::size_t size, std::size_t count, void* out) {
  auto& body = *static_cast<std::string*>(out);
  if (body.size() + size * count > kAnswerMaxBytes) return 0;
  body.append(data, size * count);
  return size * count;
}

class HttpTransport final : public WitnessTransport {
 public:
  Result<WitnessAnswer> add_checkpoint(const std::string& url, const std::string& request) override {
    const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl(curl_easy_init(), curl_easy_cleanup);
    const std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> headers(
        curl_slist_append(nullptr, "Content-Type: text/plain; charset=utf-8"), curl_slist_free_all);
    if (!curl || !headers) return unavailable("witness_unreachable", "There is no memory to ask the witness.");
    WitnessAnswer answer;
    const std::string address = url + "/add-checkpoint";
    const auto set = [&](CURLoption option, auto value) { curl_easy_setopt(curl.get(), option, value); };
    set(CURLOPT_URL, address.c_str());
    set(CURLOPT_HTTPHEADER, headers.get());
    set(CURLOPT_PROTOCOLS_STR, "http,https");
    set(CURLOPT_FOLLOWLOCATION, 0L);
    set(CURLOPT_PROXY, "");  // a witness is asked directly
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_TIMEOUT_MS, kTimeoutMillis);
    set(CURLOPT_POSTFIELDSIZE, static_cast<long>(request.size()));
    set(CURLOPT_POSTFIELDS, request.c_str());
    set(CURLOPT_WRITEFUNCTION, &keep);
    set(CURLOPT_WRITEDATA, static_cast<void*>(&answer.body));
    if (const CURLcode code = curl_easy_perform(curl.get()); code != CURLE_OK)
      return unavailable("witness_unreachable",
                         std::string("The witness can't be reached: ") + curl_easy_strerror(code) + ".");
    long status = 0;
    curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &status);
    const char* type = nullptr;
    curl_easy_getinfo(curl.get(), CURLINFO_CONTENT_TYPE, &type);
    answer.status = static_cast<int>(status);
    answer.content_type = type ? type : "";
    return answer;
  }
};

}  // namespace

std::unique_ptr<WitnessTransport> make_http_transport() {
  static std::once_flag once;
  std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
  return std::make_unique<HttpTransport>();
}

}  // namespace muster::ledger
