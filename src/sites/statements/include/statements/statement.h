// The statement of reasons: what the entity that an order is against is told, in its language, and how that reached it.
// Written once with the order and never changed. Content after Regulation (EU) 2022/2065 (DSA) art. 17(3). Plain
// values.
#pragma once

#include <base/result.h>
#include <base/time.h>
#include <cases/case.h>
#include <events/event.h>

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace muster::statements {

struct Section {
  std::string heading;
  std::vector<std::string> paragraphs;
};

// What is known of an order when its statement is written.
struct Facts {
  cases::Case about;
  cases::Decision decision;
  cases::Order order;
  std::vector<cases::Element> elements;        // of the decision
  std::vector<std::string> element_sentences;  // the same, in the language
  std::string number, language;                // "en", "zh"
  std::string ground_title;                    // in the language
  std::optional<Instant> notice_at;            // of the prior notice
  bool trusted_flagger = false;                // a trusted flagger's report began it
  bool contract = false;                       // a ground of a contract, not of a law
  std::string appeal_url;
  Instant appeal_until;
};

struct Statement {
  std::string id;
  std::string number;  // S-2026-000001, of the order O-2026-000001
  std::string order_id, order_number, case_id, case_number;
  std::string site;  // the name that it is about
  std::string ground;
  std::string language;
  std::string content;  // JSON, see content_of; empty in lists
  std::string content_sha256;
  Instant created_at;
  std::string state;  // written, sent, undelivered, handed_over, received
  Instant state_at;
  std::int64_t version = 1;
};

// How it travelled: one row a channel and try.
struct Delivery {
  std::int64_t seq = 0;
  std::string channel;    // page, email, post, phone, host, in_person
  std::string notice_id;  // of an e-mail
  std::string state;      // waiting, sent, failed, done
  std::string code;       // why it failed
  std::string note;       // of a person who handed it over
  std::string by;
  Instant at, changed_at;
};

// --- the state machine; migrations/sites/*/…_statements.sql has the same pairs (a test compares them).
struct Transition {
  std::string_view from, event, to;
  bool by_person;
};
std::span<const Transition> transitions();
std::span<const std::string_view> states();
std::span<const std::string_view> events_of_statements();
// Errors: statement_state (conflict), statement_event (invalid).
Result<std::string> next_state(std::string_view state, std::string_view event);

// --- content. Pure.
std::string title_of(const Facts& facts);
std::vector<Section> sections_of(const Facts& facts);
// The whole as JSON: fields, title and sections as they are printed, and the record in the shape of the DSA
// Transparency Database under "dsa".
std::string content_of(const Facts& facts);
struct Paper {
  std::string title, language;
  std::vector<Section> sections;
};
// Back out of content. Errors: statement_content (our own bug, or altered).
Result<Paper> paper_of(std::string_view content);
// The record in the shape of POST /api/v1/statement of the DSA Transparency Database (docs/schemas/dsa-statement.json).
std::string dsa_of(const Facts& facts);
// Out of content.
Result<std::string> dsa_of_content(std::string_view content);

// Bodies: {"number":…,"order":…,"case":…,"content_sha256":…},
// {"number":…,"from":…,"to":…,"event":…,"channel":…,"code":…}
inline constexpr events::Kind kWritten{"statement.written", 1, "A statement of reasons was written."};
inline constexpr events::Kind kMoved{"statement.moved", 1, "A statement of reasons went on its way."};
// Body: {"number":…}
inline constexpr events::Kind kLinkRead{"statement.link_read", 1,
                                        "A person took the link of a statement of reasons, to hand it over."};
inline constexpr const char* kStatementRecord = "statement";
inline constexpr const char* kStatementLetter = "statement";  // letters/statement.*.txt: when it is sent once more

}  // namespace muster::statements
