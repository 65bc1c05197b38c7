// Reports of a month or a phase, of all, one region or one operator: made once, never changed, compared with the last
// one of the same scope. Their figures are in an event's body, and so under its leaf in the ledger: who has the proof
// file and the log's key knows what was reported, whatever is restated later. Thread-safe.
#pragma once

#include <ledger/log.h>
#include <ledger/proof_file.h>
#include <programme/inspection.h>
#include <programme/service.h>

#include <print/pdf.h>
#include <print/workbook.h>

namespace muster::programme {

// Body: {"number","kind","from","until","region","party","sha256","figures":{metric: n, …}}
inline constexpr events::Kind kReportMade{"programme_report.made", 1,
                                          "A report was made; its figures are in the ledger."};
inline constexpr const char* kReportRecord = "programme_report";

struct ReportScope {
  std::string kind = "month";  // month, phase
  std::string month;           // of a month
  std::string programme_id;    // of a phase; of a month "": the newest one
  std::int64_t phase = 0;
  std::string region, party_id;  // "": all
};
struct Report {
  std::string id, number, kind, from, until, region, party_id, previous_id, content, sha256, event_id, made_by;
  std::int64_t phase = 0;
  Instant made_at;
};
struct ReportPage {
  std::vector<Report> items;  // without content
  std::string next;
};

class Reports {
 public:
  Reports(store::Database& database, const ledger::Recorder& recorder, const ledger::Log& log,
          const metrics::Service& metrics, const Service& programmes, const Inspections& inspections)
      : database_(database),
        recorder_(recorder),
        log_(log),
        metrics_(metrics),
        programmes_(programmes),
        inspections_(inspections) {}

  // Errors: role_missing, report_kind, month_form, month_ahead, phase_unknown, party_unknown, programme_unknown.
  Result<Report> make(const ReportScope& scope, const Actor& actor) const;
  Result<ReportPage> list(const std::string& after, int limit) const;  // newest first
  Result<Report> report(const std::string& id_or_number) const;        // report_unknown
  // The file by which an outsider checks it: the report, its event, the way to a checkpoint. Errors: report_unknown,
  // ledger_pending.
  Result<std::string> proof(const std::string& id_or_number) const;

 private:
  Result<std::string> content_of(const ReportScope& scope, const std::string& from, const std::string& until,
                                 const std::string& number, const std::optional<Report>& last, const Actor& actor,
                                 std::string& figures) const;

  store::Database& database_;
  const ledger::Recorder& recorder_;
  const ledger::Log& log_;
  const metrics::Service& metrics_;
  const Service& programmes_;
  const Inspections& inspections_;
};

struct ProvenReport {
  std::string number, content, origin;
  std::int64_t checkpoint_size = 0;
  std::map<std::string, std::int64_t> figures;
  bool keys_from_file = false;
};
// Offline. Errors: report_proof_form, report_proof_wrong, and those of check_proof.
Result<ProvenReport> check_report_proof(std::string_view file, const ledger::ProofOptions& options);

// Pure: a report's content as people read it, in "en" or "zh".
std::vector<print::Block> report_blocks(const std::string& content, const std::string& language);
std::vector<print::Sheet> report_sheets(const std::string& content, const std::string& language);
std::string report_html(const std::string& content, const std::string& language);  // a whole page, with charts

}  // namespace muster::programme
