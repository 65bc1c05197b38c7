#include "mail.h"
#include <base/freed.h>

#include <algorithm>
#include <cstring>
#include <memory>

#include <curl/curl.h>

namespace muster::notices {
namespace {

constexpr long kSeconds = 30;

using CurlOwner = std::unique_ptr<CURL, Freed<curl_easy_cleanup>>;
using ListOwner = std::unique_ptr<curl_slist, Freed<curl_slist_free_all>>;

struct Unsent {
  const std::string& message;
  std::size_t at = 0;
};

std::size_t give(char* out, std::size_t size, std::size_t count, void* from) {
  auto& left = *static_cast<Unsent*>(from);
  const std::size_t n = std::min(size * count, left.message.size() - left.at);
  std::memcpy(out, left.message.data() + left.at, n);
  left.at += n;
  return n;
}
std::size_t swallow(char*, std::size_t size, std::size_t count, void*) {
  return size * count;
}

bool on_this_machine(const std::string& url) {
  const std::string host = url.substr(url.find("://") + 3);
  return host.starts_with("127.0.0.1") || host.starts_with("localhost") || host.starts_with("[::1]");
}

}  // namespace

Result<void> send_by_smtp(const std::string& url, const std::string& from, const std::string& to,
                          const std::string& message) {
  if (!url.starts_with("smtp://") && !url.starts_with("smtps://"))
    return invalid("mail_server", "A mail server is named as smtp://host:port or smtps://host:port.");
  const CurlOwner curl(curl_easy_init());
  const ListOwner recipients(curl_slist_append(nullptr, ("<" + to + ">").c_str()));
  if (!curl || !recipients) return unavailable("mail_server_away", "There is no memory for a letter; it waits.");
  Unsent unsent{message};
  const std::string sender = "<" + from + ">";
  curl_easy_setopt(curl.get(), CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  curl_easy_setopt(curl.get(), CURLOPT_MAIL_FROM, sender.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_MAIL_RCPT, recipients.get());
  curl_easy_setopt(curl.get(), CURLOPT_UPLOAD, 1L);
  curl_easy_setopt(curl.get(), CURLOPT_READFUNCTION, give);
  curl_easy_setopt(curl.get(), CURLOPT_READDATA, &unsent);
  curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, swallow);
  curl_easy_setopt(curl.get(), CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl.get(), CURLOPT_NOPROXY, "*");
  curl_easy_setopt(curl.get(), CURLOPT_CONNECTTIMEOUT, kSeconds);
  curl_easy_setopt(curl.get(), CURLOPT_TIMEOUT, 4 * kSeconds);
  curl_easy_setopt(curl.get(), CURLOPT_USE_SSL, on_this_machine(url) ? CURLUSESSL_NONE : CURLUSESSL_ALL);
  const CURLcode code = curl_easy_perform(curl.get());
  if (code == CURLE_OK) return {};
  long answer = 0;
  curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &answer);
  if (answer >= 500 && answer < 600) return refused("mail_refused", "The mail server does not take this letter.");
  return unavailable("mail_server_away", "The mail server can't be reached now; the letter waits.");
}

}  // namespace muster::notices
