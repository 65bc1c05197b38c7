#include "leads.h"

#include "decode.h"
#include <base/text.h>
#include <content/html.h>

namespace muster::testing {
namespace {

using content::Token;

constexpr std::size_t kFramesMax = 64;         // looked at
constexpr std::size_t kOwnTextIsEnough = 512;  // bytes: a page that has them doesn't need a conditional script to go on

struct Frame {
  std::string source;
  bool fills = false;  // by its own size
};

struct Markup {
  std::vector<std::string> shares;   // of the first <frameset>, rows or columns
  std::vector<Frame> frames, inner;  // <frame>, <iframe>
  std::size_t frame_count = 0;
  std::optional<ScriptLocation> script;
};

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
  std::size_t scripts = 0;
  content::Tokenizer tokens(html);
  for (Token token = tokens.next(); token.kind != Token::Kind::end; token = tokens.next()) {
    if (token.kind != Token::Kind::open) continue;
    if (token.name == "script" && !out.script && scripts < kScriptsBytesMax && is_script(token)) {
      scripts += token.raw.size();
      out.script = script_location(token.raw);
    } else if (token.name == "frameset" && out.shares.empty()) {
      const auto rows = token.attribute("rows");
      for (const auto share : split(rows.empty() ? token.attribute("cols") : rows, ','))
        out.shares.emplace_back(trim(share));
    } else if (token.name == "frame" || token.name == "iframe") {
      ++out.frame_count;
      auto& list = token.name == "frame" ? out.frames : out.inner;
      if (list.size() < kFramesMax) list.push_back({std::string(token.attribute("src")), fills(token)});
    }
  }
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

}  // namespace

std::optional<Lead> lead_of(std::string_view head, std::string_view payload, std::string_view content_type,
                            const content::Page& page) {
  if (auto lead = header_refresh(head)) return lead;
  if (page.refresh && page.refresh->seconds <= kRefreshSecondsMax)
    return Lead{HopKind::meta_refresh, page.refresh->url};
  if (!content_type.empty() && to_lower_ascii(content_type).find("html") == std::string::npos) return {};
  std::string charset;
  const bool wide = page.charset.starts_with("UTF-16") || page.charset.starts_with("utf-16");
  const Markup markup = wide ? read_markup(content::to_utf8(payload, content_type, charset)) : read_markup(payload);
  if (markup.script && (!markup.script->conditional || page.text.size() < kOwnTextIsEnough))
    return Lead{HopKind::script, markup.script->reference};
  if (auto frame = full_frame(markup, page)) return Lead{HopKind::frame, *frame};
  return {};
}

}  // namespace muster::testing
