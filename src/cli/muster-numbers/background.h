// What `muster-numbers server` does by itself for campaigns and short messages.
#pragma once

#include <base/result.h>
#include <notices/sms.h>

#include <memory>
#include <string>

namespace CLI {
class App;
}

namespace muster::cli {

class Instance;

// Who sends short messages: a gateway over HTTP, a centre by SMPP, or nobody; then they wait.
struct SmsChoice {
  std::string http_url, http_token;
  std::string smpp_host, smpp_account, smpp_password, smpp_source;
  std::uint16_t smpp_port = 2775;
};
void add_sms_options(CLI::App& command, SmsChoice& choice);
// Nothing where none was chosen. Errors: sms_gateway_url, smpp_options, sms_choice (both).
Result<std::unique_ptr<notices::SmsGateway>> gateway_of(const SmsChoice& choice);

// Before jobs.start(). `gateway` may be nothing; else it lives as long as the jobs run.
Result<void> add_campaign_work(Instance& instance, notices::SmsGateway* gateway);

}  // namespace muster::cli
