#include <base/files.h>
#include <base/text.h>
#include <notices/bounce.h>
#include <notices/notices.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <vector>

namespace muster::notices {
namespace {

constexpr std::size_t kIdLetters = 36;  // a UUID
constexpr int kDepthMax = 4;            // of parts within parts

struct Part {
  std::map<std::string, std::string> headers;  // names in lower case, unfolded
  std::string_view body;
  std::string header(const std::string& name) const {
    const auto found = headers.find(name);
    return found == headers.end() ? std::string() : found->second;
  }
};

std::string_view line_at(std::string_view text, std::size_t at, std::size_t& next) {
  const std::size_t end = text.find('\n', at);
  next = end == std::string_view::npos ? text.size() : end + 1;
  std::string_view line = text.substr(at, (end == std::string_view::npos ? text.size() : end) - at);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

// Fields until an empty line; `rest` is what follows it.
std::map<std::string, std::string> fields_of(std::string_view text, std::string_view& rest) {
  std::map<std::string, std::string> out;
  std::string last;
  std::size_t at = 0;
  while (at < text.size()) {
    std::size_t next = 0;
    const std::string_view line = line_at(text, at, next);
    at = next;
    if (line.empty()) break;
    if ((line.front() == ' ' || line.front() == '\t') && !last.empty()) {
      out[last] += ' ';
      out[last] += trim(line);
      continue;
    }
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) continue;
    last = to_lower_ascii(trim(line.substr(0, colon)));
    out.emplace(last, trim(line.substr(colon + 1)));
  }
  rest = text.substr(at);
  return out;
}

Part part_of(std::string_view text) {
  Part out;
  out.headers = fields_of(text, out.body);
  return out;
}

std::string boundary_of(const std::string& type) {
  const std::string lower = to_lower_ascii(type);
  const std::size_t at = lower.find("boundary=");
  if (at == std::string::npos) return {};
  std::string_view value = std::string_view(type).substr(at + 9);
  if (value.starts_with('"')) {
    value.remove_prefix(1);
    return std::string(value.substr(0, value.find('"')));
  }
  return std::string(trim(value.substr(0, value.find(';'))));
}

std::vector<std::string_view> parts_of(std::string_view body, const std::string& boundary) {
  std::vector<std::string_view> out;
  const std::string mark = "--" + boundary;
  std::size_t begin = std::string_view::npos;
  for (std::size_t at = 0; at < body.size() && out.size() < 20;) {
    std::size_t next = 0;
    const std::string_view line = line_at(body, at, next);
    if (line.starts_with(mark)) {
      if (begin != std::string_view::npos) out.push_back(body.substr(begin, at - begin));
      begin = next;
      if (line.starts_with(mark + "--")) return out;
    }
    at = next;
  }
  if (begin != std::string_view::npos && begin < body.size()) out.push_back(body.substr(begin));  // it was cut off
  return out;
}

struct Told {
  bool failed = false;
  std::string status, message_id;
};

// "5.1.1" and nothing else.
std::string status_of_field(const std::string& value) {
  std::string out;
  for (const char c : value) {
    if (!((c >= '0' && c <= '9') || c == '.') || out.size() >= 11) break;
    out += c;
  }
  return out;
}

void read_status(std::string_view body, Told& told) {
  // Groups of fields: one of the message, one a recipient.
  while (!body.empty()) {
    const auto fields = fields_of(body, body);
    const auto action = fields.find("action");
    if (action == fields.end() || to_lower_ascii(action->second) != "failed") continue;
    told.failed = true;
    if (const auto status = fields.find("status"); status != fields.end())
      told.status = status_of_field(status->second);
  }
}

void read_part(const Part& part, Told& told, int depth) {
  const std::string type = to_lower_ascii(part.header("content-type"));
  if (type.starts_with("message/delivery-status") || type.starts_with("message/global-delivery-status"))
    return read_status(part.body, told);
  if (type.starts_with("message/rfc822") || type.starts_with("text/rfc822-headers") ||
      type.starts_with("message/global")) {
    if (told.message_id.empty()) told.message_id = part_of(part.body).header("message-id");
    return;
  }
  const std::string boundary = boundary_of(part.header("content-type"));
  if (boundary.empty() || depth >= kDepthMax) return;
  for (const std::string_view inner : parts_of(part.body, boundary)) read_part(part_of(inner), told, depth + 1);
}

// <UUID@somewhere>
std::string id_in(std::string_view message_id) {
  const std::size_t open = message_id.find('<');
  if (open == std::string_view::npos || message_id.size() < open + 1 + kIdLetters) return {};
  const std::string_view id = message_id.substr(open + 1, kIdLetters);
  const bool plain = std::all_of(id.begin(), id.end(),
                                 [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || c == '-'; });
  return plain && message_id.substr(open + 1 + kIdLetters).starts_with('@') ? std::string(id) : std::string();
}

}  // namespace

std::optional<Bounce> read_bounce(std::string_view message) {
  if (message.size() > kBounceMaxBytes) message = message.substr(0, kBounceMaxBytes);
  const Part whole = part_of(message);
  if (!to_lower_ascii(whole.header("content-type")).starts_with("multipart/")) return std::nullopt;
  Told told;
  read_part(whole, told, 0);
  // 4.x.x with "failed": it was tried for long enough.
  Bounce out{id_in(told.message_id), told.status};
  if (!told.failed || out.notice_id.empty()) return std::nullopt;
  return out;
}

Result<TakenBounces> take_bounces(const std::string& folder, Service& notices, int limit) {
  namespace fs = std::filesystem;
  TakenBounces out;
  std::error_code fault;
  std::vector<fs::path> files;
  for (fs::directory_iterator at(folder + "/new", fault), end; !fault && at != end; at.increment(fault)) {
    if (static_cast<int>(files.size()) >= limit) break;
    files.push_back(at->path());
  }
  std::sort(files.begin(), files.end());
  for (const fs::path& file : files) {
    const auto message = read_file(file.string(), kBounceMaxBytes * 4);
    const auto bounce = message.ok() ? read_bounce(*message) : std::nullopt;
    if (bounce) {
      MUSTER_TRY(const bool news, notices.bounced(bounce->notice_id, bounce->status));
      out.failed += news ? 1 : 0;
    } else {
      ++out.others;
    }
    fs::create_directories(folder + "/cur", fault);
    fs::rename(file, fs::path(folder) / "cur" / file.filename(), fault);
    if (fault) return unavailable("file_write", "The folder of answers can't be written; they are read again.");
  }
  return out;
}

}  // namespace muster::notices
