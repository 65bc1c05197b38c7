#include "sorted_lines.h"
#include <base/files.h>
#include <base/text.h>
#include <testing/warc.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>

#include <evidence/index.h>
#include <fmt/format.h>

namespace muster::evidence {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kFileBytesMax = 128u << 20;
constexpr std::size_t kUnreadableMax = 100;
constexpr const char* kIndexName = "index.cdxj";

Result<std::string> folder_of(const std::string& root, const std::string& month) {
  const auto digit = [&](std::size_t i) { return month[i] >= '0' && month[i] <= '9'; };
  if (month.size() != 7 || month[4] != '-' || !digit(0) || !digit(1) || !digit(2) || !digit(3) || !digit(5) ||
      !digit(6))
    return invalid("month_form", "A month is written as 2026-03.", "month");
  return root + "/" + month.substr(0, 4) + "/" + month.substr(5);
}

Error not_there() {
  return not_found("evidence_not_found", "No indexed evidence holds this address. Is the month's index made?");
}

// The line that begins at or after a position.
bool line_from(std::ifstream& file, std::int64_t at, std::string& line, std::int64_t& begins) {
  file.clear();
  file.seekg(at);
  begins = at;
  if (at > 0) {
    file.seekg(at - 1);
    std::string cut;  // the rest of the line before; empty when `at` begins one
    if (!std::getline(file, cut)) return false;
    begins = file.eof() ? at : static_cast<std::int64_t>(file.tellg());
  }
  return static_cast<bool>(std::getline(file, line));
}

// Where the first line stands that is not below `wanted`.
std::int64_t lower_bound(std::ifstream& file, std::int64_t size, const std::string& wanted) {
  std::int64_t low = 0, high = size;
  std::string line;
  while (low < high) {
    const std::int64_t middle = low + (high - low) / 2;
    std::int64_t begins = 0;
    if (!line_from(file, middle, line, begins) || begins >= high || line >= wanted)
      high = middle;
    else
      low = begins + static_cast<std::int64_t>(line.size()) + 1;
  }
  return low;
}

Error wrong(const char* what) {
  return internal_error("index_wrong",
                        fmt::format("The index and the record that it names differ: {}. Make the index again.", what));
}

}  // namespace

std::vector<std::string> Index::months() const {
  std::vector<std::string> out;
  std::error_code error;
  for (const auto& year : fs::directory_iterator(folder_, error))
    for (const auto& month : fs::directory_iterator(year.path(), error)) {
      const std::string name = year.path().filename().string() + "-" + month.path().filename().string();
      if (folder_of(folder_, name).ok() && month.is_directory()) out.push_back(name);
    }
  std::sort(out.begin(), out.end());
  return out;
}

Result<Indexed> Index::make(const std::string& month, const IndexOptions& options) const {
  MUSTER_TRY(const std::string folder, folder_of(folder_, month));
  std::error_code error;
  if (!fs::is_directory(folder, error)) return not_found("month_empty", "There is no evidence of this month.");
  SortedLines lines(folder + "/" + kIndexName, options.memory_bytes);
  Indexed out;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    const std::string name = entry.path().filename().string();
    if (!name.ends_with(".warc.gz")) continue;
    const auto file = read_file(entry.path().string(), kFileBytesMax);
    if (!file.ok() && file.error().code == "file_missing") continue;  // destroyed meanwhile
    auto found = file.ok() ? index_of(*file, name) : Result<std::vector<CdxjLine>>(file.error());
    ++out.files;
    if (!found.ok()) {
      if (out.unreadable.size() < kUnreadableMax) out.unreadable.push_back(name);
      ++out.unreadable_count;
      continue;
    }
    for (const CdxjLine& line : *found) {
      MUSTER_CHECK_OK(lines.add(to_text(line)));
      ++out.lines;
    }
    if (options.progress && !options.progress(out.files))
      return refused("index_stopped", "The index was not made: it was stopped.");
  }
  if (error) return unavailable("file_read", "The folder of this month's evidence can't be read.");
  MUSTER_CHECK_OK(lines.write());
  return out;
}

Result<std::vector<CdxjLine>> Index::of_url(const std::string& month, std::string_view url) const {
  MUSTER_TRY(const std::string folder, folder_of(folder_, month));
  std::ifstream file(folder + "/" + kIndexName, std::ios::binary | std::ios::ate);
  if (!file) return not_found("index_missing", "This month has no index yet: `muster evidence index` makes it.");
  const auto size = static_cast<std::int64_t>(file.tellg());
  const std::string wanted = surt_of(url) + " ";
  file.seekg(lower_bound(file, size, wanted));
  std::vector<CdxjLine> out;
  for (std::string line; std::getline(file, line) && line.starts_with(wanted);) {
    MUSTER_TRY(auto parsed, parse_cdxj_line(line));
    out.push_back(std::move(parsed));
  }
  return out;
}

