// What providers say of their instructions: one by one, all at once, or in a file.
#include "step.h"
#include <base/csv.h>
#include <base/text.h>

#include <algorithm>

#include <boost/json.hpp>
#include <fmt/format.h>

namespace muster::instructions {
namespace {

namespace json = boost::json;

constexpr std::size_t kOneTransaction = 500;
constexpr std::size_t kLineMax = 16u << 10;

// Words as the columns and the API have them; machines say what is done, people what to do.
std::string event_of(std::string_view word) {
  if (word == "acknowledge" || word == "acknowledged") return "acknowledge";
  if (word == "execute" || word == "executed") return "execute";
  if (word == "object" || word == "objected") return "object";
  return {};
}

void add_fault(Outcome& out, const Saying& said, const Error& error, std::string field) {
  ++out.refused;
  if (out.faults.size() < kFaultsKept)
    out.faults.push_back({said.line, said.key, std::move(field), error.code, error.sentence});
}

Result<void> check(const Saying& said) {
  if (said.key.empty()) return invalid("instruction_missing", "Name the instruction.", "instruction");
  if (said.event.empty()) return invalid("instruction_event", "Say acknowledged, executed or objected.", "event");
  if (said.note.size() > kNoteMax || !is_valid_utf8(said.note))
    return invalid("note_too_long", "A note is text of at most 1,000 bytes.", "note");
  if (said.event == "object" && trim(said.note).empty())
    return invalid("note_missing", "Say why it can't be carried out within its scope.", "note");
  return {};
}

class File {
 public:
  // Reads everything; what can't be read is a fault of its line.
  Result<std::vector<Saying>> read(std::string_view text, Outcome& out) {
    const auto first = text.find_first_not_of(" \t\r\n\xef\xbb\xbf");
    if (first == std::string_view::npos) return invalid("instruction_file", "The file is empty.", "file");
    if (text[first] == '{') return lines(text, out);
    return csv(text, out);
  }

 private:
  static Result<std::vector<Saying>> lines(std::string_view text, Outcome& out) {
    std::vector<Saying> all;
    LineReader reader(bytes_of(text), kLineMax);
    for (TextLine line;;) {
      MUSTER_TRY(const bool more, reader.next(line));
      if (!more) return all;
      if (!line.bad && trim(line.text).empty()) continue;
      Saying said;
      said.line = line.line;
      if (line.bad) {
        add_fault(out, said, line.error, "line");
        continue;
      }
      boost::system::error_code fault;
      const json::value value = json::parse(json::string_view(line.text.data(), line.text.size()), fault);
      if (fault || !value.is_object()) {
        add_fault(out, said, invalid("json_malformed", "This line is no JSON object."), "line");
        continue;
      }
      bool good = true;
      for (const auto& [name, field] : value.get_object()) {
        std::string* into = name == "instruction" ? &said.key
                            : name == "event"     ? &said.event
                            : name == "note"      ? &said.note
                                                  : nullptr;
        if (into && !field.is_string()) {
          add_fault(out, said, invalid("json_text", "This is to be a text."), std::string(name));
          good = false;
          break;
        }
        if (into) *into = std::string(field.get_string());
      }
      if (good) all.push_back(std::move(said));
    }
  }

  static Result<std::vector<Saying>> csv(std::string_view text, Outcome& out) {
    std::vector<Saying> all;
    CsvReader reader(bytes_of(text), {.record_bytes_max = kLineMax, .fields_max = 64});
    CsvRecord record;
    MUSTER_TRY(const bool some, reader.next(record));
    std::vector<std::string> names;
    if (some && !record.bad)
      for (const auto field : record.fields) names.push_back(to_lower_ascii(trim(field)));
    const auto column = [&](const char* name) {
      return static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin());
    };
    const std::size_t key = column("instruction"), event = column("event"), note = column("note");
    if (key == names.size() || event == names.size())
      return invalid(
          "instruction_file",
          "The first line names the columns: instruction and event, and note where something is objected to.", "file");
    for (;;) {
      MUSTER_TRY(const bool more, reader.next(record));
      if (!more) return all;
      Saying said;
      said.line = record.line;
      if (!record.bad && record.fields.size() != names.size())
        record.error = invalid("csv_field_count", fmt::format("This line has {} fields, the first one {}.",
                                                              record.fields.size(), names.size()));
      if (record.bad || record.fields.size() != names.size()) {
        add_fault(out, said, record.error, "line");
        continue;
      }
      said.key = std::string(trim(record.fields[key]));
      said.event = std::string(trim(record.fields[event]));
      if (note < names.size()) said.note = std::string(trim(record.fields[note]));
      // A list that was taken down has a column to fill in: what is left empty says nothing.
      if (!said.event.empty()) all.push_back(std::move(said));
    }
  }
};

}  // namespace

