#include "content.h"

#include <base/text.h>

#include <algorithm>

#include <boost/json.hpp>

namespace muster::dealers {
namespace {

namespace json = boost::json;

constexpr std::string_view kFields[] = {"category",
                                        "document_kind",
                                        "document_country",
                                        "document_number",
                                        "document_expires_on",
                                        "name",
                                        "birth_date",
                                        "address",
                                        "msisdn",
                                        "place",
                                        "consent",
                                        "guardian_kind",
                                        "guardian_country",
                                        "guardian_number",
                                        "guardian_consent",
                                        "organisation_kind",
                                        "organisation_number"};
constexpr std::string_view kSides[] = {"front", "back", "page", "other"};
constexpr std::size_t kFieldMaxBytes = 2000, kJsonMaxBytes = 64u << 10, kLengthBytes = 4;

Error malformed() {
  return invalid("packet_content", "The packet does not hold a form and its pictures.");
}
Error pictures_wrong() {
  return invalid("packet_pictures", "A capture has at most four pictures, each a JPEG of at most 1 MiB.", "pictures");
}
bool among(std::span<const std::string_view> words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}
std::string text_of(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value && value->is_string() ? std::string(value->get_string()) : std::string();
}

Result<void> read_fields(Content& out, const json::value* fields) {
  if (!fields || !fields->is_object()) return malformed();
  for (const auto& [name, value] : fields->get_object()) {
    if (!among(kFields, std::string_view(name)) || !value.is_string() || value.get_string().size() > kFieldMaxBytes)
      return invalid("packet_field", "The packet holds a field that no capture has, or one that is too long.");
    out.fields.emplace(name, value.get_string());
  }
  return {};
}

Result<void> read_pictures(Content& out, const json::value* pictures, std::string_view bytes) {
  if (!pictures || !pictures->is_array()) return malformed();
  if (pictures->get_array().size() > kPicturesMax) return pictures_wrong();
  for (const json::value& item : pictures->get_array()) {
    if (!item.is_object()) return malformed();
    const json::object& object = item.get_object();
    const auto* size = object.if_contains("size");
    if (!size || !size->is_int64() || size->get_int64() < 1 || size->get_int64() > kPictureMaxBytes)
      return pictures_wrong();
    const auto n = static_cast<std::size_t>(size->get_int64());
    if (n > bytes.size()) return malformed();
    Picture p{text_of(object, "side"), text_of(object, "media_type"), std::string(bytes.substr(0, n))};
    bytes.remove_prefix(n);
    if (!among(kSides, p.side) || p.media_type != "image/jpeg" || !p.bytes.starts_with("\xff\xd8\xff"))
      return pictures_wrong();
    out.pictures.push_back(std::move(p));
  }
  return bytes.empty() ? Result<void>() : malformed();
}

}  // namespace

Result<Content> read_content(std::string_view bytes) {
  if (bytes.size() < kLengthBytes) return malformed();
  std::size_t length = 0;
  for (std::size_t i = 0; i < kLengthBytes; ++i) length = length << 8 | static_cast<unsigned char>(bytes[i]);
  bytes.remove_prefix(kLengthBytes);
  if (length > kJsonMaxBytes || length > bytes.size()) return malformed();
  boost::system::error_code fault;
  const json::value whole = json::parse(json::string_view(bytes.data(), length), fault);
  if (fault || !whole.is_object()) return malformed();
  Content out;
  MUSTER_CHECK_OK(read_fields(out, whole.get_object().if_contains("fields")));
  MUSTER_CHECK_OK(read_pictures(out, whole.get_object().if_contains("pictures"), bytes.substr(length)));
  return out;
}

std::string write_content(const Content& content) {
  std::string fields, list, pictures;
  for (const auto& [name, value] : content.fields)
    fields += (fields.empty() ? "" : ",") + json_quote(name) + ":" + json_quote(value);
  for (const Picture& p : content.pictures) {
    list += (list.empty() ? "{\"side\":" : ",{\"side\":") + json_quote(p.side) +
            ",\"media_type\":" + json_quote(p.media_type) + ",\"size\":" + std::to_string(p.bytes.size()) + "}";
    pictures += p.bytes;
  }
  const std::string text = "{\"fields\":{" + fields + "},\"pictures\":[" + list + "]}";
  std::string out;
  for (std::size_t i = 0; i < kLengthBytes; ++i)
    out += static_cast<char>(static_cast<unsigned char>(text.size() >> (8 * (kLengthBytes - 1 - i))));
  return out + text + pictures;
}

Content corrected(Content original, Content correction) {
  for (auto& [name, value] : correction.fields) original.fields[name] = std::move(value);
  if (!correction.pictures.empty()) original.pictures = std::move(correction.pictures);
  return original;
}

registration::Capture capture_of(const Content& content, const std::string& dealer_id, const std::string& device_id) {
  const auto field = [&](const char* name) {
    const auto found = content.fields.find(name);
    return found == content.fields.end() ? std::string() : found->second;
  };
  registration::Capture c;
  c.category = field("category");
  c.document = {field("document_kind"), field("document_country"), field("document_number"),
                field("document_expires_on")};
  c.identity = {field("name"), field("birth_date"), field("address")};
  c.msisdn = field("msisdn");
  c.dealer_id = dealer_id;
  c.place = field("place");
  c.device = device_id;
  c.consent = field("consent");
  if (!field("guardian_number").empty())
    c.guardian = persons::Document{field("guardian_kind"), field("guardian_country"), field("guardian_number"), ""};
  c.guardian_consent = field("guardian_consent");
  c.organisation_kind = field("organisation_kind");
  c.organisation_number = field("organisation_number");
  return c;
}

}  // namespace muster::dealers
