// Inspection access: a person of an authority looks into this house, for a stated purpose and a stated time, reads as
// an auditor does and changes nothing. Each page that is looked at is an event in the ledger, and the house sees it.
// Thread-safe.
#pragma once

#include <programme/service.h>

#include <optional>
#include <string>
#include <vector>

namespace muster::programme {

// Body: {"person":"…","until":"…"}
inline constexpr events::Kind kVisitGranted{"inspection_visit.granted", 1,
                                            "A person of an authority may look into this house for an inspection."};
inline constexpr events::Kind kVisitEnded{"inspection_visit.ended", 1, "An inspection visit was ended."};
// Body: {"path":"…"}
inline constexpr events::Kind kVisitLooked{"inspection_visit.looked", 1,
                                           "An inspector looked at something in this house."};
inline constexpr const char* kVisitRecord = "inspection_visit";

inline constexpr const char* kInspectorRole = "inspector";  // of a request, while a visit lasts; nobody is given it
inline constexpr Duration kVisitMost = std::chrono::hours(24 * 30);
inline constexpr Duration kLookAgain = std::chrono::minutes(5);  // the same page within that is one look
inline constexpr std::size_t kLooksRemembered = 10'000;

struct Visit {
  std::string id, person_id, person_name, party_name, purpose, granted_by, ended_by;
  Instant granted_at, until_at;
  std::optional<Instant> ended_at;
};
struct NewVisit {
  std::string person_id, purpose;
  Instant until_at;
};
struct VisitPage {
  std::vector<Visit> items;
  std::string next;
};
struct WholeVisit {
  Visit visit;
  std::vector<events::Event> history;  // granted, looked, ended
};

class Visits {
 public:
  Visits(store::Database& database, const ledger::Recorder& recorder);
  ~Visits();

  // By a supervisor. Errors: role_missing, person_unknown, visit_authority (not of an authority or a court),
  // visit_roles (the person has a role of this house), purpose_missing, visit_until (past, or more than 30 days ahead),
  // visit_there.
  Result<Visit> grant(const NewVisit& what, const Actor& actor) const;
  // By a supervisor, or by the inspector. Errors: role_missing, visit_unknown, inspection_visit_kept.
  Result<Visit> end(const std::string& id, const Actor& actor) const;
  // Newest first.
  Result<VisitPage> list(const std::string& after, int limit) const;
  Result<WholeVisit> visit(const std::string& id) const;  // visit_unknown

  // The visit that lasts now; asked with each request of somebody without a role.
  Result<std::optional<Visit>> current(const std::string& person_id) const;
  // On record before it is shown; the same page again within five minutes is one look. Errors: the database's.
  Result<void> looked(const std::string& person_id, const std::string& path) const;

 private:
  struct Remembered;
  store::Database& database_;
  const ledger::Recorder& recorder_;
  std::unique_ptr<Remembered> remembered_;
};

}  // namespace muster::programme
