// Everything that is held about a person, for the person.
#include "dispute_store.h"
#include "request_store.h"
#include <base/text.h>
#include <lines/rules.h>
#include <lines/service.h>
#include <parties/parties.h>
#include <persons/freeze.h>
#include <persons/notice.h>
#include <persons/records.h>

#include <fmt/format.h>
#include <lookups/own_page.h>

namespace muster::lookups {
namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;
constexpr const char* kExportPurpose = "own_export";
constexpr int kReadingsMax = 1'000;

constexpr store::Sql kDocumentsOf{"export_documents",
                                  "select * from holder_document where holder_id = :id order by ordinal"};
constexpr store::Sql kCorrectionsOf{"export_corrections",
                                    "select id, part, state, asked_at, decided_at from holder_correction where "
                                    "holder_id = :id order by id"};
constexpr store::Sql kRegistrationsOf{"export_registrations",
                                      "select * from registration where holder_id = :id order by captured_at, id"};

void put(Pairs& pairs, const char* code, const std::string& value) {
  if (!value.empty()) pairs.emplace_back(code, value);
}
std::string when(const std::optional<Instant>& at) {
  return at ? to_rfc3339(*at) : std::string();
}

void identity(const vault::Fields& clear, const persons::Holder& holder, ExportSection& out) {
  Pairs pairs;
  for (const auto& [field, value] : clear)
    if (!field.starts_with("document_")) pairs.emplace_back(field, value);
  put(pairs, "category", persons::to_text(holder.category));
  put(pairs, "on_record_since", to_rfc3339(holder.created_at));
  out.records.push_back(std::move(pairs));
}

void documents(store::Transaction& tx, const vault::Fields& clear, const std::string& record, ExportSection& out) {
  for (const auto& row : tx.query(kDocumentsOf, {{"id", record}})) {
    Pairs pairs;
    put(pairs, "kind", row.text("kind"));
    put(pairs, "country", row.text("country"));
    const auto number = clear.find(persons::document_field(row.integer("ordinal")));
    put(pairs, "number", number == clear.end() ? std::string() : number->second);
    put(pairs, "expires_on", row.text("expires_on"));
    put(pairs, "shown_at", to_rfc3339(row.instant("added_at")));
    out.records.push_back(std::move(pairs));
  }
}

void lines_held(store::Transaction& tx, const std::string& record, ExportSection& held, ExportSection& sims) {
  for (const auto& o : lines::ownerships_of_holder(tx, record)) {
    const auto line = lines::find_line(tx, o.line_id);
    Pairs pairs;
    put(pairs, "number", lines::msisdn_text(line->msisdn));
    put(pairs, "kind", lines::to_text(o.kind));
    if (!o.until) put(pairs, "state", lines::to_text(line->state));
    put(pairs, "held_since", to_rfc3339(o.from));
    put(pairs, "held_until", when(o.until));
    held.records.push_back(std::move(pairs));
    for (const auto& sim : lines::sims_of(tx, o.line_id)) {
      if ((o.until && sim.from >= *o.until) || (sim.until && *sim.until <= o.from)) continue;
      const auto [iccid, imsi] = sim_identities(tx, sim.sim_id);
      Pairs one;
      put(one, "number", lines::msisdn_text(line->msisdn));
      put(one, "iccid", iccid);
      put(one, "imsi", imsi);
      put(one, "from", to_rfc3339(sim.from));
      put(one, "until", when(sim.until));
      put(one, "reason", sim.reason);
      sims.records.push_back(std::move(one));
    }
  }
}

void registrations(store::Transaction& tx, const std::string& record, ExportSection& out) {
  for (const auto& row : tx.query(kRegistrationsOf, {{"id", record}})) {
    Pairs pairs;
    if (const auto line = lines::find_line(tx, row.text("line_id")))
      put(pairs, "number", lines::msisdn_text(line->msisdn));
    put(pairs, "captured_at", to_rfc3339(row.instant("captured_at")));
    const auto dealer = parties::find_party(tx, row.text("dealer_id"));
    put(pairs, "dealer", dealer ? dealer->name : std::string());
    put(pairs, "place", row.text("place"));
    put(pairs, "device", row.text("device"));
    put(pairs, "consent", row.text("consent"));
    put(pairs, "state", row.text("state"));
    put(pairs, "checked_by", row.text("method"));
    put(pairs, "organisation", row.text("organisation_number"));
    out.records.push_back(std::move(pairs));
  }
}

// What was put right, with what stood there before for as long as it is kept.
Result<void> corrections(store::Transaction& tx, const vault::Vault& vault, const std::string& actor,
                         const std::string& record, ExportSection& out) {
  for (const auto& row : tx.query(kCorrectionsOf, {{"id", record}})) {
    Pairs pairs;
    put(pairs, "about", row.text("part"));
    put(pairs, "state", row.text("state"));
    put(pairs, "asked_at", to_rfc3339(row.instant("asked_at")));
    put(pairs, "decided_at", when(row.maybe_instant("decided_at")));
    const auto values = vault.get(tx, row.text("id"), std::vector<std::string>{}, kExportPurpose, actor);
    if (values.ok())
      for (const auto& [field, value] : *values) pairs.emplace_back(field, value);
    else if (values.error().code != "vault_destroyed")
      return values.error();
    out.records.push_back(std::move(pairs));
  }
  return {};
}

void notices(store::Transaction& tx, const std::string& record, ExportSection& out) {
  for (const auto& n : persons::notices_of(tx, record, {}, kReadingsMax))
    out.records.push_back({{"kind", n.kind}, {"at", to_rfc3339(n.at)}});
}

Pairs dispute_pairs(const Dispute& d, const vault::Fields& words) {
  Pairs pairs;
  put(pairs, "kind", to_text(d.kind));
  put(pairs, "fields", joined_codes(d.fields));
  put(pairs, "opened_at", to_rfc3339(d.opened_at));
  put(pairs, "state", to_text(d.state));
  put(pairs, "due_at", to_rfc3339(d.due_at));
  put(pairs, "outcome", d.outcome ? to_text(*d.outcome) : "");
  put(pairs, "reason", d.reason);
  for (const auto& [field, value] : words) pairs.emplace_back(field, value);
  return pairs;
}

}  // namespace

