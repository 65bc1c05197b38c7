// What an appellant reads with the receipt: all that was held against the site, and how soon what was lifted was
// restored.
#include "public_pages.h"
#include "public_words.h"
#include <cases/law_text.h>

namespace muster::api {
namespace {

std::string_view kind_words(const Words& say, const std::string& kind) {
  if (kind == "test_run") return say("held.visit");
  if (kind == "document") return say("held.document");
  if (kind == "notice") return say("held.notice.kind");
  return kind == "lookup" ? say("held.lookup") : say("held.statement");
}

void restoration(Html& html, const Words& say, const cases::AppealFile& file) {
  const cases::Order& o = file.order;
  if (o.state != "lifted" && o.state != "lapsed" && o.state != "expired") return;
  html.raw("<dl>\n<dt>").text(say("restored.ended")).raw("</dt><dd>").time(o.state_at).raw("</dd>\n<dt>");
  html.text(say("restored.at")).raw("</dt><dd>");
  if (file.restored_at) {
    const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(*file.restored_at - o.state_at).count();
    html.time(*file.restored_at).raw(" (").text(filled(say("restored.took"), "n", std::to_string(minutes))).raw(")");
  } else {
    html.text(say("restored.waits"));
  }
  html.raw("</dd>\n</dl>\n");
}

}  // namespace

void held_against(Html& html, const PublicParts& parts, const std::string& language, const cases::AppealFile& file) {
  const Words say(language);
  const cases::Decision& d = file.decision;
  restoration(html, say, file);
  html.raw("<h2>").text(say("held.title")).raw("</h2>\n<dl>\n<dt>").text(say("order.ground")).raw("</dt><dd>");
  html.text(say.of("ground", d.ground))
      .raw("</dd>\n<dt>")
      .text(say("held.law"))
      .raw("</dt><dd>")
      .text(cases::law_text(d.law, d.article));
  html.raw("</dd>\n<dt>").text(say("held.reasons")).raw("</dt><dd>").text(d.reasons).raw("</dd>\n");
  if (!d.no_notice_reason.empty())
    html.raw("<dt>").text(say("held.notice")).raw("</dt><dd>").text(d.no_notice_reason).raw("</dd>\n");
  html.raw("</dl>\n<h3>").text(say("held.evidence")).raw("</h3>\n");
  if (file.order.sealed) {
    html.raw("<p>").text(say("held.sealed")).raw("</p>\n");
    return;
  }
  html.raw("<ol>\n");
  for (const cases::Element& e : file.elements) {
    html.raw("<li>")
        .text(parts.element(d.ground, e.element, language))
        .raw("<br>")
        .text(kind_words(say, e.evidence_kind));
    if (e.evidence_kind == "lookup" || e.evidence_kind == "statement") html.raw(": ").text(e.evidence_ref);
    if (!e.note.empty()) html.raw(" · ").text(e.note);
    html.raw("<br><span class=\"hint\">").time(e.added_at).raw(" · ").text(e.sha256).raw("</span></li>\n");
  }
  html.raw("</ol>\n<details><summary>").text(say("held.text")).raw("</summary>\n<pre>").text(d.canonical_text);
  html.raw("</pre></details>\n");
}

}  // namespace muster::api
