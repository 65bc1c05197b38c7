// SQL of instructions, their messages and deliveries. Inside of the room.
#pragma once

#include <store/database.h>

#include <optional>
#include <string>
#include <vector>

#include <instructions/service.h>

namespace muster::instructions {

void insert_instruction(store::Transaction& tx, const Instruction& i);
std::optional<Instruction> select_instruction(store::Transaction& tx, const std::string& id_or_key);
std::optional<Instruction> select_last_of_order(store::Transaction& tx, const std::string& order_id);
std::vector<Instruction> select_of_order(store::Transaction& tx, const std::string& order_id);
std::vector<Instruction> select_page(store::Transaction& tx, const Filter& filter, const std::string& after, int limit,
                                     Instant now);
// Everything that can change of it.
void update_instruction(store::Transaction& tx, const Instruction& i);
// Ids of those in this state that were there at `until`, behind one id.
std::vector<std::string> select_ids_in(store::Transaction& tx, const std::string& party_id, const std::string& state,
                                       Instant until, const std::string& after, int limit);
std::vector<std::string> select_late(store::Transaction& tx, Instant now, int limit);
std::vector<std::string> select_retests(store::Transaction& tx, Instant now, int limit);
Counts select_counts(store::Transaction& tx, const std::string& party_id, Instant now);
std::vector<ProviderRow> select_providers(store::Transaction& tx, const std::string& after, int limit, Instant now);

// --- what goes out
void insert_delivery(store::Transaction& tx, const Instruction& i, const char* channel, std::optional<Instant> told_at);
// Open instructions of a party that no webhook was ever to tell: from now on one is.
void insert_webhook_deliveries(store::Transaction& tx, const std::string& party_id);
struct Waiting {
  std::string party_id, channel;
  std::optional<Instant> last_message_at;
};
// Behind one of them; `after` with an empty party: from the first on.
std::vector<Waiting> select_waiting_ways(store::Transaction& tx, const Waiting& after, int limit);
// Gives the oldest that wait to the message, at most `limit`; says how many.
std::int64_t take_waiting(store::Transaction& tx, const std::string& party_id, const std::string& channel,
                          const std::string& message_id, int limit);
void insert_message(store::Transaction& tx, const Message& m);
std::optional<Message> select_message(store::Transaction& tx, const std::string& id);
std::vector<Message> select_messages(store::Transaction& tx, const std::string& party_id, const std::string& state,
                                     const std::string& after, int limit);
std::vector<std::string> select_due_messages(store::Transaction& tx, Instant now, int limit);
std::vector<Instruction> select_items(store::Transaction& tx, const std::string& message_id);
void update_message(store::Transaction& tx, const Message& m);
void tell_items(store::Transaction& tx, const std::string& message_id, Instant now);
std::vector<Delivery> select_deliveries(store::Transaction& tx, const std::string& instruction_id);

// --- where it goes
void insert_channel(store::Transaction& tx, const Channel& c);
std::optional<Channel> select_channel(store::Transaction& tx, const std::string& id);
std::optional<Channel> select_channel_of(store::Transaction& tx, const std::string& party_id);  // that is not ended
std::vector<std::string> select_unproven(store::Transaction& tx, Instant asked_before, int limit);
void update_channel(store::Transaction& tx, const Channel& c);
std::optional<Contact> select_contact(store::Transaction& tx, const std::string& party_id);
void set_contact(store::Transaction& tx, const std::string& party_id, const Contact& contact, const std::string& by,
                 Instant now);

}  // namespace muster::instructions
