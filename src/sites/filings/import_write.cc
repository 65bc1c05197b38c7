#include "claims.h"
#include "filing_json.h"
#include "import_batch.h"
#include "personal_data.h"
#include <ledger/merkle.h>

#include <fmt/format.h>

namespace muster::filings {
namespace {

using store::Value;
constexpr std::string_view kSubjectColumns[] = {"id",
                                                "number",
                                                "kind",
                                                "name",
                                                "certificate_kind",
                                                "certificate_number",
                                                "certificate_index",
                                                "certificate_address",
                                                "postal_address",
                                                "superior",
                                                "region",
                                                "created_at",
                                                "version"};
constexpr std::string_view kSiteColumns[] = {"id",       "number",        "subject_id", "name",   "home_url",
                                             "language", "service_types", "created_at", "version"};
constexpr std::string_view kFilingColumns[] = {"id",        "provider_id", "state",        "state_since",
                                               "reasons",   "filed_at",    "cancelled_at", "batch_id",
                                               "batch_row", "row_hash",    "created_at",   "version"};
constexpr std::string_view kDomainColumns[] = {"name", "site_id", "state"};
constexpr std::string_view kAccessColumns[] = {
    "id",    "site_id",     "provider_id", "method", "server_location", "address_range",
    "state", "state_since", "reasons",     "version"};
constexpr std::string_view kApprovalColumns[] = {"id",        "site_id",     "kind",       "number",
                                                 "issued_by", "valid_until", "recorded_at"};
constexpr store::Sql kBatch{
    "filing_batch_insert",
    "insert into filing_batch(id, import_id, ordinal, filings, root) values(:id, :import, :ordinal, :filings, :root)"};

// One table at a time, because PostgreSQL copies into one at a time.
template <class Each>
void bulk(store::Transaction& tx, std::string_view table, std::span<const std::string_view> columns, Each&& each) {
  auto into = tx.bulk(table, columns);
  each([&](std::initializer_list<Value> values) { into->row({values.begin(), values.size()}); });
  into->finish();
}

Value text_or_null(const std::optional<std::string>& text) {
  return text ? Value(*text) : Value();
}

// Whatever goes into the database for the rows taken, with ids given.
struct Writing {
  store::Transaction& tx;
  const Decided& decided;
  const std::string& batch_id;
  Instant now;
  std::vector<std::string> site_ids = {};

