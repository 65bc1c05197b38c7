#include "doctor_own.h"

#include "instance.h"

namespace muster::cli {
std::vector<doctor::Finding> OwnDoctor::look(Instance& instance) const {
  std::vector<doctor::Finding> out;
  if (!authority.url.empty())
    out.push_back(doctor::answers("authority", "The authority that verifies", doctor::knock_at(authority.url)));
  else if (instance.kind == "production")
    out.push_back({doctor::Finding::Level::attention, "authority",
                   "No authority was named (--authority, as for the server); whether it answers was not asked."});
  if (!sms.http_url.empty())
    out.push_back(doctor::answers("messages", "The gateway for short messages", doctor::knock_at(sms.http_url)));
  if (!sms.smpp_host.empty())
    out.push_back(doctor::answers("messages", "The centre for short messages",
                                  doctor::knock(sms.smpp_host, std::to_string(sms.smpp_port))));
  return out;
}

}  // namespace muster::cli
