#include "leads.h"

#include "decode.h"
#include <base/text.h>
#include <content/html.h>

namespace muster::testing {
namespace {

using content::Token;

constexpr std::size_t kFramesMax = 64;         // looked at
constexpr std::size_t kOwnTextIsEnough = 512;  // bytes: a page that has them doesn't need a conditional script to go on

bool is_all(std::string_view size) {
  size = trim(size);
  return size == "100%" || size == "100vh" || size == "100vw";
}

bool fills(const Token& token) {
  std::string style;
  for (const char c : to_lower_ascii(token.attribute("style")))
    if (c != ' ') style += c;
  const auto has = [&](const char* what) { return style.find(what) != std::string::npos; };
  const bool wide = is_all(token.attribute("width")) || has("width:100%") || has("width:100vw");
  const bool high = is_all(token.attribute("height")) || has("height:100%") || has("height:100vh");
  return (wide && high) || (has("position:fixed") && has("top:0") && has("bottom:0"));
}

bool is_script(const Token& token) {
  const std::string type = to_lower_ascii(token.attribute("type"));
  return type.empty() || type == "module" || type.find("javascript") != std::string::npos ||
         type.find("ecmascript") != std::string::npos;
}

Markup read_markup(std::string_view html) {
  Markup out;
  content::Tokenizer tokens(html);
  for (Token token = tokens.next(); token.kind != Token::Kind::end; token = tokens.next())
    if (token.kind == Token::Kind::open) out.see(token);
  return out;
}

// One frame that is all there is to see: the others have no size.
std::optional<std::string> full_frame(const Markup& markup, const content::Page& page) {
  if (markup.frame_count > kFramesMax) return {};
  const Frame* found = nullptr;
  if (!markup.frames.empty()) {
    for (std::size_t i = 0; i < markup.frames.size(); ++i) {
      const std::string share = i < markup.shares.size() ? markup.shares[i] : "*";
      if (share == "0" || share == "0%" || share == "1" || share == "0px") continue;
      if (found) return {};
      found = &markup.frames[i];
    }
  } else if (page.text.size() - std::min(page.text.size(), page.title.size()) <= kFrameTextMax) {
    for (const Frame& frame : markup.inner) {
      if (!frame.fills) continue;
      if (found) return {};
      found = &frame;
    }
  }
  if (!found || found->source.empty() || found->source.starts_with("about:")) return {};
  return found->source;
}

// Refresh: 3; url=… — a meta refresh in the head of the answer.
std::optional<Lead> header_refresh(std::string_view head) {
  const std::string value = header_value(head, "refresh");
  if (value.empty()) return {};
  const auto page = content::read_page("<meta http-equiv=refresh content=\"" + html_escape(value) + "\">",
                                       "text/html; charset=utf-8");
  if (!page.refresh || page.refresh->seconds > kRefreshSecondsMax) return {};
  return Lead{HopKind::refresh_header, page.refresh->url};
}

// Tags are read from the bytes as they were sent, but of UTF-16: scripts and addresses go on as they were written.
bool is_wide(const content::Page& page) {
  return page.charset.starts_with("UTF-16") || page.charset.starts_with("utf-16");
}
bool is_utf8(const content::Page& page) {
  return page.charset == "utf-8" || page.charset == "utf8";
}

std::optional<Lead> lead_in(const Markup& markup, const content::Page& page) {
  if (markup.script && (!markup.script->conditional || page.text.size() < kOwnTextIsEnough))
    return Lead{HopKind::script, markup.script->reference};
  if (auto frame = full_frame(markup, page)) return Lead{HopKind::frame, *frame};
  return {};
}

}  // namespace

void Markup::see(const Token& opened) {
  has_seen_ = true;
  if (opened.name == "script" && !script && script_bytes_ < kScriptsBytesMax && is_script(opened)) {
    script_bytes_ += opened.raw.size();
    script = script_location(opened.raw);
  } else if (opened.name == "frameset" && shares.empty()) {
    const auto rows = opened.attribute("rows");
    for (const auto share : split(rows.empty() ? opened.attribute("cols") : rows, ','))
      shares.emplace_back(trim(share));
  } else if (opened.name == "frame" || opened.name == "iframe") {
    ++frame_count;
    auto& list = opened.name == "frame" ? frames : inner;
    if (list.size() < kFramesMax) list.push_back({std::string(opened.attribute("src")), fills(opened)});
  }
}

std::optional<Lead> lead_of(std::string_view head, std::string_view payload, std::string_view content_type,
                            const content::Page& page, const Markup& seen) {
  if (auto lead = header_refresh(head)) return lead;
  if (page.refresh && page.refresh->seconds <= kRefreshSecondsMax)
    return Lead{HopKind::meta_refresh, page.refresh->url};
  if (!content_type.empty() && to_lower_ascii(content_type).find("html") == std::string::npos) return {};
  const bool wide = is_wide(page);
  if (seen.has_seen() && (wide || (is_utf8(page) && is_valid_utf8(payload)))) return lead_in(seen, page);
  std::string charset;
  return lead_in(wide ? read_markup(content::to_utf8(payload, content_type, charset)) : read_markup(payload), page);
}

}  // namespace muster::testing
