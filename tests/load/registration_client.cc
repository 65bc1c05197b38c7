// Registers lines through POST /api/registrations over keep-alive connections, each with an Idempotency-Key, and prints
// rate and latencies as JSON.
//
//   registration_client --port N --cookie TEXT --csrf TEXT --first MSISDN --from N --count N --connections N
//                       [--retry] [--acknowledged FILE]
//
// --retry: a request whose connection breaks, or that is answered 5xx or 409 idempotency, is sent again with its key
// until it is answered 201: for tests that end the server under it. Without it the first failure ends the run.
// --acknowledged: a line "key id" for each 201. Exit codes: 0 all acknowledged, 1 not.
#include "load.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include <support/generated_numbers.h>

namespace muster::load {
namespace {

struct Plan {
  std::uint16_t port = 0;
  std::string cookie, csrf, acknowledged;
  long long first = 0;
  int from = 0, count = 0, connections = 64;
  bool retry = false;
};

std::string request_of(const Plan& plan, int n) {
  char body[1024];
  const int size = std::snprintf(
      body, sizeof body,
      R"({"category":"citizen","document_kind":"cn_resident_id","document_country":"CHN","document_number":"%s",)"
      R"("name":"Specimen Person %d","birth_date":"1990-01-01","address":"12 Example Street, Utopia",)"
      R"("msisdn":"+%lld","place":"BJ-0042","device":"T-17","consent":"terms-1"})",
      test::resident_id_of(n).c_str(), n, plan.first + n);
  return "POST /api/registrations HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nCookie: " +
         plan.cookie + "\r\nx-csrf-token: " + plan.csrf + "\r\nIdempotency-Key: key-" + std::to_string(n) +
         "\r\nContent-Length: " + std::to_string(size) + "\r\n\r\n" + std::string(body, static_cast<std::size_t>(size));
}

std::string id_in(std::string_view body) {
  const auto at = body.find(R"("id":")");
  return at == std::string_view::npos ? "none" : std::string(body.substr(at + 6, 36));
}

bool register_all(const Plan& plan) {
  std::FILE* out = plan.acknowledged.empty() ? nullptr : std::fopen(plan.acknowledged.c_str(), "w");
  LoadPlan load{.port = plan.port,
                .from = plan.from,
                .count = plan.count,
                .connections = plan.connections,
                .retry = plan.retry,
                .request_of = [&](int n) { return request_of(plan, n); },
                .answered =
                    [&](int n, int status, std::string_view body) {
                      if (status != 201) return Verdict::failed;
                      if (out) std::fprintf(out, "key-%d %s\n", n, id_in(body).c_str());
                      return Verdict::done;
                    }};
  const bool done = Load(load).run();
  if (out) std::fclose(out);
  return done;
}

int run(int argc, char** argv) {
  Plan plan;
  for (int i = 1; i < argc; ++i) {
    const std::string name = argv[i];
    if (name == "--retry") {
      plan.retry = true;
      continue;
    }
    const char* value = ++i < argc ? argv[i] : "";
    if (name == "--port")
      plan.port = static_cast<std::uint16_t>(std::atoi(value));
    else if (name == "--cookie")
      plan.cookie = value;
    else if (name == "--csrf")
      plan.csrf = value;
    else if (name == "--first")
      plan.first = std::atoll(value);
    else if (name == "--from")
      plan.from = std::atoi(value);
    else if (name == "--count")
      plan.count = std::atoi(value);
    else if (name == "--connections")
      plan.connections = std::max(1, std::atoi(value));
    else if (name == "--acknowledged")
      plan.acknowledged = value;
    else
      return std::fprintf(stderr, "registration_client: %s is not known\n", name.c_str()), 2;
  }
  return register_all(plan) ? 0 : 1;
}

}  // namespace
}  // namespace muster::load

int main(int argc, char** argv) {
  return muster::load::run(argc, argv);
}
