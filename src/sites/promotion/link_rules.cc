#include <base/bytes.h>
#include <base/text.h>
#include <testing/web_address.h>

#include <algorithm>

#include <promotion/rules.h>

namespace muster::promotion {
namespace {

constexpr bool is_code_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
         c == '_' || c == '~';
}

void take_text(const std::string& asked, std::size_t max, const char* field, const char* code, std::string& out,
               std::vector<Error>& faults) {
  out = trim(asked);
  if (out.size() > max || !is_valid_utf8(out) ||
      std::any_of(out.begin(), out.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; })) {
    faults.push_back(invalid(code, "This is text of one line, of " + std::to_string(max) + " bytes at most.", field));
    out.clear();
  }
}

void take_url(const std::string& asked, bool needed, const char* field, std::string& url, std::string& host,
              std::vector<Error>& faults) {
  url.clear();
  host.clear();
  if (trim(asked).empty() && !needed) return;
  const auto read = testing::web_address(asked);
  if (!read.ok()) {
    faults.push_back(read.error());
    faults.back().field = field;
    return;
  }
  url = read->url;
  host = read->host;
}

}  // namespace

const std::vector<std::string>& link_fields() {
  static const std::vector<std::string> fields{"code", "channel",   "service", "landing_url",
                                               "qr",   "short_url", "place",   "owner"};
  return fields;
}
const std::vector<std::string>& link_fields_needed() {
  static const std::vector<std::string> fields{"code", "channel", "landing_url"};
  return fields;
}
NewLink link_of_fields(const std::vector<std::string>& v) {
  return {v.at(0), v.at(1), v.at(2), v.at(3), v.at(4), v.at(5), v.at(6), v.at(7)};
}

bool is_code(std::string_view text) {
  // "." and ".." are places in a path of a URL.
  return !text.empty() && text.size() <= kCodeMax && text != "." && text != ".." &&
         std::all_of(text.begin(), text.end(), is_code_letter);
}

bool is_path(std::string_view text) {
  const auto codes = split(text, '/');
  return text.size() <= kPathMax && codes.size() <= kDepthMax &&
         std::all_of(codes.begin(), codes.end(), [](std::string_view c) { return is_code(c); });
}

std::vector<std::string> path_and_above(std::string_view path) {
  std::vector<std::string> out;
  for (std::size_t at = path.find('/'); at != std::string_view::npos; at = path.find('/', at + 1))
    out.emplace_back(path.substr(0, at));
  out.emplace_back(path);
  return out;
}

std::string address_in_qr(std::string_view text) {
  const std::string all(trim(text));
  const std::string lower = to_lower_ascii(all);
  for (const std::string_view mark : {"urlto:", "url:"})
    if (lower.starts_with(mark)) return std::string(trim(std::string_view(all).substr(mark.size())));
  if (!lower.starts_with("mebkm:")) return all;
  // Fields end with ";"; "\\" makes the next letter an ordinary one.
  std::string field;
  for (std::size_t i = sizeof("mebkm:") - 1; i < all.size(); ++i) {
    if (all[i] == '\\' && i + 1 < all.size()) {
      field += all[++i];
    } else if (all[i] != ';') {
      field += all[i];
    } else if (to_lower_ascii(field).starts_with("url:")) {
      return field.substr(sizeof("url:") - 1);
    } else {
      field.clear();
    }
  }
  return all;
}

Result<Link> check_link(const NewLink& asked) {
  std::vector<Error> faults;
  Link link;
  link.code = trim(asked.code);
  link.channel = trim(asked.channel);
  if (!is_code(link.code))
    faults.push_back(invalid("link_code", "A code is 1 to 64 letters, digits and - . _ ~", "code"));
  if (!is_path(link.channel))
    faults.push_back(
        invalid("channel_path", "A channel is codes with / between, 12 at most: “store/games/summer”.", "channel"));
  take_text(asked.service, kServiceMax, "service", "service_too_long", link.service, faults);
  take_text(asked.place, kPlaceMax, "place", "place_too_long", link.place, faults);
  take_text(asked.owner, kOwnerMax, "owner", "owner_too_long", link.owner, faults);
  take_url(asked.landing_url, true, "landing_url", link.landing_url, link.landing_host, faults);
  take_url(address_in_qr(asked.qr), false, "qr", link.qr, link.qr_host, faults);
  take_url(asked.short_url, false, "short_url", link.short_url, link.short_host, faults);
  if (!faults.empty()) {
    Error first = faults.front();
    first.all = std::move(faults);
    return first;
  }
  std::string all;
  for (const std::string* part :
       {&link.channel, &link.service, &link.landing_url, &link.qr, &link.short_url, &link.place, &link.owner})
    all += *part + '\x1f';
  link.print = to_hex(sha256(all)).substr(0, 32);
  return link;
}

std::string scope_text(const Scope& scope) {
  if (scope.kind == Scope::Kind::partner) return "partner:" + scope.partner;
  return (scope.kind == Scope::Kind::channel ? "channel:" : "link:") + scope.partner + "/" + scope.value;
}

std::optional<Scope> scope_of(std::string_view text) {
  const auto colon = text.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const std::string_view kind = text.substr(0, colon), rest = text.substr(colon + 1);
  if (kind == "partner")
    return rest.empty() ? std::nullopt : std::optional(Scope{Scope::Kind::partner, std::string(rest), {}});
  const auto slash = rest.find('/');
  if (slash == std::string_view::npos || slash == 0) return std::nullopt;
  const std::string partner(rest.substr(0, slash)), value(rest.substr(slash + 1));
  if (kind == "channel" && is_path(value)) return Scope{Scope::Kind::channel, partner, value};
  if (kind == "link" && is_code(value)) return Scope{Scope::Kind::link, partner, value};
  return std::nullopt;
}

std::vector<std::string> scopes_above(const std::string& number, std::string_view path, std::string_view code) {
  std::vector<std::string> out;
  if (!code.empty()) out.push_back(scope_text({Scope::Kind::link, number, std::string(code)}));
  if (!path.empty()) {
    const auto paths = path_and_above(path);
    for (auto at = paths.rbegin(); at != paths.rend(); ++at)
      out.push_back(scope_text({Scope::Kind::channel, number, *at}));
  }
  out.push_back(scope_text({Scope::Kind::partner, number, {}}));
  return out;
}

}  // namespace muster::promotion
