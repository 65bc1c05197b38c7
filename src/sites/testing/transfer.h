// One request and its answer on a curl handle, with every limit in force and every byte kept.
#pragma once

#include "url.h"
#include <testing/fetch.h>

#include <memory>
#include <string>

namespace muster::testing {

// Belongs to the thread of its fetcher. One for each visit: cookies and connections live as long as it does.
class Transfer {
 public:
  explicit Transfer(const FetchOptions& options);
  ~Transfer();
  Transfer(const Transfer&) = delete;

  struct Limits {
    Duration time;           // left for this answer
    std::size_t body_bytes;  // more is cut and marked
  };
  // Prepares the handle; the caller adds it to its multi handle. `address` is where the host stands, as looked up and
  // checked by the caller (libcurl asks no DNS).
  void begin(const Url& url, const Limits& limits, const std::string& address, const std::string& referrer);
  // What came of it, once curl is done with it: fills request, head, body, status, address, error … of the hop.
  Hop finish(int curl_code);
  void* handle() const;  // CURL*

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

std::string sentence_of(const std::string& error);

}  // namespace muster::testing
