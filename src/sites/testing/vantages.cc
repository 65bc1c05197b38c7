#include <base/text.h>
#include <testing/vantage.h>

#include <boost/json.hpp>
#include <fmt/format.h>

namespace muster::testing {
namespace json = boost::json;
namespace {

constexpr std::string_view kDesktop =
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36";
constexpr std::size_t kNameMax = 32, kFieldMax = 512;

Error bad_vantage(std::size_t number, const char* why) {
  return invalid("vantages_format", fmt::format("Entry {} of the vantages {}.", number, why), "vantages");
}

// Printable ASCII: it goes into a header field.
bool is_field(const std::string& text) {
  return text.size() <= kFieldMax && std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c < 127; });
}
bool is_name(const std::string& text) {
  return !text.empty() && text.size() <= kNameMax &&
         text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-_") == std::string::npos;
}
bool is_exit(const std::string& url) {
  if (url.empty()) return true;
  for (const char* scheme : {"socks5://", "socks5h://", "socks4://", "http://", "https://"})
    if (url.starts_with(scheme) && url.size() > std::string_view(scheme).size()) return is_field(url);
  return false;
}

}  // namespace

const std::vector<Vantage>& standard_vantages() {
  static const std::vector<Vantage> all = [] {
    const FetchOptions phone;
    return std::vector<Vantage>{
        {"phone", phone.user_agent, phone.accept_language, ""},
        {"desktop", std::string(kDesktop), phone.accept_language, ""},
        {"search", phone.user_agent, phone.accept_language, "https://www.baidu.com/"},
        {"english", phone.user_agent, "en-US,en;q=0.9", ""},
    };
  }();
  return all;
}

Result<std::vector<Vantage>> parse_vantages(std::string_view text) {
  boost::system::error_code error;
  const json::value all = json::parse(json::string_view(text.data(), text.size()), error);
  if (error || !all.is_array() || all.as_array().size() < 2 || all.as_array().size() > kVantagesMax)
    return invalid("vantages_format", fmt::format("The vantages are a JSON array of 2 to {} objects.", kVantagesMax),
                   "vantages");
  std::vector<Vantage> out;
  for (const json::value& each : all.as_array()) {
    const std::size_t number = out.size() + 1;
    if (!each.is_object()) return bad_vantage(number, "is no object");
    Vantage vantage = standard_vantages().front();
    vantage.name.clear();
    for (const auto& [key, value] : each.as_object()) {
      if (!value.is_string()) return bad_vantage(number, "has a value that is no text");
      const std::string field(value.as_string());
      if (!is_field(field)) return bad_vantage(number, "has a value with other than printable ASCII, or a long one");
      if (key == "name")
        vantage.name = field;
      else if (key == "user_agent")
        vantage.user_agent = field;
      else if (key == "accept_language")
        vantage.accept_language = field;
      else if (key == "referrer")
        vantage.referrer = field;
      else if (key == "exit_name")
        vantage.exit_name = field;
      else if (key == "exit_url")
        vantage.exit_url = field;
      else
        return bad_vantage(number, "has a key that is not known");
    }
    if (!is_name(vantage.name)) return bad_vantage(number, "has no name of letters a to z, digits, - and _");
    if (!is_exit(vantage.exit_url)) return bad_vantage(number, "has an exit that is no SOCKS or HTTP proxy");
    if (std::any_of(out.begin(), out.end(), [&](const Vantage& other) { return other.name == vantage.name; }))
      return bad_vantage(number, "has the name of another");
    out.push_back(std::move(vantage));
  }
  return out;
}

FetchOptions seen_from(FetchOptions options, const Vantage& vantage) {
  options.user_agent = vantage.user_agent;
  options.accept_language = vantage.accept_language;
  options.referrer = vantage.referrer;
  options.exit_name = vantage.exit_name;
  options.exit_url = vantage.exit_url;
  return options;
}

}  // namespace muster::testing
