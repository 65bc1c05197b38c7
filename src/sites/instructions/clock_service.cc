// What time alone brings: what is late goes to people and to a second contact; what is said to be done is looked at.
#include "step.h"
#include <base/text.h>
#include <notices/notices.h>
#include <policy/policy.h>

#include <map>

#include <fmt/format.h>

namespace muster::instructions {
namespace {

using store::Transaction;

constexpr int kLateAtOnce = 500;

std::string url_of(const Instruction& i) {
  return i.scope_kind == "url" ? i.scope_value : "http://" + i.scope_value + "/";
}

const char* hitch_of(const Instruction& i, Instant now) {
  if (i.state == "executed") return "not_verified";
  return i.state == "waiting" && i.execute_due_at > now ? "not_acknowledged" : "not_executed";
}

}  // namespace

Result<Escalation> Service::escalate() const {
  Escalation all;
  for (bool more = true; more;) {
    MUSTER_TRY(const Escalation some, database_.write([&](Transaction& tx) -> Result<Escalation> {
      Escalation done;
      const Step step(*this, tx, {kActor, "", ""});
      std::map<std::string, std::int64_t> of_party;
      for (const std::string& id : select_late(tx, step.now, kLateAtOnce)) {
        auto i = select_instruction(tx, id);
        // What is not acknowledged is asked for once more: by when it was to be done.
        i->late_at.reset();
        if (i->state == "waiting" && i->execute_due_at > step.now) i->late_at = i->execute_due_at;
        // What is before people for another reason stays there for that; settled, it has its time again.
        const bool there = i->escalated() && i->hitch != "not_acknowledged" && i->hitch != "not_told";
        if (i->open() && !there && step.escalate(*i, hitch_of(*i, step.now)) && i->state != "executed")
          ++of_party[i->party_id];
        update_instruction(tx, *i);
        ++done.late;
      }
      for (const auto& [party, count] : of_party) {
        notices::NewNotice letter;
        letter.kind = "instructions_late";
        letter.record_kind = "party";
        letter.record_id = party;
        letter.values = {{"count", std::to_string(count)},
                         {"page", policy_.named("public.address") + "/instructions?state=late"}};
        letter.party_id = party;
        MUSTER_CHECK_OK(notices_.send(tx, kActor, letter));
        ++done.letters;
        const auto second = select_contact(tx, party);
        if (!second) continue;
        letter.party_id.clear();
        letter.recipient_ref = kContactRef + party;
        letter.language = second->language;
        MUSTER_CHECK_OK(notices_.send(tx, kActor, letter));
        ++done.letters;
      }
      return done;
    }));
    all.late += some.late;
    all.letters += some.letters;
    more = some.late == kLateAtOnce;
  }
  return all;
}

Result<int> Service::retest(const Look& look, int limit) const {
  struct Due {
    std::vector<std::string> ids, urls;
  };
  MUSTER_TRY(const Due due, database_.read([&](Transaction& tx) -> Result<Due> {
    Due out;
    for (const std::string& id : select_retests(tx, recorder_.clock().now(), limit)) {
      out.ids.push_back(id);
      out.urls.push_back(url_of(*select_instruction(tx, id)));
    }
    return out;
  }));
  if (due.ids.empty()) return 0;
  MUSTER_TRY(const auto seen, look(due.urls));
  int looks = 0;
  for (std::size_t n = 0; n < due.ids.size() && n < seen.size(); ++n) {
    if (seen[n].test_id.empty()) continue;
    MUSTER_CHECK_OK(note_look(due.ids[n], seen[n]));
    ++looks;
  }
  return looks;
}

Result<void> Service::note_look(const std::string& id, const Seen& seen) const {
  return database_.write([&](Transaction& tx) -> Result<void> {
    const Step step(*this, tx, {kActor, "", "retest"});
    auto i = select_instruction(tx, id);
    if (!i || i->state != "executed" || !i->retest_at) return {};  // it went on meanwhile
    const Verdict verdict = judge(i->action, seen);
    if (verdict == Verdict::done) {
      MUSTER_CHECK_OK(step.move(std::move(*i), "verify", "", seen.test_id));
      return {};
    }
    ++i->retests;
    // What was done a moment ago may take a while to show.
    if (verdict == Verdict::not_done && i->retests >= kLooksMax) {
      MUSTER_CHECK_OK(step.move(std::move(*i), "reopen", "", seen.test_id));
      return {};
    }
    i->test_id = seen.test_id;
    i->retest_at = step.now + look_again_in(i->retests - 1);
    update_instruction(tx, *i);
    return {};
  });
}

}  // namespace muster::instructions
