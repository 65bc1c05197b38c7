// One dnstap message (dnstap.info, dnstap.proto) out of a data frame: the fields that a name needs, walked by hand.
// Pure.
#pragma once

#include <intake/dns_question.h>
#include <intake/log_line.h>

#include <array>
#include <cstdint>
#include <string_view>

namespace muster::intake {

enum class DnstapFault : std::uint8_t {
  none,
  other,    // an answer, or a question that the server itself asked: a client's query counts once
  no_host,  // the question is of a name that is none of a host
  form,     // dnstap_form: no such protobuf message
  client,   // dnstap_client: without an address of 4 or 16 bytes
  message,  // dnstap_message: without a DNS message, or its header says something else than one question
  pointer,  // dns_pointer
  cut_off,  // dns_cut_off
};
inline constexpr std::size_t kDnstapFaults = 8;
const char* code(DnstapFault fault);
const char* sentence(DnstapFault fault);

struct Dnstap {
  Question question;
  Query query;  // its name is a view of `question`
};
// Takes CLIENT_QUERY and AUTH_QUERY of class IN.
DnstapFault parse_dnstap(std::string_view frame, Dnstap& out);

}  // namespace muster::intake