Result<Located> Index::nearest(std::string_view url, std::string_view timestamp) const {
  const bool digits = std::all_of(timestamp.begin(), timestamp.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (!digits || timestamp.size() > 14)
    return invalid("timestamp_form", "A time is written in digits: 20260301 or 20260301093000.", "at");
  const std::string wanted = whole_timestamp(timestamp);
  std::optional<Located> best;
  std::int64_t away = INT64_MAX;
  for (const std::string& month : months()) {
    auto lines = of_url(month, url);
    if (!lines.ok() && lines.error().code == "index_missing") continue;
    if (!lines.ok()) return lines.error();
    for (CdxjLine& line : *lines) {
      const std::int64_t apart = apart_of(line.timestamp, wanted);
      if (apart >= away) continue;
      away = apart;
      best = Located{month, std::move(line)};
    }
  }
  if (!best) return not_there();
  return std::move(*best);
}

Result<std::string> Index::record_at(const std::string& month, const CdxjLine& line) const {
  MUSTER_TRY(const std::string folder, folder_of(folder_, month));
  if (line.filename.find('/') != std::string::npos) return wrong("the file's name leads elsewhere");
  if (line.length <= 0 || line.length > static_cast<std::int64_t>(kFileBytesMax)) return wrong("the length");
  std::ifstream file(folder + "/" + line.filename, std::ios::binary);
  if (!file) return not_found("evidence_missing", "The evidence file that the index names is not in its place.");
  std::string bytes(static_cast<std::size_t>(line.length), '\0');
  file.seekg(line.offset);
  if (!file.read(bytes.data(), line.length)) return wrong("the file ends before the record does");
  MUSTER_TRY(const auto record, testing::read_warc_record(bytes));
  if (record.length != bytes.size()) return wrong("the length");
  if (record.type != (line.mime == "warc/revisit" ? "revisit" : "response")) return wrong("the record's type");
  if (record.header("WARC-Target-URI") != line.url || surt_of(line.url) != line.key) return wrong("the address");
  if (record.header("WARC-Payload-Digest") != line.digest) return wrong("the digest");
  const auto body = record.block.find("\r\n\r\n");
  if (record.type == "response" &&
      (body == std::string::npos ||
       testing::warc_digest(std::string_view(record.block).substr(body + 4)) != line.digest))
    return wrong("the payload");
  return record.block;
}

Result<void> Index::forget(const std::string& month, const IsDestroyed& is_destroyed) const {
  MUSTER_TRY(const std::string folder, folder_of(folder_, month));
  const std::string path = folder + "/" + kIndexName;
  std::ifstream from(path, std::ios::binary);
  if (!from) return {};              // none was made
  std::map<std::string, bool> gone;  // of files
  LinesInOrder to(path);
  for (std::string line; std::getline(from, line);) {
    MUSTER_TRY(const auto parsed, parse_cdxj_line(line));
    auto known = gone.find(parsed.filename);
    if (known == gone.end()) {
      std::error_code error;
      bool destroyed = false;
      if (!fs::exists(folder + "/" + parsed.filename, error)) {
        MUSTER_TRY(destroyed, is_destroyed(parsed.filename));
      }
      known = gone.emplace(parsed.filename, destroyed).first;
    }
    if (!known->second) to.add(line);
  }
  return to.write();
}

Result<std::int64_t> Index::check(const std::string& month, const IsDestroyed& is_destroyed) const {
  MUSTER_TRY(const std::string folder, folder_of(folder_, month));
  std::ifstream file(folder + "/" + kIndexName, std::ios::binary);
  if (!file) return not_found("index_missing", "This month has no index yet: `muster evidence index` makes it.");
  std::int64_t out = 0;
  std::string before;
  for (std::string line; std::getline(file, line); ++out) {
    if (line < before) return wrong("the lines' order");
    MUSTER_TRY(const auto parsed, parse_cdxj_line(line));
    const auto record = record_at(month, parsed);
    bool destroyed = false;
    if (!record.ok() && record.error().code == "evidence_missing" && is_destroyed) {
      MUSTER_TRY(destroyed, is_destroyed(parsed.filename));
    }
    if (!record.ok() && !destroyed) return record.error();
    before = std::move(line);
  }
  return out;
}

}  // namespace muster::evidence
