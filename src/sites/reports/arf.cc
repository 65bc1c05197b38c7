#include "mail_part.h"
#include <base/text.h>

#include <algorithm>

#include <fmt/format.h>
#include <reports/read.h>

namespace muster::reports {
namespace {

// One e-mail on its way down through its parts.
struct Mail {
  Told told;
  std::vector<std::string> domains;  // that the report names
  std::vector<std::string> later;    // addresses in the message that it quotes
  bool found_report = false;
  int parts = 0;

  void add(std::vector<std::string> addresses) {
    for (std::string& a : addresses)
      if (told.addresses.size() < kAddressesMax &&
          std::find(told.addresses.begin(), told.addresses.end(), a) == told.addresses.end())
        told.addresses.push_back(std::move(a));
  }

  // RFC 5965 §3: the machine-readable part.
  Result<void> take_report(const MailPart& part) {
    MUSTER_TRY(const MailPart report, read_part(decoded_body(part)));
    for (const char* name : {"feedback-type", "user-agent", "version"})
      if (report.field(name).empty())
        return invalid("arf_field_missing", fmt::format("The feedback report has no field {}.", name), name);
    if (!report.field("version").starts_with("1") && !report.field("version").starts_with("0"))
      return invalid("arf_version", "Only version 1 of the format is read (RFC 5965).", "version");
    found_report = true;
    told.kind = to_lower_ascii(report.field("feedback-type")).substr(0, 40);
    for (const char* name : {"reported-uri", "original-url"}) {
      const auto [from, to] = report.fields.equal_range(name);
      for (auto at = from; at != to; ++at) add(addresses_in(at->second));
    }
    const auto [from, to] = report.fields.equal_range("reported-domain");
    for (auto at = from; at != to; ++at)
      if (!at->second.empty() && at->second.size() <= 253 && at->second.find_first_of(" \t/:@") == std::string::npos)
        domains.push_back(at->second);
    return {};
  }

  // `quoted`: inside of the message that the report is about, of which addresses alone are read.
  Result<void> walk(const MailPart& part, int depth, bool quoted) {
    if (depth > kNestingMax) return invalid("arf_too_deep", "The e-mail is nested too deeply.");
    if (++parts > kPartsMax) return invalid("arf_too_many_parts", "The e-mail has too many parts.");
    if (part.type.starts_with("multipart/")) {
      const auto boundary = part.parameters.find("boundary");
      if (boundary == part.parameters.end()) return {};
      for (const std::string_view each : split_parts(part.body, boundary->second, kPartsMax + 1)) {
        MUSTER_TRY(const MailPart inner, read_part(each));
        MUSTER_CHECK_OK(walk(inner, depth + 1, quoted));
      }
      return {};
    }
    if (part.type == "message/feedback-report" && !quoted) return take_report(part);
    if (part.type == "message/rfc822") {
      const std::string inside = decoded_body(part);
      MUSTER_TRY(const MailPart message, read_part(inside));
      return walk(message, depth + 1, true);
    }
    if (part.type != "text/plain" && part.type != "text/html") return {};
    const std::string text = decoded_body(part);
    if (!quoted) {
      if (part.type == "text/plain" && told.words.empty()) told.words = plain_words(text);
      return {};
    }
    for (std::string& a : addresses_in(text)) later.push_back(std::move(a));
    return {};
  }
};

// RFC 5965 §7.3: what each type is about. "abuse" and the rest say no ground of ours.
std::string ground_of(std::string_view feedback_type) {
  if (feedback_type == "fraud" || feedback_type == "virus") return "phishing_or_malware";
  return {};
}

Result<Told> read_mail(std::string_view text) {
  if (text.size() > kEntryMax)
    return invalid("arf_too_large", fmt::format("The e-mail is longer than {} bytes.", kEntryMax));
  MUSTER_TRY(const MailPart top, read_part(text));
  if (top.type != "multipart/report" ||
      to_lower_ascii(top.parameters.contains("report-type") ? top.parameters.at("report-type") : "") !=
          "feedback-report")
    return invalid("arf_not_multipart", "This is no e-mail of the type multipart/report; report-type=feedback-report.",
                   "content-type");
  Mail mail;
  MUSTER_CHECK_OK(mail.walk(top, 0, false));
  if (!mail.found_report)
    return invalid("arf_no_report", "The e-mail has no part message/feedback-report.", "content-type");
  // What the report names counts; what the quoted message links to only where it names nothing.
  if (mail.told.addresses.empty()) mail.add(std::move(mail.later));
  if (mail.told.addresses.empty())
    for (const std::string& domain : mail.domains) mail.add({domain});
  if (mail.told.addresses.empty())
    return invalid("arf_no_address", "Neither the report nor the quoted message names an address.", "reported-uri");
  mail.told.ground = ground_of(mail.told.kind);
  return std::move(mail.told);
}

}  // namespace

Result<ToldFile> read_arf(std::string_view file) {
  if (file.size() > kFileMax)
    return invalid("file_too_large", fmt::format("The file is longer than {} bytes.", kFileMax));
  ToldFile out;
  const bool mbox = file.starts_with("From ");
  std::int64_t line = 1;
  for (std::size_t at = 0; at < file.size();) {
    std::size_t end = mbox ? file.find("\nFrom ", at) : std::string_view::npos;
    end = end == std::string_view::npos ? file.size() : end + 1;
    std::string_view mail = file.substr(at, end - at);
    const std::int64_t lines = std::count(mail.begin(), mail.end(), '\n');
    if (mbox) mail.remove_prefix(std::min(mail.find('\n'), mail.size() - 1) + 1);
    if (out.told.size() + out.faults.size() >= kEntriesMax) {
      out.faults.push_back(
          {line, invalid("file_too_large", "The file has too many e-mails; those from here on were not read.")});
      break;
    }
    auto told = read_mail(mail);
    if (told.ok()) {
      told->line = line;
      out.told.push_back(std::move(*told));
    } else {
      out.faults.push_back({line, told.error()});
    }
    line += lines;
    at = end;
  }
  return out;
}

}  // namespace muster::reports
