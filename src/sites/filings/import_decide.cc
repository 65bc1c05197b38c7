#include "import_batch.h"
#include "personal_data.h"
#include <filings/rules.h>
#include <store/keys.h>

#include <map>

namespace muster::filings {
namespace {

constexpr store::Sql kSites{
    "import_sites",
    "select s.number, f.row_hash from site s join filing f on f.id = s.id where s.number in " MUSTER_KEYS};
constexpr store::Sql kSubjects{"import_subjects",
                               "select id, number, kind, name, region from subject where number in " MUSTER_KEYS};
constexpr store::Sql kDomains{"import_domains",
                              "select name, site_id, state from filing_domain where name in " MUSTER_KEYS};
// Kind by kind, as its index is: without the kind every batch would read all subjects that there are.
constexpr store::Sql kCertificates{"import_certificates",
                                   "select number, certificate_index from subject where certificate_kind = :kind and "
                                   "certificate_index is not null and certificate_index in " MUSTER_KEYS};

struct KnownSubject {
  std::string id;
  SubjectKind kind;
  std::string name, region;
  bool fits(const SubjectDraft& draft) const {
    return kind == draft.kind && region == draft.region && (kind == SubjectKind::individual || name == draft.name);
  }
};

// What the register and the batch so far know.
struct Known {
  std::unordered_map<std::string, std::string> sites;  // number → row hash in hex, "" of one that wasn't imported
  std::unordered_map<std::string, KnownSubject> subjects;
  std::unordered_map<std::string, std::pair<std::string, bool>> domains;  // name → site, cancelled
  std::unordered_map<std::string, std::string> certificates;              // kind and index → subject's number

  Known(store::Transaction& tx, const std::vector<GoodRow>& rows,
        const std::vector<std::optional<std::string>>& indexes) {
    std::vector<std::string> numbers, subject_numbers, names;
    std::map<std::string, std::vector<std::string>> certificate_keys;  // by kind
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const FilingDraft& draft = rows[i].draft;
      numbers.push_back(draft.site.number);
      subject_numbers.push_back(draft.subject.number);
      names.insert(names.end(), draft.site.domains.begin(), draft.site.domains.end());
      if (indexes[i]) certificate_keys[draft.subject.certificate_kind].push_back(*indexes[i]);
    }
    store::each_of(tx, kSites, numbers,
                   [&](const store::Row& row) { sites.emplace(row.text("number"), row.text("row_hash")); });
    store::each_of(tx, kSubjects, subject_numbers, [&](const store::Row& row) {
      subjects.emplace(row.text("number"), KnownSubject{row.text("id"), *subject_kind(row.text("kind")),
                                                        row.text("name"), row.text("region")});
    });
    store::each_of(tx, kDomains, names, [&](const store::Row& row) {
      domains.emplace(row.text("name"), std::pair(row.text("site_id"), row.text("state") == "cancelled"));
    });
    for (const auto& [kind, keys] : certificate_keys)
      store::each_of(tx, kCertificates, keys,
                     [&, &kind = kind](const store::Row& row) {
                       certificates.emplace(kind + " " + row.text("certificate_index"), row.text("number"));
                     },
                     {{"kind", kind}});
  }
};

std::optional<Error> domain_fault(store::Transaction& tx, const GoodRow& row, const Known& known,
                                  const restrictions::Service* restrictions) {
  if (row.state == State::cancelled) return std::nullopt;  // an old record takes nobody's name
  for (const auto& name : row.draft.site.domains) {
    const auto found = known.domains.find(name);
    if (found != known.domains.end() && !found->second.second)
      return conflict("domain_in_other_filing",
                      "The domain " + name + " belongs to another filing; one domain belongs to one site.", "domains");
    if (!restrictions) continue;
    if (const auto entry = restrictions->standing(tx, name).entry)
      return refused("domain_blocklisted",
                     "The domain " + name + " is on the blocklist until " + to_rfc3339(entry->until) + ".", "domains");
  }
  return std::nullopt;
}

}  // namespace

Decided decide(store::Transaction& tx, const std::vector<GoodRow>& rows, const ledger::Recorder& recorder,
               const vault::Vault& vault, const restrictions::Service& restrictions, Seen* seen) {
  std::vector<std::optional<std::string>> indexes;
  for (const GoodRow& row : rows) indexes.push_back(certificate_index(vault, row.draft.subject));
  Known known(tx, rows, indexes);
  Decided out;
  out.restricted = restrictions.anything_active(tx);
  const std::hash<std::string> hash_of;
  for (const auto& [name, of] : known.domains) out.known_names.insert(name);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const GoodRow& row = rows[i];
    const FilingDraft& draft = row.draft;
    const auto fault = [&](Error error) {
      out.faults.push_back({row.line, draft.site.number, std::move(error)});
      ++out.refused;
    };
    const std::string hash = to_hex(row.hash);
    if (const auto site = known.sites.find(draft.site.number);
        site != known.sites.end() || (seen && seen->numbers.contains(hash_of(draft.site.number)))) {
      if (site != known.sites.end() && site->second == hash)
        ++out.already_in;
      else
        fault(conflict("site_number_taken",
                       "A site of this number is in already, with other data; it was left as it is.", "site_number"));
      continue;
    }
    if (auto error = domain_fault(tx, row, known, out.restricted ? &restrictions : nullptr)) {
      fault(std::move(*error));
      continue;
    }
    if (seen && row.state == State::filed &&
        std::any_of(draft.site.domains.begin(), draft.site.domains.end(),
                    [&](const auto& name) { return seen->domains.contains(hash_of(name)); })) {
      fault(conflict("domain_in_other_filing",
                     "A domain of this line stands in an earlier line; one domain belongs to one site.", "domains"));
      continue;
    }
    const auto subject = known.subjects.find(draft.subject.number);
    if (subject != known.subjects.end() && !subject->second.fits(draft.subject)) {
      fault(conflict("subject_differs",
                     "The subject of this number is in the register with another name, kind or region.",
                     "subject_number"));
      continue;
    }
    const std::string certificate = indexes[i] ? draft.subject.certificate_kind + " " + *indexes[i] : std::string();
    if (!certificate.empty()) {
      const auto holder = known.certificates.find(certificate);
      if (holder != known.certificates.end() && holder->second != draft.subject.number) {
        fault(conflict("subject_exists", "A subject of another number has this certificate.", "certificate_number"));
        continue;
      }
    }
    Decided::Taken taken{&row, {}, subject == known.subjects.end(), indexes[i]};
    taken.subject_id = taken.new_subject ? recorder.new_id() : subject->second.id;
    if (taken.new_subject)
      known.subjects.emplace(
          draft.subject.number,
          KnownSubject{taken.subject_id, draft.subject.kind,
                       draft.subject.kind == SubjectKind::individual ? "" : draft.subject.name, draft.subject.region});
    if (!certificate.empty()) known.certificates.emplace(certificate, draft.subject.number);
    known.sites.emplace(draft.site.number, hash);
    if (seen) seen->numbers.insert(hash_of(draft.site.number));
    for (const auto& name : draft.site.domains) {
      const auto found = known.domains.find(name);
      if (found != known.domains.end() && row.state == State::filed) out.passing_on.emplace(name, found->second.first);
      if (row.state == State::filed) known.domains[name] = {"", false};
      if (seen && row.state == State::filed) seen->domains.insert(hash_of(name));
    }
    out.taken.push_back(std::move(taken));
  }
  return out;
}

}  // namespace muster::filings
