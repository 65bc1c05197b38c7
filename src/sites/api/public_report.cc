// Report a site, and what became of a report. Works without script while few reports come in; a small script does the
// work that many ask for. The secret is typed, never in an address.
#include "public_pages.h"
#include "public_words.h"
#include <base/text.h>

#include <embedded_public_files.h>

namespace muster::api {
namespace {

struct TypedReport {
  std::string address, ground, words, contact;
};

std::string ground_words(const Words& say, const std::string& ground) {
  return say.of("ground", ground);
}

void report_form(Html& html, const Words& say, const std::string& language, const std::vector<std::string>& grounds,
                 const TypedReport& typed) {
  html.raw("<form method=\"post\" action=\"/public/reports\" id=\"report\">\n<label for=\"address\">")
      .text(say("report.address"))
      .raw("<span class=\"hint\">")
      .text(say("report.address.hint"));
  html.raw(
      "</span></label>\n<input id=\"address\" name=\"address\" required maxlength=\"2048\" inputmode=\"url\" "
      "autocapitalize=\"none\" autocomplete=\"off\" spellcheck=\"false\" value=\"");
  html.attribute(typed.address).raw("\">\n<label for=\"ground\">").text(say("report.ground")).raw("</label>\n");
  html.raw("<select id=\"ground\" name=\"ground\" required>\n<option value=\"\"></option>\n");
  for (const std::string& ground : grounds) {
    html.raw("<option value=\"").attribute(ground);
    if (ground == typed.ground)
      html.raw("\" selected>");
    else
      html.raw("\">");
    html.text(ground_words(say, ground)).raw("</option>\n");
  }
  html.raw("</select>\n<label for=\"explanation\">")
      .text(say("report.words"))
      .raw("<span class=\"hint\">")
      .text(say("report.words.hint"));
  html.raw("</span></label>\n<textarea id=\"explanation\" name=\"explanation\" maxlength=\"4000\">\n")
      .text(typed.words);
  html.raw("</textarea>\n<label for=\"contact\">")
      .text(say("report.contact"))
      .raw("<span class=\"hint\">")
      .text(say("report.contact.hint"));
  html.raw(
      "</span></label>\n<input id=\"contact\" name=\"contact\" type=\"email\" autocomplete=\"email\" maxlength=\"254\" "
      "value=\"");
  html.attribute(typed.contact).raw("\">\n<input type=\"hidden\" name=\"lang\" value=\"").attribute(language);
  html.raw(
      "\">\n<input type=\"hidden\" name=\"challenge\" value=\"\">\n<input type=\"hidden\" name=\"nonce\" "
      "value=\"\">\n");
  html.raw("<button>").text(say("report.act")).raw("</button>\n<p id=\"working\" role=\"status\" hidden>");
  html.text(say("report.working")).raw("</p>\n</form>\n<script src=\"/public/report.js\" defer></script>\n");
}

void status_form(Html& html, const Words& say, const std::string& language) {
  html.raw("<h2>")
      .text(say("reports.status.title"))
      .raw("</h2>\n<form method=\"post\" action=\"/public/reports/status\">\n");
  html.raw("<label for=\"number\">").text(say("reports.number")).raw("</label>\n");
  html.raw("<input id=\"number\" name=\"number\" required maxlength=\"40\" placeholder=\"R-2026-000001\">\n");
  html.raw("<label for=\"secret\">")
      .text(say("reports.secret"))
      .raw("</label>\n<input id=\"secret\" name=\"secret\" required ");
  html.raw(
      "maxlength=\"100\" autocomplete=\"off\" spellcheck=\"false\">\n<input type=\"hidden\" name=\"lang\" value=\"");
  html.attribute(language).raw("\">\n<button>").text(say("reports.status.act")).raw("</button>\n</form>\n");
}

std::string_view fault_words(const Words& say, const Error& error) {
  const std::string& code = error.all.empty() ? error.code : error.all.front().code;
  const std::string& field = error.all.empty() ? error.field : error.all.front().field;
  if (code == "proof_wanted" || field == "challenge" || field == "nonce") return say("report.error.work");
  if (code == "reporter_limited") return say("report.error.limited");
  if (field == "address") return say("report.error.address");
  if (field == "ground") return say("report.error.ground");
  if (field == "explanation") return say("report.error.words");
  if (field == "contact") return say("report.error.contact");
  return say("appeal.error.other");
}

void status_lines(Html& html, const Words& say, const reports::Status& status) {
  html.raw("<dl>\n<dt>").text(say("reports.state")).raw("</dt><dd>").text(say.of("report_state", status.state));
  if (status.merged) html.raw("<br><span class=\"hint\">").text(say("reports.merged")).raw("</span>");
  html.raw("</dd>\n<dt>").text(say("reports.received")).raw("</dt><dd>").time(status.received_at).raw("</dd>\n");
  if (!status.outcome.empty())
    html.raw("<dt>")
        .text(say("reports.outcome"))
        .raw("</dt><dd>")
        .text(say.of("report_outcome", status.outcome))
        .raw("</dd>\n");
  if (!status.reasons.empty())
    html.raw("<dt>").text(say("reports.reasons")).raw("</dt><dd>").text(status.reasons).raw("</dd>\n");
  html.raw("</dl>\n");
}

std::string language_of(const http::Request& request, const http::Form& form) {
  const std::string asked = http::value_of(form, "lang");
  return asked == "zh" || asked == "en" ? asked : request.language();
}

http::Response in_language(const http::Request& request, const std::string& language, const PublicPage& page) {
  http::Request shown = request;
  shown.query = {{"lang", language}};
  return public_answer(shown, page);
}

http::Response reports_page(const ReportParts& parts, const http::Request& request) {
  const Words say(request.language());
  PublicPage page;
  page.title = say("report.title");
  page.body.raw("<p>").text(say("report.text")).raw("</p>\n");
  report_form(page.body, say, request.language(), parts.grounds, {});
  status_form(page.body, say, request.language());
  return public_answer(request, page);
}

http::Response report_again(const ReportParts& parts, const http::Request& request, const std::string& language,
                            const TypedReport& typed, const Error& error) {
  const Words say(language);
  PublicPage page;
  page.title = say("report.title");
  page.status = http::status_of(error);
  page.body.raw("<div class=\"error\" role=\"alert\"><h2>").text(say("report.failed")).raw("</h2><p>");
  page.body.text(fault_words(say, error)).raw(" ").text(say("appeal.failed.kept")).raw("</p></div>\n");
  report_form(page.body, say, language, parts.grounds, typed);
  return in_language(request, language, page);
}

http::Response take_report(const ReportParts& parts, const http::Request& request) {
  const auto form = parse_form(request.body);
  if (!form.ok()) return report_again(parts, request, request.language(), {}, form.error());
  const std::string language = language_of(request, *form);
  const TypedReport typed{std::string(trim(http::value_of(*form, "address"))), http::value_of(*form, "ground"),
                          http::with_plain_lines(http::value_of(*form, "explanation")),
                          std::string(trim(http::value_of(*form, "contact")))};
  reports::NewReport report;
  report.address = typed.address;
  report.ground = typed.ground;
  report.words = typed.words;
  report.contact = typed.contact;
  report.language = language;
  report.channel = "page";
  report.client_key = request.client_key;
  report.challenge = http::value_of(*form, "challenge");
  report.nonce = http::value_of(*form, "nonce");
  report.needs_proof = true;
  const auto receipt = parts.report(report);
  if (!receipt.ok()) return report_again(parts, request, language, typed, receipt.error());

  const Words say(language);
  PublicPage page;
  page.title = say("report.done");
  page.status = 201;
  Html& html = page.body;
  if (receipt->warned)
    html.raw("<div class=\"error\" role=\"alert\"><p>").text(say("report.warned")).raw("</p></div>\n");
  html.raw("<h2>")
      .text(say("reports.number"))
      .raw("</h2>\n<p class=\"receipt\">")
      .text(receipt->number)
      .raw("</p>\n<h2>");
  html.text(say("reports.secret")).raw("</h2>\n<p class=\"receipt\">").text(receipt->secret).raw("</p>\n<p>");
  html.text(say("report.keep"))
      .raw("</p>\n<p><a href=\"/public/reports\">")
      .text(say("reports.status.title"))
      .raw("</a></p>\n");
  return in_language(request, language, page);
}

// What the secret opens, or that it opens nothing.
http::Response status_page(const http::Request& request, const std::string& language, const std::string& secret,
                           const Result<reports::Status>& status) {
  const Words say(language);
  PublicPage page;
  if (!status.ok()) {
    page.status = http::status_of(status.error());
    const bool unknown = status.error().failure == Failure::not_found;
    page.title = say(unknown ? "reports.unknown" : "report.failed");
    page.body.raw("<p>").text(say(unknown ? "reports.unknown.text" : "appeal.error.other"));
    page.body.raw("</p>\n<p><a href=\"/public/reports\">").text(say("report.title")).raw("</a></p>\n");
    return in_language(request, language, page);
  }
  page.title = filled(say("reports.status"), "number", status->number);
  status_lines(page.body, say, *status);
  if (status->can_withdraw) {
    page.body.raw("<h2>").text(say("reports.withdraw")).raw("</h2>\n<p>").text(say("reports.withdraw.text"));
    page.body.raw(
        "</p>\n<form method=\"post\" action=\"/public/reports/withdraw\">\n<input type=\"hidden\" name=\"number\" "
        "value=\"");
    page.body.attribute(status->number).raw("\">\n<input type=\"hidden\" name=\"secret\" value=\"").attribute(secret);
    page.body.raw("\">\n<input type=\"hidden\" name=\"lang\" value=\"").attribute(language).raw("\">\n<button>");
    page.body.text(say("reports.withdraw.act")).raw("</button>\n</form>\n");
  }
  return in_language(request, language, page);
}

using Opened = std::function<Result<reports::Status>(const std::string& number, const std::string& secret)>;

http::Response open_report(const Opened& open, const http::Request& request) {
  const auto form = parse_form(request.body);
  if (!form.ok()) return status_page(request, request.language(), "", form.error());
  const std::string number(trim(http::value_of(*form, "number"))), secret(trim(http::value_of(*form, "secret")));
  return status_page(request, language_of(request, *form), secret, open(number, secret));
}

}  // namespace

void add_report_pages(http::Router& router, const ReportParts& parts) {
  const auto page = [&](const char* method, const char* pattern, const std::shared_ptr<http::RateLimiter>& limiter,
                        http::Handler handler) {
    router.add({.method = method,
                .pattern = pattern,
                .access = http::Access::anybody(),
                .handler = limiter ? within(limiter, std::move(handler)) : std::move(handler),
                .body_max_bytes = kFormMaxBytes,
                .csrf = http::Csrf::none});
  };
  page("GET", "/public/reports", nullptr, [parts](const http::Request& r) { return reports_page(parts, r); });
  page("POST", "/public/reports", parts.reports, [parts](const http::Request& r) { return take_report(parts, r); });
  page("POST", "/public/reports/status", parts.looks,
       [parts](const http::Request& r) { return open_report(parts.status, r); });
  page("POST", "/public/reports/withdraw", parts.looks,
       [parts](const http::Request& r) { return open_report(parts.withdraw, r); });
  page("GET", "/public/report.js", nullptr, [](const http::Request&) {
    return http::Response::text(std::string(public_file("report.js")), "text/javascript; charset=utf-8")
        .header("Cache-Control", "public, max-age=3600");
  });
}

}  // namespace muster::api
