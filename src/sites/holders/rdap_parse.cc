// RDAP's domain object (RFC 9083 §5.3) as a record.
#include <base/text.h>
#include <holders/rdap.h>
#include <holders/rules.h>

#include <boost/json.hpp>

namespace muster::holders {
namespace json = boost::json;
namespace {

constexpr std::size_t kItemsMax = 200;  // of any array that is looked at

// Reads members with their types checked; remembers the first that has another one.
class Members {
 public:
  std::string text(const json::object& object, std::string_view name) {
    const json::value* value = object.if_contains(name);
    if (!value || value->is_null()) return {};
    if (const auto* text = value->if_string()) return {text->data(), text->size()};
    wrong(name);
    return {};
  }
  const json::array& array(const json::object& object, std::string_view name) {
    const json::value* value = object.if_contains(name);
    if (!value || value->is_null()) return none_;
    if (const auto* list = value->if_array(); list && list->size() <= kItemsMax) return *list;
    wrong(name);
    return none_;
  }
  const json::object* object(const json::value& value, std::string_view where) {
    if (const auto* found = value.if_object()) return found;
    wrong(where);
    return nullptr;
  }
  void wrong(std::string_view name) {
    if (wrong_.empty()) wrong_ = name;
  }
  const std::string& fault() const { return wrong_; }

 private:
  json::array none_;
  std::string wrong_;
};

bool has_role(Members& members, const json::object& entity, std::string_view role) {
  for (const auto& value : members.array(entity, "roles"))
    if (const auto* text = value.if_string(); text && *text == role) return true;
  return false;
}

struct Card {
  std::string fn, org, kind, country;
};

// jCard (RFC 7095): ["vcard", [[name, parameters, type, value…], …]].
Card card_of(Members& members, const json::object& entity) {
  Card card;
  const json::array& outer = members.array(entity, "vcardArray");
  if (outer.size() < 2) return card;
  const auto* properties = outer[1].if_array();
  if (!properties || properties->size() > kItemsMax) {
    members.wrong("vcardArray");
    return card;
  }
  for (const auto& value : *properties) {
    const auto* property = value.if_array();
    if (!property || property->size() < 4 || !(*property)[0].is_string()) continue;
    const std::string_view name = (*property)[0].get_string();
    const auto text = [&]() -> std::string {
      const json::value& v = (*property)[3];
      if (const auto* s = v.if_string()) return {s->data(), s->size()};
      if (const auto* list = v.if_array(); list && !list->empty() && (*list)[0].is_string())
        return std::string((*list)[0].get_string());
      return {};
    };
    if (name == "fn") card.fn = text();
    if (name == "org") card.org = text();
    if (name == "kind") card.kind = text();
    if (name == "adr")
      if (const auto* parameters = (*property)[1].if_object())
        if (const auto* cc = parameters->if_contains("cc"); cc && cc->is_string())
          card.country = std::string(cc->get_string());
  }
  return card;
}

void read_registrar(Members& members, const json::object& entity, Record& record) {
  const Card card = card_of(members, entity);
  record.registrar = card.fn.empty() ? card.org : card.fn;
  if (record.registrar.empty()) record.registrar = members.text(entity, "handle");
  for (const auto& value : members.array(entity, "publicIds"))
    if (const auto* id = members.object(value, "publicIds"))
      if (members.text(*id, "type") == "IANA Registrar ID") record.registrar_iana_id = members.text(*id, "identifier");
}

void read_registrant(Members& members, const json::object& entity, Record& record) {
  const Card card = card_of(members, entity);
  Registrant& who = record.registrant;
  who.handle = members.text(entity, "handle");
  const bool organization = !trim(card.org).empty() || card.kind == "org";
  who.name = trim(organization && !trim(card.org).empty() ? card.org : card.fn);
  who.kind = who.name.empty() ? HolderKind::unknown : organization ? HolderKind::organization : HolderKind::individual;
  who.country = card.country;
}

Result<void> read_events(Members& members, const json::object& object, Record& record) {
  for (const auto& value : members.array(object, "events")) {
    const auto* event = members.object(value, "events");
    if (!event) continue;
    const std::string action = members.text(*event, "eventAction");
    auto* into = action == "registration"   ? &record.created_at
                 : action == "expiration"   ? &record.expires_at
                 : action == "last changed" ? &record.updated_at
                                            : nullptr;
    if (!into) continue;
    const auto time = parse_rfc3339(members.text(*event, "eventDate"));
    if (!time.ok()) return invalid("rdap_field", "The answer's eventDate is no time as RFC 3339 writes it.", "events");
    *into = *time;
  }
  return {};
}

}  // namespace

Result<Record> parse_rdap(std::string_view text) {
  if (text.size() > kRdapBytesMax)
    return invalid("rdap_too_long", "The answer is longer than 256 KiB; nothing of it was taken.");
  json::parse_options options;
  options.max_depth = kRdapDepthMax;
  boost::system::error_code fault;
  const json::value whole = json::parse({text.data(), text.size()}, fault, {}, options);
  if (fault || !whole.is_object())
    return invalid("rdap_json", "The answer is no JSON object, or nested more than 32 deep.");
  const json::object& object = whole.get_object();
  Members members;
  if (members.text(object, "objectClassName") != "domain")
    return invalid("rdap_class", "The answer is no domain object (RFC 9083 §5.3).", "objectClassName");
  Record record;
  record.name = members.text(object, "ldhName");
  if (record.name.empty()) record.name = members.text(object, "unicodeName");
  for (const auto& value : members.array(object, "status")) {
    const auto* word = value.if_string();
    if (!word) members.wrong("status");
    // Words that EPP doesn't have ("locked", "validated") are of no use here.
    if (const char* status = word ? epp_status({word->data(), word->size()}) : nullptr)
      record.statuses.emplace_back(status);
  }
  for (const auto& value : members.array(object, "nameservers"))
    if (const auto* server = members.object(value, "nameservers"))
      record.name_servers.push_back(members.text(*server, "ldhName"));
  for (const auto& value : members.array(object, "entities")) {
    const auto* entity = members.object(value, "entities");
    if (!entity) continue;
    if (has_role(members, *entity, "registrar")) read_registrar(members, *entity, record);
    if (has_role(members, *entity, "registrant")) read_registrant(members, *entity, record);
  }
  MUSTER_CHECK_OK(read_events(members, object, record));
  if (!members.fault().empty())
    return invalid("rdap_field", "A member of the answer has another type than RFC 9083 says.", members.fault());
  record.registrant_withheld = record.registrant.handle.empty() && record.registrant.name.empty();
  return record;
}

}  // namespace muster::holders
