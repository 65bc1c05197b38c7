// Statements of reasons: written with each order (by its event), sent, handed over, received. What failed to arrive is
// work for a person. Thread-safe.
#pragma once

#include <ledger/recorder.h>
#include <notices/notices.h>
#include <store/database.h>

#include <optional>
#include <string>
#include <vector>

#include <statements/statement.h>

namespace muster::policy {
class Policy;
}
namespace muster::vault {
class Vault;
}

namespace muster::statements {

struct Filter {
  std::string state, ground;
};
struct Page {
  std::vector<Statement> items;  // newest first
  std::string next;              // empty at the end
};

struct Options {
  std::string public_address;      // "https://muster.example": before paths of public pages; "": the path alone
  std::vector<std::string> fonts;  // of the PDF; empty: print::standard_fonts()
};

class Service {
 public:
  Service(store::Database& database, const ledger::Recorder& recorder, const policy::Policy& policy,
          const vault::Vault& vault, notices::Service& notices, Options options = {})
      : database_(database),
        recorder_(recorder),
        policy_(policy),
        vault_(vault),
        notices_(notices),
        options_(std::move(options)) {}

  // What happened, of the outbox: an order's statement is written, and what became of its letters moves it on. Once or
  // more often is the same.
  Result<void> follow(store::Transaction& tx, const events::Event& event) const;

  // Errors: statement_unknown.
  Result<Statement> statement(const std::string& id_or_number) const;
  Result<std::optional<Statement>> of_order(const std::string& order_id) const;
  Result<std::optional<Statement>> of_notice(const std::string& notice_id) const;
  Result<Page> list(const Filter& filter, const std::string& after, int limit) const;
  Result<std::vector<Delivery>> deliveries(const std::string& id) const;
  Result<std::vector<events::Event>> history(const std::string& id) const;

  // Behind the secret link. Whoever has it may read the statement, and say that it arrived. Errors: statement_unknown.
  Result<Statement> by_secret(const std::string& secret) const;
  Result<Statement> receive(const std::string& secret) const;
  // The link's path; made from the instance's keys each time, and kept nowhere.
  std::string link_of(const std::string& id) const;

  // hand_over (channel: post, phone, host, in_person; note), send_again. Errors: statement_unknown, stale,
  // statement_state, statement_event, statement_channel, note_missing, note_too_long.
  struct Step {
    std::string event, channel, note;
  };
  Result<Statement> apply(const std::string& id, std::int64_t version, const Step& step,
                          const std::string& person) const;

  // The link, for a person who hands it over another way; in the ledger. Errors: statement_unknown, statement_state (it
  // is neither undelivered nor handed over).
  Result<std::string> take_link(const std::string& id, const std::string& person) const;

  // The letter as PDF. `link`: with the secret link as its last line, for the entity alone.
  Result<std::string> pdf(const Statement& statement, bool link) const;
  std::string text(const Statement& statement, const Paper& paper, bool link) const;
  // What goes with a letter of an order or a statement; nothing for other letters. Errors: statement_not_written
  // (unavailable: it is written in a moment).
  Result<std::optional<notices::Attachment>> attachment(const notices::Notice& notice) const;
  std::string address_of(const std::string& path) const;

 private:
  Result<void> write(store::Transaction& tx, const std::string& order_id) const;
  Result<void> follow_notice(store::Transaction& tx, const events::Event& event) const;
  Result<Statement> move(store::Transaction& tx, const Statement& s, const std::string& event,
                         const std::string& channel, const std::string& code, const std::string& actor) const;
  std::string secret_of(const std::string& id) const;

  store::Database& database_;
  const ledger::Recorder& recorder_;
  const policy::Policy& policy_;
  const vault::Vault& vault_;
  notices::Service& notices_;
  Options options_;
};

}  // namespace muster::statements
