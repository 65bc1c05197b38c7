#include "zone_words.h"
#include <intake/zone_file.h>

namespace muster::intake {
namespace {

struct Words {
  const char *code, *sentence;
};
constexpr Words kWords[kZoneFaults] = {
    {"none", ""},
    {"zone_nothing", ""},
    {"zone_no_host", "The owner is no name of a host."},
    {"zone_include", "$INCLUDE is not followed: give the other file as a source of its own."},
    {"zone_directive", "This directive is not known ($ORIGIN and $TTL are); the names that it makes are not taken."},
    {"zone_no_origin", "The name is relative and no origin is known. Put $ORIGIN in front, or say --origin."},
    {"zone_no_owner", "The record has no owner, and none stood before it; it was passed over."},
    {"zone_name", "This is no domain name: a label is empty or too long, or the whole is; it was passed over."},
    {"zone_escape", "A backslash needs a character or three digits up to 255; the record was passed over."},
    {"zone_record", "Where TTL, class or type have to stand there is something else; the record was passed over."},
    {"zone_quote", "The quotes of this line don't close; the record was passed over."},
    {"zone_parenthesis",
     "The parentheses don't match, or stay open for more than 4,096 lines; the record was passed over."},
};

constexpr std::size_t kWireMax = 255;  // bytes of a name in a message

bool host_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

// Behind a backslash at `at`: how many characters belong to the escape; 0 when it is none.
std::size_t escape_length(std::string_view text, std::size_t at) {
  if (at + 1 >= text.size()) return 0;
  const auto digit = [&](std::size_t i) { return i < text.size() && text[i] >= '0' && text[i] <= '9'; };
  if (!digit(at + 1)) return 1;
  if (!digit(at + 2) || !digit(at + 3)) return 0;
  return (text[at + 1] - '0') * 100 + (text[at + 2] - '0') * 10 + (text[at + 3] - '0') <= 255 ? 3 : 0;
}

}  // namespace

const char* code(ZoneFault fault) {
  return kWords[static_cast<std::size_t>(fault)].code;
}
const char* sentence(ZoneFault fault) {
  return kWords[static_cast<std::size_t>(fault)].sentence;
}

// What is no name leaves no origin; relative names then say so.
ZoneFault ZoneReader::set_origin(std::string_view text) {
  std::string origin;
  bool host = false;
  const auto fault = take_name(text, origin, host);
  has_origin_ = fault == ZoneFault::none;
  origin_is_host_ = host;
  origin_ = has_origin_ ? std::move(origin) : std::string();
  return fault;
}

ZoneReader::ZoneReader(std::string_view origin) {
  if (origin.empty()) return;
  std::string absolute(origin);
  if (!absolute.ends_with('.')) absolute += '.';
  set_origin(absolute);
}

// Checks a name's text and makes it absolute. `host` is false when it has bytes that host names don't have; escapes
// count as such, whatever they stand for. "*" in front is kept: the site is what stands below it.
ZoneFault ZoneReader::take_name(std::string_view text, std::string& out, bool& host) const {
  host = true;
  if (text == "@") {
    if (!has_origin_) return ZoneFault::no_origin;
    out = origin_;
    host = origin_is_host_;
    return ZoneFault::none;
  }
  if (text.empty() || text.size() > kZoneNameMax) return ZoneFault::name;
  if (text == ".") {
    out.clear();
    return ZoneFault::none;
  }
  std::size_t label = 0, wire = 1;
  bool absolute = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    absolute = text[at] == '.';
    if (absolute) {
      if (label == 0) return ZoneFault::name;
      label = 0;
      ++wire;
      continue;
    }
    if (text[at] == '\\') {
      const std::size_t more = escape_length(text, at);
      if (more == 0) return ZoneFault::escape;
      at += more;
      host = false;
    } else {
      host &= host_byte(text[at]) || (text[at] == '*' && at == 0);
    }
    if (++label > 63) return ZoneFault::name;
    ++wire;
  }
  if (absolute) {
    out.assign(text, 0, text.size() - 1);
  } else {
    if (!has_origin_) return ZoneFault::no_origin;
    host &= origin_is_host_;
    out = text;
    if (!origin_.empty()) {
      out += '.';
      out += origin_;
    }
    wire += origin_.empty() ? 1 : 2 + origin_.size();
  }
  return wire > kWireMax ? ZoneFault::name : ZoneFault::none;
}

