#include <holders/rdap.h>
#include <names/name.h>

#include <outbound/ask.h>

namespace muster::holders {
namespace {

Result<void> judge(long status) {
  if (status == 200) return {};
  if (status == 404) return not_found("rdap_unknown", "The server knows of no such name.");
  if (status == 429 || status == 503)
    return unavailable("rdap_busy", "The server asks for patience. Nothing was taken; try again later.");
  return unavailable("rdap_status", "The server answered with status " + std::to_string(status) + ", not 200.");
}

}  // namespace

Result<std::string> fetch_rdap(const std::string& server, const std::string& name, const RdapFetch& limits) {
  if ((!server.starts_with("https://") && !server.starts_with("http://")) || server.size() > 500 ||
      server.find_first_of(" \r\n?#@") != std::string::npos)
    return invalid("rdap_server_form", "Give the server's address as https://host/path/, without query or user.",
                   "server");
  MUSTER_TRY(const auto parsed, names::parse_name(name));
  const std::string url = server + (server.ends_with('/') ? "" : "/") + "domain/" + parsed.ascii;
  outbound::Question question;
  question.url = url;
  question.agent = "muster-rdap/1";
  question.headers = {"Accept: application/rdap+json, application/json;q=0.5"};
  question.bytes_max = kRdapBytesMax;
  question.time_max = limits.time_max;
  question.connect_max = limits.connect_max;
  question.redirects_max = limits.redirects_max;
  auto got = outbound::ask(question);
  if (!got.ok() && got.error().code == "outbound_too_long")
    return unavailable("rdap_too_long", "The answer is longer than 256 KiB; nothing of it was taken.");
  if (!got.ok()) return unavailable("rdap_unreachable", "The server gave no answer: " + got.error().sentence + ".");
  MUSTER_CHECK_OK(judge(got->status));
  return std::move(got->body);
}

}  // namespace muster::holders