Result<Outcome> Service::say(const Speaker& who, const std::vector<Saying>& sayings) const {
  Outcome out;
  for (std::size_t from = 0; from < sayings.size(); from += kOneTransaction) {
    const std::size_t to = std::min(sayings.size(), from + kOneTransaction);
    // Counted anew where the database runs it again.
    MUSTER_TRY(Outcome some, database_.write([&](store::Transaction& tx) -> Result<Outcome> {
      Outcome part;
      const Step step(*this, tx, who);
      for (std::size_t n = from; n < to; ++n) {
        Saying said = sayings[n];
        said.event = event_of(said.event);
        if (const auto good = check(said); !good.ok()) {
          add_fault(part, said, good.error(), good.error().field);
          continue;
        }
        auto found = step.need(said.key);
        if (!found.ok()) {
          add_fault(part, said, found.error(), "instruction");
          continue;
        }
        const bool objected = said.event == "object" && found->hitch == "objected" && found->note == said.note;
        if (objected || said_already(found->state, said.event)) {
          ++part.already;
          continue;
        }
        const auto next = next_state(found->state, said.event);
        if (!next.ok()) {
          add_fault(part, said, next.error(), "event");
          continue;
        }
        MUSTER_CHECK_OK(step.move(std::move(*found), said.event, said.event == "object" ? said.note : ""));
        ++part.done;
      }
      return part;
    }));
    out.done += some.done;
    out.already += some.already;
    out.refused += some.refused;
    for (Fault& fault : some.faults)
      if (out.faults.size() < kFaultsKept) out.faults.push_back(std::move(fault));
  }
  return out;
}

Result<Outcome> Service::say_of_all(const Speaker& who, const std::string& event, Instant until) const {
  if (event != "acknowledge" && event != "execute")
    return invalid("instruction_event", "All at once are acknowledged or executed.", "event");
  if (who.party_id.empty()) return invalid("party_unknown", "Say whose instructions.", "party_id");
  Outcome out;
  for (const char* state : {"waiting", "acknowledged"}) {
    if (event == "acknowledge" && std::string_view(state) == "acknowledged") break;
    for (std::string after;;) {
      MUSTER_TRY(const auto ids, database_.read([&](store::Transaction& tx) -> Result<std::vector<std::string>> {
        return select_ids_in(tx, who.party_id, state, until, after, static_cast<int>(kOneTransaction));
      }));
      if (ids.empty()) break;
      after = ids.back();
      std::vector<Saying> sayings;
      for (const std::string& id : ids) sayings.push_back({id, event, "", 0});
      MUSTER_TRY(const Outcome some, say(who, sayings));
      out.done += some.done;
      out.already += some.already;
      out.refused += some.refused;
    }
  }
  return out;
}

Result<Outcome> Service::say_file(const Speaker& who, std::string_view file) const {
  if (file.size() > kFileMax) return invalid("instruction_file", "A file has at most 8 MiB.", "file");
  Outcome unread;
  MUSTER_TRY(const auto sayings, File().read(file, unread));
  MUSTER_TRY(Outcome out, say(who, sayings));
  out.refused += unread.refused;
  out.faults.insert(out.faults.end(), std::make_move_iterator(unread.faults.begin()),
                    std::make_move_iterator(unread.faults.end()));
  std::stable_sort(out.faults.begin(), out.faults.end(),
                   [](const Fault& a, const Fault& b) { return a.line < b.line; });
  if (out.faults.size() > kFaultsKept) out.faults.resize(kFaultsKept);
  return out;
}

}  // namespace muster::instructions
