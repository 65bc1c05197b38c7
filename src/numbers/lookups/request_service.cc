// A request from its entry to its end.
#include "request_store.h"
#include <base/text.h>
#include <lines/records.h>
#include <parties/parties.h>
#include <persons/notice.h>
#include <persons/reading.h>
#include <persons/records.h>
#include <persons/rules.h>

#include <fmt/format.h>
#include <lookups/requests.h>

namespace muster::lookups {
namespace {

constexpr const char* kToldAnswered = "data_answered";  // the words: letters/holder_data_answered
constexpr const char* kRequestClock = "system:clock";

Error unknown_request() {
  return not_found("request_unknown", "There is no such request.");
}

// The document in its one written form. An expired one still names its person.
Result<persons::Document> named_document(const persons::Document& shown, Instant now) {
  std::vector<Error> faults;
  for (const auto category : {persons::Category::citizen, persons::Category::foreigner}) {
    auto checked = persons::check_document(shown, category, now);
    std::erase_if(checked.faults, [](const Error& e) { return e.field == "document_expires_on"; });
    if (checked.faults.empty()) return checked.document;
    if (faults.empty()) faults = std::move(checked.faults);
  }
  Error error = faults.front();
  error.all = std::move(faults);
  return error;
}

int year_of(Instant now) {
  return std::stoi(to_day(now).substr(0, 4));
}

}  // namespace

Result<AuthorityScope> Requests::add_scope(const std::string& actor, AuthorityScope scope) const {
  auto faults = check_scope(scope);
  if (!faults.empty()) {
    Error error = faults.front();
    error.all = std::move(faults);
    return error;
  }
  return database_.write([&](store::Transaction& tx) -> Result<AuthorityScope> {
    if (!parties::find_party(tx, scope.authority_id)) return not_found("party_unknown", "There is no such authority.");
    AuthorityScope out = scope;
    out.id = recorder_.new_id();
    out.made_by = actor;
    out.made_at = recorder_.clock().now();
    insert(tx, out);
    recorder_.record(
        tx, kScopeMade, actor, kScopeRecord, out.id,
        fmt::format(R"({{"authority":{},"law":{},"fields":{},"comparisons":{}}})", json_quote(out.authority_id),
                    json_quote(out.law), json_quote(joined_codes(out.fields)), out.comparisons));
    return out;
  });
}

Result<void> Requests::end_scope(const std::string& actor, const std::string& id) const {
  return database_.write([&](store::Transaction& tx) -> Result<void> {
    if (!lookups::end_scope(tx, id, recorder_.clock().now()))
      return not_found("scope_unknown", "There is no such scope, or it has ended.");
    recorder_.record(tx, kScopeEnded, actor, kScopeRecord, id);
    return {};
  });
}

Result<std::vector<AuthorityScope>> Requests::scopes(const std::string& authority_id) const {
  return database_.read(
      [&](store::Transaction& tx) -> Result<std::vector<AuthorityScope>> { return scopes_of(tx, authority_id); });
}

// Whose data, at the moment that is asked about. Nobody found is an answer too.
Result<void> Requests::find_subject(store::Transaction& tx, const NewRequest& asked, AuthorityRequest& request) const {
  if (request.kind == RequestKind::number) {
    MUSTER_TRY(const auto msisdn, lines::parse_msisdn(asked.msisdn));
    MUSTER_CHECK_OK(vault_.put(tx, request.id, kSubjectField, lines::msisdn_text(msisdn)));
    const auto line = lines::find_by_msisdn(tx, msisdn);
    if (!line) return {};
    request.line_id = line->id;
    for (const auto& o : lines::ownerships_of_line(tx, line->id))
      if (o.from <= request.about_at && (!o.until || request.about_at < *o.until)) request.holder_id = o.holder_id;
  } else if (request.kind == RequestKind::person) {
    MUSTER_TRY(const auto document, named_document(asked.document, request.entered_at));
    MUSTER_CHECK_OK(
        vault_.put(tx, request.id, kSubjectField, document.kind + " " + document.country + " " + document.number));
    MUSTER_TRY(const vault::IndexKeys keys, vault_.index_keys(tx));
    const auto found = persons::find_by_documents(tx, {persons::document_index(keys, document)});
    if (!found.empty()) request.holder_id = found.begin()->second.holder.counts_as();
  }
  return {};
}

Result<AuthorityRequest> Requests::enter(const std::string& person, const NewRequest& asked) const {
  const Instant now = recorder_.clock().now();
  return database_.write([&](store::Transaction& tx) -> Result<AuthorityRequest> {
    const auto scope = find_scope(tx, asked.scope_id);
    if (!scope) return not_found("scope_unknown", "There is no such scope of an authority.");
    if (!parties::find_person(tx, person)) return not_found("person_unknown", "There is no such person of the house.");
    auto faults = check_request(asked, *scope, policy_, now);
    if (!faults.empty()) {
      Error error = faults.front();
      error.all = std::move(faults);
      return error;
    }
    AuthorityRequest r;
    r.id = recorder_.new_id();
    r.number = fmt::format("R-{}-{:06}", year_of(now), next_request_number(tx, year_of(now)));
    r.state_since = r.entered_at = now;
    r.authority_id = scope->authority_id;
    r.scope_id = scope->id;
    r.letter = std::string(trim(asked.letter));
    r.law = scope->law;
    r.purpose = asked.purpose;
    r.kind = asked.kind;
    r.fields = asked.fields;
    r.about_at = asked.about_at.value_or(now);
    r.rows_max = asked.rows_max;
    r.entered_by = person;
    r.due_at = policy_.due("authority_request.decision", now);
    r.delay_until = asked.delay_until;
    r.delay_law = std::string(trim(asked.delay_law));
    MUSTER_CHECK_OK(find_subject(tx, asked, r));
    MUSTER_CHECK_OK(vault_.put(tx, r.id,
                               vault::Fields{{kOfficerIdField, std::string(trim(asked.officer_id))},
                                             {kOfficerNameField, std::string(trim(asked.officer_name))}}));
    insert(tx, r);
    recorder_.record(tx, kRequestEntered, person, kRequestRecord, r.id,
                     fmt::format(R"({{"number":{},"authority":{},"kind":"{}","fields":{},"purpose":{},"found":{}}})",
                                 json_quote(r.number), json_quote(r.authority_id), to_text(r.kind),
                                 json_quote(joined_codes(r.fields)), json_quote(r.purpose), !r.holder_id.empty()));
    return r;
  });
}

Result<AuthorityRequest> Requests::at(store::Transaction& tx, const std::string& id) const {
  auto found = find_request(tx, id);
  return found ? Result<AuthorityRequest>(std::move(*found)) : unknown_request();
}

Result<AuthorityRequest> Requests::get(const std::string& id) const {
  return database_.read([&](store::Transaction& tx) { return at(tx, id); });
}
Result<std::vector<AuthorityRequest>> Requests::list(const std::string& state, const std::string& after,
                                                     int limit) const {
  if (!state.empty() && !request_state(state))
    return invalid("request_state", "There is no such state of a request.", "state");
  return database_.read([&](store::Transaction& tx) -> Result<std::vector<AuthorityRequest>> {
    return list_requests(tx, state, after, std::clamp(limit, 1, 501));
  });
}
Result<std::vector<AuthorityRequest>> Requests::overdue(int limit) const {
  return database_.read([&](store::Transaction& tx) -> Result<std::vector<AuthorityRequest>> {
    return overdue_requests(tx, recorder_.clock().now(), std::clamp(limit, 1, 501));
  });
}

Result<void> Requests::step(store::Transaction& tx, AuthorityRequest& r, RequestEvent event, const std::string& actor,
                            const std::vector<std::string>& reasons) const {
  const Instant now = recorder_.clock().now();
  const RequestTransition* found = find_request_transition(r.state, event);
  if (!found)
    return conflict("request_state", fmt::format("This step is not open to a request that is {}.", to_text(r.state)));
  const RequestState from = std::exchange(r.state, found->to);
  r.state_since = now;
  r.reasons = reasons;
  if (event == RequestEvent::check) r.checked_by = actor;
  if (event == RequestEvent::approve || event == RequestEvent::refuse) {
    r.decided_by = actor;
    r.decided_at = now;
  }
  if (event == RequestEvent::approve) r.expires_at = policy_.due("authority_request.expiry", now);
  if (event == RequestEvent::answer) r.answered_at = now;
  if (event == RequestEvent::notify) r.notified_at = now;
  ++r.version;
  if (!change(tx, r)) return {Error{Failure::stale, "stale_version", "The request changed meanwhile; look again.", {}}};
  recorder_.record(tx, kRequestStepped, actor, kRequestRecord, r.id,
                   fmt::format(R"({{"event":"{}","from":"{}","to":"{}","reasons":{}}})", to_text(event), to_text(from),
                               to_text(r.state), json_quote(joined_codes(reasons))));
  return {};
}

Result<AuthorityRequest> Requests::apply(const std::string& person, const std::string& id, std::int64_t version,
                                         RequestEvent event, const std::vector<std::string>& reasons) const {
  return database_.write([&](store::Transaction& tx) -> Result<AuthorityRequest> {
    MUSTER_TRY(AuthorityRequest r, at(tx, id));
    if (r.version != version)
      return Error{Failure::stale, "stale_version", "The request changed meanwhile; look again.", {}};
    if (event == RequestEvent::answer || event == RequestEvent::notify || event == RequestEvent::expire)
      return refused("request_step", "This step follows by itself, or from reading the answer.", "event");
    MUSTER_CHECK_OK(may_step(r, event, person, reasons));
    MUSTER_CHECK_OK(step(tx, r, event, person, event == RequestEvent::refuse ? reasons : std::vector<std::string>{}));
    return r;
  });
}

Result<vault::Fields> Requests::letter(const std::string& actor, const std::string& id,
                                       const std::string& purpose) const {
  return database_.write([&](store::Transaction& tx) -> Result<vault::Fields> {
    MUSTER_TRY([[maybe_unused]] const AuthorityRequest r, at(tx, id));
    return vault_.get(tx, id, std::vector<std::string>{kOfficerIdField, kOfficerNameField, kSubjectField}, purpose,
                      actor);
  });
}

Result<int> Requests::tick(int limit) const {
  return database_.write([&](store::Transaction& tx) -> Result<int> {
    const Instant now = recorder_.clock().now();
    const Instant undecided_before = now - policy_.duration("authority_request.expiry");
    int count = 0;
    for (AuthorityRequest& r : expired_requests(tx, undecided_before, now, limit)) {
      MUSTER_CHECK_OK(step(tx, r, RequestEvent::expire, kRequestClock));
      ++count;
    }
    // The row that the person's page lists was written with the answer; its time is over now.
    for (AuthorityRequest& r : requests_to_tell(tx, now, limit)) {
      const bool somebody = !r.holder_id.empty() || r.kind == RequestKind::comparison;
      MUSTER_CHECK_OK(step(tx, r, somebody ? RequestEvent::notify : RequestEvent::close, kRequestClock));
      if (!r.holder_id.empty()) persons::tell(tx, recorder_, {r.holder_id, {}, kToldAnswered, kRequestRecord, r.id});
      ++count;
    }
    return count;
  });
}

}  // namespace muster::lookups
