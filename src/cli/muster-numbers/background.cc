#include "background.h"

#include "instance.h"
#include <notices/sms_outbox.h>

#include <CLI/CLI.hpp>
#include <campaigns/job.h>
#include <fmt/format.h>

namespace muster::cli {
namespace {

notices::SmsOptions sms_options(Instance& instance) {
  const auto& policy = instance.policy;
  notices::SmsOptions options;
  // The number is read when the message is sent, and stands nowhere on the way.
  options.resolve = [&instance](const std::string& reference) -> Result<notices::SmsRecipient> {
    constexpr std::string_view kLine = "line:";
    if (!reference.starts_with(kLine)) return not_found("sms_recipient", "Nobody knows this recipient.");
    MUSTER_TRY(const auto line, instance.lines.line(reference.substr(kLine.size())));
    if (!lines::has_holder(line.state)) return not_found("sms_recipient", "The line has no holder any more.");
    return notices::SmsRecipient{lines::msisdn_text(line.msisdn), std::nullopt};
  };
  options.quiet = {static_cast<int>(policy.number("sms.quiet_from_hour")) * 60,
                   static_cast<int>(policy.number("sms.quiet_until_hour")) * 60};
  options.utc_offset_minutes = policy.calendar().settings().utc_offset_minutes;
  options.attempts_max = static_cast<int>(policy.number("sms.attempts_max"));
  options.retry_first = policy.duration("sms.retry_first");
  return options;
}

Result<std::string> deliver(notices::SmsOutbox& outbox, notices::SmsGateway& gateway, jobs::JobContext& context) {
  std::int64_t taken = 0, failed = 0;
  for (bool more = true; more && !context.cancelled();) {
    MUSTER_TRY(const auto told, outbox.deliver(gateway));
    taken += told.taken;
    failed += told.failed;
    more = told.more;
    context.progress(taken, 0, "sending");
  }
  return fmt::format(R"({{"taken":{},"failed":{}}})", taken, failed);
}

}  // namespace

void add_sms_options(CLI::App& command, SmsChoice& choice) {
  command.add_option("--sms-url", choice.http_url, "Gateway for short messages: POST of JSON, https");
  command.add_option("--sms-token", choice.http_token, "Bearer token for it")->envname("MUSTER_NUMBERS_SMS_TOKEN");
  command.add_option("--smpp-host", choice.smpp_host, "Centre for short messages, by SMPP 3.4");
  command.add_option("--smpp-port", choice.smpp_port)->capture_default_str();
  command.add_option("--smpp-account", choice.smpp_account, "The system_id");
  command.add_option("--smpp-password", choice.smpp_password)->envname("MUSTER_NUMBERS_SMPP_PASSWORD");
  command.add_option("--smpp-source", choice.smpp_source, "Whom messages come from: digits, or at most 11 letters");
}

Result<std::unique_ptr<notices::SmsGateway>> gateway_of(const SmsChoice& choice) {
  if (!choice.http_url.empty() && !choice.smpp_host.empty())
    return invalid("sms_choice", "Short messages go by one way: a gateway's URL or a centre's host.", "sms-url");
  if (!choice.http_url.empty())
    return notices::make_http_gateway({choice.http_url, choice.http_token, std::chrono::seconds(10)});
  if (choice.smpp_host.empty()) return std::unique_ptr<notices::SmsGateway>();
  notices::SmppOptions options;
  options.host = choice.smpp_host;
  options.port = choice.smpp_port;
  options.system_id = choice.smpp_account;
  options.password = choice.smpp_password;
  options.source = choice.smpp_source;
  return notices::make_smpp_gateway(options);
}

Result<void> add_campaign_work(Instance& instance, notices::SmsGateway* gateway) {
  auto& jobs = instance.jobs;
  const Instant now = instance.clock.now();
  MUSTER_CHECK_OK(campaigns::add_jobs(jobs, instance.campaigns, now));
  const auto outbox = std::make_shared<notices::SmsOutbox>(instance.database, instance.recorder, sms_options(instance));
  jobs.add_kind("sms_sweep", [outbox](jobs::JobContext& context) -> Result<std::string> {
    std::int64_t removed = 0;
    for (int some = 1; some > 0 && !context.cancelled(); removed += some) {
      MUSTER_TRY(some, outbox->sweep());
    }
    return fmt::format(R"({{"removed":{}}})", removed);
  });
  MUSTER_CHECK_OK(jobs.schedule("sms_sweep", std::chrono::hours(24), now + std::chrono::minutes(10)));
  if (!gateway) return {};
  jobs.add_kind("sms_deliver",
                [outbox, gateway](jobs::JobContext& context) { return deliver(*outbox, *gateway, context); });
  return jobs.schedule("sms_deliver", std::chrono::seconds(5), now);
}

}  // namespace muster::cli
