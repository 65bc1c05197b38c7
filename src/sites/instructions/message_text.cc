#include "message_text.h"

#include <base/csv.h>
#include <base/text.h>
#include <cases/law_text.h>
#include <ledger/statement.h>

#include <algorithm>

#include <boost/json.hpp>

namespace muster::instructions {
namespace {

namespace json = boost::json;

constexpr Duration kFresh = std::chrono::minutes(10);

json::object item_json(const Instruction& i, const std::string& address) {
  json::object out{{"instruction", i.key},
                   {"order", i.order_number},
                   {"version", i.version},
                   {"do", i.action},
                   {"urgent", i.urgent},
                   {"measure", i.measure},
                   {"sealed", i.sealed},
                   {"ground", i.sealed ? json::value(nullptr) : json::value(i.ground)},
                   {"scope", nullptr},
                   {"authority", i.authority_name},
                   {"law", cases::law_text(i.law, i.article)},
                   {"acknowledge_by", to_rfc3339(i.ack_due_at)},
                   {"execute_by", to_rfc3339(i.execute_due_at)},
                   {"expires", to_rfc3339(i.expires_at)},
                   {"statement", nullptr}};
  if (!i.sealed) out["scope"] = json::object{{"kind", i.scope_kind}, {"value", i.scope_value}};
  if (!address.empty()) out["statement"] = address + "/public/orders/" + i.order_number;
  return out;
}

std::string text_of(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value && value->is_string() ? std::string(value->get_string()) : std::string();
}

Error form(const char* sentence) {
  return invalid("answer_form", sentence);
}

std::optional<json::object> object_of(std::string_view text) {
  boost::system::error_code fault;
  json::value value = json::parse(json::string_view(text.data(), text.size()), fault);
  if (fault || !value.is_object()) return std::nullopt;
  return std::move(value.get_object());
}

Result<void> add_sayings(const json::object& said, const char* name, const char* event, Answer& out) {
  const auto* list = said.if_contains(name);
  if (!list || list->is_null()) return {};
  if (list->is_string() && list->get_string() == "all" && std::string_view(event) == "acknowledge") {
    out.all_acknowledged = true;
    return {};
  }
  if (!list->is_array()) return form("acknowledged, executed and objected are lists; acknowledged may be “all”.");
  for (const json::value& each : list->get_array()) {
    Saying one{"", event, "", 0};
    if (each.is_string()) {
      one.key = std::string(each.get_string());
    } else if (each.is_object()) {
      one.key = text_of(each.get_object(), "instruction");
      one.note = text_of(each.get_object(), "note");
    } else {
      return form("An item of a list is an instruction's key, or an object with instruction and note.");
    }
    out.sayings.push_back(std::move(one));
  }
  return {};
}

}  // namespace

std::string told_text(const Message& message, const Channel& channel, const std::vector<Instruction>& items,
                      const std::string& address, Instant at) {
  json::array list;
  for (const Instruction& i : items) list.push_back(item_json(i, address));
  return json::serialize(json::object{{"form", kTold},
                                      {"message", message.id},
                                      {"channel", channel.id},
                                      {"to", channel.party_id},
                                      {"at", to_rfc3339(at)},
                                      {"items", std::move(list)}});
}

std::string challenge_text(const Channel& channel, Instant at) {
  return json::serialize(json::object{{"form", kAsked},
                                      {"channel", channel.id},
                                      {"to", channel.party_id},
                                      {"at", to_rfc3339(at)},
                                      {"challenge", channel.challenge}});
}

Result<Answer> read_answer(std::string_view file, std::string_view kind, const Channel& channel, Instant now) {
  const auto parts = ledger::read_statement_file(file);
  if (!parts) return form("An answer is a JSON object of a text and its note.");
  MUSTER_TRY(const auto key, ledger::VerifierKey::parse(channel.vkey));
  const auto signed_by = ledger::verify_statement(parts->note, parts->text, key);
  const Error forged = refused("answer_forged", "The key that was filed for this webhook has not signed this answer.");
  if (!signed_by.ok() || signed_by->kind != kind) return forged;
  if (signed_by->at > now + kFresh || now > signed_by->at + kFresh)
    return refused("answer_old", "This answer was not signed within the last ten minutes.");
  const auto said = object_of(parts->text);
  if (!said) return form("The text of an answer is a JSON object.");
  Answer out;
  out.message = text_of(*said, "message");
  out.channel = text_of(*said, "channel");
  out.challenge = text_of(*said, "challenge");
  if (out.channel != channel.id) return forged;
  MUSTER_CHECK_OK(add_sayings(*said, "acknowledged", "acknowledge", out));
  MUSTER_CHECK_OK(add_sayings(*said, "executed", "execute", out));
  MUSTER_CHECK_OK(add_sayings(*said, "objected", "object", out));
  return out;
}

std::string claimed_channel(std::string_view file) {
  const auto parts = ledger::read_statement_file(file);
  const auto said = parts ? object_of(parts->text) : std::nullopt;
  return said ? text_of(*said, "channel") : std::string();
}

std::string csv_header() {
  return "instruction,order,do,state,urgent,ground,scope_kind,scope,authority,acknowledge_by,execute_by,expires,event,"
         "note\r\n";
}

std::string csv_lines(const std::vector<Instruction>& items) {
  std::string out;
  for (const Instruction& i : items) {
    bool first = true;
    for (const std::string& field :
         {i.key, i.order_number, i.action, i.state, std::string(i.urgent ? "yes" : "no"),
          i.sealed ? std::string() : i.ground, i.sealed ? std::string() : i.scope_kind,
          i.sealed ? std::string() : i.scope_value, i.authority_name, to_rfc3339(i.ack_due_at),
          to_rfc3339(i.execute_due_at), to_rfc3339(i.expires_at), std::string(), std::string()}) {
      if (!first) out += ',';
      first = false;
      append_csv_field(out, field, true);
    }
    out += "\r\n";
  }
  return out;
}

}  // namespace muster::instructions
