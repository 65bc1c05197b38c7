// Where a page leads on by itself: by a Refresh header, by meta refresh, by a script's plain `location = "…"`, by a
// frame that fills the page. Found in the text; nothing is executed. Pure.
#pragma once

#include <content/html.h>
#include <content/page.h>
#include <testing/fetch.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace muster::testing {

inline constexpr int kRefreshSecondsMax = 10;                // a later refresh is a page that renews itself
inline constexpr std::size_t kScriptsBytesMax = 512 * 1024;  // of a page's scripts, together
inline constexpr std::size_t kFrameTextMax = 200;  // bytes of text that a page may have beside a frame that fills it

struct ScriptLocation {
  std::string reference;
  bool conditional = false;  // stands in an if, a loop, a switch
};

struct Frame {
  std::string source;
  bool fills = false;  // by its own size
};

// What of a page's tags may lead on.
class Markup {
 public:
  void see(const content::Token& opened);
  bool has_seen() const { return has_seen_; }

  std::vector<std::string> shares;   // of the first <frameset>, rows or columns
  std::vector<Frame> frames, inner;  // <frame>, <iframe>
  std::size_t frame_count = 0;
  std::optional<ScriptLocation> script;

 private:
  bool has_seen_ = false;
  std::size_t script_bytes_ = 0;
};

struct Lead {
  HopKind kind = HopKind::first;
  std::string reference;  // as written, may be relative
};
// `payload` decoded, `page` read from it; `markup` of the same reading, or one that has seen nothing.
std::optional<Lead> lead_of(std::string_view head, std::string_view payload, std::string_view content_type,
                            const content::Page& page, const Markup& markup = {});

// The first `location = "…"`, `location.href = "…"`, `location.replace("…")` or `.assign("…")` with a literal alone
// that runs when the script is loaded: not in a function that something else may call. Function expressions that are
// called at once, by a timer or on load count as run.
std::optional<ScriptLocation> script_location(std::string_view script);

}  // namespace muster::testing
