#include "committer.h"
#include <base/text.h>
#include <persons/reading.h>

#include <fmt/format.h>

namespace muster::registration {
namespace {

Error unknown_registration() {
  return not_found("registration_unknown", "There is no such registration.");
}

}  // namespace

Service::Service(store::Database& database, const ledger::Recorder& recorder, const vault::Vault& vault,
                 const policy::Policy& policy, Options options)
    : database_(database),
      recorder_(recorder),
      vault_(vault),
      policy_(policy),
      committer_(std::make_unique<Committer>(database, recorder, vault, policy,
                                             options.admission ? *options.admission : party_admission(),
                                             static_cast<std::size_t>(std::max(1, options.batch_max)))) {}
Service::~Service() = default;

Result<Submitted> Service::submit(const std::string& actor, const std::string& key, const Capture& capture) {
  MUSTER_TRY(Prepared prepared, prepare(recorder_, vault_, policy_, actor, key, capture));
  return committer_->submit(std::move(prepared));
}

std::vector<Result<Submitted>> Service::submit_all(const std::string& actor,
                                                   const std::vector<std::pair<std::string, Capture>>& captures) {
  std::vector<Result<Prepared>> prepared;
  std::vector<Prepared*> right;
  prepared.reserve(captures.size());
  for (const auto& [key, capture] : captures) {
    prepared.push_back(prepare(recorder_, vault_, policy_, actor, key, capture));
    if (prepared.back().ok()) right.push_back(&*prepared.back());
  }
  auto results = right.empty() ? std::vector<Result<Submitted>>{} : committer_->commit(right);
  std::vector<Result<Submitted>> out;
  out.reserve(prepared.size());
  std::size_t next = 0;
  for (const auto& p : prepared) out.push_back(p.ok() ? std::move(results[next++]) : Result<Submitted>(p.error()));
  return out;
}

Result<Registration> Service::get(const std::string& id) const {
  return database_.read([&](store::Transaction& tx) -> Result<Registration> {
    auto found = find_registration(tx, id);
    return found ? Result<Registration>(std::move(*found)) : unknown_registration();
  });
}

Result<std::vector<Registration>> Service::of_line(const std::string& line_id) const {
  return database_.read(
      [&](store::Transaction& tx) -> Result<std::vector<Registration>> { return registrations_of_line(tx, line_id); });
}

Result<std::vector<Registration>> Service::waiting_for_persons(const std::string& after, int limit) const {
  return database_.read([&](store::Transaction& tx) -> Result<std::vector<Registration>> {
    return waiting_manual(tx, after, std::clamp(limit, 1, 500));
  });
}

Result<Service::LookUp> Service::look_up(const std::string& actor, std::int64_t msisdn, const std::string& purpose,
                                         const std::vector<std::string>& fields) {
  if (!lines::is_code(purpose))
    return invalid("purpose_missing", "A look-up needs its purpose, in small letters and underscores.", "purpose");
  MUSTER_TRY(auto found, database_.write([&](store::Transaction& tx) -> Result<std::optional<LookUp>> {
    auto line = lines::find_by_msisdn(tx, msisdn);
    recorder_.record(tx, kLookedUp, actor, lines::kLineRecord, line ? line->id : "none",
                     fmt::format(R"({{"purpose":{}}})", json_quote(purpose)));
    if (!line) return std::optional<LookUp>();
    LookUp out{std::move(*line), {}, {}};
    out.ownership = lines::open_ownership(tx, out.line.id);
    if (out.ownership && !fields.empty()) {
      MUSTER_TRY(out.fields, vault_.get(tx, out.ownership->holder_id, fields, purpose, actor));
    }
    if (out.ownership) {
      std::vector<std::string> names;
      for (const auto& [name, value] : out.fields) names.push_back(name);
      persons::note_reading(
          tx, recorder_,
          {out.ownership->holder_id, names.empty() ? persons::ReadingKind::looked_up : persons::ReadingKind::read,
           actor, purpose, names});
    }
    return std::optional(std::move(out));
  }));
  if (!found) return not_found("line_unknown", "There is no line with this number.");
  return std::move(*found);
}

}  // namespace muster::registration
