// The statement on paper: PDF, and plain text where no font for letters is installed.
#include "words.h"

#include <print/pdf.h>
#include <statements/service.h>

namespace muster::statements {
namespace {

constexpr const char* kNoFont = "print_font_missing";

}  // namespace

Result<std::string> Service::pdf(const Statement& s, bool link) const {
  MUSTER_TRY(const Paper paper, paper_of(s.content));
  std::vector<print::Block> blocks{{print::Style::title, paper.title}};
  for (const Section& section : paper.sections) {
    blocks.push_back({print::Style::heading, section.heading});
    for (const std::string& paragraph : section.paragraphs) blocks.push_back({print::Style::text, paragraph});
  }
  if (link) blocks.push_back({print::Style::small, say(s.language, "link", {{"url", address_of(link_of(s.id))}})});
  return print::to_pdf(blocks, {paper.title, paper.language, options_.fonts});
}

std::string Service::text(const Statement& s, const Paper& paper, bool link) const {
  std::string out = paper.title + "\n";
  for (const Section& section : paper.sections) {
    out += "\n" + section.heading + "\n";
    for (const std::string& paragraph : section.paragraphs) out += paragraph + "\n";
  }
  if (link) out += "\n" + say(s.language, "link", {{"url", address_of(link_of(s.id))}}) + "\n";
  return out;
}

Result<std::optional<notices::Attachment>> Service::attachment(const notices::Notice& notice) const {
  if (notice.kind != notices::letters::kDecision && notice.kind != kStatementLetter)
    return std::optional<notices::Attachment>();
  MUSTER_TRY(const auto s, of_notice(notice.id));
  if (!s)
    return unavailable("statement_not_written",
                       "The statement of reasons is not written yet; the letter waits for it.");
  auto printed = pdf(*s, true);
  if (printed.ok())
    return std::optional(notices::Attachment{s->number + ".pdf", "application/pdf", std::move(*printed)});
  if (printed.error().code != kNoFont) return printed.error();
  MUSTER_TRY(const Paper paper, paper_of(s->content));
  return std::optional(notices::Attachment{s->number + ".txt", "text/plain", text(*s, paper, true)});
}

}  // namespace muster::statements
