// Services that partners charge on subscribers' bills: code, name, partner, the texts of both confirmations, what they
// cost from when on, and how their charge flow goes. Where money changes, two persons say so: one proposes (registrar,
// operator), a supervisor confirms. A price never changes; the next one follows it, not before it was confirmed.
// Thread-safe.
#pragma once

#include <base/result.h>
#include <base/time.h>
#include <events/event.h>
#include <ledger/recorder.h>
#include <store/database.h>

#include <functional>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

#include <billing/tariff.h>

namespace muster::billing {

inline constexpr events::Kind kServiceProposed{"billing_service.proposed", 1, "A service for charging was proposed."};
inline constexpr events::Kind kServiceConfirmed{"billing_service.confirmed", 1,
                                                "A second person confirmed a service and its price."};
inline constexpr events::Kind kServiceRefused{"billing_service.refused", 1, "A proposed service was refused."};
inline constexpr events::Kind kServiceChanged{"billing_service.changed", 1,
                                              "A service's name, texts or flow were changed."};
inline constexpr events::Kind kServiceEnded{"billing_service.ended", 1, "A service ended; nothing is charged for it."};
inline constexpr events::Kind kPriceProposed{"billing_price.proposed", 1, "A new price of a service was proposed."};
inline constexpr events::Kind kPriceConfirmed{"billing_price.confirmed", 1, "A second person confirmed a price."};
inline constexpr events::Kind kPriceRefused{"billing_price.refused", 1, "A proposed price was refused."};
inline constexpr const char* kServiceRecord = "billing_service";

inline constexpr std::size_t kImportRowsMax = 100'000;
inline constexpr int kPageMax = 200;

// One step of a charge flow as the partner describes it.
struct FlowStep {
  std::string address;  // http or https, as far as the "?"
  bool confirms = false;
};
// Nothing but these addresses is asked for by what the inspector presses.
struct Flow {
  std::string way = "browser";  // or plain: a page for phones without scripts
  std::string start;            // address of the first step
  std::vector<FlowStep> steps;  // two of them confirm
  std::string charge_address;   // what must never be asked for
};
inline constexpr std::size_t kStepsMax = 10;
// Errors: flow_form, flow_address, flow_steps (none, more than kStepsMax, or not two that confirm, or start is not the
// first), flow_charge_address.
Result<Flow> parse_flow(std::string_view text);
std::string to_text(const Flow& flow);

struct BillingService {
  std::string id, code, name, partner_id;
  std::string first_text, second_text, behalf_text;
  std::string flow;  // JSON, "" not described
  std::string import_id;
  std::string state;  // proposed, active, refused, ended
  Instant state_at;
  std::string proposed_by;
  Instant proposed_at;
  std::string decided_by, end_reason;
  std::int64_t version = 1;
  // For lists.
  std::string partner_name;
  std::int64_t amount = -1;  // in force now, else the one that waits; -1 none
  std::string currency;
  // Its flow, where it is walked by itself.
  std::string walk_outcome;  // "" not walked yet, clean, findings, broken (it could not be walked to its end)
  std::optional<Instant> walked_at, walk_due_at;
};

struct Price {
  std::string id, service_id;
  std::int64_t amount = 0;
  std::string currency;
  Instant from;
  std::optional<Instant> until;  // of a confirmed one: where the next begins
  std::string state;             // proposed, confirmed, refused
  std::string proposed_by;
  Instant proposed_at;
  std::string decided_by;
  std::optional<Instant> decided_at;
};

struct NewService {
  std::string code, name, partner_id;
  std::string first_text, second_text, behalf_text, flow;
  std::int64_t amount = 0;
  std::string currency;
  Instant from;
};

struct ServiceFilter {
  std::string state = {}, partner_id = {}, code_start = {};
  std::string after = {};  // code of the last one seen
  int limit = 50;
};

// --- rules, pure
struct ServiceTransition {
  std::string_view from, event, to;
};
std::span<const ServiceTransition> service_transitions();
// Errors: service_state.
Result<std::string> next_service_state(std::string_view state, std::string_view event);
std::vector<std::string> open_service_events(std::string_view state);
// Every failure: service_code, service_name, service_text, price_amount, price_currency, flow_*.
std::vector<Error> check_service(const NewService& given);
// Whether a later price may begin then: after the ones before it, and not before it is confirmed. Errors:
// price_backwards.
Result<void> check_price_begin(const std::vector<Price>& before, Instant from, Instant now);

struct ImportLine {
  std::int64_t line = 0;
  std::string code;
  Error error;
};
struct ImportResult {
  std::string id;
  std::int64_t lines = 0, accepted = 0, already_in = 0, refused = 0;
};
struct ImportOptions {
  std::string actor;
  bool dry_run = false;
  std::function<void(const ImportLine&)> on_error = {};
};

class Register {
 public:
  Register(store::Database& database, const ledger::Recorder& recorder) : database_(database), recorder_(recorder) {}

  // Errors: check_service's, service_code_taken, service_partner, role_missing.
  Result<BillingService> propose(const NewService& given, const std::string& person) const;
  // event: confirm, refuse (both by a supervisor who did not propose it), end (with a reason). Errors: service_unknown,
  // service_state, stale_version, same_person, role_missing, end_reason.
  Result<BillingService> apply(const std::string& id, std::int64_t version, const std::string& event,
                               const std::string& reason, const std::string& person) const;
  // All that came with one file. Returns how many. Errors: import_unknown, same_person, role_missing.
  Result<std::int64_t> confirm_import(const std::string& import_id, const std::string& person) const;
  // Name, texts and flow: no money. Errors: check_service's, stale_version.
  Result<BillingService> change(const BillingService& changed, const std::string& person) const;
  Result<Price> propose_price(const std::string& id, std::int64_t amount, const std::string& currency, Instant from,
                              const std::string& person) const;
  // event: confirm, refuse. Errors: price_unknown, price_state, same_person, role_missing, price_backwards.
  Result<Price> apply_price(const std::string& id, const std::string& price_id, const std::string& event,
                            const std::string& person) const;

  Result<BillingService> get(const std::string& id) const;                      // service_unknown
  Result<BillingService> by_code(const std::string& code) const;                // service_unknown
  Result<std::vector<BillingService>> list(const ServiceFilter& filter) const;  // in order of codes
  Result<std::vector<Price>> prices(const std::string& id) const;               // newest first

  // CSV with the columns code, name, partner (id, licence number or name), price, currency, from (a day or a time),
  // first_text, second_text, behalf_text, and where they have it flow. Good rows are proposals under one import's id;
  // each bad one is told with line, column, code and sentence; a row that is in already changes nothing. Errors:
  // import_empty, csv_column_missing, import_too_large, role_missing, and the CSV reader's.
  Result<ImportResult> import_csv(std::istream& in, const ImportOptions& options) const;

  // Everything confirmed, as reconciliation needs it; suspensions are added by the stop list.
  Result<std::vector<TariffService>> tariff(store::Transaction& tx) const;

 private:
  static Result<void> need_proposer(store::Transaction& tx, const std::string& person, Instant now);  // role_missing
  // `given` went through check_service, and its code is free. Errors: service_partner.
  Result<BillingService> proposed(store::Transaction& tx, const NewService& given, const std::string& import_id,
                                  const std::string& person) const;
  Result<void> decide_first_price(store::Transaction& tx, const BillingService& service, bool confirmed,
                                  const std::string& person) const;
  store::Database& database_;
  const ledger::Recorder& recorder_;
};

}  // namespace muster::billing
