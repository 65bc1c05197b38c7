// What is true of lines without asking anybody: the state machine and the forms of numbers. Pure and thread-safe.
#pragma once

#include <base/result.h>
#include <lines/line.h>

#include <span>
#include <string>
#include <string_view>

namespace muster::lines {

enum class Holding : std::uint8_t { keeps, begins, ends };  // what a step does to the holder's interval
enum class Due : std::uint8_t { none, reservation, quarantine };

// The state machine; the schema has the same pairs (a test compares them).
struct Transition {
  State from;
  Event event;
  State to;
  std::optional<Action> action;  // what the network is told
  Holding holding;
  Due due;            // the policy's term that begins
  bool needs_reason;  // a code: why the holder loses service or the line
};
std::span<const Transition> transitions();
const Transition* find_transition(State from, Event event);  // nullptr: not open

bool has_holder(State state);  // registered … barred
bool in_service(State state);  // at least incoming calls
// No charging while barred or out of service (MIIT 2016-182): only what the holder can use fully is charged.
bool is_charged(State state);

// ITU-T E.164 in any usual writing ("+86 138 0013 8000"); gives the digits. Errors: phone_form, phone_country_code,
// phone_length; field "msisdn".
Result<std::int64_t> parse_msisdn(std::string_view text);
std::string msisdn_text(std::int64_t digits);    // "+8613800138000"
std::string msisdn_masked(std::int64_t digits);  // "+861*******000": the first and the last three digits

// ITU-T E.118: "89", 18 to 20 digits, the last one by Luhn. Errors: iccid_form, iccid_check_digit.
Result<std::string> check_iccid(std::string_view text);
// ITU-T E.212: 14 or 15 digits; it has no check digit. Errors: imsi_form.
Result<std::string> check_imsi(std::string_view text);

// GSMA SGP.02 §2.2.2 and SGP.29 §10: 32 digits, 1 modulo 97. Errors: identifier_*, field "eid".
Result<std::string> check_eid(std::string_view text);

// Codes that people and programs give to things of ours (dealer's places, devices, reservations, reasons): 1 to 64 of
// A-Z a-z 0-9 . _ : -. So that no sentence, and nobody's name, gets where codes belong.
bool is_code(std::string_view text);

// Errors: pool_name, pool_operator, pool_region, pool_range; all at once.
Result<NewPool> check_pool(const NewPool& pool);

}  // namespace muster::lines