Result<Export> OwnPage::export_all(const OwnSession& session) const {
  Export out;
  MUSTER_TRY(const auto read, readings(session, {}, kReadingsMax));
  return parts_.database.write([&](store::Transaction& tx) -> Result<Export> {
    out = {clock().now(), {}};
    ExportSection who{"identity", {}}, papers{"documents", {}}, held{"lines", {}}, sims{"sims", {}},
        captured{"registrations", {}}, disputed{"disputes", {}}, frozen{"freeze", {}}, readers{"readings", {}},
        righted{"corrections", {}}, told{"notices", {}};
    for (const std::string& record : session.records) {
      const auto holder = persons::find_holder(tx, record);
      if (!holder || holder->destroyed_at) continue;
      MUSTER_TRY(const auto clear,
                 parts_.vault.get(tx, record, std::vector<std::string>{}, kExportPurpose, session.actor()));
      identity(clear, *holder, who);
      documents(tx, clear, record, papers);
      lines_held(tx, record, held, sims);
      registrations(tx, record, captured);
      notices(tx, record, told);
      MUSTER_CHECK_OK(corrections(tx, parts_.vault, session.actor(), record, righted));
      for (const Dispute& d : disputes_of(tx, record)) {
        MUSTER_TRY(const auto words,
                   parts_.vault.get(tx, d.id, std::vector<std::string>{kWordsField, kDealerWordsField}, kExportPurpose,
                                    session.actor()));
        disputed.records.push_back(dispute_pairs(d, words));
      }
      persons::note_reading(tx, parts_.recorder,
                            {record, persons::ReadingKind::exported, session.actor(), kExportPurpose});
    }
    if (!persons::frozen(tx, session.records).empty()) frozen.records.push_back({{"no_new_lines", "yes"}});
    for (const ReadingRow& row : read) {
      Pairs pairs;
      put(pairs, "at", to_rfc3339(row.reading.at));
      put(pairs, "kind", persons::to_text(row.reading.kind));
      put(pairs, "reader", persons::to_text(row.reading.reader));
      put(pairs, "who", row.who);
      put(pairs, "purpose", row.reading.purpose);
      put(pairs, "fields", joined_codes(row.reading.fields));
      put(pairs, "told_late_by", row.reading.law);
      readers.records.push_back(std::move(pairs));
    }
    for (auto* section : {&who, &papers, &held, &sims, &captured, &righted, &disputed, &frozen, &told, &readers})
      out.sections.push_back(std::move(*section));
    for (const auto& more : parts_.more) {
      MUSTER_TRY(ExportSection section, more(tx, session.records));
      out.sections.push_back(std::move(section));
    }
    return out;
  });
}

std::string to_json(const Export& exported) {
  std::string out = fmt::format("{{\"made_at\":\"{}\"", to_rfc3339(exported.made_at));
  for (const ExportSection& section : exported.sections) {
    out += fmt::format(",\n{}:[", json_quote(section.code));
    for (std::size_t i = 0; i < section.records.size(); ++i) {
      out += i == 0 ? "{" : ",\n{";
      for (std::size_t k = 0; k < section.records[i].size(); ++k)
        out += fmt::format("{}{}:{}", k == 0 ? "" : ",", json_quote(section.records[i][k].first),
                           json_quote(section.records[i][k].second));
      out += "}";
    }
    out += "]";
  }
  return out + "}\n";
}

}  // namespace muster::lookups
