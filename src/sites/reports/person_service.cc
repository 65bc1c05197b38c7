// What people do with reports: read the words, reject what is unfounded, seal what may show a minor.
#include "inside.h"
#include <base/text.h>
#include <testing/seals.h>

#include <fmt/format.h>

namespace muster::reports {
namespace {

constexpr const char* kSealedGround = "child_abuse_material";
constexpr int kSealedAddressesMax = 100;  // of one entry that go to the hotline

bool is_person(const std::string& actor) {
  return !actor.empty() && actor.find(':') == std::string::npos;
}

}  // namespace

Result<Words> Service::words(const std::string& id, const std::string& person) {
  if (!is_person(person)) return refused("needs_person", "Only a person reads the words of a report.");
  return inside_->database.write([&](store::Transaction& tx) -> Result<Words> {
    MUSTER_TRY(const Report r, inside_->need(tx, id));
    if (!r.kept || r.state == "sealed")
      return not_found("words_gone", "The words of this report are not kept, or no longer.");
    MUSTER_TRY(auto fields,
               inside_->vault.get(tx, r.id, std::vector<std::string>{"words", "contact"}, "examine_report", person));
    inside_->recorder.record(tx, kWordsRead, person, kReportRecord, r.id,
                             fmt::format(R"({{"number":"{}"}})", r.number));
    return Words{fields["words"], fields["contact"]};
  });
}

Result<void> Service::Inside::send_to_hotline(store::Transaction& tx, const Report& r, const std::string& actor) const {
  notices::NewNotice letter;
  letter.kind = kHotlineLetter;
  letter.recipient_ref = kHotlineRef;
  letter.record_kind = kReportRecord;
  letter.record_id = r.id;
  letter.language = policy.text("languages.fallback");
  letter.values = {{"number", r.number}, {"hotline", policy.text("reports.hotline_name")}};
  const auto sent = notices.send(tx, "system:reports", letter);
  if (!sent.ok()) return sent.error();
  recorder.record(tx, kSealed, actor, kReportRecord, r.id, fmt::format(R"({{"number":"{}"}})", r.number));
  return {};
}

namespace {

// The entry with everything that is merged with it: one address or many, in one record of the vault.
Result<void> seal_entry(const Service::Inside& in, store::Transaction& tx, Report& r, const std::string& person) {
  std::string addresses;
  for (const auto& a : select_addresses(tx, r.id, kSealedAddressesMax)) addresses += a.url + "\n";
  if (addresses.empty()) addresses = r.url + "\n";
  const std::string sealed_id = in.recorder.new_id();
  MUSTER_CHECK_OK(in.vault.put(tx, sealed_id, "address", addresses));
  for (const std::string& id : select_suspicions(tx, r.id, kHostsMax)) MUSTER_CHECK_OK(in.testing.seal(tx, id, person));
  blank_entry(tx, r.id, sealed_key(sealed_id), sealed_id, in.now());
  r.decided_by = person;
  MUSTER_CHECK_OK(in.move(tx, r, "seal", person));
  MUSTER_CHECK_OK(in.send_to_hotline(tx, r, person));
  if (in.vault.fields_of(tx, r.id).empty()) return {};
  return in.vault.destroy(tx, r.id, "sealed", person);
}

Result<void> reject(const Service::Inside& in, store::Transaction& tx, Report& r, const std::string& reasons,
                    const std::string& person) {
  r.outcome = "unfounded";
  r.reasons = reasons;
  r.decided_by = person;
  const bool merged = r.state == "merged";
  MUSTER_CHECK_OK(in.move(tx, r, "reject", person));
  if (merged) drop_merged(tx, r.lead_id, r.url);
  const Keys keys = select_keys(tx, r.id);
  count_unfounded(tx, keys.reporter, in.now());
  count_unfounded(tx, keys.contact, in.now());
  return {};
}

}  // namespace

Result<Report> Service::apply(const std::string& id, const std::string& event, std::int64_t version,
                              const std::string& reasons, const std::string& person) {
  if (!is_person(person)) return refused("needs_person", "Only a person may take this step.");
  if (!by_person(event))
    return invalid("event_unknown", "A person rejects a report, or seals what may show a minor.", "event");
  if (event == "reject") MUSTER_CHECK_OK(check_words(reasons, "reasons", kReasonsMax));
  return inside_->database.write([&](store::Transaction& tx) -> Result<Report> {
    MUSTER_TRY(Report r, inside_->need(tx, id));
    if (r.version != version)
      return Error{Failure::stale, "stale", "The report was changed since you loaded it. Load it again.", ""};
    if (event == "reject") {
      MUSTER_CHECK_OK(reject(*inside_, tx, r, reasons, person));
      return inside_->need(tx, r.id);
    }
    // Whoever sees one of many that say the same seals them all.
    if (r.state == "merged") {
      MUSTER_TRY(r, inside_->need(tx, r.lead_id));
    }
    MUSTER_CHECK_OK(seal_entry(*inside_, tx, r, person));
    return inside_->need(tx, id);
  });
}

Result<Receipt> Service::seal_test(const std::string& run_id, const std::string& person) {
  if (!is_person(person)) return refused("needs_person", "Only a person may take this step.");
  MUSTER_TRY(const auto run, inside_->testing.run(run_id));
  NewReport said;
  said.address = run.final_url.empty() ? run.url : run.final_url;
  said.ground = kSealedGround;
  said.channel = "desk";
  said.actor = person;
  MUSTER_TRY(auto report, inside_->prepare(said));
  return inside_->database.write([&](store::Transaction& tx) -> Result<Receipt> {
    if (testing::is_sealed(tx, run_id)) return testing::sealed_error();
    MUSTER_CHECK_OK(testing::seal_host(tx, inside_->recorder, inside_->testing, run.host, person));
    return inside_->take(tx, report);
  });
}

}  // namespace muster::reports
