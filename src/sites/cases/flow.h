// What the operations share: one transaction, one actor, one moment. Each step checks the state machine, writes the
// record and its event. Inside of the room.
#pragma once

#include "store.h"
#include <cases/service.h>
#include <restrictions/never_block_service.h>
#include <store/database.h>

#include <map>
#include <string>

namespace muster::notices {
struct NewNotice;
}

namespace muster::cases {

// A JSON object of strings and numbers, in order.
class Body {
 public:
  Body& text(std::string_view name, std::string_view value);
  Body& number(std::string_view name, std::int64_t value);
  std::string str() const { return "{" + inside_ + "}"; }

 private:
  std::string inside_;
};

struct Flow {
  const Service& s;
  store::Transaction& tx;
  std::string actor;
  Instant now;

  Flow(const Service& service, store::Transaction& transaction, std::string who)
      : s(service), tx(transaction), actor(std::move(who)), now(service.recorder_.clock().now()) {}

  std::string new_id() const { return s.recorder_.new_id(); }

  Result<Case> need_case(const std::string& id_or_number);
  Result<Decision> need_decision(const std::string& id);
  Result<Order> need_order(const std::string& id_or_number);
  Result<Appeal> need_appeal(const std::string& id_or_number);

  // Roles, key and delegators of the actor now. Errors: person_unknown.
  Result<SignerFacts> facts();
  Result<SignerFacts> facts(const Case& about);  // with conflicts of interest in it
  // Errors: role_missing, naming the roles.
  Result<void> need_role(std::initializer_list<const char*> any_of);

  // Who signed so far, and whether the name of a protected site still waits for its third person.
  struct Signed {
    std::vector<DecisionSignature> all;
    std::optional<restrictions::Protection> protection;  // of what this decision would take from the network
    bool third_missing = false;
  };
  Signed signed_so_far(const Decision& d);

  // Errors: case_claimed, while somebody else works on it.
  Result<void> need_free(const Case& c);

  void record(const events::Kind& kind, const char* record_kind, const std::string& id, const Body& body);
  Result<Case> move(const Case& c, const std::string& event, const std::string& note = {});
  Result<Order> move(const Order& o, const std::string& event, const std::string& reason = {});
  Result<Appeal> move(Appeal a, const std::string& event);

  // The order is carried out, or verified, and its case goes on with it.
  Result<Order> carry(const std::string& order_id, const char* event);
  // The order ends, with its hold: lift, lapse, expire. Its entries vanish with it.
  Result<Order> end_order(const Order& o, const std::string& event, const std::string& reason);
  // A hold's effect at the host; only for grounds that the restrictions room knows.
  Result<void> place_hold(const Order& o, const Decision& d);
  Result<void> release_hold(const Order& o, const std::string& reason);
  // The room that answers for the scope of a decision or an order on a contract; nothing: none does.
  const Contracts* contracts_of(std::string_view scope_value) const;
  // The room is told when the order begins to stand or stands no more.
  Result<void> tell_contracts(const Order& o, bool stands);
  // Who is told of a case on a contract ground; "" where no room knows the contract.
  std::string contract_party(const Case& c) const;
  Result<Order> issue(const Case& c, const Decision& d);
  // Errors: renewal_total, renewal_evidence.
  Result<void> check_renewal(const Case& c, const Decision& d);
  // Those who answer for the sites beside it are told that theirs must stay reachable.
  Result<void> tell_neighbours(const Case& c, const Order& o, const std::vector<std::string>& names);

  // Letters. What a letter needs is picked from what there is to say; see letters.cc.
  using Words = std::map<std::string, std::string>;
  Words words_of(const Case& c) const;
  Words words_of(const Case& c, const Order& o) const;
  Result<std::string> tell_responsible(const Case& c, const char* letter, Words words);
  Result<void> tell(const notices::NewNotice& notice);
  Result<void> tell_party(const std::string& party_id, const Case& c, const char* letter, Words words);
  // Whoever carries the order out, where somebody does: that it begins, rests, goes on or is over. `reasons`: "" what
  // the order's end says.
  Result<void> tell_executor(const Order& o, const char* letter, const std::string& reasons = {});
  Result<void> tell_appellant(const Appeal& a, const Case& c, const char* letter, Words words);

  // When the next step of a case that comes into this state is late.
  std::optional<Instant> due_in(const Case& c, const std::string& to) const;
};

// The first reason as the error itself, all of them beside it.
Error to_error(const std::vector<Hindrance>& why);
Error to_error(const std::vector<Error>& faults);
Error stale();

// Names known to stand on the same host, or below the same registrable domain.
inline constexpr int kNeighboursMax = 100;
std::vector<std::string> select_neighbours(store::Transaction& tx, const std::string& name, int limit);

}  // namespace muster::cases
