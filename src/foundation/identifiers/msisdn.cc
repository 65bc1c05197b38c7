// A mobile number from how people write it.
#include "digits.h"
#include <base/text.h>
#include <identifiers/line.h>

#include <algorithm>

namespace muster::identifiers {
namespace {

// "13-19 355": does the number begin with one of these?
bool begins_with_any(std::string_view number, std::string_view prefixes) {
  for (const std::string_view word : split(prefixes, ' ')) {
    const std::size_t dash = word.find('-');
    const std::string_view first = word.substr(0, dash),
                           last = dash == std::string_view::npos ? first : word.substr(dash + 1);
    const std::string_view head = number.substr(0, first.size());
    if (head.size() == first.size() && head >= first && head <= last) return true;
  }
  return false;
}

// Area codes of the North American plan that are neither of the United States nor of Canada, and those of no place
// (free of charge, premium, personal, for machines).
constexpr std::string_view kOtherNorthAmerica =
    "242 246 264 268 284 340 345 441 473 649 658 664 670 671 684 721 758 767 784 787 809 829 849 868 869 876 939";
constexpr std::string_view kNoPlace =
    "500 521-529 532-533 535 538 542-546 549-550 552-554 556 558 566 569 577-578 588-589 600 622 700 710 800 822 833 "
    "844 "
    "855 866 877 888 900";

// Which of the plans with this calling code the number is of.
const NumberingPlan* plan_of(std::string_view digits, std::size_t& code_size) {
  const NumberingPlan* found = nullptr;
  for (const NumberingPlan& plan : numbering_plans()) {
    if (!digits.starts_with(plan.calling_code)) continue;
    code_size = plan.calling_code.size();
    // Canada stands before the United States, which take what is left.
    const std::string_view national = digits.substr(code_size);
    if (plan.mobile_is_told || begins_with_any(national, plan.mobile)) return &plan;
    found = &plan;
  }
  return found;
}

struct Written {
  std::string digits;
  bool international = false;
};
Result<Written> read(std::string_view raw) {
  std::string_view text = trim(raw);
  Written out;
  out.international = text.starts_with('+');
  if (out.international) text.remove_prefix(1);
  for (const char c : text) {
    if (is_digit(c))
      out.digits += c;
    else if (std::string_view(" -.()/").find(c) == std::string_view::npos || c == '\0')
      return invalid("phone_form", "The telephone number has a character that belongs to none.");
  }
  if (out.digits.empty()) return invalid("phone_form", "A telephone number has digits.");
  if (!out.international && out.digits.starts_with("00")) {
    out.international = true;
    out.digits.erase(0, 2);
  }
  return out;
}

Result<Msisdn> judged(const NumberingPlan& plan, std::string_view national) {
  const auto size = static_cast<int>(national.size());
  if (size < plan.digits_min || size > plan.digits_max)
    return invalid("phone_length",
                   "A mobile number of this country has " + std::to_string(plan.digits_min) +
                       (plan.digits_min == plan.digits_max ? "" : " to " + std::to_string(plan.digits_max)) +
                       " digits behind its country code.");
  const bool north_america = plan.calling_code == "1";
  const bool mobile = begins_with_any(national, plan.mobile) &&
                      !(north_america && (national[3] < '2' || begins_with_any(national, kNoPlace)));
  if (!mobile) return invalid("phone_not_mobile", "This number is of no mobile range of its country.");
  if (north_america && begins_with_any(national, kOtherNorthAmerica))
    return invalid("phone_plan_unknown", "The numbering plan of this country is not known here.");
  return Msisdn{"+" + std::string(plan.calling_code) + std::string(national), std::string(plan.country),
                plan.mobile_is_told};
}

}  // namespace

Result<Msisdn> parse_msisdn(std::string_view text, std::string_view country) {
  MUSTER_TRY(Written written, read(text));
  if (!written.international) {
    if (country.empty())
      return invalid("phone_country_code", "Write the telephone number with + and the country code.");
    const NumberingPlan* plan = find_numbering_plan(country);
    if (!plan) return invalid("phone_plan_unknown", "The numbering plan of this country is not known here.");
    std::string_view national = written.digits;
    // The trunk prefix is dropped where it leaves a number of the right length: mobile numbers of some plans begin with
    // it.
    if (!plan->trunk.empty() && national.starts_with(plan->trunk) &&
        static_cast<int>(national.size()) > plan->digits_min)
      national.remove_prefix(plan->trunk.size());
    written.digits = std::string(plan->calling_code) + std::string(national);
  }
  if (written.digits.size() > 15)
    return invalid("phone_length", "A telephone number has 15 digits at most (ITU-T E.164).");
  std::size_t code_size = 0;
  const NumberingPlan* plan = plan_of(written.digits, code_size);
  if (!plan) return invalid("phone_plan_unknown", "The numbering plan of this country is not known here.");
  return judged(*plan, std::string_view(written.digits).substr(code_size));
}

Result<std::string> check_msisdn(std::string_view text) {
  MUSTER_TRY(Msisdn number, parse_msisdn(text));
  return std::move(number.e164);
}

}  // namespace muster::identifiers
