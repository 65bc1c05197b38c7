#include <base/text.h>
#include <http/dispatch.h>

#include <fmt/format.h>
#include <support/caller.h>

namespace muster::test {
namespace {

constexpr const char* kToken = "test-session";
constexpr const char* kCsrf = "test-csrf";
constexpr std::size_t kStreamMax = 64 << 20;

Met& all_met() {
  static Met all;
  return all;
}

}  // namespace

const Met& met() {
  return all_met();
}

http::Principal person(std::string person_id, std::vector<std::string> roles, std::string party_id) {
  http::Principal principal;
  principal.account_id = "account-of-" + person_id;
  principal.session_id = "session-of-" + person_id;
  principal.display_name = person_id;
  principal.person_id = std::move(person_id);
  principal.party_id = std::move(party_id);
  principal.language = "en";
  principal.roles = std::move(roles);
  return principal;
}

boost::json::value Answer::json() const {
  boost::system::error_code failed;
  auto value = boost::json::parse(body, failed);
  return failed ? boost::json::value(nullptr) : value;
}

std::string Answer::at(std::string_view pointer) const {
  const auto value = json();
  boost::system::error_code failed;
  const auto* found = value.find_pointer(pointer, failed);
  if (!found || failed) return {};
  return found->is_string() ? std::string(found->get_string()) : boost::json::serialize(*found);
}

Answer Caller::call(const std::string& method, const std::string& target, const std::string& body,
                    const Headers& headers) const {
  http::Request request;
  request.method = method;
  request.client_key = "test-client";
  request.body = body;
  request.headers = {{"host", "localhost"}, {"content-type", "application/json"}};
  for (const auto& [name, value] : headers) request.headers[to_lower_ascii(name)] = value;
  if (principal_) {
    request.headers.try_emplace("cookie", fmt::format("{}={}", http::kSessionCookie, kToken));
    request.headers.try_emplace(http::kCsrfHeader, kCsrf);
  }
  http::Guard guard;
  guard.principal = [this](const std::string& token) { return token == kToken ? principal_ : std::nullopt; };
  guard.csrf_ok = [](const http::Principal&, const std::string& token) { return token == kCsrf; };
  SystemRandom random;
  const http::Dispatcher dispatcher(router_, guard, random, false);

  http::Response response;
  std::string pattern;
  if (auto bad = http::set_target(request, target); !bad.ok()) {
    response = http::Response::problem(bad.error());
  } else {
    auto admission = dispatcher.admit(request);
    if (admission.route) pattern = admission.route->pattern;
    if (admission.refusal)
      response = *std::move(admission.refusal);
    else if (body.size() > admission.route->body_max_bytes)
      response = http::Response::problem(invalid("body_too_large", "The body is too large."));
    else
      response = dispatcher.run(*admission.route, request);
  }
  dispatcher.finish(request, response);
  if (!pattern.empty()) all_met().emplace(request.method, pattern, response.status);
  Answer answer;
  answer.status = response.status;
  answer.body = std::move(response.body);
  for (const auto& [name, value] : response.headers) answer.headers[to_lower_ascii(name)] = value;
  while (response.stream && answer.body.size() < kStreamMax) {
    auto piece = response.stream();
    if (!piece) break;
    answer.body += *piece;
  }
  return answer;
}

}  // namespace muster::test
