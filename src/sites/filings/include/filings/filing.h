// The register's records: subject → site → access. A filing is the record of one site and shares its id. Plain values.
// Personal data (all of an individual but kind and region; a responsible person) is never in these: it stands in the
// vault under the subject's or the site's id, and is read one record at a time for a stated purpose.
#pragma once

#include <base/result.h>
#include <base/time.h>
#include <filings/pre_approval.h>
#include <filings/states.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace muster::filings {

enum class SubjectKind : std::uint8_t { government, institution, company, association, individual };
const char* to_text(SubjectKind kind);
std::optional<SubjectKind> subject_kind(std::string_view text);

enum class AccessMethod : std::uint8_t { dedicated_line, colocation, virtual_host, cloud, cdn, other };
const char* to_text(AccessMethod method);
std::optional<AccessMethod> access_method(std::string_view text);

// Personal data on its way into the vault; never stored or logged in this form.
struct ResponsiblePerson {
  std::string name, id_kind, id_number, mobile, email;
  bool empty() const { return name.empty() && id_kind.empty() && id_number.empty() && mobile.empty() && email.empty(); }
};

struct SubjectDraft {
  std::string number;  // of an imported register; empty: the register gives one
  SubjectKind kind = SubjectKind::company;
  std::string name, certificate_kind, certificate_number, certificate_address, postal_address, superior, region;
  ResponsiblePerson responsible;
};

struct AccessDraft {
  std::string provider_id;  // a party
  AccessMethod method = AccessMethod::other;
  std::string server_location;
  std::string address_range;  // "192.0.2.7", "192.0.2.0/24", "192.0.2.1-192.0.2.9", the same in IPv6
};

struct SiteDraft {
  std::string number;  // of an imported register; empty: the register gives one
  std::string name, home_url, language;
  std::vector<std::string> service_types;
  std::vector<std::string> domains;
  std::vector<PreApproval> pre_approvals = {};
  ResponsiblePerson responsible;  // empty: that of the subject
  std::vector<AccessDraft> accesses;
};

struct FilingDraft {
  std::string subject_id;  // of a known subject, or
  SubjectDraft subject;    // of a new one
  SiteDraft site;
  std::string provider_id;  // who files
};

struct Subject {
  std::string id, number;
  SubjectKind kind = SubjectKind::company;
  std::string name;  // empty for individuals, as all that follow but certificate_kind and region
  std::string certificate_kind, certificate_number, certificate_address, postal_address, superior, region;
  Instant created_at;
  std::int64_t version = 1;
};

struct Domain {
  std::string name;
  DomainState state = DomainState::pending;
};

struct Access {
  std::string id, site_id, provider_id;
  AccessMethod method = AccessMethod::other;
  std::string server_location, address_range;
  AccessState state = AccessState::requested;
  Instant state_since;
  std::vector<std::string> reasons;
  std::int64_t version = 1;
};

// What is asked to be other than it is filed. Absent: stays.
struct Change {
  std::optional<std::string> name, home_url, language;
  std::optional<std::vector<std::string>> service_types = {};  // all of them, as they are to be
  std::vector<std::string> add_domains, remove_domains;
  std::vector<PreApproval> add_pre_approvals = {};
  std::vector<PreApprovalKey> remove_pre_approvals = {};
  bool empty() const {
    return !name && !home_url && !language && !service_types && add_domains.empty() && remove_domains.empty() &&
           add_pre_approvals.empty() && remove_pre_approvals.empty();
  }
};

struct Filing {
  std::string id;  // of the site as well
  std::string number, subject_id, name, home_url, language;
  std::vector<std::string> service_types;
  std::string provider_id;
  State state = State::draft;
  Instant state_since;
  std::optional<Instant> due_at;  // when the present step's term ends
  std::vector<std::string> reasons;
  std::optional<Instant> filed_at, cancelled_at;
  std::optional<std::string> batch_id;  // came with an imported register
  Instant created_at;
  std::int64_t version = 1;
  std::vector<Domain> domains;
  std::vector<PreApproval> pre_approvals;  // by kind and number
  std::vector<Access> accesses;
  std::optional<Change> pending_change;
};

// A row of a list.
struct FilingRow {
  std::string id, number, name, home_url, provider_id;
  std::string subject_id, subject_number, subject_name;  // the name empty for individuals
  SubjectKind subject_kind = SubjectKind::company;
  State state = State::draft;
  Instant state_since;
  std::optional<Instant> due_at, filed_at;
  std::vector<std::string> domains;         // the first ones by name, at most kRowDomainsMax
  std::optional<std::int64_t> position;     // in the queue, where the list is the queue: 1 is next, 0 is being reviewed
  std::optional<PreApproval> pre_approval;  // where the list is of those that expire: the one
};
inline constexpr int kRowDomainsMax = 20;

// A step from the present state, and why it may be closed to somebody.
struct NextEvent {
  Event event = Event::preverify;
  State to = State::draft;
  bool needs_reasons = false;
  std::optional<Error> why_not;  // nothing: allowed
};

// Who acts. The register's staff may do what the register does; a provider only for its own filings and access.
struct Actor {
  std::string id;        // a person's, or "system:<room>"
  std::string party_id;  // of the person
  bool registrar = false;
};

}  // namespace muster::filings
