// Hosts whose robots.txt is in every state that RFC 9309 §2.3 tells apart, and crowds on one address.
#include "farm_pages.h"

#include <fmt/format.h>

namespace muster::testing {
namespace {

constexpr std::string_view kText = "Content-Type: text/plain\r\n";
constexpr std::string_view kRules = "User-agent: *\nDisallow: /private\n";
constexpr std::string_view kCrowd = ".crowd.example";
constexpr int kCrowdTakesMs = 15;  // so that transfers overlap

using RobotsAnswers = std::map<std::string, FarmAnswer>;

FarmAnswer with(int status, std::string fields, std::string body) {
  return [=](const FarmRequest&, FarmOut& out) { out.send(http_answer(status, std::string(kText) + fields, body)); };
}

// /robots.txt leads over `hops` redirects to the rules.
FarmAnswer over(int hops) {
  return [hops](const FarmRequest& request, FarmOut& out) {
    const int at = request.path == "/robots.txt" ? 0 : std::atoi(request.path.c_str() + std::string("/robots-").size());
    if (at < hops)
      out.send(http_answer(301, fmt::format("Location: /robots-{}\r\n", at + 1), ""));
    else
      out.send(http_answer(200, kText, kRules));
  };
}

std::string long_rules() {
  std::string out(kRules);
  while (out.size() < 500 * 1024) out += "# and more\n";
  return out + "Disallow: /late\n" + std::string(64 * 1024, '#') + "\nDisallow: /beyond\n";
}

const RobotsAnswers& robots_answers() {
  static const RobotsAnswers all{
      {"robots-200.example", with(200, "", std::string(kRules))},
      {"robots-204.example", with(204, "", "")},
      {"robots-400.example", with(400, "", "x")},
      {"robots-401.example", with(401, "", "x")},
      {"robots-403.example", with(403, "", std::string(kRules))},
      {"robots-404.example", with(404, "", "x")},
      {"robots-410.example", with(410, "", "x")},
      {"robots-500.example", with(500, "", "x")},
      {"robots-502.example", with(502, "", "x")},
      {"robots-503.example", with(503, "Retry-After: 0\r\n", "x")},
      {"robots-closed.example", [](const FarmRequest&, FarmOut&) {}},
      {"robots-redirects-5.example", over(5)},
      {"robots-redirects-6.example", over(6)},
      {"robots-elsewhere.example", with(302, "Location: http://robots-200.example/robots.txt\r\n", "")},
      {"robots-nowhere.example", with(302, "", "")},
      {"robots-long.example", with(200, "", long_rules())},
      {"robots-html.example", with(200, "", "<html><body>Not found, says a page.</body></html>")},
      {"robots-leads.example", with(200, "", "User-agent: *\nDisallow:\n")},
      {"busy.example", with(404, "", "x")},
  };
  return all;
}

}  // namespace

std::vector<std::string> farm_test_hosts() {
  std::vector<std::string> out;
  for (const auto* all : {&robots_answers(), &cloaking_answers(), &changing_answers()})
    for (const auto& [host, answer] : *all) out.push_back(host);
  return out;
}

bool answer_as_robots_farm(const FarmRequest& request, FarmOut& out) {
  if (request.host.ends_with(kCrowd)) {
    if (out.wait_ms(kCrowdTakesMs))
      out.send(
          http_answer(request.path == "/robots.txt" ? 404 : 200, "Content-Type: text/html\r\n", "<p>One of many</p>"));
    return true;
  }
  const auto found = robots_answers().find(request.host);
  if (found == robots_answers().end()) return false;
  if (request.path.starts_with("/robots"))
    found->second(request, out);
  else if (request.host == "robots-leads.example")
    out.send(http_answer(302, "Location: http://robots-200.example/private/x\r\n", ""));
  else if (request.host == "busy.example")
    out.send(http_answer(429, "Retry-After: 7200\r\n", "Later.\n"));
  else
    out.send(http_answer(200, "Content-Type: text/html\r\n", "<p>A page</p>"));
  return true;
}

}  // namespace muster::testing
