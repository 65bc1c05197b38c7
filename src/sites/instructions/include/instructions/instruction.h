// What a provider is told of an order that it carries out: plain values as 0051_instructions.sql and
// 0052_provider_channels.sql hold them. States are the words of the table in instructions/rules.h.
#pragma once

#include <base/time.h>
#include <events/event.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace muster::instructions {

struct Instruction {
  std::string id;
  std::string key;  // "O-2026-000001/1": the order's number and the version; the same however often it is told
  std::string order_id, party_id;
  std::int64_t version = 1;
  std::string action;  // suspend: do what the order's scope says; restore: undo it
  bool urgent = false;
  std::string state;  // waiting, acknowledged, executed, verified, superseded
  Instant state_at;
  std::string state_by, way;  // who took the last step, and how: portal, file, webhook, api, order, retest, person,
                              // contract; "" while it waits
  Instant created_at, ack_due_at, execute_due_at;
  std::optional<Instant> late_at;  // when the next step is late; nothing: none is awaited, or that it is late was told
  std::optional<Instant> acknowledged_at, executed_at, verified_at;
  std::optional<Instant> retest_at;
  std::int64_t retests = 0;
  std::string test_id;  // of the last look, "" none
  std::string hitch;    // "", not_told, not_acknowledged, not_executed, objected, still_reachable, not_restored,
                        // not_verified
  std::optional<Instant> hitch_at, settled_at;
  std::string settled_by;
  std::string note;  // why it can't be carried out, in the provider's words; or what a person settled

  // Of its order and party, for lists.
  std::string order_number, order_state, party_name, case_id, region;
  std::string ground, measure, scope_kind, scope_value, law, article, authority_name;
  bool sealed = false;
  Instant expires_at;

  bool open() const { return state == "waiting" || state == "acknowledged" || state == "executed"; }
  bool escalated() const { return !hitch.empty() && !settled_at; }
};

struct Message {
  std::string id, party_id, channel;  // webhook, email
  std::int64_t items = 0;
  std::string state;  // queued, sent, failed
  Instant created_at, next_at;
  std::int64_t attempts = 0;
  std::optional<Instant> sent_at;
  std::string fault;      // code of the last attempt that failed, "" none
  std::string notice_id;  // of an e-mail: what became of it is the notice's
  std::string party_name;
};

// How one instruction was told on one of its ways.
struct Delivery {
  std::string channel;  // portal, webhook, email
  std::optional<Instant> told_at;
  std::string message_id, message_state, fault, notice_state;
  std::int64_t attempts = 0;
  std::optional<Instant> next_at;
};

struct Channel {
  std::string id, party_id;
  std::string url;
  std::string vkey;       // ledger::VerifierKey's text: signs the provider's answers
  bool by_house = false;  // filed by the house's own people
  std::string challenge;
  std::string state;  // filed, proven, ended
  std::string filed_by;
  Instant filed_at;
  std::optional<Instant> asked_at, proven_at, ended_at;
  std::string fault;
};

// A second contact of the organisation, told of what is late.
struct Contact {
  std::string email, language;
};

inline constexpr const char* kRecord = "instruction";
inline constexpr const char* kChannelRecord = "provider_channel";
inline constexpr const char* kMessageRecord = "instruction_message";
inline constexpr const char* kContactRef = "provider_contact:";  // before a party's id: notices resolve it when they go

// Bodies: {"key":"…","party":"…","action":"…", …}; no names, no words of people.
inline constexpr events::Kind kGiven{"instruction.given", 1,
                                     "A provider was told to carry out an order, or to undo it."};
inline constexpr events::Kind kAcknowledged{"instruction.acknowledged", 1, "A provider acknowledged an instruction."};
inline constexpr events::Kind kExecuted{"instruction.executed", 1, "A provider said that it did what it was told."};
inline constexpr events::Kind kVerified{"instruction.verified", 1, "It was verified that an instruction was done."};
inline constexpr events::Kind kReopened{
    "instruction.reopened", 1, "A re-test found that an instruction was not done; it waits for its provider again."};
inline constexpr events::Kind kObjected{"instruction.objected", 1,
                                        "A provider said that it can't carry out an instruction as it stands."};
inline constexpr events::Kind kSuperseded{"instruction.superseded", 1,
                                          "A newer instruction took the place of another."};
inline constexpr events::Kind kEscalated{"instruction.escalated", 1, "An instruction was put before people."};
inline constexpr events::Kind kSettled{"instruction.settled", 1,
                                       "A person settled what an instruction was put before people for."};
inline constexpr events::Kind kMessageSent{"instruction_message.sent", 1,
                                           "Instructions were told to a provider in one message."};
inline constexpr events::Kind kMessageFailed{"instruction_message.failed", 1,
                                             "A message of instructions reached nobody."};
inline constexpr events::Kind kMessageRetried{"instruction_message.retried", 1,
                                              "A person had a message of instructions sent again."};
inline constexpr events::Kind kChannelFiled{"provider_channel.filed", 1, "A provider's webhook was filed."};
inline constexpr events::Kind kChannelProven{"provider_channel.proven", 1, "A provider's webhook showed its key."};
inline constexpr events::Kind kChannelEnded{"provider_channel.ended", 1, "A provider's webhook was ended."};
inline constexpr events::Kind kContactSet{"provider_contact.set", 1, "A provider's second contact was set."};

}  // namespace muster::instructions
