// RFC 5545: lines of at most 75 octets that go on behind CR LF and a blank, never within a letter (§3.1); text with its
// marks escaped (§3.3.11); days without a time (§3.3.4), whose end is the day after.
#include <programme/service.h>

#include <algorithm>

namespace muster::programme {
namespace {

constexpr std::size_t kLineMax = 75;

std::string escaped(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\' || c == ';' || c == ',') out += '\\';
    if (c == '\n')
      out += "\\n";
    else if (static_cast<unsigned char>(c) >= 0x20)
      out += c;
  }
  return out;
}

void append_line(std::string& out, const std::string& line) {
  std::size_t at = 0, room = kLineMax;
  while (line.size() - at > room) {
    std::size_t end = at + room;
    while (end > at && (static_cast<unsigned char>(line[end]) & 0xC0) == 0x80) --end;  // not within a letter
    out += line.substr(at, end - at) + "\r\n ";
    at = end;
    room = kLineMax - 1;
  }
  out += line.substr(at) + "\r\n";
}

std::string plain_day(const std::string& day) {
  return day.substr(0, 4) + day.substr(5, 2) + day.substr(8, 2);
}

std::string plain_time(Instant t) {
  const std::string text = to_rfc3339({t.micros - t.micros % 1'000'000});
  std::string out;
  std::copy_if(text.begin(), text.end(), std::back_inserter(out), [](char c) { return c != '-' && c != ':'; });
  return out;
}

}  // namespace

std::string to_icalendar(const std::string& name, const std::vector<Deadline>& deadlines) {
  std::string out;
  for (const char* line :
       {"BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Muster//Programme//EN", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"})
    append_line(out, line);
  append_line(out, "X-WR-CALNAME:" + escaped(name));
  append_line(out, "REFRESH-INTERVAL;VALUE=DURATION:PT1H");
  for (const Deadline& d : deadlines) {
    append_line(out, "BEGIN:VEVENT");
    append_line(out, "UID:" + d.uid);
    append_line(out, "DTSTAMP:" + plain_time(d.stamp));
    append_line(out, "SEQUENCE:" + std::to_string(d.sequence));
    append_line(out, "DTSTART;VALUE=DATE:" + plain_day(d.day));
    append_line(out, "DTEND;VALUE=DATE:" + plain_day(day_after(d.day, 1)));
    append_line(out, "SUMMARY:" + escaped(d.summary));
    append_line(out, "DESCRIPTION:" + escaped(d.description + "\n" + d.path));
    append_line(out, "TRANSP:TRANSPARENT");
    append_line(out, "BEGIN:VALARM");
    append_line(out, "ACTION:DISPLAY");
    append_line(out, "DESCRIPTION:" + escaped(d.summary));
    append_line(out, "TRIGGER:-P7D");
    append_line(out, "END:VALARM");
    append_line(out, "END:VEVENT");
  }
  append_line(out, "END:VCALENDAR");
  return out;
}

}  // namespace muster::programme