ZoneFault ZoneReader::directive(std::string_view line) {
  const auto word = zone_word(line);
  if (equal_letters(word, "$include")) return ZoneFault::include;
  const auto value = zone_word(line);
  if (equal_letters(word, "$ttl")) return is_zone_ttl(value) ? ZoneFault::nothing : ZoneFault::record;
  if (!equal_letters(word, "$origin")) return ZoneFault::directive;
  // Names below one that can't be read must not be taken for names of the origin before it.
  const auto fault = set_origin(value);
  return fault == ZoneFault::none ? ZoneFault::nothing : fault;
}

// Quotes and parentheses of the rest of a line; keeps whether the record goes on.
ZoneFault ZoneReader::scan(std::string_view rest) {
  bool quoted = false, open = open_lines_ > 0, wrong = false;
  for (std::size_t at = 0; at < rest.size(); ++at) {
    const char c = rest[at];
    if (c == '\\') {
      ++at;
    } else if (c == '"') {
      quoted = !quoted;
    } else if (quoted) {
      continue;
    } else if (c == ';') {
      break;
    } else if (c == '(') {
      wrong |= open;
      open = true;
    } else if (c == ')') {
      wrong |= !open;
      open = false;
    }
  }
  open_lines_ = open ? open_lines_ + 1 : 0;
  if (open_lines_ > kZoneRecordMax) {
    open_lines_ = 0;
    wrong = true;
  }
  return quoted ? ZoneFault::quote : wrong ? ZoneFault::parenthesis : ZoneFault::none;
}

ZoneFault ZoneReader::owner_of(std::string_view& rest) {
  if (rest[0] == ' ' || rest[0] == '\t') return has_owner_ ? ZoneFault::none : ZoneFault::no_owner;
  const auto text = zone_word(rest);
  has_owner_ = false;  // a record whose owner is at fault has no heirs
  const auto fault = take_name(text, name_, owner_is_host_);
  if (fault != ZoneFault::none) return fault;
  owner_.swap(name_);
  has_owner_ = true;
  return ZoneFault::none;
}

ZoneFault ZoneReader::line(std::string_view line, std::string_view& owner) {
  if (open_lines_ > 0) {
    const auto fault = scan(line);
    // An open record's faults count once.
    if (fault == ZoneFault::none || told_) return ZoneFault::nothing;
    told_ = open_lines_ > 0;
    return fault;
  }
  told_ = false;
  const auto first = line.find_first_not_of(" \t");
  if (first == std::string_view::npos || line[first] == ';') return ZoneFault::nothing;
  if (line[0] == '$') return directive(line);
  std::string_view rest = line;
  auto fault = owner_of(rest);
  const auto end = scan(rest);
  if (fault == ZoneFault::none) fault = end;
  told_ = fault != ZoneFault::none && open_lines_ > 0;
  if (fault != ZoneFault::none) return fault;
  // [TTL] [class] type, in any order; a parenthesis may stand between them.
  std::string_view type;
  for (int words = 0; words < 3; ++words) {
    while (!rest.empty() && (rest[0] == ' ' || rest[0] == '\t' || rest[0] == '(' || rest[0] == ')'))
      rest.remove_prefix(1);
    type = zone_word(rest);
    if (!is_zone_ttl(type) && !is_zone_class(type)) break;
  }
  if (is_zone_class(type) || !is_zone_type(type)) {
    told_ = open_lines_ > 0;
    return ZoneFault::record;
  }
  if (!leads_somewhere(type)) return ZoneFault::nothing;
  if (!owner_is_host_) return ZoneFault::no_host;
  owner = owner_;
  if (owner.starts_with("*.")) owner.remove_prefix(2);
  return owner.empty() || owner == "*" ? ZoneFault::no_host : ZoneFault::none;
}

bool is_zone_file(std::string_view first_bytes) {
  for (int lines = 0; lines < 200 && !first_bytes.empty(); ++lines) {
    const auto end = std::min(first_bytes.find('\n'), first_bytes.size());
    std::string_view line = first_bytes.substr(0, end);
    first_bytes.remove_prefix(std::min(end + 1, first_bytes.size()));
    const auto first = line.find_first_not_of(" \t\r");
    if (first == std::string_view::npos || line[first] == ';') continue;
    auto word = zone_word(line);
    if (equal_letters(word, "$origin") || equal_letters(word, "$ttl")) return true;
    for (int words = 0; words < 3; ++words) {
      word = zone_word(line);
      if (equal_letters(word, "soa")) return true;
      if (!is_zone_ttl(word) && !is_zone_class(word)) break;
    }
    return false;  // what begins otherwise is another kind of list
  }
  return false;
}

}  // namespace muster::intake
