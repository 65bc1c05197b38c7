// Everything that is held about the person, as a file or as a page to print.
#include "me_frame.h"

namespace muster::lookups {
namespace {

void export_button(http::Html& html, const Asked& asked, const char* form, const char* words, bool quiet) {
  html.raw("<form method=\"post\" action=\"/me/export\">\n");
  me_csrf_field(html, asked);
  html.raw("<button name=\"as\" value=\"").text(form).raw("\"");
  if (quiet) html.raw(" class=\"quiet\"");
  html.raw(">").text(asked.say(words)).raw("</button>\n</form>\n");
}

// Times to the minute, codes in words; the file has them as they stand.
void export_value(http::Html& html, const MeWords& say, const std::string& code, const std::string& value) {
  const auto words = say.maybe(code == "no_new_lines" ? "value" : code, value);
  if (words)
    html.text(*words);
  else if (const auto at = parse_rfc3339(value); at.ok())
    html.time(*at);
  else
    html.text(value);
}

void export_section(http::Html& html, const MeWords& say, const ExportSection& section) {
  html.raw("<h2>").text(say.of("section", section.code)).raw("</h2>\n");
  if (section.records.empty()) html.raw("<p class=\"soft\">").text(say("export.nothing")).raw("</p>\n");
  for (const auto& record : section.records) {
    html.raw("<dl>\n");
    for (const auto& [code, value] : record) {
      html.raw("<dt>").text(say.of("field", code)).raw("</dt><dd>");
      export_value(html, say, code, value);
      html.raw("</dd>\n");
    }
    html.raw("</dl>\n");
  }
}

}  // namespace

http::Response me_export(Asked& asked) {
  MePage page;
  page.title = asked.say("export.title");
  page.back = "/me";
  page.body.raw("<p>").text(asked.say("export.text")).raw("</p>\n");
  export_button(page.body, asked, "page", "export.page", false);
  export_button(page.body, asked, "file", "export.file", true);
  return me_answer(asked.request, asked.options, page, &asked);
}

http::Response me_export_made(Asked& asked) {
  const auto made = asked.page.export_all(asked.session);
  if (!made.ok()) return me_failed(asked.request, asked.options, made.error());
  if (http::value_of(asked.form, "as") == "file")
    return http::Response::json(to_json(*made))
        .header("Content-Disposition", "attachment; filename=\"numbers-in-my-name.json\"")
        .header("Content-Encoding", "identity")
        .header("Cache-Control", "no-store");
  MePage page;
  page.title = asked.say("export.done");
  page.back = "/me";
  page.body.raw("<p class=\"soft\">").text(asked.say("export.made")).raw(": ").time(made->made_at).raw("</p>\n");
  for (const ExportSection& section : made->sections) export_section(page.body, asked.say, section);
  return me_answer(asked.request, asked.options, page, &asked);
}

}  // namespace muster::lookups
