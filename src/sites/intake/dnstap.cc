#include "log_text.h"
#include <intake/dnstap.h>

namespace muster::intake {
namespace {

enum Wire : unsigned { varint = 0, fixed64 = 1, bytes = 2, fixed32 = 5 };  // groups (3, 4) are refused

struct Field {
  unsigned number = 0, wire = 0;
  std::uint64_t value = 0;
  std::string_view text;
};

// A protobuf varint: at most ten bytes.
bool take_varint(std::string_view& rest, std::uint64_t& value) {
  value = 0;
  for (unsigned i = 0; i < 10 && i < rest.size(); ++i) {
    const auto byte = static_cast<unsigned char>(rest[i]);
    value |= std::uint64_t{byte & 0x7fu} << (7 * i);
    if (byte < 0x80) {
      rest.remove_prefix(i + 1);
      return true;
    }
  }
  return false;
}

// Takes the field in front off `rest`, which is not empty. False when it is none.
bool take_field(std::string_view& rest, Field& field) {
  std::uint64_t tag = 0;
  if (!take_varint(rest, tag) || tag > 0xffffffffu || tag >> 3 == 0) return false;
  field.number = static_cast<unsigned>(tag >> 3);
  field.wire = static_cast<unsigned>(tag & 7);
  switch (field.wire) {
    case varint:
      return take_varint(rest, field.value);
    case bytes: {
      std::uint64_t length = 0;
      if (!take_varint(rest, length) || length > rest.size()) return false;
      field.text = rest.substr(0, length);
      rest.remove_prefix(length);
      return true;
    }
    case fixed32:
    case fixed64: {
      const std::size_t length = field.wire == fixed32 ? 4 : 8;
      if (rest.size() < length) return false;
      rest.remove_prefix(length);
      return true;
    }
    default:
      return false;
  }
}

// dnstap.proto: fields of Message, and those of its types whose sender is a client.
constexpr unsigned kAuthQuery = 1, kClientQuery = 5;
struct Message {
  std::uint64_t type = 0, seconds = 0;
  std::string_view client, query;
};

bool read_message(std::string_view rest, Message& out) {
  Field field;
  while (!rest.empty()) {
    if (!take_field(rest, field)) return false;
    switch (field.number << 3 | field.wire) {
      case 1 << 3 | varint:
        out.type = field.value;
        break;
      case 4 << 3 | bytes:
        out.client = field.text;
        break;
      case 8 << 3 | varint:
        out.seconds = field.value;
        break;
      case 10 << 3 | bytes:
        out.query = field.text;
        break;
      default:
        break;  // ports, the answer, policy …: not ours
    }
  }
  return true;
}

DnstapFault of(QuestionFault fault) {
  switch (fault) {
    case QuestionFault::none:
      return DnstapFault::none;
    case QuestionFault::no_host:
      return DnstapFault::no_host;
    case QuestionFault::header:
      return DnstapFault::message;
    case QuestionFault::not_query:
      return DnstapFault::other;
    case QuestionFault::pointer:
      return DnstapFault::pointer;
    case QuestionFault::cut_off:
      break;
  }
  return DnstapFault::cut_off;
}

struct Words {
  const char *code, *sentence;
};
constexpr Words kWords[kDnstapFaults] = {
    {"none", ""},
    {"dnstap_other", "The message is an answer or the server's own question; a client's query counts once."},
    {"dns_no_host", "The question is of a name that is none of a host."},
    {"dnstap_form", "The frame holds no dnstap message; it was passed over."},
    {"dnstap_client", "The message names no client's address, so that clients can't be counted; it was passed over."},
    {"dnstap_message", "The message holds no DNS message with one question; it was passed over."},
    {"dns_pointer", "The question holds a compression pointer, which no question may; it was passed over."},
    {"dns_cut_off", "The DNS message ends inside of its question; it was passed over."},
};

}  // namespace

const char* code(DnstapFault fault) {
  return kWords[static_cast<std::size_t>(fault)].code;
}
const char* sentence(DnstapFault fault) {
  return kWords[static_cast<std::size_t>(fault)].sentence;
}

DnstapFault parse_dnstap(std::string_view frame, Dnstap& out) {
  std::string_view inner;
  std::uint64_t type = 0;
  Field field;
  while (!frame.empty()) {
    if (!take_field(frame, field)) return DnstapFault::form;
    if (field.number == 14 && field.wire == bytes) inner = field.text;
    if (field.number == 15 && field.wire == varint) type = field.value;
  }
  if (type != 1) return DnstapFault::form;  // MESSAGE, the only type there is
  Message message;
  if (!read_message(inner, message)) return DnstapFault::form;
  if (message.type == 0) return DnstapFault::form;
  if (message.type != kClientQuery && message.type != kAuthQuery) return DnstapFault::other;
  if (message.query.empty()) return DnstapFault::message;
  if (const auto fault = of(parse_question(message.query, out.question)); fault != DnstapFault::none) return fault;
  if (out.question.cls != 1) return DnstapFault::other;  // version.bind names no site
  if (!client_from_bytes(message.client, out.query.client)) return DnstapFault::client;
  out.query.name = out.question.name();
  out.query.day = message.seconds > INT64_MAX ? 0 : day_of_seconds(static_cast<std::int64_t>(message.seconds));
  return DnstapFault::none;
}

}  // namespace muster::intake
