#include <base/text.h>
#include <holders/rules.h>
#include <names/name.h>
#include <names/suffix.h>

#include <algorithm>

#include <fmt/format.h>

namespace muster::holders {
namespace {

struct Status {
  const char *epp, *rdap;
};
// RFC 8056 §2.
constexpr Status kStatuses[] = {{"ok", "active"},
                                {"inactive", "inactive"},
                                {"linked", "associated"},
                                {"addPeriod", "add period"},
                                {"autoRenewPeriod", "auto renew period"},
                                {"clientDeleteProhibited", "client delete prohibited"},
                                {"clientHold", "client hold"},
                                {"clientRenewProhibited", "client renew prohibited"},
                                {"clientTransferProhibited", "client transfer prohibited"},
                                {"clientUpdateProhibited", "client update prohibited"},
                                {"pendingCreate", "pending create"},
                                {"pendingDelete", "pending delete"},
                                {"pendingRenew", "pending renew"},
                                {"pendingRestore", "pending restore"},
                                {"pendingTransfer", "pending transfer"},
                                {"pendingUpdate", "pending update"},
                                {"redemptionPeriod", "redemption period"},
                                {"renewPeriod", "renew period"},
                                {"serverDeleteProhibited", "server delete prohibited"},
                                {"serverHold", "server hold"},
                                {"serverRenewProhibited", "server renew prohibited"},
                                {"serverTransferProhibited", "server transfer prohibited"},
                                {"serverUpdateProhibited", "server update prohibited"},
                                {"transferPeriod", "transfer period"}};
constexpr const char* kVerifications[] = {"documents", "face_to_face", "remote_live", "register_lookup"};

struct Faults {
  std::vector<Error> all;
  void add(const char* code, std::string sentence, const char* field) {
    all.push_back(invalid(code, std::move(sentence), field));
  }
};

void check_text(std::string& text, std::size_t max, const char* field, Faults& faults) {
  text = trim(text);
  if (text.size() > max) return faults.add("text_too_long", fmt::format("At most {} bytes.", max), field);
  if (!is_valid_utf8(text) ||
      std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }))
    faults.add("text_not_utf8", "This is no line of UTF-8 text.", field);
}

void check_registrant(Registrant& who, bool withheld, Faults& faults) {
  check_text(who.handle, kHandleMax, "registrant_handle", faults);
  check_text(who.name, kTextMax, "registrant_name", faults);
  if (std::any_of(who.handle.begin(), who.handle.end(), [](char c) { return c == ' ' || c == '/'; }))
    faults.add("handle_form", "A handle has neither blanks nor slashes.", "registrant_handle");
  if (who.kind == HolderKind::organization && who.name.empty())
    faults.add("registrant_name_missing", "An organization has a name.", "registrant_name");
  if (who.kind == HolderKind::unknown && !who.name.empty())
    faults.add("registrant_kind", "Say whether the named registrant is an individual or an organization.",
               "registrant_kind");
  if (who.handle.empty() && who.name.empty() && !withheld)
    faults.add("registrant_missing", "A registration has a registrant: a handle or a name.", "registrant_handle");
  const auto upper = [](char c) { return c >= 'A' && c <= 'Z'; };
  if (!who.country.empty() && !(who.country.size() == 2 && upper(who.country[0]) && upper(who.country[1])))
    faults.add("country_form", "Write the country with the two letters of ISO 3166.", "registrant_country");
}

void check_name(std::string& name, Faults& faults) {
  const auto parsed = names::parse_name(trim(name));
  if (!parsed.ok()) {
    faults.all.push_back(parsed.error());
    return;
  }
  name = parsed->ascii;
  if (names::is_public_suffix(name))
    faults.add("name_is_public_suffix", "Nobody holds a public suffix; names below it are registered.", "name");
}

void check_lists(Record& record, Faults& faults) {
  if (record.statuses.size() > kStatusesMax)
    faults.add("statuses_too_many", fmt::format("A name has at most {} statuses.", kStatusesMax), "status");
  for (const auto& status : record.statuses)
    if (!rdap_status(status)) {
      faults.add("status_unknown", "This is none of EPP's status words (RFC 5731, RFC 3915).", "status");
      break;
    }
  if (record.name_servers.size() > kNameServersMax)
    faults.add("name_servers_too_many", fmt::format("A name has at most {} name servers.", kNameServersMax),
               "name_servers");
  for (auto& server : record.name_servers) {
    const auto parsed = names::parse_name(trim(server));
    if (!parsed.ok()) {
      faults.add("name_server_form", "A name server is no host name: " + parsed.error().sentence, "name_servers");
      break;
    }
    server = parsed->ascii;
  }
  const auto tidy = [](std::vector<std::string>& list) {
    std::sort(list.begin(), list.end());
    list.erase(std::unique(list.begin(), list.end()), list.end());
  };
  tidy(record.statuses);
  tidy(record.name_servers);
}

void check_dates(Record& record, Instant now, Faults& faults) {
  if (record.created_at && record.expires_at && *record.expires_at < *record.created_at)
    faults.add("dates_order", "The registration ends before it began.", "expires_at");
  if (record.created_at && *record.created_at > now + std::chrono::hours(24))
    faults.add("time_future", "The registration begins in the future.", "created_at");
  if (record.verified_at && *record.verified_at > now)
    faults.add("time_future", "The verification lies in the future.", "verified_at");
  if (!record.verified_at) record.verified_how.clear();
  if (record.verified_at && record.verified_how.empty()) record.verified_how = "registry";
  if (record.verified_at && record.verified_how != "registry" && !is_verification(record.verified_how))
    faults.add("verified_how_unknown",
               "A holder is verified by documents, face_to_face, remote_live, register_lookup or registry.",
               "verified_how");
}

