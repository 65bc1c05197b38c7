#include "mail.h"

#include <base/bytes.h>
#include <base/files.h>
#include <base/text.h>

#include <cerrno>
#include <chrono>
#include <filesystem>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

namespace muster::notices {
namespace {

constexpr std::size_t kWordBytes = 45;  // 60 in base64, with its frame under 75

bool ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](unsigned char c) { return c >= 0x20 && c < 0x7f; });
}

bool safe_address(std::string_view address) {
  return !address.empty() && address.size() <= 254 && ascii(address) &&
         address.find_first_of(" ,;<>\"()[]\\:") == std::string_view::npos &&
         address.find('@') != std::string_view::npos;
}

bool safe_word(std::string_view text) {
  return !text.empty() && text.size() <= 60 && ascii(text) && text.find_first_of(" \"\\;,") == std::string_view::npos;
}

// One part with its headers, in base64. `file_name` "" stands in the letter itself.
void append_part(std::string& out, std::string_view type, std::string_view file_name, std::string_view bytes) {
  out.append("Content-Type: ").append(type).append("\r\n");
  if (!file_name.empty()) out.append("Content-Disposition: attachment; filename=\"").append(file_name).append("\"\r\n");
  out += "Content-Transfer-Encoding: base64\r\n\r\n";
  const std::string encoded = to_base64(bytes);
  for (std::size_t at = 0; at < encoded.size(); at += 76) out.append(encoded, at, 76).append("\r\n");
}

std::size_t character_bytes(unsigned char first) {
  return first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}

// A header's words, folded so that no line grows over 76 bytes.
std::string folded(std::string_view name, std::string_view value) {
  std::string out(name), line;
  out += ":";
  std::size_t width = out.size();
  for (const std::string_view word : split(value, ' ')) {
    if (width + 1 + word.size() > 76 && width > name.size() + 1) {
      out += "\r\n";
      width = 0;
    }
    out += ' ';
    out += word;
    width += 1 + word.size();
  }
  return out + "\r\n";
}

}  // namespace

std::string encoded_words(std::string_view text) {
  if (ascii(text) && text.find("=?") == std::string_view::npos) return std::string(text);
  std::string out, piece;
  const auto flush = [&] {
    if (piece.empty()) return;
    if (!out.empty()) out += ' ';
    out += "=?UTF-8?B?" + to_base64(piece) + "?=";
    piece.clear();
  };
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t bytes = std::min(character_bytes(static_cast<unsigned char>(text[at])), text.size() - at);
    if (piece.size() + bytes > kWordBytes) flush();
    piece += text.substr(at, bytes);
    at += bytes;
  }
  flush();
  return out;
}

std::string mail_date(Instant at) {
  static constexpr const char* kDays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                            "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  using namespace std::chrono;
  const sys_time<microseconds> t{microseconds(at.micros)};
  const sys_days day = floor<days>(t);
  const year_month_day date(day);
  const hh_mm_ss time(floor<seconds>(t - day));
  return fmt::format("{}, {:02} {} {} {:02}:{:02}:{:02} +0000", kDays[weekday(day).c_encoding()],
                     static_cast<unsigned>(date.day()), kMonths[static_cast<unsigned>(date.month()) - 1],
                     static_cast<int>(date.year()), time.hours().count(), time.minutes().count(),
                     time.seconds().count());
}

Result<std::string> to_rfc5322(const Mail& mail) {
  if (!safe_address(mail.from) || !safe_address(mail.to))
    return invalid("mail_address", "This is no address that a letter can be sent to.");
  const std::string domain = mail.from.substr(mail.from.rfind('@') + 1);
  std::string out;
  out += folded("Date", mail_date(mail.at));
  out += folded("From", encoded_words(mail.from_name) + " <" + mail.from + ">");
  out += folded("To", mail.to);
  out += folded("Subject", encoded_words(mail.subject));
  out += folded("Message-ID", "<" + mail.id + "@" + domain + ">");
  out += folded("Content-Language", mail.language);
  out += "Auto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n";
  if (!mail.attachment) {
    append_part(out, "text/plain; charset=utf-8", "", mail.body);
    return out;
  }
  const Attachment& file = *mail.attachment;
  if (!safe_word(file.file_name) || !safe_word(file.media_type))
    return invalid("mail_attachment", "This is no name or type of a file that a letter can carry.");
  // No part can hold the boundary: they are base64.
  const std::string boundary = "=_" + mail.id;
  out += "Content-Type: multipart/mixed; boundary=\"" + boundary + "\"\r\n\r\n--" + boundary + "\r\n";
  append_part(out, "text/plain; charset=utf-8", "", mail.body);
  out += "--" + boundary + "\r\n";
  append_part(out, file.media_type, file.file_name, file.bytes);
  out += "--" + boundary + "--\r\n";
  return out;
}

Result<void> put_into_maildir(const std::string& folder, const std::string& id, const std::string& message) {
  namespace fs = std::filesystem;
  const auto fault = [] {
    return errno == ENOSPC ? unavailable("disk_full", "The disk is full; the letter waits. Free space.")
                           : unavailable("file_write", "The mail folder can't be written; the letter waits.");
  };
  std::error_code code;
  for (const char* part : {"tmp", "new", "cur"})
    if (fs::create_directories(fs::path(folder) / part, code); code)
      return unavailable("file_write", "The mail folder can't be made; the letter waits.");
  const std::string temporary = folder + "/tmp/" + id + ".muster", final = folder + "/new/" + id + ".muster";
  MUSTER_CHECK_OK(replace_file(temporary, message, 0600));
  if (std::rename(temporary.c_str(), final.c_str()) != 0) return fault();
  const int handle = ::open((folder + "/new").c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (handle < 0) return fault();
  const bool synced = ::fsync(handle) == 0;
  ::close(handle);
  return synced ? Result<void>() : fault();
}

}  // namespace muster::notices