  void subjects() {
    bulk(tx, "subject", kSubjectColumns, [&](auto&& row) {
      for (const auto& taken : decided.taken) {
        if (!taken.new_subject) continue;
        const Subject s = open_part(taken.row->draft.subject);
        row({taken.subject_id, s.number, std::string(to_text(s.kind)), s.name, s.certificate_kind, s.certificate_number,
             text_or_null(taken.certificate_index), s.certificate_address, s.postal_address, s.superior, s.region,
             now.micros, std::int64_t{1}});
      }
    });
  }
  void sites() {
    bulk(tx, "site", kSiteColumns, [&](auto&& row) {
      for (std::size_t i = 0; i < decided.taken.size(); ++i) {
        const SiteDraft& s = decided.taken[i].row->draft.site;
        row({site_ids[i], s.number, decided.taken[i].subject_id, s.name, s.home_url, s.language,
             fmt::format("{}", fmt::join(s.service_types, " ")), now.micros, std::int64_t{1}});
      }
    });
  }
  void filings() {
    bulk(tx, "filing", kFilingColumns, [&](auto&& row) {
      for (std::size_t i = 0; i < decided.taken.size(); ++i) {
        const GoodRow& r = *decided.taken[i].row;
        row({site_ids[i], r.draft.provider_id, std::string(to_text(r.state)), now.micros, std::string("[]"),
             r.filed_at.micros, r.cancelled_at ? Value(r.cancelled_at->micros) : Value(), batch_id,
             static_cast<std::int64_t>(i), to_hex(r.hash), now.micros, std::int64_t{1}});
      }
    });
  }
  // Filed names first: what an old, cancelled record had is written where nobody has it now.
  std::vector<std::pair<std::string, std::string>> domains() {
    std::vector<std::pair<std::string, std::string>> former;  // name, site
    std::unordered_set<std::string> written;
    bulk(tx, "filing_domain", kDomainColumns, [&](auto&& row) {
      for (const State state : {State::filed, State::cancelled})
        for (std::size_t i = 0; i < decided.taken.size(); ++i) {
          const GoodRow& r = *decided.taken[i].row;
          if (r.state != state) continue;
          for (const auto& name : r.draft.site.domains) {
            if (state == State::filed && decided.passing_on.contains(name)) continue;
            if (state == State::cancelled && decided.known_names.contains(name))
              former.emplace_back(name, site_ids[i]);
            else if (written.insert(name).second)
              row({name, site_ids[i], std::string(to_text(domain_state_for(state)))});
            else
              former.emplace_back(name, site_ids[i]);
          }
        }
    });
    return former;
  }
  void accesses(const ledger::Recorder& recorder) {
    bulk(tx, "access", kAccessColumns, [&](auto&& row) {
      for (std::size_t i = 0; i < decided.taken.size(); ++i) {
        const GoodRow& r = *decided.taken[i].row;
        const char* state = to_text(r.state == State::filed ? AccessState::open : AccessState::closed);
        for (const AccessDraft& a : r.draft.site.accesses)
          row({recorder.new_id(), site_ids[i], a.provider_id, std::string(to_text(a.method)), a.server_location,
               a.address_range, std::string(state), now.micros, std::string("[]"), std::int64_t{1}});
      }
    });
  }
  void pre_approvals(const ledger::Recorder& recorder) {
    bulk(tx, "filing_pre_approval", kApprovalColumns, [&](auto&& row) {
      for (std::size_t i = 0; i < decided.taken.size(); ++i)
        for (const PreApproval& a : decided.taken[i].row->draft.site.pre_approvals)
          row({recorder.new_id(), site_ids[i], std::string(to_text(a.kind)), a.number, a.issued_by,
               a.valid_until ? Value(a.valid_until->micros) : Value(), now.micros});
    });
  }
  Result<void> secrets(const vault::Vault& vault) {
    std::vector<vault::Sealed> sealed;
    for (std::size_t i = 0; i < decided.taken.size(); ++i) {
      const auto& taken = decided.taken[i];
      // A subject's own secrets go in with it; a responsible person of a further site stands under that site.
      vault::Fields fields;
      if (taken.new_subject)
        fields = secret_fields(taken.row->draft.subject);
      else
        add_responsible(fields, taken.row->draft.subject.responsible);
      if (fields.empty()) continue;
      MUSTER_TRY(auto one, vault.seal(taken.new_subject ? taken.subject_id : site_ids[i], fields));
      sealed.push_back(std::move(one));
    }
    if (sealed.empty()) return {};
    bulk(tx, "vault_key", vault::kKeyColumns, [&](auto&& row) {
      for (const auto& s : sealed) row({s.key.record_id, s.key.kek_id, s.key.data_key_id, s.key.wrapped_key});
    });
    bulk(tx, "vault_field", vault::kFieldColumns, [&](auto&& row) {
      for (const auto& s : sealed)
        for (const auto& field : s.fields) row({field.record_id, field.field, field.ciphertext});
    });
    return {};
  }
};

}  // namespace

Result<void> write(store::Transaction& tx, const Decided& decided, const std::string& import_id, std::int64_t ordinal,
                   const std::string& actor, const ledger::Recorder& recorder, const vault::Vault& vault,
                   const restrictions::Service& restrictions) {
  if (decided.taken.empty()) return {};
  const std::string batch_id = recorder.new_id();
  ledger::merkle::Frontier tree;
  Writing writing{tx, decided, batch_id, recorder.clock().now()};
  for (const auto& taken : decided.taken) {
    tree.add(taken.row->hash);
    writing.site_ids.push_back(recorder.new_id());
  }
  const auto count = static_cast<std::int64_t>(decided.taken.size());
  const std::string root = to_hex(tree.root());
  tx.run(kBatch, {{"id", batch_id}, {"import", import_id}, {"ordinal", ordinal}, {"filings", count}, {"root", root}});
  writing.subjects();
  writing.sites();
  writing.filings();
  const auto former = writing.domains();
  writing.accesses(recorder);
  writing.pre_approvals(recorder);
  MUSTER_CHECK_OK(writing.secrets(vault));
  for (const auto& [name, site] : former) insert_former(tx, name, site, writing.now);
  for (std::size_t i = 0; i < decided.taken.size(); ++i) {
    const GoodRow& row = *decided.taken[i].row;
    if (row.state != State::filed) continue;
    for (const auto& name : row.draft.site.domains) {
      if (const auto from = decided.passing_on.find(name); from != decided.passing_on.end()) {
        insert_former(tx, name, from->second, writing.now);
        move_domain(tx, name, writing.site_ids[i], DomainState::filed);
      }
      if (!decided.restricted) continue;
      MUSTER_CHECK_OK(free_name(tx, restrictions, recorder, name, writing.site_ids[i]));
      MUSTER_CHECK_OK(free_name(tx, restrictions, recorder, "www." + name, writing.site_ids[i]));
    }
  }
  recorder.record(
      tx, kImported, actor, kBatchRecord, batch_id,
      fmt::format(R"({{"import":"{}","ordinal":{},"filings":{},"root":"{}"}})", import_id, ordinal, count, root));
  return {};
}

}  // namespace muster::filings
