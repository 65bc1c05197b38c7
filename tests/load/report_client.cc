// Reports sites through POST /api/public-reports over keep-alive connections, as many people do at once, and prints
// rate and latencies as JSON. Does the proof of work where the server asks for one.
//
//   report_client --port N --count N [--targets N] [--connections N] [--retry] [--acknowledged FILE]
//
// Each report comes from a network of its own (X-Forwarded-For: the server needs --behind-proxy). --targets: how many
// sites there are. --retry: what breaks with the server is sent again, as a new report: no key makes the two one.
// --acknowledged: a line "n number secret" for each 201. Exit codes: 0 all acknowledged, 1 not.
#include "load.h"
#include <base/bytes.h>

#include <bit>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <unordered_map>

namespace muster::load {
namespace {

struct ReportPlan {
  std::uint16_t port = 0;
  std::string acknowledged;
  int count = 0, targets = 200, connections = 64;
  bool retry = false;
};

std::string text_in(std::string_view body, std::string_view name) {
  const std::string key = "\"" + std::string(name) + "\":\"";
  const auto at = body.find(key);
  if (at == std::string_view::npos) return {};
  const auto from = at + key.size();
  return std::string(body.substr(from, body.find('"', from) - from));
}

int bits_of(std::string_view digest) {
  int bits = 0;
  for (const unsigned char byte : digest) {
    bits += std::countl_zero(byte);
    if (byte != 0) break;
  }
  return bits;
}

std::string solution_of(const std::string& challenge, int bits) {
  for (long long nonce = 0;; ++nonce)
    if (bits_of(view(sha256(challenge + ":" + std::to_string(nonce)))) >= bits) return std::to_string(nonce);
}

// Once the server has asked for work, each report asks for its challenge first.
class Reporters {
 public:
  explicit Reporters(const ReportPlan& plan) : plan_(plan) {
    if (!plan.acknowledged.empty()) out_ = std::fopen(plan.acknowledged.c_str(), "w");
  }
  ~Reporters() {
    if (out_) std::fclose(out_);
  }

  std::string request_of(int n) const {
    const std::string from = "X-Forwarded-For: 10." + std::to_string(n >> 16 & 255) + "." +
                             std::to_string(n >> 8 & 255) + "." + std::to_string(n & 255) + "\r\n";
    const auto proof = proofs_.find(n);
    if (working_ && proof == proofs_.end())
      return "GET /api/public-reports/challenge HTTP/1.1\r\nHost: localhost\r\n" + from + "\r\n";
    // Spread over the sites as reports are: some sites are named often, most a few times.
    const auto site = static_cast<unsigned>(n) * 2654435761u % static_cast<unsigned>(plan_.targets);
    std::string body = R"({"address":"http://www.site-)" + std::to_string(site) + ".example/page-" +
                       std::to_string(n % 3) +
                       R"(","ground":"billing_fraud","explanation":"I was charged and had agreed to nothing.")";
    if (proof != proofs_.end() && !proof->second.first.empty())
      body += R"(,"challenge":")" + proof->second.first + R"(","nonce":")" + proof->second.second + "\"";
    body += "}";
    return "POST /api/public-reports HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n" + from +
           "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
  }

  Verdict answered(int n, int status, std::string_view body) {
    if (status == 201) {
      if (out_) std::fprintf(out_, "%d %s %s\n", n, text_in(body, "number").c_str(), text_in(body, "secret").c_str());
      proofs_.erase(n);
      return Verdict::done;
    }
    if (status == 200) {
      const auto at = body.find("\"bits\":");
      const int bits = at == std::string_view::npos ? 0 : std::atoi(std::string(body.substr(at + 7, 3)).c_str());
      const std::string challenge = text_in(body, "challenge");
      proofs_[n] = {challenge, bits > 0 ? solution_of(challenge, bits) : ""};
      return Verdict::again;
    }
    // Wanted, used up by the report that broke off, or expired: another one.
    if (body.find("proof_wanted") == std::string_view::npos && body.find("challenge_") == std::string_view::npos)
      return Verdict::failed;
    working_ = true;
    proofs_.erase(n);
    return Verdict::again;
  }

 private:
  const ReportPlan& plan_;
  std::unordered_map<int, std::pair<std::string, std::string>> proofs_;
  std::FILE* out_ = nullptr;
  bool working_ = false;
};

int run_reports(int argc, char** argv) {
  ReportPlan plan;
  for (int i = 1; i < argc; ++i) {
    const std::string name = argv[i];
    if (name == "--retry") {
      plan.retry = true;
      continue;
    }
    const char* value = ++i < argc ? argv[i] : "";
    if (name == "--port")
      plan.port = static_cast<std::uint16_t>(std::atoi(value));
    else if (name == "--count")
      plan.count = std::atoi(value);
    else if (name == "--targets")
      plan.targets = std::max(1, std::atoi(value));
    else if (name == "--connections")
      plan.connections = std::max(1, std::atoi(value));
    else if (name == "--acknowledged")
      plan.acknowledged = value;
    else
      return std::fprintf(stderr, "report_client: %s is not known\n", name.c_str()), 2;
  }
  Reporters reporters(plan);
  const LoadPlan load{
      .port = plan.port,
      .from = 0,
      .count = plan.count,
      .connections = plan.connections,
      .retry = plan.retry,
      .request_of = [&](int n) { return reporters.request_of(n); },
      .answered = [&](int n, int status, std::string_view body) { return reporters.answered(n, status, body); }};
  return Load(load).run() ? 0 : 1;
}

}  // namespace
}  // namespace muster::load

int main(int argc, char** argv) {
  return muster::load::run_reports(argc, argv);
}
