// Cases and what is decided in them: plain values as the tables of 0005_cases.sql and 0006_enforcement.sql hold them.
// States are the words of the state machines in cases/rules.h.
#pragma once

#include <base/time.h>
#include <events/event.h>
#include <parties/signature.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace muster::cases {

struct Case {
  std::string id;
  std::string number;  // C-2026-000001
  std::string ground;  // of the closed list
  std::string name;    // host, A-labels
  std::string url;     // where one page is meant, else ""
  std::string source;  // manual, suspicion, census, report, received_order
  std::string source_ref;
  std::string site_id;    // of the filing, "" without one
  std::string opened_by;  // the finder: a person
  Instant opened_at;
  std::string note;
  std::string state;
  Instant state_at;
  std::optional<Instant> due_at;  // when the next step is late
  std::int64_t version = 1;
  std::string region = {};  // of the filing's subject, or as it was said; "": not known
  bool urgent = false;      // by its ground
  std::string step = {};    // for which it waits (step_of); "": for nobody
};

// Evidence tied to an element that the ground requires. Never removed.
struct Element {
  std::int64_t seq = 0;
  std::string element;        // code of the ground's list
  std::string evidence_kind;  // test_run, document, lookup, notice, statement
  std::string evidence_ref;
  std::string sha256;  // of the evidence, hex
  std::string note;
  std::string added_by;
  Instant added_at;
};

struct Decision {
  std::string id, case_id;
  std::string outcome;  // violation, none, more_evidence
  std::string ground;
  std::string measure;     // hold, network, contract; "" unless violation
  std::string scope_kind;  // url, host, domain, contract; "" unless violation
  std::string scope_value;
  std::string law, article;
  std::string authority_party_id, authority_name;  // whose decision it is
  std::string signing_party_id;                    // whose people sign
  std::string executor_party_id;                   // of a hold: the host; else ""
  std::string received_order_id;                   // the authority's written order, ""
  std::string prior_notice_id, no_notice_reason;   // exactly one of the two
  std::string reasons;                             // told to the responsible entity
  std::int64_t evidence_count = 0;                 // elements with seq ≤ this are part of the text
  std::optional<Instant> starts, expires;          // set with a violation
  std::string policy_sha256;                       // of the policy file in force when it was prepared
  std::int64_t text_version = 1;
  std::string canonical_text;
  std::string text_sha256;
  std::string prepared_by;
  Instant prepared_at;
  std::string state;  // draft, decided, confirmed, withdrawn
  std::int64_t version = 1;
};

struct DecisionSignature {
  std::string decision_id;
  std::string capacity;  // decider, confirmer
  std::string person_id, key_id;
  std::string text_sha256;
  parties::Signature signature;
  Instant signed_at;
};

struct Order {
  std::string id;
  std::string number;  // O-2026-000001
  std::string decision_id, case_id;
  std::string executor;           // network, provider
  std::string executor_party_id;  // of a provider
  Instant issued_at, deadline, review_at, expires_at;
  std::string seal_salt;  // of the public commitment, "" where the ground is not sealed
  std::string state;      // in_force, executed, verified, stayed, lifted, lapsed, expired
  Instant state_at;
  std::string end_reason;  // reversed, varied, cured, appeal_lapsed, expired
  std::int64_t version = 1;
  // Of its decision, for lists.
  std::string case_number, ground, measure, scope_kind, scope_value, law, article, authority_name;
  bool sealed = false;
};

struct Appeal {
  std::string id;
  std::string number;  // A-2026-000001
  std::string order_id, order_number, case_id;
  std::string language;
  Instant filed_at, ack_due, decide_due;
  std::optional<Instant> acknowledged_at, stayed_at, decided_at;
  std::string heard_by;
  std::string reasons;  // of the one who heard it
  std::string state;    // filed, acknowledged, stayed, upheld, varied, reversed, lapsed, moot
  std::int64_t version = 1;
  std::string body_party_id = {};  // the outside body that hears it, "": the house's own appeal officers
};

