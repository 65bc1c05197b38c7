// GET /transfers: those that wait, oldest first; ?line= all of one line, newest first. GET /transfers/{id}.
#include "change_handlers.h"
#include <events/event.h>
#include <parties/parties.h>
#include <store/database.h>
#include <web/records.h>

#include <algorithm>

namespace muster::numbers_api {
namespace {

using registration::Transfer;
using registration::TransferState;

json::array transfer_steps(const http::Request& request, const Transfer& t) {
  json::array out;
  if (t.state != TransferState::asked) return out;
  const http::Principal& who = *request.principal;
  const auto desk = lacks(who, {"registrar"}, "A registrar takes this step.");
  if (t.method == registration::TransferMethod::manual && !t.verified_at) {
    auto closed = lacks(who, {"registrar", "compliance_officer"}, "Registrars and compliance officers check by hand.");
    if (!closed && who.person_id == t.captured_by)
      closed = refused("check_by_capturer", "Who captured it does not check it.");
    out.push_back(step_json("confirm", "asked", closed));
    out.push_back(step_json("deny", "refused", closed));
  }
  out.push_back(step_json("withdraw", "withdrawn", desk, true));
  return out;
}

json::object consent_json(store::Transaction& tx, const registration::Consent& c) {
  return {{"side", to_text(c.side)},
          {"consent", c.consent},
          {"given_by", to_text(c.given_by)},
          {"reference", c.reference},
          {"taken_by", person_json(tx, c.taken_by)},
          {"at", time_json(c.at)}};
}

}  // namespace

registration::Transfers transfers_of(const Services& s) {
  return {s.database, s.recorder, s.vault, s.policy};
}

json::object transfer_json(store::Transaction& tx, const Transfer& t) {
  return {{"id", t.id},
          {"state", to_text(t.state)},
          {"state_since", time_json(t.state_since)},
          {"due_at", time_json(t.due_at)},
          {"line", line_ref(tx, t.line_id)},
          {"giver_id", t.giver_id},
          {"receiver_id", t.receiver_id},
          {"category", persons::to_text(t.category)},
          {"method", to_text(t.method)},
          {"verified_at", time_json(t.verified_at)},
          {"dealer_id", t.dealer_id},
          {"place", t.place},
          {"captured_at", time_json(t.captured_at)},
          {"reasons", texts_json(t.reasons)}};
}

http::Response transfer_answer(const Services& services, const http::Request& request, const Transfer& t, int status) {
  MUSTER_ANSWER_TRY(const auto consents, transfers_of(services).consents(t.id));
  MUSTER_ANSWER_TRY(json::object out, services.database.read([&](store::Transaction& tx) -> Result<json::object> {
    json::object one = transfer_json(tx, t);
    const auto dealer = parties::find_party(tx, t.dealer_id);
    one["dealer_name"] = dealer ? json::value(dealer->name) : json::value(nullptr);
    one["captured_by"] = person_json(tx, t.captured_by);
    one["consent_text"] = services.policy.text("transfer.consent");
    json::array given;
    for (const auto& consent : consents) given.push_back(consent_json(tx, consent));
    one["consents"] = std::move(given);
    one["next_events"] = transfer_steps(request, t);
    one["timeline"] = timeline_json(tx, events::of_record(tx, registration::kTransferRecord, t.id));
    return one;
  }));
  return answer(std::move(out), status).header("ETag", http::etag_of(t.version));
}

http::Response transfer_list(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto page, http::page_of(request));
  const std::string line = request.query_or("line", "");
  std::vector<Transfer> found;
  bool more = false;
  if (!line.empty()) {
    MUSTER_ANSWER_TRY(found, transfers_of(services).of_line(line));
    std::reverse(found.begin(), found.end());
  } else {
    MUSTER_ANSWER_TRY(found, transfers_of(services).waiting(page.after, page.limit + 1));
    more = static_cast<int>(found.size()) > page.limit;
    if (more) found.pop_back();
  }
  MUSTER_ANSWER_TRY(auto items, services.database.read([&](store::Transaction& tx) -> Result<json::array> {
    json::array out;
    for (const auto& transfer : found) out.push_back(transfer_json(tx, transfer));
    return out;
  }));
  return list_answer(std::move(items), more ? std::optional(found.back().id) : std::nullopt);
}

http::Response transfer_show(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto transfer, transfers_of(services).get(request.param("id")));
  return transfer_answer(services, request, transfer);
}

}  // namespace muster::numbers_api
