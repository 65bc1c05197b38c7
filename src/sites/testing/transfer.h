// One request and its answer on a curl handle, with every limit in force and every byte kept.
#pragma once

#include "url.h"
#include <testing/fetch.h>

#include <memory>
#include <string>
#include <vector>

namespace muster::testing {

// Belongs to the thread of its fetcher, and to one visit at a time.
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
  // Forgets all of the visit, its cookies first. False where that can't be: libcurl keeps the sessions of TLS as long
  // as its handle lives, and a visit goes on with none of another's.
  bool forget();

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

// Those of a fetcher that no visit has: to make one takes longer than a small page.
class Transfers {
 public:
  explicit Transfers(const FetchOptions& options) : options_(options) {}
  std::unique_ptr<Transfer> take();
  void give(std::unique_ptr<Transfer> transfer);
  void clear() { idle_.clear(); }

 private:
  const FetchOptions& options_;
  std::vector<std::unique_ptr<Transfer>> idle_;
};

std::string sentence_of(const std::string& error);

}  // namespace muster::testing
