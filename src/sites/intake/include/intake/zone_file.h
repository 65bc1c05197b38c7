// Names out of a zone file (RFC 1035 §5), line by line in constant memory: directives, "@", relative names, blank
// owners, parentheses, quoted strings, escapes, class and TTL in any order. Rdata is not read. Pure; not thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace muster::intake {

inline constexpr std::size_t kZoneNameMax = 1004;      // bytes of a name as text: 251 bytes, each escaped as \DDD
inline constexpr std::uint64_t kZoneRecordMax = 4096;  // lines of one record in parentheses

enum class ZoneFault : std::uint8_t {
  none,
  nothing,      // a comment, a directive, a continuation, or a record that leads nowhere (SOA, TXT, NSEC3, RRSIG …)
  no_host,      // an owner with escapes or other bytes that host names don't have: names no site
  include,      // zone_include: $INCLUDE, refused
  directive,    // zone_directive: $GENERATE and what else is not of RFC 1035 and 2308
  no_origin,    // zone_no_origin: a relative name before any origin
  no_owner,     // zone_no_owner: a blank owner before any name
  name,         // zone_name: empty labels, a label over 63 or a name over 255 bytes
  escape,       // zone_escape: a backslash without its digits
  record,       // zone_record: neither TTL, class nor type where one has to stand
  quote,        // zone_quote: a quoted string that its line does not close
  parenthesis,  // zone_parenthesis: one closed that was not opened, opened twice, or open for more than kZoneRecordMax
                // lines
};
inline constexpr std::size_t kZoneFaults = 12;
const char* code(ZoneFault fault);
const char* sentence(ZoneFault fault);

class ZoneReader {
 public:
  explicit ZoneReader(std::string_view origin = {});  // an origin that is no name is none
  // One line without its end. With `none`, `owner` is the absolute name without its trailing dot, valid until the next
  // call.
  ZoneFault line(std::string_view line, std::string_view& owner);
  // At the end of the file: parenthesis, when a record is still open.
  ZoneFault end() const { return open_lines_ > 0 ? ZoneFault::parenthesis : ZoneFault::nothing; }

 private:
  ZoneFault set_origin(std::string_view text);
  ZoneFault take_name(std::string_view text, std::string& out, bool& host) const;
  ZoneFault directive(std::string_view line);
  ZoneFault owner_of(std::string_view& rest);
  ZoneFault scan(std::string_view rest);

  std::string origin_;  // absolute, without the trailing dot; "" with has_origin_ is the root
  std::string owner_, name_;
  bool has_origin_ = false, origin_is_host_ = false, has_owner_ = false, owner_is_host_ = false;
  std::uint64_t open_lines_ = 0;  // of a record in parentheses; 0 when none is open
  bool told_ = false;             // that the open record is at fault
};

// Whether text begins as a zone file does: with $ORIGIN, $TTL or an SOA record.
bool is_zone_file(std::string_view first_bytes);

}  // namespace muster::intake
