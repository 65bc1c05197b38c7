#include <base/csv.h>
#include <base/files.h>
#include <base/text.h>
#include <lines/rules.h>
#include <registration/authority.h>

#include <map>

namespace muster::registration {
namespace {

constexpr std::size_t kFileMaxBytes = 256u << 20;
constexpr std::string_view kHeader[] = {"kind", "country", "number", "name", "birth_date", "status"};

struct Entry {
  std::string name, birth_date, status;
};
using Key = std::tuple<std::string, std::string, std::string>;

class RegisterFile final : public Authority {
 public:
  explicit RegisterFile(std::map<Key, Entry> entries) : entries_(std::move(entries)) {}

  Result<Answer> check(const Question& q) override {
    const auto found = entries_.find({q.document_kind, q.country, q.number});
    if (found == entries_.end()) return Answer{false, {"identity_unknown"}};
    const Entry& entry = found->second;
    Answer out;
    if (to_lower_ascii(entry.name) != to_lower_ascii(q.name)) out.reasons.push_back("name_differs");
    if (entry.birth_date != q.birth_date) out.reasons.push_back("birth_date_differs");
    if (!entry.status.empty() && entry.status != "alive")
      out.reasons.push_back(lines::is_code(entry.status) ? "holder_" + entry.status : "holder_not_in_force");
    out.confirmed = out.reasons.empty();
    return out;
  }

 private:
  const std::map<Key, Entry> entries_;
};

Error bad_file(std::int64_t line) {
  return invalid("authority_file",
                 "The population register has the columns kind,country,number,name,birth_date,status; line " +
                     std::to_string(line) + " has not.");
}

}  // namespace

Result<std::unique_ptr<Authority>> open_register_file(const std::string& path) {
  MUSTER_TRY(const std::string text, read_file(path, kFileMaxBytes));
  CsvReader reader(bytes_of(text));
  std::map<Key, Entry> entries;
  CsvRecord record;
  bool header = true;
  for (;;) {
    MUSTER_TRY(const bool more, reader.next(record));
    if (!more) break;
    if (record.bad || record.fields.size() != std::size(kHeader)) return bad_file(record.line);
    const auto& f = record.fields;
    if (header && !std::equal(f.begin(), f.end(), std::begin(kHeader))) return bad_file(record.line);
    if (!header)
      entries[{std::string(f[0]), std::string(f[1]), std::string(f[2])}] = {std::string(f[3]), std::string(f[4]),
                                                                            std::string(f[5])};
    header = false;
  }
  if (header) return bad_file(1);
  return std::unique_ptr<Authority>(new RegisterFile(std::move(entries)));
}

}  // namespace muster::registration
