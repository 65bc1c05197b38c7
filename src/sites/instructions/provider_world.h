// A share world with two hosts, what their machines would answer, and orders that they carry out. For the tests of this
// room.
#pragma once

#include "message_text.h"
#include <events/outbox.h>
#include <ledger/statement.h>

#include <set>

#include <boost/json.hpp>
#include <fmt/format.h>
#include <instructions/service.h>
#include <support/share_world.h>

namespace muster::instructions {

inline constexpr Duration kHour = std::chrono::hours(1);

class ProviderWorld : public test::ShareWorld {
 public:
  explicit ProviderWorld(store::Backend backend)
      : ShareWorld(backend),
        house_key(must(ledger::SigningKey::make("muster.example/test", ledger::Algorithm::ed25519, random))),
        provider_key(must(ledger::SigningKey::make("host.example/orders", ledger::Algorithm::ed25519, random))),
        service(*db, recorder, policy, *cases_service, *notices_service) {
    host = host_party("Host", "abuse@host.example");
    other_host = host_party("Other host", "");
    host_user = person(host, {"partner_user"});
    other_user = person(other_host, {"partner_user"});
  }

  std::string host_party(const std::string& name, const std::string& email) {
    parties::Party p;
    p.kind = "access_provider";
    p.name = name;
    p.contact_email = email;
    return must(parties_service->create_party("system:test", p)).id;
  }
  cases::Order held(const std::string& name, const std::string& party,
                    const std::string& ground = "explicit_unlawful") {
    const auto c = referred(ground, name);
    auto draft = network_draft(name, "host", 24 * 30 * kHour);
    draft.measure = "hold";
    draft.executor_party_id = party;
    const auto order = decide(c, draft);
    follow();
    return order;
  }
  void follow() {
    while (must(events::drain(*db, "instructions", 5000, [this](store::Transaction& tx, const events::Event& event) {
             return service.follow(tx, event);
           })) > 0) {
    }
  }
  void lift(const cases::Order& order) {
    must(cases_service->lift(order.id, must(cases_service->order(order.id)).version, "Set right.", decider));
    follow();
  }
  void reverse(const cases::Order& order) {
    const auto a = must(cases_service->file_appeal({order.number, "No.", "", "en"})).appeal;
    must(cases_service->decide_appeal(a.id, a.version, "reverse", "Innocent.", judge));
    follow();
  }
  Speaker host_speaks(const char* way = "portal") const { return {host_user, host, way}; }
  Speaker house_speaks() const { return {operator_person, "", "person"}; }
  Outcome say(const std::string& key, const std::string& event, const std::string& note = {}) {
    return must(service.say(host_speaks(), {{key, event, note, 0}}));
  }
  Instruction get(const std::string& key) { return must(service.find(key, "")).instruction; }
  std::string order_state(const cases::Order& o) { return must(cases_service->order(o.id)).state; }
  std::string case_state(const cases::Order& o) { return must(cases_service->find_case(o.case_id)).state; }

  // --- the provider's machine
  Sign sign_told() {
    return [this](std::string_view kind, std::string_view text, Instant at) {
      return ledger::sign_statement(kind, text, at, house_key);
    };
  }
  std::string signed_by(const ledger::SigningKey& key, const std::string& kind, const std::string& text) {
    return ledger::statement_file(text, ledger::sign_statement(kind, text, clock.now(), key));
  }
  // Answers as a receiver should: it checks our signature, keeps each instruction once, and signs what it says.
  Post machine() {
    return [this](const Letter& letter) -> Result<outbound::Answer> {
      ++posts;
      last = letter;
      if (down) return unavailable("outbound_unreachable", "Connection refused.");
      const auto file = *ledger::read_statement_file(letter.body);
      const auto told = must(ledger::verify_statement(file.note, file.text, house_key.verifier()));
      const auto said = boost::json::parse(file.text).as_object();
      outbound::Answer answer;
      answer.status = 200;
      if (told.kind == kAsked) {
        boost::json::object shown{{"channel", said.at("channel")}, {"challenge", said.at("challenge")}};
        answer.body = signed_by(provider_key, kShown, boost::json::serialize(shown));
        return answer;
      }
      messages.insert(said.at("message").as_string().c_str());
      for (const auto& item : said.at("items").as_array()) {
        const std::string key = item.as_object().at("instruction").as_string().c_str();
        ++times[key];
        known.insert(key);
      }
      if (killed) return unavailable("outbound_unreachable", "The program ended before it read the answer.");
      answer.body = reply ? reply(said) : "";
      return answer;
    };
  }
  boost::json::object answer_to(const boost::json::object& said) const {
    return {{"message", said.at("message")}, {"channel", said.at("channel")}};
  }
  std::string add_webhook() {
    const auto filed = must(
        service.file_webhook(host_speaks(), host, "https://host.example/orders", provider_key.verifier().to_text()));
    must(service.prove(filed.id, sign_told(), machine()));
    return filed.id;
  }
  Sent deliver() { return must(service.deliver(sign_told(), machine())); }
  int look(const Seen& seen) {
    return must(service.retest([&](const std::vector<std::string>& urls) -> Result<std::vector<Seen>> {
      looked.insert(looked.end(), urls.begin(), urls.end());
      return std::vector<Seen>(urls.size(), seen);
    }));
  }

  ledger::SigningKey house_key, provider_key;
  Service service;
  std::string host, other_host, host_user, other_user;
  int posts = 0;
  bool down = false, killed = false;
  Letter last;
  std::set<std::string> messages, known;
  std::map<std::string, int> times;
  std::function<std::string(const boost::json::object&)> reply;
  std::vector<std::string> looked;
};

}  // namespace muster::instructions
