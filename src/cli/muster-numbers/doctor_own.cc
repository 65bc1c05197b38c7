#include "doctor_own.h"

#include "instance.h"

namespace muster::cli {
namespace {

using doctor::Finding;
using Level = Finding::Level;

Finding answered(const char* check, const char* who, const Result<void>& there) {
  if (there.ok()) return {Level::well, check, std::string(who) + " answers."};
  return {Level::wrong, check, std::string(who) + ": " + there.error().sentence};
}

}  // namespace

std::vector<Finding> OwnDoctor::look(Instance& instance) const {
  std::vector<Finding> out;
  if (!authority.url.empty())
    out.push_back(answered("authority", "The authority that verifies", doctor::knock_at(authority.url)));
  else if (instance.kind == "production")
    out.push_back({Level::attention, "authority",
                   "No authority was named (--authority, as for the server); whether it answers was not asked."});
  if (!sms.http_url.empty())
    out.push_back(answered("messages", "The gateway for short messages", doctor::knock_at(sms.http_url)));
  if (!sms.smpp_host.empty())
    out.push_back(answered("messages", "The centre for short messages",
                           doctor::knock(sms.smpp_host, std::to_string(sms.smpp_port))));
  return out;
}

}  // namespace muster::cli
