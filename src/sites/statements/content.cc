// What a statement says: the sections as they are read, and the whole as JSON.
#include "words.h"
#include <base/text.h>
#include <cases/law_text.h>

#include <boost/json.hpp>
#include <statements/statement.h>

namespace muster::statements {
namespace {

namespace json = boost::json;

bool found_by_program(const Facts& f) {
  return f.about.source == "suspicion" || f.about.source == "census";
}

std::string source_key(const Facts& f) {
  return f.trusted_flagger ? "source.trusted" : "source." + f.about.source;
}

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> out;
  for (const std::string_view line : split(text, '\n'))
    if (!trim(line).empty()) out.emplace_back(trim(line));
  return out;
}

Section decided(const Facts& f) {
  const auto& d = f.decision;
  const std::string_view l = f.language;
  return {std::string(say(l, "decided")),
          {say(l, "decided.text",
               {{"authority", d.authority_name},
                {"case", f.about.number},
                {"site", f.about.name},
                {"order", f.order.number},
                {"ground", f.ground_title}}),
           std::string(say(l, "measure." + d.measure)), say(l, "scope." + d.scope_kind, {{"value", d.scope_value}}),
           say(l, "term",
               {{"starts", to_day(d.starts.value_or(f.order.issued_at))}, {"ends", to_day(f.order.expires_at)}})}};
}

Section evidence(const Facts& f) {
  const std::string_view l = f.language;
  Section out{std::string(say(l, "evidence")), {}};
  for (std::size_t i = 0; i < f.elements.size(); ++i) {
    const auto& e = f.elements[i];
    out.paragraphs.push_back(say(l, "evidence.line",
                                 {{"element", i < f.element_sentences.size() ? f.element_sentences[i] : e.element},
                                  {"kind", say(l, "kind." + e.evidence_kind)},
                                  {"day", to_day(e.added_at)},
                                  {"sha256", e.sha256}}));
  }
  out.paragraphs.emplace_back(say(l, "evidence.words"));
  return out;
}

Section origin(const Facts& f) {
  const std::string_view l = f.language;
  Section out{std::string(say(l, "origin")), {std::string(say(l, source_key(f)))}};
  if (f.notice_at)
    out.paragraphs.push_back(say(l, "notice.given", {{"day", to_day(*f.notice_at)}}));
  else
    out.paragraphs.push_back(say(l, "notice.none", {{"reason", f.decision.no_notice_reason}}));
  return out;
}

Section appeal(const Facts& f) {
  const std::string_view l = f.language;
  return {
      std::string(say(l, "appeal")),
      {say(l, "appeal.text", {{"until", to_day(f.appeal_until)}, {"url", f.appeal_url}}),
       std::string(say(l, "appeal.who")), std::string(say(l, "appeal.lapse")), std::string(say(l, "appeal.court"))}};
}

json::array sections_json(const std::vector<Section>& sections) {
  json::array out;
  for (const Section& s : sections)
    out.push_back(
        json::object{{"heading", s.heading}, {"paragraphs", json::array(s.paragraphs.begin(), s.paragraphs.end())}});
  return out;
}

Error content_altered() {
  return {Failure::unavailable, "statement_content", "This statement can't be read; its record was altered.", {}, {}};
}

}  // namespace

std::string title_of(const Facts& f) {
  return say(f.language, "title", {{"number", f.number}});
}

std::vector<Section> sections_of(const Facts& f) {
  const std::string_view l = f.language;
  std::vector<Section> out;
  out.push_back(decided(f));
  out.push_back({std::string(say(l, "law")),
                 {say(l, f.contract ? "contract.text" : "law.text",
                      {{"law", cases::law_text(f.decision.law, f.decision.article, l == "zh" ? "，" : ", ")}})}});
  out.push_back({std::string(say(l, "facts")), lines_of(f.decision.reasons)});
  out.push_back(evidence(f));
  out.push_back(origin(f));
  out.push_back({std::string(say(l, "automated")),
                 {std::string(say(l, found_by_program(f) ? "automated.found" : "automated.not")),
                  std::string(say(l, "automated.decision"))}});
  out.push_back(appeal(f));
  return out;
}

std::string content_of(const Facts& f) {
  const auto& d = f.decision;
  json::array elements;
  for (const auto& e : f.elements)
    elements.push_back(json::object{
        {"element", e.element}, {"kind", e.evidence_kind}, {"sha256", e.sha256}, {"added_at", to_rfc3339(e.added_at)}});
  const json::object out{{"number", f.number},
                         {"order", f.order.number},
                         {"case", f.about.number},
                         {"language", f.language},
                         {"issued_at", to_rfc3339(f.order.issued_at)},
                         {"site", f.about.name},
                         {"ground", json::object{{"code", d.ground}, {"title", f.ground_title}}},
                         {"law", d.law},
                         {"article", cases::article_of(d.article)},
                         {"authority", d.authority_name},
                         {"measure", d.measure},
                         {"scope", json::object{{"kind", d.scope_kind}, {"value", d.scope_value}}},
                         {"starts", to_rfc3339(d.starts.value_or(f.order.issued_at))},
                         {"ends", to_rfc3339(f.order.expires_at)},
                         {"decision_sha256", d.text_sha256},
                         {"evidence", std::move(elements)},
                         {"source", f.trusted_flagger ? "trusted_flagger" : f.about.source},
                         {"automated", json::object{{"detection", found_by_program(f)}, {"decision", false}}},
                         {"prior_notice_at", f.notice_at ? json::value(to_rfc3339(*f.notice_at)) : json::value()},
                         {"no_notice_reason", f.notice_at ? json::value() : json::value(d.no_notice_reason)},
                         {"appeal", json::object{{"url", f.appeal_url}, {"until", to_rfc3339(f.appeal_until)}}},
                         {"title", title_of(f)},
                         {"sections", sections_json(sections_of(f))},
                         {"dsa", json::parse(dsa_of(f))}};
  return json::serialize(out);
}

Result<Paper> paper_of(std::string_view content) {
  boost::system::error_code fault;
  const json::value parsed = json::parse({content.data(), content.size()}, fault);
  if (fault || !parsed.is_object()) return content_altered();
  try {
    const json::object& all = parsed.get_object();
    Paper out{std::string(all.at("title").as_string()), std::string(all.at("language").as_string()), {}};
    for (const auto& s : all.at("sections").as_array()) {
      Section section{std::string(s.at("heading").as_string()), {}};
      for (const auto& p : s.at("paragraphs").as_array()) section.paragraphs.emplace_back(p.as_string());
      out.sections.push_back(std::move(section));
    }
    return out;
  } catch (const std::exception&) {
    return content_altered();
  }
}

Result<std::string> dsa_of_content(std::string_view content) {
  boost::system::error_code fault;
  const json::value parsed = json::parse({content.data(), content.size()}, fault);
  const json::value* dsa = !fault && parsed.is_object() ? parsed.get_object().if_contains("dsa") : nullptr;
  if (!dsa) return content_altered();
  return json::serialize(*dsa);
}

}  // namespace muster::statements
