#include <base/text.h>
#include <registration/authority.h>

#include <mutex>

#include <boost/json.hpp>
#include <curl/curl.h>
#include <fmt/format.h>

namespace muster::registration {
namespace {

namespace json = boost::json;

constexpr std::size_t kAnswerMaxBytes = 64 * 1024;
constexpr std::size_t kReasonsMax = 20;

Error away() {
  // Never the answer itself: it may repeat what was asked.
  return unavailable("authority_away", "The authority can't be reached, or does not answer as it should.");
}

std::size_t keep(char* data, std::size_t size, std::size_t count, void* out) {
  auto& body = *static_cast<std::string*>(out);
  if (body.size() + size * count > kAnswerMaxBytes) return 0;
  body.append(data, size * count);
  return size * count;
}

std::string question_json(const Question& q) {
  return fmt::format(R"({{"id":{},"document":{{"kind":{},"country":{},"number":{}}},"name":{},"birth_date":{}}})",
                     json_quote(q.id), json_quote(q.document_kind), json_quote(q.country), json_quote(q.number),
                     json_quote(q.name), json_quote(q.birth_date));
}

Result<Answer> parse_answer(const std::string& body) {
  boost::system::error_code fault;
  const json::value parsed = json::parse(body, fault);
  const auto* object = fault ? nullptr : parsed.if_object();
  const auto* outcome = object ? object->if_contains("outcome") : nullptr;
  const auto* word = outcome ? outcome->if_string() : nullptr;
  if (!word || (*word != "confirmed" && *word != "denied")) return away();
  Answer out{*word == "confirmed", {}};
  if (const auto* reasons = object->if_contains("reasons"); reasons && reasons->is_array())
    for (const auto& reason : reasons->get_array())
      if (reason.is_string() && out.reasons.size() < kReasonsMax) out.reasons.emplace_back(reason.get_string().c_str());
  return out;
}

class HttpAuthority final : public Authority {
 public:
  explicit HttpAuthority(HttpOptions options) : options_(std::move(options)) {}

  Result<Answer> check(const Question& question) override {
    const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl(curl_easy_init(), curl_easy_cleanup);
    curl_slist* list = curl_slist_append(nullptr, "Content-Type: application/json");
    if (!options_.bearer_token.empty())
      list = curl_slist_append(list, ("Authorization: Bearer " + options_.bearer_token).c_str());
    const std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> headers(list, curl_slist_free_all);
    if (!curl || !headers) return away();
    const std::string body = question_json(question);
    std::string answer;
    const auto set = [&](CURLoption option, auto value) { curl_easy_setopt(curl.get(), option, value); };
    set(CURLOPT_URL, options_.url.c_str());
    set(CURLOPT_HTTPHEADER, headers.get());
    set(CURLOPT_PROTOCOLS_STR, "http,https");
    set(CURLOPT_FOLLOWLOCATION, 0L);  // a redirect would take the question elsewhere
    set(CURLOPT_PROXY, "");
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_TIMEOUT_MS, static_cast<long>(options_.timeout.count() / 1000));
    set(CURLOPT_POSTFIELDSIZE, static_cast<long>(body.size()));
    set(CURLOPT_POSTFIELDS, body.c_str());
    set(CURLOPT_WRITEFUNCTION, &keep);
    set(CURLOPT_WRITEDATA, static_cast<void*>(&answer));
    if (curl_easy_perform(curl.get()) != CURLE_OK) return away();
    long status = 0;
    curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &status);
    return status == 200 ? parse_answer(answer) : away();
  }

 private:
  const HttpOptions options_;
};

}  // namespace

Result<std::unique_ptr<Authority>> make_http_authority(const HttpOptions& options) {
  const bool loopback = options.url.starts_with("http://127.0.0.1:") || options.url.starts_with("http://localhost:") ||
                        options.url.starts_with("http://[::1]:");
  if (!options.url.starts_with("https://") && !loopback)
    return invalid("authority_url", "An authority is asked over https, or on this machine.", "url");
  static std::once_flag once;
  std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
  return std::unique_ptr<Authority>(new HttpAuthority(options));
}

}  // namespace muster::registration
