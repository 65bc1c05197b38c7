#include "finding_store.h"
#include <base/text.h>
#include <cases/service.h>
#include <parties/parties.h>
#include <parties/roles.h>
#include <partners/service.h>
#include <store/page.h>

#include <algorithm>

#include <fmt/format.h>

namespace muster::promotion {
namespace {

using store::Transaction;

constexpr int kFindingPageMax = 500;
constexpr std::size_t kWordsMax = 2000;

Error finding_unknown() {
  return not_found("finding_unknown", "There is no such finding.");
}
Error not_open() {
  return conflict("finding_state", "This finding is closed; what is found again is a new one.");
}
bool are_words(std::string_view text) {
  return !trim(text).empty() && text.size() <= kWordsMax && is_valid_utf8(text);
}

}  // namespace

Result<FindingPage> Findings::list(const FindingFilter& filter, const std::string& after, int limit) const {
  const int wanted = std::clamp(limit, 1, kFindingPageMax);
  return database_.read([&](Transaction& tx) -> Result<FindingPage> {
    return store::cut(FindingPage{select_findings(tx, filter, after, wanted + 1), {}}, wanted);
  });
}

Result<Finding> Findings::finding(const std::string& id) const {
  return database_.read([&](Transaction& tx) -> Result<Finding> {
    auto found = select_finding(tx, id);
    if (!found) return finding_unknown();
    return *found;
  });
}

Result<std::vector<FindingCount>> Findings::open_of(const std::string& partner_id,
                                                    const std::string& provider_id) const {
  return database_.read(
      [&](Transaction& tx) -> Result<std::vector<FindingCount>> { return count_open(tx, partner_id, provider_id); });
}

Result<Finding> Findings::dismiss(const std::string& id, std::int64_t version, const std::string& reason,
                                  const std::string& person) const {
  if (!are_words(reason)) return invalid("reason_missing", "Say why there is nothing to it, in 2,000 bytes.", "reason");
  return database_.write([&](Transaction& tx) -> Result<Finding> {
    const Instant now = recorder_.clock().now();
    auto found = select_finding(tx, id);
    if (!found) return finding_unknown();
    if (!parties::holds(tx, person, parties::roles::kExaminer, now))
      return refused("role_missing", "An examiner dismisses a finding.");
    if (found->state != FindingState::open) return not_open();
    if (found->version != version)
      return Error{Failure::stale, "stale", "Somebody changed this finding since you read it. Look again.", {}, {}};
    found->state = FindingState::dismissed;
    found->state_at = now;
    found->closed_by = person;
    found->close_reason = trim(reason);
    update_finding(tx, *found);
    recorder_.record(tx, kDismissed, person, kFindingRecord, found->id,
                     fmt::format(R"({{"partner":"{}","code":"{}","kind":"{}","reason":{}}})", found->partner_number,
                                 found->code, to_text(found->kind), json_quote(found->close_reason)));
    return *select_finding(tx, id);
  });
}

Result<int> Findings::tell(const TellOf& what, const std::string& person) const {
  if (!are_words(what.words)) return invalid("words_missing", "Say what is wrong, in 2,000 bytes at most.", "words");
  if (what.code.empty() && trim(what.host).empty())
    return invalid("told_nothing", "Name the link's code, or the host that it is about.", "code");
  return database_.write([&](Transaction& tx) -> Result<int> {
    const Instant now = recorder_.clock().now();
    MUSTER_TRY(const auto partner, partners::need_partner(tx, what.partner_id));
    const auto who = parties::find_person(tx, person);
    if (!who || who->party_id != partner.party_id || !parties::holds(tx, person, parties::roles::kPartnerUser, now))
      return refused("role_missing", "A partner's own people tell of its faults.");
    if (!what.code.empty() && !find_link(tx, partner.id, what.code))
      return not_found("link_unknown", "No link with this code is listed.");
    const std::string id = recorder_.new_id(), host = to_lower_ascii(trim(what.host));
    insert_told(tx, id, partner.id, what.code, host, std::string(trim(what.words)), person, now);
    recorder_.record(tx, kTold, person, partners::kRecord, partner.id,
                     fmt::format(R"({{"partner":"{}","code":"{}","host":{},"told":"{}"}})", partner.number, what.code,
                                 json_quote(host), id));
    int marked = 0;
    for (Finding f : select_findings(tx, {.partner_id = partner.id}, "", kFindingPageMax)) {
      if (f.told_at || (!what.code.empty() && f.code != what.code) || (!host.empty() && f.host != host)) continue;
      f.told_at = now;
      marked += update_finding(tx, f);
    }
    return marked;
  });
}

Result<cases::Case> Findings::open_case(const std::string& id, const std::string& note,
                                        const std::string& person) const {
  MUSTER_TRY(const Finding found, finding(id));
  if (found.state != FindingState::open) return not_open();
  if (!found.case_id.empty()) return conflict("finding_referred", "A case was opened on this finding already.");
  cases::NewCase about;
  about.ground = "partner_breach";
  about.name = found.host;
  about.source = "manual";
  about.source_ref = found.id;
  about.note = note.empty() ? found.detail : note;
  MUSTER_TRY(const cases::Case opened,
             cases_.open_case(about, person, [&](Transaction& tx, const cases::Case& c) -> Result<void> {
               auto now = select_finding(tx, id);
               if (!now || now->state != FindingState::open) return not_open();
               if (!now->case_id.empty())
                 return conflict("finding_referred", "A case was opened on this finding already.");
               now->case_id = c.id;
               update_finding(tx, *now);
               recorder_.record(
                   tx, kReferred, person, kFindingRecord, id,
                   fmt::format(R"({{"partner":"{}","code":"{}","case":"{}"}})", now->partner_number, now->code, c.id));
               return {};
             }));
  MUSTER_TRY([[maybe_unused]] const cases::Element tied,
             cases_.add_element(opened.id, {"finding", "test_run", found.last_run_id, found.detail}, person));
  return cases_.find_case(opened.id);
}

}  // namespace muster::promotion
