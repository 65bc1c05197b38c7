#include <base/bytes.h>

#include <algorithm>

#include <boost/json.hpp>
#include <fmt/format.h>
#include <likeness/print.h>

namespace muster::likeness {
namespace json = boost::json;
namespace {

json::array ids_json(const std::vector<AccountId>& ids) {
  json::array out;
  for (const AccountId& id : ids) out.push_back(json::array{json::value(id.provider), json::value(id.value)});
  return out;
}

std::vector<AccountId> ids_of(const json::value& value) {
  std::vector<AccountId> out;
  for (const json::value& id : value.as_array())
    out.push_back({std::string(id.as_array().at(0).as_string()), std::string(id.as_array().at(1).as_string())});
  return out;
}

std::string sketch_text(const TextPrint& text) {
  std::string bytes;
  for (const std::uint16_t place : text.sketch) {
    bytes += static_cast<char>(place >> 8);
    bytes += static_cast<char>(place & 0xFF);
  }
  return to_base64url(bytes);
}

std::array<std::uint16_t, kPlaces> sketch_of(const std::string& text) {
  const auto bytes = from_base64url(text);
  if (!bytes.ok() || bytes->size() != 2 * kPlaces) throw std::invalid_argument("sketch");
  std::array<std::uint16_t, kPlaces> out{};
  for (std::size_t i = 0; i < kPlaces; ++i)
    out[i] = static_cast<std::uint16_t>(static_cast<std::uint8_t>((*bytes)[2 * i]) << 8 |
                                        static_cast<std::uint8_t>((*bytes)[2 * i + 1]));
  return out;
}

std::uint64_t number_of(const json::value& value) {
  return std::stoull(std::string(value.as_string()), nullptr, 16);
}

Print read(const json::object& o) {
  Print out;
  if (const auto* text = o.if_contains("text")) {
    out.text.simhash = number_of(text->at("simhash"));
    out.text.words = text->at("words").as_int64();
    out.text.sketch = sketch_of(std::string(text->at("sketch").as_string()));
  }
  for (const json::value& picture : o.at("pictures").as_array()) {
    const auto hash = hashes::pdq_from_hex(std::string(picture.as_string()));
    if (!hash.ok()) throw std::invalid_argument("picture");
    out.pictures.push_back(*hash);
  }
  if (const auto* favicon = o.if_contains("favicon")) out.favicon = static_cast<std::int32_t>(favicon->as_int64());
  out.certificate_key = o.at("certificate_key").as_string();
  out.accounts.analytics = ids_of(o.at("analytics"));
  out.accounts.payments = ids_of(o.at("payments"));
  out.structure = number_of(o.at("structure"));
  out.address = o.at("address").as_string();
  out.registrant = o.at("registrant").as_string();
  return out;
}

}  // namespace

bool Print::operator==(const Print& o) const {
  return text == o.text && pictures == o.pictures && favicon == o.favicon && certificate_key == o.certificate_key &&
         accounts.analytics == o.accounts.analytics && accounts.payments == o.accounts.payments &&
         structure == o.structure && address == o.address && registrant == o.registrant;
}

Print print_of(PageFacts facts) {
  Print out;
  // Without menus and footers, which a whole theme shares; a page without main text has all of its text.
  out.text = text_print(facts.page.main);
  if (!out.text.says()) out.text = text_print(facts.page.text);
  if (!out.text.says()) out.text = {};
  std::stable_sort(facts.pictures.begin(), facts.pictures.end(),
                   [](const PrintPicture& a, const PrintPicture& b) { return a.area > b.area; });
  for (const PrintPicture& each : facts.pictures) {
    const bool known = std::any_of(out.pictures.begin(), out.pictures.end(),
                                   [&](const hashes::Pdq& other) { return hashes::distance(other, each.hash) <= 31; });
    if (each.quality >= hashes::kQualityUsual && !known && out.pictures.size() < kPicturesMax)
      out.pictures.push_back(each.hash);
  }
  out.favicon = facts.favicon;
  out.certificate_key = std::move(facts.certificate_key);
  out.accounts = account_ids(facts.source);
  out.structure = template_of(facts.source);
  out.address = std::move(facts.address);
  return out;
}

std::string to_json(const Print& print) {
  json::object out;
  if (print.text.says())
    out["text"] = json::object{{"simhash", fmt::format("{:016x}", print.text.simhash)},
                               {"words", print.text.words},
                               {"sketch", sketch_text(print.text)}};
  json::array pictures;
  for (const hashes::Pdq& each : print.pictures) pictures.push_back(json::value(hashes::to_hex(each)));
  out["pictures"] = std::move(pictures);
  if (print.favicon) out["favicon"] = *print.favicon;
  out["certificate_key"] = print.certificate_key;
  out["analytics"] = ids_json(print.accounts.analytics);
  out["payments"] = ids_json(print.accounts.payments);
  out["structure"] = fmt::format("{:016x}", print.structure);
  out["address"] = print.address;
  out["registrant"] = print.registrant;
  return json::serialize(out);
}

Result<Print> print_from_json(std::string_view text) {
  boost::system::error_code fault;
  const json::value value = json::parse(json::string_view(text.data(), text.size()), fault);
  try {
    if (!fault && value.is_object()) return read(value.as_object());
  } catch (const std::exception&) {
    // of another form: said below
  }
  return invalid("print_form", "This is no fingerprint of ours.");
}

}  // namespace muster::likeness
