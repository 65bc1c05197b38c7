// The operations on clients, tokens and consents, and the one way by which a client's question reaches the register.
// Thread-safe.
#pragma once

#include <base/result.h>
#include <http/rate_limit.h>
#include <ledger/recorder.h>
#include <lines/records.h>
#include <policy/policy.h>
#include <store/database.h>
#include <vault/vault.h>

#include <functional>
#include <map>
#include <memory>

#include <camara/client.h>
#include <camara/problem.h>
#include <camara/rules.h>

namespace muster::camara {

class Issuers;
struct Claims;

struct MadeClient {
  Client client;
  std::string secret;  // shown once
};

// The line that is asked about, and who holds it now.
struct Subject {
  lines::Line line;
  lines::Ownership ownership;
  LineProfile profile;
};

// What a register's record says of a holder, by the attributes' names. Only what was verified.
struct Record {
  bool verified = false;
  std::string country;  // ISO 3166-1 alpha-3, of the issuer of the document that was shown
  std::map<std::string, std::string, std::less<>> values;
};

struct Inquiry {
  const Access& access;
  std::string operation;        // "kyc-match"; stands in the ledger
  std::int64_t msisdn = 0;      // see identify
  bool may_be_excluded = true;  // whether SERVICE_NOT_APPLICABLE is an answer of this definition
  Fault excluded = Fault::service_not_applicable;
};

class Service {
 public:
  Service(store::Database& database, const ledger::Recorder& recorder, const vault::Vault& vault,
          const policy::Policy& policy)
      : database_(database),
        recorder_(recorder),
        vault_(vault),
        policy_(policy),
        requests_(recorder.clock(), static_cast<int>(policy.number(kRequestsAMinute)), std::chrono::minutes(1)) {}

  // Errors: client_name, purpose_missing, client_scope, client_subjects, client_questions, already_exists (the name).
  Result<MadeClient> add_client(const std::string& actor, const NewClient& client) const;
  Result<std::vector<Client>> clients() const;  // by name
  // Its tokens are refused from now on. Errors: client_unknown, client_immutable.
  Result<void> end_client(const std::string& actor, const std::string& id) const;

  // The token, shown once. Errors: client_unknown, client_ended, scope_not_granted, token_term, token_authentication
  // (of three parties: by one of network, sim, otp, password; of two: none), line_unknown, line_without_holder.
  Result<std::string> mint(const std::string& actor, const NewToken& token) const;
  // A token of two parties by the client itself (RFC 6749 §4.4); no scopes: all it was granted. Errors:
  // client_secret (unknown, ended or wrong: one answer), scope_not_granted.
  struct Minted {
    std::string token;
    std::vector<std::string> scopes;
  };
  Result<Minted> mint_by_secret(const std::string& client_id, const std::string& secret,
                                std::vector<std::string> scopes) const;
  // Signed tokens of these issuers count beside those made here. Before the first request.
  void trust(std::shared_ptr<const Issuers> issuers) { issuers_ = std::move(issuers); }
  // Nothing: unknown, expired, of a client that has ended, or of a holder who no longer holds the line. Errors:
  // issuer_away.
  Result<std::optional<Access>> access(const std::string& token) const;

  // The holder of the line agreed to a text (a code) that lets this client have data. Returns the consent's id. Errors:
  // client_unknown, consent_form, line_unknown, line_without_holder, already_exists.
  Result<std::string> give_consent(const std::string& actor, const std::string& client_id, std::int64_t msisdn,
                                   const std::string& consent) const;
  Result<void> withdraw_consent(const std::string& actor, const std::string& id) const;  // consent_unknown

  // Further verified data of a line's holder, by the attributes' names: into the vault. Errors: attribute_unknown,
  // attribute_captured (it comes with the registration), attribute_form, line_unknown, line_without_holder.
  Result<void> set_details(const std::string& actor, std::int64_t msisdn,
                           const std::map<std::string, std::string>& details) const;
  // Errors: profile_form, line_unknown.
  Result<void> set_profile(const std::string& actor, std::int64_t msisdn, const LineProfile& profile) const;

  // Finds the line, counts it among the client's different ones of the day, records the question with its outcome in
  // the ledger, and lets `answer` answer in the same transaction. `answer` may run again, so that it has no effect
  // outside of the transaction. Errors: those of `answer` and of the database.
  using Answering = std::function<Result<Answer>(store::Transaction&, const Subject&)>;
  Result<Answer> ask(const Inquiry& inquiry, const Answering& answer) const;

  // For `Answering`. Reads only `attributes` (names) out of the vault, for the client's purpose.
  Result<Record> read(store::Transaction& tx, const Access& access, const Subject& subject,
                      const std::vector<std::string>& attributes) const;
  std::vector<Held> history(store::Transaction& tx, const std::string& line_id) const;  // oldest first
  bool has_consented(store::Transaction& tx, const std::string& client_id, const std::string& holder_id) const;

  // Counts a request of the client; no: it has asked as often as it may in a minute (of this process).
  bool may_ask_now(const std::string& client_id) const { return requests_.take(client_id).ok(); }
  std::int64_t seconds_between_requests() const {
    return (60 + policy_.number(kRequestsAMinute) - 1) / policy_.number(kRequestsAMinute);
  }

  const Clock& clock() const { return recorder_.clock(); }
  const policy::Policy& policy() const { return policy_; }

  // Removes expired tokens and the subjects of days that are over. Returns how many rows.
  Result<std::int64_t> sweep() const;

 private:
  Result<std::optional<Access>> access_by(const Claims& claims) const;
  Result<Answer> answer_in(store::Transaction& tx, const Inquiry& inquiry, const Answering& answer,
                           std::string& line_id) const;
  store::Database& database_;
  const ledger::Recorder& recorder_;
  const vault::Vault& vault_;
  const policy::Policy& policy_;
  std::shared_ptr<const Issuers> issuers_;
  mutable http::RateLimiter requests_;  // has a lock of its own
  static constexpr const char* kRequestsAMinute = "camara.requests_a_minute";
};

}  // namespace muster::camara
