#include "import_row.h"

#include <base/faults.h>
#include <base/text.h>
#include <filings/rules.h>
#include <ledger/leaf.h>

#include <algorithm>

namespace muster::filings {
namespace {

constexpr std::array<const char*, kColumnCount> kNames{"site_number",
                                                       "domains",
                                                       "subject_name",
                                                       "region",
                                                       "provider",
                                                       "subject_number",
                                                       "subject_kind",
                                                       "certificate_kind",
                                                       "certificate_number",
                                                       "certificate_address",
                                                       "postal_address",
                                                       "superior",
                                                       "responsible_name",
                                                       "responsible_id_kind",
                                                       "responsible_id_number",
                                                       "responsible_mobile",
                                                       "responsible_email",
                                                       "site_name",
                                                       "home_url",
                                                       "language",
                                                       "service_types",
                                                       "state",
                                                       "filed_at",
                                                       "cancelled_at",
                                                       "access_provider",
                                                       "access_method",
                                                       "server_location",
                                                       "address_ranges",
                                                       "pre_approvals"};

std::vector<std::string> words(std::string_view text, std::string_view separators) {
  std::vector<std::string> out;
  while (!text.empty()) {
    const std::size_t at = text.find_first_of(separators);
    if (const auto word = trim(text.substr(0, at)); !word.empty()) out.emplace_back(word);
    if (at == std::string_view::npos) break;
    text.remove_prefix(at + 1);
  }
  return out;
}

// "subject.responsible.email" → "responsible_email", "site.domains.3" → "domains": the rules' field as a column.
std::string column_of_field(std::string_view field) {
  if (field.starts_with("site.domains")) return "domains";
  if (field.starts_with("site.pre_approvals")) return "pre_approvals";
  if (field.starts_with("site.accesses")) {
    if (field.ends_with("provider_id")) return "access_provider";
    return field.ends_with("server_location") ? "server_location" : "address_ranges";
  }
  if (field.starts_with("subject.responsible.")) return "responsible_" + std::string(field.substr(20));
  if (field == "subject.region") return "region";
  if (field == "subject.name" || field == "subject.number" || field == "site.name" || field == "site.number") {
    std::string out(field);
    out[out.find('.')] = '_';
    return out;
  }
  if (field == "provider_id") return "provider";
  const std::size_t dot = field.find('.');
  return std::string(dot == std::string_view::npos ? field : field.substr(dot + 1));
}

Result<Instant> moment(const std::string& text) {
  return text.size() == 10 ? parse_day(text) : parse_rfc3339(text);
}

// Collects what is wrong before the rules are asked.
struct Reading {
  std::vector<Error> errors;
  void fault(const char* code, const char* sentence, Column column) {
    errors.push_back(invalid(code, sentence, to_text(column)));
  }
};

void read_subject(const RawRow& raw, SubjectDraft& subject, Reading& reading) {
  subject.number = raw.at(Column::subject_number);
  if (subject.number.empty()) {
    const std::string& site = raw.at(Column::site_number);
    subject.number = site.substr(0, site.rfind('-'));
  }
  const std::string& kind = raw.at(Column::subject_kind);
  if (const auto known = subject_kind(kind.empty() ? "company" : kind))
    subject.kind = *known;
  else
    reading.fault("subject_kind_unknown", "The kind is government, institution, company, association or individual.",
                  Column::subject_kind);
  subject.name = raw.at(Column::subject_name);
  subject.region = raw.at(Column::region);
  subject.certificate_kind = raw.at(Column::certificate_kind);
  subject.certificate_number = raw.at(Column::certificate_number);
  subject.certificate_address = raw.at(Column::certificate_address);
  subject.postal_address = raw.at(Column::postal_address);
  subject.superior = raw.at(Column::superior);
  subject.responsible = {raw.at(Column::responsible_name), raw.at(Column::responsible_id_kind),
                         raw.at(Column::responsible_id_number), raw.at(Column::responsible_mobile),
                         raw.at(Column::responsible_email)};
}

void read_site(const RawRow& raw, SiteDraft& site) {
  site.number = raw.at(Column::site_number);
  site.domains = words(raw.at(Column::domains), "; ");
  site.name = raw.at(Column::site_name);
  if (site.name.empty() && !site.domains.empty()) site.name = site.domains[0];
  site.home_url = raw.at(Column::home_url);
  if (site.home_url.empty() && !site.domains.empty()) site.home_url = "http://" + site.domains[0] + "/";
  site.language = raw.at(Column::language);
  site.service_types = words(raw.at(Column::service_types), "; ");
}

void read_approvals(const RawRow& raw, SiteDraft& site, Reading& reading) {
  for (const auto& text : words(raw.at(Column::pre_approvals), ";")) {
    auto approval = read_pre_approval(text);
    if (approval.ok())
      site.pre_approvals.push_back(std::move(*approval));
    else
      reading.errors.push_back(
          invalid(approval.error().code, approval.error().sentence, to_text(Column::pre_approvals)));
  }
}

void read_state(const RawRow& raw, GoodRow& row, Instant now, Reading& reading) {
  const std::string& state = raw.at(Column::state);
  if (state.empty() || state == "filed")
    row.state = State::filed;
  else if (state == "cancelled")
    row.state = State::cancelled;
  else
    reading.fault("state_unknown", "A register that comes in has filed and cancelled records alone.", Column::state);
  row.filed_at = now;
  if (const std::string& at = raw.at(Column::filed_at); !at.empty()) {
    const auto day = moment(at);
    if (day.ok())
      row.filed_at = *day;
    else
      reading.fault("time_form", "Write the day as YYYY-MM-DD or a time as RFC 3339 says.", Column::filed_at);
    if (day.ok() && now < *day) reading.fault("time_future", "The day of filing lies in the future.", Column::filed_at);
  }
  if (row.state != State::cancelled) return;
  row.cancelled_at = now;
  if (const std::string& at = raw.at(Column::cancelled_at); !at.empty()) {
    const auto day = moment(at);
    if (day.ok())
      row.cancelled_at = *day;
    else
      reading.fault("time_form", "Write the day as YYYY-MM-DD or a time as RFC 3339 says.", Column::cancelled_at);
  }
}

void read_accesses(const RawRow& raw, FilingDraft& draft, const FindProvider& find_provider, Reading& reading) {
  const auto ranges = words(raw.at(Column::address_ranges), ";");
  if (ranges.empty()) return;
  AccessDraft access;
  access.provider_id = draft.provider_id;
  if (const std::string& other = raw.at(Column::access_provider); !other.empty()) {
    const auto found = find_provider(other);
    if (found.ok())
      access.provider_id = *found;
    else
      reading.errors.push_back(invalid(found.error().code, found.error().sentence, to_text(Column::access_provider)));
  }
  const std::string& method = raw.at(Column::access_method);
  if (const auto known = access_method(method.empty() ? "other" : method))
    access.method = *known;
  else
    reading.fault("access_method_unknown",
                  "The method is dedicated_line, colocation, virtual_host, cloud, cdn or other.",
                  Column::access_method);
  access.server_location = raw.at(Column::server_location);
  for (const auto& range : ranges) {
    access.address_range = range;
    draft.site.accesses.push_back(access);
  }
}

}  // namespace

const char* to_text(Column column) {
  return kNames[static_cast<std::size_t>(column)];
}

std::optional<Column> column_of(std::string_view name) {
  const auto found = std::find(kNames.begin(), kNames.end(), name);
  if (found == kNames.end()) return std::nullopt;
  return static_cast<Column>(found - kNames.begin());
}

Result<GoodRow> prepare(const RawRow& raw, Instant now, const std::string& default_provider,
                        const FindProvider& find_provider) {
  GoodRow row;
  row.line = raw.line;
  row.days = raw.at(Column::filed_at) + " " + raw.at(Column::cancelled_at);
  Reading reading;
  if (raw.at(Column::site_number).empty())
    reading.fault("number_missing", "The site's number is missing.", Column::site_number);
  read_subject(raw, row.draft.subject, reading);
  read_site(raw, row.draft.site);
  read_approvals(raw, row.draft.site, reading);
  read_state(raw, row, now, reading);
  row.draft.provider_id = default_provider;
  if (const std::string& provider = raw.at(Column::provider); !provider.empty()) {
    const auto found = find_provider(provider);
    row.draft.provider_id = found.ok() ? *found : provider;
    if (!found.ok())
      reading.errors.push_back(invalid(found.error().code, found.error().sentence, to_text(Column::provider)));
  }
  read_accesses(raw, row.draft, find_provider, reading);
  auto checked = check_draft(row.draft, Completeness::as_imported);
  if (!checked.ok()) {
    const Error& error = checked.error();
    for (const Error& e : faults_of(error)) {
      const bool derived = raw.at(Column::home_url).empty() && e.field == "site.home_url";  // its domain's fault
      if (derived && error.all.size() > 1) continue;
      reading.errors.push_back(e);
      reading.errors.back().field = column_of_field(e.field);
      reading.errors.back().all.clear();
    }
  }
  if (auto error = together(std::move(reading.errors))) return *error;
  row.draft = std::move(*checked);
  row.hash = ledger::leaf_hash(row_text(row));
  return row;
}

std::string row_text(const GoodRow& row) {
  const SubjectDraft& subject = row.draft.subject;
  const SiteDraft& site = row.draft.site;
  const bool person = subject.kind == SubjectKind::individual;
  std::string out = "muster-filing-row/1\n";
  const auto line = [&](std::string_view text) { (out += text) += '\n'; };
  line(subject.number);
  line(to_text(subject.kind));
  line(person ? "" : subject.name);
  line(subject.certificate_kind);
  line(person ? "" : subject.certificate_number);
  line(person ? "" : subject.certificate_address);
  line(person ? "" : subject.postal_address);
  line(person ? "" : subject.superior);
  line(subject.region);
  line(site.number);
  line(site.name);
  line(site.home_url);
  line(site.language);
  for (const auto& word : site.service_types) (out += word) += ' ';
  line("");
  for (const auto& name : site.domains) (out += name) += ' ';
  line("");
  line(row.draft.provider_id);
  for (const auto& access : site.accesses)
    ((((((out += access.provider_id) += ' ') += to_text(access.method)) += ' ') += access.address_range) += ' ') +=
        access.server_location + ";";
  line("");
  line(to_text(row.state));
  line(row.days);
  // A line more where there are any, so that a register without them keeps its hashes.
  if (!site.pre_approvals.empty()) {
    for (const auto& approval : site.pre_approvals) (out += written(approval)) += ';';
    line("");
  }
  return out;
}

}  // namespace muster::filings
