// Who says whether a document and an identity belong together. A port: a file for tests and training, HTTP for a
// national register; two persons by hand need none.
#pragma once

#include <base/result.h>
#include <base/time.h>

#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace muster::registration {

struct Question {
  std::string id;  // the registration's: an authority that bills by question can tell a repetition
  std::string document_kind, country, number;
  std::string name, birth_date;
};
struct Answer {
  bool confirmed = false;
  std::vector<std::string> reasons = {};  // codes, where it is not: "identity_unknown", "holder_deceased" …
};

class Authority {
 public:
  virtual ~Authority() = default;
  // Called outside of transactions, from several threads. Errors (Failure::unavailable): it is away, ask again. Any
  // other error counts as that as well: only an answer denies.
  virtual Result<Answer> check(const Question& question) = 0;
};

// A population register as CSV with the header kind,country,number,name,birth_date,status; status "" or "alive" counts,
// every other one is a reason. Held in memory. Errors: authority_file, and the CSV reader's.
Result<std::unique_ptr<Authority>> open_register_file(const std::string& path);

struct HttpOptions {
  std::string url;           // https://…, or http:// on loopback
  std::string bearer_token;  // "" for none
  Duration timeout = std::chrono::seconds(5);
};
// POST of {"id","document":{"kind","country","number"},"name","birth_date"}; 200 with {"outcome":"confirmed"} or
// {"outcome":"denied","reasons":["…"]}. Anything else: the authority is away. Errors: authority_url.
Result<std::unique_ptr<Authority>> make_http_authority(const HttpOptions& options);

struct BreakerOptions {
  int failures_max = 5;                      // in a row; then nobody waits for it
  Duration rest = std::chrono::seconds(30);  // then one question tries again
};
// Answers "away" at once while the authority behind it is.
class Breaker final : public Authority {
 public:
  Breaker(Authority& behind, const Clock& clock, BreakerOptions options = {})
      : behind_(behind), clock_(clock), options_(options) {}
  Result<Answer> check(const Question& question) override;

 private:
  Authority& behind_;
  const Clock& clock_;
  BreakerOptions options_;
  std::mutex mutex_;
  int failures_ = 0;
  Instant closed_again_at_{};
};

}  // namespace muster::registration