struct ReceivedOrder {
  std::string id;
  std::string reference;  // the authority's own number
  std::string authority_party_id;
  std::string dated;  // YYYY-MM-DD
  std::string ground, law, measure, scope_kind, scope_value;
  Instant ends_at;
  std::string document_id, document_sha256;  // the scan
  std::string entered_by;
  Instant entered_at;
  std::string checked_by;
  std::optional<Instant> checked_at;
  std::string state;  // entered, checked, rejected
  std::int64_t version = 1;
};

inline constexpr const char* kCaseRecord = "case";
inline constexpr const char* kDecisionRecord = "decision";
inline constexpr const char* kOrderRecord = "order";
inline constexpr const char* kAppealRecord = "appeal";
inline constexpr const char* kReceivedOrderRecord = "received_order";

// Bodies hold ids, numbers, states, hashes; names only where the ground is not sealed.
inline constexpr events::Kind kOpened{"case.opened", 1, "A case was opened."};
inline constexpr events::Kind kElementAdded{"case.element_added", 1, "Evidence was tied to an element of a case."};
inline constexpr events::Kind kMoved{"case.moved", 1, "A case moved on."};
inline constexpr events::Kind kClaimed{"case.claimed", 1, "A person took a case to work on."};
inline constexpr events::Kind kReleased{"case.released", 1, "A person let go of a case."};
inline constexpr events::Kind kHandedOver{"case.handed_over", 1, "A person handed a case over to another one."};
inline constexpr events::Kind kCaseLate{"case.late", 1, "A case was not taken further in its time."};
inline constexpr events::Kind kNoticeGiven{"case.notice_given", 1,
                                           "The responsible entity was told of a case before it is decided."};
inline constexpr events::Kind kPrepared{"decision.prepared", 1, "A decision was prepared for signing."};
inline constexpr events::Kind kSigned{"decision.signed", 1, "A person signed a decision."};
inline constexpr events::Kind kWithdrawn{"decision.withdrawn", 1, "A decision was withdrawn before it was confirmed."};
inline constexpr events::Kind kConfirmed{"decision.confirmed", 1, "A second person confirmed a decision."};
inline constexpr events::Kind kIssued{"order.issued", 1, "An order was issued."};
inline constexpr events::Kind kExecuted{"order.executed", 1, "An order was carried out."};
inline constexpr events::Kind kVerified{"order.verified", 1, "It was verified that an order was carried out."};
inline constexpr events::Kind kStayed{"order.stayed", 1, "An order was stayed."};
inline constexpr events::Kind kResumed{"order.resumed", 1, "A stayed order is in force again."};
inline constexpr events::Kind kLifted{"order.lifted", 1, "An order was lifted."};
inline constexpr events::Kind kLapsed{"order.lapsed", 1,
                                      "An order lapsed, because its appeal was not decided in time."};
inline constexpr events::Kind kExpired{"order.expired", 1, "An order came to its end."};
inline constexpr events::Kind kAppealFiled{"appeal.filed", 1, "An appeal was filed."};
inline constexpr events::Kind kAppealAcknowledged{"appeal.acknowledged", 1, "An appeal was acknowledged."};
inline constexpr events::Kind kAppealStayed{"appeal.stayed", 1, "An appeal stayed its order until it is decided."};
inline constexpr events::Kind kAppealDecided{"appeal.decided", 1, "An appeal was decided."};
inline constexpr events::Kind kAppealReferred{"appeal.referred", 1, "An appeal was sent to an outside body."};
inline constexpr events::Kind kAppealEnded{"appeal.ended", 1, "An appeal ended without a decision of its own."};
inline constexpr events::Kind kOrderReceived{"received_order.entered", 1,
                                             "A written order of an authority was entered."};
inline constexpr events::Kind kOrderChecked{"received_order.checked", 1,
                                            "A received order was checked by a second person."};

}  // namespace muster::cases
