#include <memory>

#include <curl/curl.h>
#include <evidence/time_stamp.h>
#include <fmt/format.h>

namespace muster::evidence {
namespace {

constexpr long kStampSecondsMax = 20;

std::size_t take(char* bytes, std::size_t size, std::size_t count, void* into) {
  auto& out = *static_cast<std::string*>(into);
  if (out.size() + size * count > kTimeStampBytesMax) return 0;
  out.append(bytes, size * count);
  return size * count;
}

}  // namespace

Result<std::string> post_time_stamp_query(const std::string& url, const std::string& query) {
  const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl(curl_easy_init(), curl_easy_cleanup);
  const std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> fields(
      curl_slist_append(nullptr, fmt::format("Content-Type: {}", kTimeStampQueryType).c_str()), curl_slist_free_all);
  std::string out;
  curl_easy_setopt(curl.get(), CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl.get(), CURLOPT_POST, 1L);
  curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDSIZE, static_cast<long>(query.size()));
  curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDS, query.data());
  curl_easy_setopt(curl.get(), CURLOPT_HTTPHEADER, fields.get());
  curl_easy_setopt(curl.get(), CURLOPT_TIMEOUT, kStampSecondsMax);
  curl_easy_setopt(curl.get(), CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl.get(), CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, take);
  curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &out);
  const CURLcode code = curl_easy_perform(curl.get());
  long status = 0;
  const char* type = nullptr;
  curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &status);
  curl_easy_getinfo(curl.get(), CURLINFO_CONTENT_TYPE, &type);
  if (code != CURLE_OK)
    return unavailable("time_stamp_unreachable",
                       fmt::format("The time-stamp authority is not reached: {}.", curl_easy_strerror(code)));
  if (status != 200)
    return unavailable("time_stamp_unreachable", fmt::format("The time-stamp authority answers with {}.", status));
  if (!type || std::string_view(type).substr(0, std::string_view(kTimeStampReplyType).size()) != kTimeStampReplyType)
    return invalid("time_stamp_form", "What came is no time stamp (RFC 3161).");
  return out;
}

}  // namespace muster::evidence