std::string day_text(const std::optional<Instant>& at) {
  return at ? to_rfc3339(*at) : "-";
}

}  // namespace

const char* to_text(HolderKind kind) {
  constexpr const char* kWords[] = {"individual", "organization", "unknown"};
  return kWords[static_cast<std::size_t>(kind)];
}
std::optional<HolderKind> holder_kind(std::string_view text) {
  if (text == "individual") return HolderKind::individual;
  if (text == "organization") return HolderKind::organization;
  if (text == "unknown" || text.empty()) return HolderKind::unknown;
  return std::nullopt;
}
const char* to_text(FlagKind kind) {
  return kind == FlagKind::lapsed ? "lapsed" : "changed_holder";
}

const char* rdap_status(std::string_view epp) {
  for (const Status& s : kStatuses)
    if (epp == s.epp) return s.rdap;
  return nullptr;
}
const char* epp_status(std::string_view rdap) {
  for (const Status& s : kStatuses)
    if (rdap == s.rdap) return s.epp;
  return nullptr;
}
bool is_verification(std::string_view how) {
  return std::any_of(std::begin(kVerifications), std::end(kVerifications), [&](const char* v) { return how == v; });
}

Result<Record> check_record(const Record& in, Instant now) {
  Record record = in;
  Faults faults;
  check_name(record.name, faults);
  check_registrant(record.registrant, record.registrant_withheld, faults);
  check_text(record.registrar, kTextMax, "registrar", faults);
  check_text(record.registrar_iana_id, 20, "registrar_iana_id", faults);
  check_lists(record, faults);
  check_dates(record, now, faults);
  if (faults.all.empty()) return record;
  Error error = faults.all.front();
  error.all = std::move(faults.all);
  return error;
}

bool registration_ended(const Record& record, Instant now) {
  const auto has = [&](const char* status) {
    return std::find(record.statuses.begin(), record.statuses.end(), status) != record.statuses.end();
  };
  if (has("pendingDelete") || has("redemptionPeriod")) return true;
  return record.expires_at && *record.expires_at <= now && !has("autoRenewPeriod") && !has("pendingRestore");
}

std::string record_text(const Record& r, const std::string& identity) {
  const bool open = r.registrant.kind == HolderKind::organization;
  return fmt::format("muster-domain/1\n{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}\n{} {} {}\n{} {}\n", r.name,
                     to_text(r.registrant.kind), r.registrant.handle, open ? r.registrant.name : identity,
                     r.registrant.country, r.registrar, r.registrar_iana_id, fmt::join(r.statuses, " "),
                     fmt::join(r.name_servers, " "), day_text(r.created_at), day_text(r.expires_at),
                     day_text(r.updated_at), day_text(r.verified_at), r.verified_how);
}

std::vector<Event> steps_of(const Registration& before, const Record& record, bool same_holder, Instant now) {
  std::vector<Event> out;
  const bool ended = registration_ended(record, now);
  State state = before.state;
  const auto take = [&](Event event) {
    if (const Transition* row = find_transition(state, event)) {
      out.push_back(event);
      state = row->to;
    }
  };
  if (!same_holder) take(Event::change_holder);
  // What lapsed for want of documents doesn't come back because a registry touched its record.
  if (same_holder && !ended && before.lapsed_why == "registry") take(Event::renew);
  if (ended) take(Event::end);
  if (!ended && record.verified_at && state != State::lapsed && state != State::verified) take(Event::verify);
  return out;
}

State first_state(const Record& record, Instant now) {
  if (registration_ended(record, now)) return State::lapsed;
  return record.verified_at ? State::verified : State::unverified;
}

Instant changed_from(const Record& record, Instant former_from, Instant now) {
  const Instant least = former_from + Duration(1);
  return std::max(least, record.updated_at && *record.updated_at < now ? *record.updated_at : now);
}

Instant lapsed_from(const std::optional<Instant>& expires_at, Instant held_from, Instant now) {
  return std::max(held_from, expires_at && *expires_at < now ? *expires_at : now);
}

Result<const Transition*> check_step(State state, Event event, const std::string& how,
                                     const std::vector<std::string>& reasons, By by) {
  const Transition* row = find_transition(state, event);
  if (!row)
    return conflict("domain_event_not_open",
                    fmt::format("A domain that is {} can't take the step {}.", to_text(state), to_text(event)),
                    "event");
  if (row->by != by && !(event == Event::verify && by == By::registry))
    return refused("domain_event_not_yours", "This step comes from a registry's record or from the clock.", "event");
  if (row->needs_reasons && std::all_of(reasons.begin(), reasons.end(), [](const auto& r) { return trim(r).empty(); }))
    return invalid("reasons_missing", "Give each reason in a sentence; the holder will read it.", "reasons");
  if (reasons.size() > 50 ||
      std::any_of(reasons.begin(), reasons.end(), [](const auto& r) { return r.size() > 2000 || !is_valid_utf8(r); }))
    return invalid("reason_too_long", "At most 50 reasons of 2,000 bytes each.", "reasons");
  if (event == Event::verify && by == By::registrar && !is_verification(how))
    return invalid("verified_how_unknown", "Say how: documents, face_to_face, remote_live or register_lookup.", "how");
  return row;
}

}  // namespace muster::holders
