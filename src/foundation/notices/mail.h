// E-mail as RFC 5322 with MIME (RFC 2045, 2047), and a maildir to put it into. Inside of the room.
#pragma once

#include <base/result.h>
#include <base/time.h>
#include <notices/notices.h>

#include <string>

namespace muster::notices {

struct Mail {
  std::string id;  // a UUID: becomes the Message-ID and the file's name
  std::string from, from_name, to, subject, body, language;
  Instant at;
  std::optional<Attachment> attachment = {};
};

// CRLF line ends, no line over 76 bytes. Errors: mail_address, mail_attachment (a header could be forged through it).
Result<std::string> to_rfc5322(const Mail& mail);
// "=?UTF-8?B?…?=" words of at most 75 bytes, never cutting a character; plain ASCII stays as it is.
std::string encoded_words(std::string_view text);
// Mon, 02 Mar 2026 02:00:00 +0000
std::string mail_date(Instant at);

// Into <folder>/tmp, synced, renamed to <folder>/new. The same id again replaces the file: handing over twice is
// harmless. Errors: disk_full, file_write.
Result<void> put_into_maildir(const std::string& folder, const std::string& id, const std::string& message);

// One letter to one recipient by SMTP (RFC 5321), to "smtp://host:port" or "smtps://…". To a host other than this
// machine with TLS alone. Errors: mail_server_away (unavailable: tried again), mail_refused (for good: the server's
// 5xx), mail_server (no such address of a server).
Result<void> send_by_smtp(const std::string& url, const std::string& from, const std::string& to,
                          const std::string& message);

}  // namespace muster::notices
