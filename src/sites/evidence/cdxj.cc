#include <base/text.h>
#include <base/time.h>
#include <testing/warc.h>

#include <algorithm>
#include <charconv>

#include <boost/json.hpp>
#include <evidence/cdxj.h>
#include <fmt/format.h>

namespace muster::evidence {
namespace {

namespace json = boost::json;

Error bad_line() {
  return invalid("cdxj_line", "The index has a line that is no CDXJ: make it again with `muster evidence index`.");
}

// Of an HTTP head in a block.
std::string_view line_of(std::string_view& rest) {
  const auto end = rest.find("\r\n");
  const auto line = rest.substr(0, end);
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 2);
  return line;
}

std::string status_of(std::string_view block) {
  const auto parts = split(line_of(block), ' ');
  return parts.size() >= 2 ? std::string(parts[1].substr(0, 3)) : "";
}

std::string mime_of(std::string_view block) {
  line_of(block);
  for (auto line = line_of(block); !line.empty(); line = line_of(block)) {
    const auto colon = line.find(':');
    if (colon == std::string_view::npos || to_lower_ascii(line.substr(0, colon)) != "content-type") continue;
    return to_lower_ascii(trim(line.substr(colon + 1, line.find(';', colon) - colon - 1)));
  }
  return "";
}

// In a calendar of months of 31 days.
std::int64_t seconds_of(std::string_view timestamp) {
  const auto number = [&](std::size_t from, std::size_t count) {
    std::int64_t out = 0;
    for (const char c : timestamp.substr(from, count)) out = out * 10 + (c - '0');
    return out;
  };
  return ((((number(0, 4) * 12 + number(4, 2)) * 31 + number(6, 2)) * 24 + number(8, 2)) * 60 + number(10, 2)) * 60 +
         number(12, 2);
}

}  // namespace

std::string timestamp_of(std::string_view rfc3339) {
  std::string out;
  for (const char c : rfc3339.substr(0, 19))
    if (c >= '0' && c <= '9') out += c;
  return out;
}

std::string whole_timestamp(std::string_view digits) {
  if (digits.empty()) return "99991231235959";
  static constexpr std::string_view kFirst = "00000101000000";
  std::string out(digits.substr(0, kFirst.size()));
  return out += kFirst.substr(out.size());
}

std::int64_t apart_of(std::string_view a, std::string_view b) {
  return std::abs(seconds_of(a) - seconds_of(b));
}

std::string surt_of(std::string_view url) {
  std::string lower = to_lower_ascii(url);
  std::string_view rest = lower;
  std::string_view own_port;
  if (rest.starts_with("http://"))
    own_port = "80";
  else if (rest.starts_with("https://"))
    own_port = "443";
  else
    return std::string(url);
  rest.remove_prefix(rest.find("//") + 2);
  rest = rest.substr(0, rest.find('#'));
  const auto end = std::min(rest.find_first_of("/?"), rest.size());
  std::string_view authority = rest.substr(0, end);
  rest.remove_prefix(end);
  if (const auto at = authority.rfind('@'); at != std::string_view::npos) authority.remove_prefix(at + 1);
  if (authority.starts_with("www")) {
    const auto after = authority.find_first_not_of("0123456789", 3);
    if (after != std::string_view::npos && authority[after] == '.') authority.remove_prefix(after + 1);
  }
  std::string_view port;
  if (const auto colon = authority.rfind(':'); colon != std::string_view::npos && !authority.ends_with(']')) {
    port = authority.substr(colon + 1);
    authority = authority.substr(0, colon);
  }
  std::string out;
  auto labels = split(authority, '.');
  if (authority.starts_with('[')) labels = {authority};
  for (auto label = labels.rbegin(); label != labels.rend(); ++label) {
    if (!out.empty()) out += ',';
    out += *label;
  }
  if (!port.empty() && port != own_port) out.append(":").append(port);
  out += ')';
  const auto query = std::min(rest.find('?'), rest.size());
  out += query == 0 ? "/" : std::string(rest.substr(0, query));
  if (query + 1 < rest.size()) {
    auto parameters = split(rest.substr(query + 1), '&');
    std::sort(parameters.begin(), parameters.end());
    char before = '?';
    for (const auto parameter : parameters) {
      out += before;
      out += parameter;
      before = '&';
    }
  }
  return out;
}

Result<std::vector<CdxjLine>> index_of(std::string_view warc, const std::string& filename) {
  MUSTER_TRY(const auto records, testing::read_warc(warc));
  std::vector<CdxjLine> out;
  for (const auto& record : records) {
    const bool revisit = record.type == "revisit";
    if (record.type != "response" && !revisit) continue;
    CdxjLine line;
    line.url = record.header("WARC-Target-URI");
    line.key = surt_of(line.url);
    line.timestamp = timestamp_of(record.header("WARC-Date"));
    line.mime = revisit ? "warc/revisit" : mime_of(record.block);
    line.status = status_of(record.block);
    line.digest = record.header("WARC-Payload-Digest");
    line.filename = filename;
    line.offset = static_cast<std::int64_t>(record.offset);
    line.length = static_cast<std::int64_t>(record.length);
    out.push_back(std::move(line));
  }
  return out;
}

// Numbers are texts, as pywb writes them.
std::string to_text(const CdxjLine& line) {
  json::object fields{{"url", line.url}};
  if (!line.mime.empty()) fields["mime"] = line.mime;
  if (!line.status.empty()) fields["status"] = line.status;
  fields["digest"] = line.digest;
  fields["length"] = fmt::format("{}", line.length);
  fields["offset"] = fmt::format("{}", line.offset);
  fields["filename"] = line.filename;
  return line.key + " " + line.timestamp + " " + json::serialize(fields);
}

Result<CdxjLine> parse_cdxj_line(std::string_view text) {
  const auto first = text.find(' ');
  const auto second = first == std::string_view::npos ? first : text.find(' ', first + 1);
  if (second == std::string_view::npos || second != first + 15) return bad_line();
  CdxjLine out;
  out.key = text.substr(0, first);
  out.timestamp = text.substr(first + 1, 14);
  boost::system::error_code error;
  const json::value body = json::parse(json::string_view(text.data() + second + 1, text.size() - second - 1), error);
  if (error || !body.is_object()) return bad_line();
  const auto field = [&](const char* name) -> std::string {
    const auto* value = body.as_object().if_contains(name);
    return value && value->is_string() ? std::string(value->as_string()) : "";
  };
  const auto number = [&](const char* name, std::int64_t& to) {
    const std::string digits = field(name);
    const auto [at, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), to);
    return fault == std::errc() && at == digits.data() + digits.size() && to >= 0;
  };
  out.url = field("url");
  out.mime = field("mime");
  out.status = field("status");
  out.digest = field("digest");
  out.filename = field("filename");
  if (out.url.empty() || out.filename.empty() || !number("offset", out.offset) || !number("length", out.length))
    return bad_line();
  return out;
}

}  // namespace muster::evidence
