// Clients of the CAMARA interfaces, their tokens, what holders agreed to, and what network and contract say of a line.
// Plain values. Secrets and tokens are shown once; only their SHA-256 is kept.
#pragma once

#include <base/time.h>
#include <events/event.h>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace muster::camara {

inline constexpr std::int64_t kSubjectsPerDay = 1'000;  // where a client's contract says nothing
inline constexpr std::int64_t kQuestionsPerSubject = 50;
inline constexpr std::int64_t kQuotaMax = 1'000'000;  // of either
inline constexpr Duration kTokenValid = std::chrono::hours(1);
inline constexpr Duration kTokenValidMax = std::chrono::hours(24);

// Every scope that the definitions name.
std::span<const std::string_view> scopes();
bool is_scope(std::string_view text);

struct NewClient {
  std::string name;                                           // of an organisation
  std::string purpose;                                        // of its contract, snake_case: "fraud_prevention"
  std::vector<std::string> scopes;                            // the most that a token of it may have
  bool scores = false;                                        // whether it may see how similar what differs is
  bool document_first = false;                                // whether a comparison needs the document's number
  std::int64_t subjects_per_day = kSubjectsPerDay;            // different numbers that it may ask about
  std::int64_t questions_per_subject = kQuestionsPerSubject;  // a day: nobody finds a birth date by trying all
};
struct Client : NewClient {
  std::string id;
  Instant created_at;
  std::optional<Instant> ended_at;
};

// How the subscriber was authenticated. `none`: a token of two parties, about nobody.
enum class Authentication : std::uint8_t { none, network, sim, otp, password };
inline constexpr int kAuthenticationCount = 5;
const char* to_text(Authentication authentication);
std::optional<Authentication> authentication(std::string_view text);

struct NewToken {
  std::string client_id;
  std::vector<std::string> scopes;
  std::int64_t msisdn = 0;  // of three parties: the line that was authenticated
  Authentication authenticated_by = Authentication::none;
  Duration valid = kTokenValid;  // 0: a token that has expired when it is made, for trying that
};
struct Token {
  std::string client_id;
  std::vector<std::string> scopes;
  std::string line_id, ownership_id;  // of three parties
  Authentication authenticated_by = Authentication::none;
  Instant made_at, expires_at;
  bool has(std::string_view scope) const;
};

// What a request may do: a token that is in force, and whose it is.
struct Access {
  Client client;
  Token token;
  std::int64_t msisdn = 0;  // of the token's line; 0: a token of two parties
  std::string actor() const { return "client:" + client.id; }
};

// "" where nobody says.
struct LineProfile {
  std::string contract;          // "PAYG", "PAYM", "Business"
  std::string content_lock;      // "true", "false"
  std::string parental_control;  // "true", "false"
  bool throttled = false;        // data at reduced speed
  bool opted_out = false;        // nobody is answered about this line
};

// Bodies hold ids and codes.
inline constexpr events::Kind kClientMade{"client.made", 1, "A client of the identity interfaces was made."};
inline constexpr events::Kind kClientEnded{"client.ended", 1, "A client of the identity interfaces has ended."};
inline constexpr events::Kind kTokenMinted{"client.token_minted", 1, "A token was made for a client."};
inline constexpr events::Kind kConsentGiven{"holder.consent_given", 1,
                                            "A holder agreed to hand their data to a client."};
inline constexpr events::Kind kConsentWithdrawn{"holder.consent_withdrawn", 1,
                                                "A holder's consent for a client was withdrawn."};
inline constexpr events::Kind kDetailsSet{"holder.details_set", 1, "Further verified data of a holder were recorded."};
inline constexpr events::Kind kProfileSet{"line.profile_set", 1,
                                          "What network and contract say of a line was recorded."};
// Body: {"operation", "purpose", "outcome"}; outcome: "answered" or the code of the refusal.
inline constexpr events::Kind kAskedAbout{"line.asked_about", 1, "A client asked about a line, for its purpose."};

inline constexpr const char* kClientRecord = "camara_client";

}  // namespace muster::camara
