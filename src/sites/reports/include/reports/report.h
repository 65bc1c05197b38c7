// Public reports: plain values as the tables of the migration `reports` hold them. States and outcomes are the words of
// reports/rules.h.
#pragma once

#include <base/time.h>
#include <events/event.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace muster::reports {

struct Report {
  std::string id;
  std::string number;   // R-2026-000001
  std::string channel;  // page, api, desk, arf, xarf
  std::string ground;   // of the closed list
  // Normalised. "" once sealed: then it is in the vault alone.
  std::string url, host, registrable;
  std::string language;       // en, zh
  std::string flagger_party;  // of a trusted flagger, else ""
  std::string fingerprint;    // of the content, ""
  std::int64_t priority = 2;  // 0 of a trusted flagger, 1 an urgent ground, 2 any other
  Instant received_at;
  Instant due_at;  // when somebody should have looked
  std::string state;
  Instant state_at;
  std::string lead_id;      // of the report that this one was merged with, ""
  std::int64_t merged = 0;  // with this one: how many others say the same
  std::string outcome;      // once closed
  std::string case_id;
  std::string reasons;     // of the person who rejected it; told to the reporter
  std::string decided_by;  // that person
  bool kept = false;       // explanation and contact are still there
  std::int64_t version = 1;
};

// Where merged reports point to.
struct ReportedAddress {
  std::string url, host;
  std::int64_t reports = 0;
  std::string suspicion_id;
};

// A party whose reports on one ground come first (cf. DSA art. 22).
struct Flagger {
  std::string id, party_id, ground;
  std::string state;  // proposed, active, revoked
  std::string proposed_by, confirmed_by, revoked_by;
  std::string reason;  // of its end
  Instant proposed_at, state_at;
};

inline constexpr const char* kReportRecord = "report";
inline constexpr const char* kFlaggerRecord = "report_flagger";

// Bodies hold numbers, grounds, states and ids; never an address, a word or a contact.
inline constexpr events::Kind kReceived{"report.received", 1, "A report came in."};
inline constexpr events::Kind kMoved{"report.moved", 1, "A report moved on."};
inline constexpr events::Kind kSealed{"report.sealed", 1,
                                      "A report was sealed; its address alone goes to the hotline."};
inline constexpr events::Kind kReporterWarned{"report.reporter_warned", 1,
                                              "A reporter was warned: several reports were unfounded."};
inline constexpr events::Kind kWordsRead{"report.words_read", 1, "A person read the words of a report."};
inline constexpr events::Kind kForgotten{"report.forgotten", 1, "Words and contact of a report were destroyed."};
inline constexpr events::Kind kFlaggerProposed{"report_flagger.proposed", 1,
                                               "A person proposed a trusted flagger of a ground."};
inline constexpr events::Kind kFlaggerConfirmed{"report_flagger.confirmed", 1,
                                                "A second person confirmed a trusted flagger."};
inline constexpr events::Kind kFlaggerRevoked{"report_flagger.revoked", 1, "A trusted flagger was revoked."};

}  // namespace muster::reports
