#include <base/bytes.h>
#include <base/text.h>
#include <names/name.h>
#include <programme/referral.h>

#include <algorithm>
#include <array>

#include <boost/json.hpp>
#include <fmt/format.h>

namespace muster::programme {
namespace {

constexpr const char* kReferralFormat = "muster-referral/1";
constexpr std::array<std::string_view, 6> kReferralGrounds{
    "unfiled", "false_filing", "age_assurance_missing", "explicit_unlawful", "billing_fraud", "phishing_or_malware"};
constexpr std::array<std::string_view, 4> kDeclineCodes{"not_ours", "known_already", "no_ground",
                                                        "too_little_evidence"};
constexpr std::array<std::string_view, 2> kAsks{"look_into", "decide"};
struct ReferralStep {
  std::string_view from, to;
};
// The schema has the same pairs (0050).
constexpr std::array<ReferralStep, 5> kReferralSteps{{{"written", "received"},
                                                      {"written", "taken"},
                                                      {"written", "declined"},
                                                      {"received", "taken"},
                                                      {"received", "declined"}}};

template <std::size_t N>
bool among(const std::array<std::string_view, N>& all, std::string_view one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

Error referral_form() {
  return invalid("referral_form", "This is no referral.");
}

}  // namespace

std::span<const std::string_view> referral_grounds() {
  return kReferralGrounds;
}
std::span<const std::string_view> referral_decline_codes() {
  return kDeclineCodes;
}

bool referral_step(std::string_view from, std::string_view to) {
  return std::any_of(kReferralSteps.begin(), kReferralSteps.end(),
                     [&](const ReferralStep& step) { return step.from == from && step.to == to; });
}

Result<ReferralText> check_referral(const NewReferral& what, const std::string& today) {
  if (!among(kReferralGrounds, what.ground))
    return invalid("referral_ground", "Grounds of a contract, and what is sealed, are not referred.", "ground");
  MUSTER_TRY(const auto name, names::parse_name(what.host));
  if (!among(kAsks, what.asks)) return invalid("referral_asks", "Ask to look_into it, or to decide.", "asks");
  ReferralText out;
  out.ground = what.ground;
  out.host = name.ascii;
  out.asks = what.asks;
  out.seen_on = what.seen_on.empty() ? today : what.seen_on;
  if (!parse_day(out.seen_on).ok() || out.seen_on > today)
    return invalid("programme_day", "Write the day on which it was seen as 2026-03-01, today at the latest.",
                   "seen_on");
  if (what.evidence.size() > kReferralEvidenceMax)
    return invalid("referral_evidence", "At most 20 hashes.", "evidence");
  for (const std::string& hash : what.evidence)
    if (!hash_from_hex(hash).ok())
      return invalid("referral_evidence", "Evidence is named by its SHA-256, 64 hexadecimal digits.", "evidence");
  out.evidence = what.evidence;
  return out;
}

std::string referral_json(const ReferralText& said) {
  boost::json::array evidence;
  for (const auto& hash : said.evidence) evidence.emplace_back(hash);
  return boost::json::serialize(boost::json::object{{"format", kReferralFormat},
                                                    {"origin", said.origin},
                                                    {"number", said.number},
                                                    {"at", said.at},
                                                    {"ground", said.ground},
                                                    {"host", said.host},
                                                    {"asks", said.asks},
                                                    {"seen_on", said.seen_on},
                                                    {"evidence", std::move(evidence)}});
}

// From outside: whatever is not in the form, or says more than it may, is refused.
Result<ReferralText> read_referral(std::string_view text) try {
  boost::system::error_code fault;
  const auto said = boost::json::parse(boost::json::string_view(text.data(), text.size()), fault);
  if (fault || !said.is_object() || said.as_object().size() != 9) return referral_form();
  const auto str = [&](const char* name) { return std::string(said.at(name).as_string()); };
  if (str("format") != kReferralFormat) return referral_form();
  NewReferral what{"", str("ground"), str("host"), str("asks"), str("seen_on"), {}};
  for (const auto& hash : said.at("evidence").as_array()) what.evidence.emplace_back(hash.as_string());
  const std::string at = str("at"), number = str("number");
  if (!parse_rfc3339(at).ok() || number.empty() || number.size() > kCodeMax ||
      number.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") != std::string::npos)
    return referral_form();
  // Clocks differ: what was seen "tomorrow" there may be today.
  MUSTER_TRY(ReferralText out, check_referral(what, to_day(*parse_rfc3339(at) + std::chrono::hours(24))));
  if (out.host != what.host) return referral_form();
  out.origin = str("origin");
  out.number = number;
  out.at = at;
  return out;
} catch (const std::exception&) {
  return referral_form();
}

}  // namespace muster::programme
