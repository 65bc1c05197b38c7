#include <base/blocks.h>
#include <base/text.h>
#include <content/html.h>
#include <content/page.h>

namespace muster::content {
namespace {

bool is_block(std::string_view name) {
  static const std::set<std::string_view> kBlocks{
      "address",    "article", "aside",  "blockquote", "br",   "dd",    "div", "dl",     "dt",
      "figcaption", "figure",  "footer", "form",       "h1",   "h2",    "h3",  "h4",     "h5",
      "h6",         "hr",      "header", "li",         "main", "nav",   "ol",  "option", "p",
      "pre",        "section", "table",  "td",         "th",   "title", "tr",  "ul"};
  return kBlocks.contains(name);
}

bool contains_word(std::string_view content_type, std::string_view word) {
  return to_lower_ascii(content_type).find(word) != std::string::npos;
}

bool is_blank(char c) {
  constexpr std::uint64_t kBlanks =
      1ull << ' ' | 1ull << '\t' | 1ull << '\n' | 1ull << '\r' | 1ull << '\f' | 1ull << '\0';
  const auto byte = static_cast<std::uint8_t>(c);
  return byte <= ' ' && (kBlanks >> byte & 1) != 0;
}

// Where what is taken over as it is ends: single spaces between words belong to it.
std::size_t stretch_end(std::string_view text, std::size_t at) {
  for (;; ++at) {
    at = find_place(text, at, [](auto byte) {
      return (byte(0) <= all_of(' ')) & ~((byte(0) == all_of(' ')) & (byte(1) > all_of(' ')));
    });
    if (at == text.size()) return at;
    const bool goes_on = text[at] == ' ' && at + 1 < text.size() && !is_blank(text[at + 1]);
    if (is_blank(text[at]) && !goes_on) return at;
  }
}

// White space runs become one space, or one line feed where a block ends.
class Text {
 public:
  void add(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
      if (is_blank(text[at])) {
        space_ = true;
        ++at;
        continue;
      }
      if (out_.size() >= kPageTextMax) {
        cut_ = true;
        return;
      }
      if (!out_.empty() && (line_ || space_)) out_ += line_ ? '\n' : ' ';
      space_ = line_ = false;
      const std::size_t end = stretch_end(text, at + 1);
      const std::size_t room = kPageTextMax - std::min(out_.size(), kPageTextMax);
      cut_ = end - at > room;
      out_ += text.substr(at, std::min(end - at, room));
      if (cut_) return;
      at = end;
    }
  }
  void line() { line_ = true; }
  bool cut() const { return cut_; }
  std::string take() {
    if (cut_) {  // the last character may be half there
      while (!out_.empty() && (out_.back() & 0xC0) == 0x80) out_.pop_back();
      if (!out_.empty() && (out_.back() & 0x80)) out_.pop_back();
    }
    return std::move(out_);
  }

 private:
  std::string out_;
  bool space_ = false, line_ = false, cut_ = false;
};

// "5; url=https://…" (HTML standard §4.2.5.3, the parts that occur).
std::optional<Refresh> parse_refresh(std::string_view content) {
  Refresh out;
  std::size_t i = 0;
  while (i < content.size() && content[i] == ' ') ++i;
  const std::size_t first = i;
  for (; i < content.size() && content[i] >= '0' && content[i] <= '9'; ++i)
    out.seconds = std::min(out.seconds * 10 + (content[i] - '0'), 1'000'000);
  if (i == first && (i >= content.size() || content[i] != '.')) return {};
  const auto separator = content.find_first_of(";,", i);
  if (separator == std::string_view::npos) return {};
  auto url = trim(content.substr(separator + 1));
  if (to_lower_ascii(url.substr(0, 3)) == "url") {
    auto rest = trim(url.substr(3));
    if (rest.starts_with('=')) url = trim(rest.substr(1));
  }
  if (!url.empty() && (url[0] == '"' || url[0] == '\'')) {
    const auto end = url.find(url[0], 1);
    url = url.substr(1, end == std::string_view::npos ? std::string_view::npos : end - 1);
  }
  if (url.empty()) return {};
  out.url = std::string(url);
  return out;
}

constexpr std::size_t kBlockBytesMax = 256u << 10;
constexpr std::size_t kBlockBytesMin = 24;  // shorter ones are labels

bool is_void(std::string_view name) {
  static const std::set<std::string_view> kVoid{"area",  "base", "br",   "col",   "embed",  "hr",    "img",
                                                "input", "link", "meta", "param", "source", "track", "wbr"};
  return kVoid.contains(name);
}
bool is_aside(std::string_view name) {
  return name == "nav" || name == "header" || name == "footer" || name == "aside" || name == "menu";
}

// "font-size:0.9em" is no zero.
bool is_fraction(std::string_view style, std::size_t at, std::string_view sign) {
  const std::size_t next = at + sign.size();
  return sign.ends_with('0') && next < style.size() &&
         (style[next] == '.' || (style[next] >= '0' && style[next] <= '9'));
}

// By its own attributes; what style sheets hide is not seen as hidden.
bool hides(const Token& token) {
  if (token.name == "html" || token.name == "body") return false;  // scripts show them once all is there
  for (const auto& [name, value] : token.attributes) {
    if (name == "hidden") return true;
    if (name != "style") continue;
    std::string style;
    for (const char c : to_lower_ascii(value))
      if (c != ' ' && c != '\t' && c != '\n') style += c;
    for (const char* sign : {"display:none", "visibility:hidden", "font-size:0", "opacity:0;", "text-indent:-9"})
      if (const auto at = style.find(sign); at != std::string::npos && !is_fraction(style, at, sign)) return true;
    if (style.ends_with("opacity:0")) return true;
  }
  return false;
}

// A number of pixels; "50%" and the like are none.
int pixels_of(std::string_view text) {
  int out = 0;
  text = trim(text);
  if (text.ends_with("px")) text.remove_suffix(2);
  if (text.empty() || text.size() > 5) return 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return 0;
    out = out * 10 + (c - '0');
  }
  return out;
}

bool is_fetched(std::string_view address) {
  return !address.empty() && to_lower_ascii(address.substr(0, 5)) != "data:";
}

// The first candidate of a srcset: "a.jpg 1x, b.jpg 2x".
std::string_view first_candidate(std::string_view srcset) {
  srcset = trim(srcset);
  const auto end = srcset.find_first_of(" \t\n\r");
  auto out = srcset.substr(0, end);
  while (out.ends_with(',')) out.remove_suffix(1);
  return out;
}

// Where the picture of an element is; pages that load late keep it in attributes of their own.
std::string_view picture_address(const Token& token) {
  for (const char* name : {"data-src", "data-original", "data-lazy-src", "src"})
    if (const auto address = trim(token.attribute(name)); is_fetched(address)) return address;
  for (const char* name : {"srcset", "data-srcset"})
    if (const auto address = first_candidate(token.attribute(name)); is_fetched(address)) return address;
  return {};
}

class Reader {
 public:
  Reader(Page& page, const std::function<void(const Token&)>& opened) : page_(page), opened_(opened) {}
  void read(std::string_view html) {
    Tokenizer tokens(html);
    for (Token token = tokens.next(); token.kind != Token::Kind::end; token = tokens.next()) {
      if (token.kind == Token::Kind::text)
        on_text(token.raw);
      else if (token.kind == Token::Kind::open)
        on_open(token);
      else
        on_close(token);
    }
    end_block();
    page_.text = text_.take();
    page_.main = main_.take();
    page_.hidden = hidden_.take();
    page_.cut = text_.cut();
    page_.title = title_.take();
  }

 private:
  void on_text(std::string_view raw) {
    std::string_view text = raw;
    if (raw.find('&') != std::string_view::npos) {
      decoded_.clear();
      append_decoded(decoded_, raw);
      text = decoded_;
    }
    if (hidden_depth_ > 0) {
      hidden_.add(text);
      return;
    }
    text_.add(text);
    if (!in_title_ && aside_depth_ == 0 && block_.size() < kBlockBytesMax) {
      block_ += text;
      if (link_depth_ > 0) link_bytes_ += text.size();
    }
    if (in_title_) title_.add(text);
  }
  void aside(std::string_view text) {
    if (text.empty()) return;
    text_.line();
    text_.add(text);
    text_.line();
  }
  void add_link(const Token& token) {
    if (page_.links.size() < kPageLinksMax && !token.attribute("href").empty())
      page_.links.emplace_back(token.attribute("href"));
  }
  void add_picture(std::string_view address, const char* source, const Token& token) {
    if (page_.pictures.size() == kPagePicturesMax || !is_fetched(address)) return;
    page_.pictures.push_back(
        {std::string(address), source, pixels_of(token.attribute("width")), pixels_of(token.attribute("height"))});
  }
  void on_picture(const Token& token) {
    if (token.name == "img" || (token.name == "input" && to_lower_ascii(token.attribute("type")) == "image"))
      add_picture(picture_address(token), "img", token);
    else if (token.name == "source" && token.attribute("type").substr(0, 5) != "video" &&
             token.attribute("type").substr(0, 5) != "audio")
      add_picture(first_candidate(token.attribute("srcset")), "source", token);
    else if (token.name == "video")
      add_picture(trim(token.attribute("poster")), "poster", token);
  }
  // A block goes into the main text unless most of it is links.
  void end_block() {
    const std::string_view text = trim(block_);
    if (text.size() >= kBlockBytesMin && link_bytes_ * 2 < block_.size()) {
      main_.line();
      main_.add(text);
      main_.line();
    }
    block_.clear();
    link_bytes_ = 0;
  }
  // Elements nest; a hidden one ends with its own name's closing tag.
  void follow_hidden(const Token& token) {
    if (hidden_depth_ > 0) {
      if (token.name == hidden_name_ && !is_void(token.name)) ++hidden_depth_;
      return;
    }
    if (!is_void(token.name) && hides(token)) {
      hidden_name_ = token.name;
      hidden_depth_ = 1;
      hidden_.line();
    }
  }
  void on_open(const Token& token) {
    if (opened_) opened_(token);
    follow_hidden(token);
    if (hidden_depth_ > 0) {
      if (token.name == "a") add_link(token);
      return;
    }
    if (is_block(token.name)) {
      text_.line();
      end_block();
    }
    if (is_aside(token.name)) ++aside_depth_;
    if (token.name == "a") ++link_depth_;
    if (token.name == "title")
      in_title_ = !title_done_;
    else if (token.name == "html" && page_.language.empty()) {
      const auto tag = token.attribute("lang");
      page_.language = to_lower_ascii(tag.substr(0, std::min(tag.find_first_of("-_"), tag.size())).substr(0, 8));
    } else if (token.name == "a")
      add_link(token);
    else if (token.name == "meta")
      on_meta(token);
    else if (token.name == "link")
      on_link(token);
    else if (token.name == "img" || token.name == "area")
      aside(token.attribute("alt"));
    on_picture(token);
  }
  void on_close(const Token& token) {
    if (hidden_depth_ > 0) {
      if (token.name == hidden_name_) --hidden_depth_;
      return;
    }
    if (is_block(token.name)) {
      text_.line();
      end_block();
    }
    if (is_aside(token.name) && aside_depth_ > 0) --aside_depth_;
    if (token.name == "a" && link_depth_ > 0) --link_depth_;
    if (token.name == "title") {
      in_title_ = false;
      title_done_ = true;
    }
  }
  void on_link(const Token& token) {
    const auto address = trim(token.attribute("href"));
    if (!page_.icon.empty() || !is_fetched(address)) return;
    for (const std::string_view word : split(token.attribute("rel"), ' '))
      if (to_lower_ascii(word) == "icon") page_.icon = std::string(address);
  }
  void on_meta(const Token& token) {
    const std::string name = to_lower_ascii(token.attribute("name"));
    if (name == "description" || name == "keywords") aside(token.attribute("content"));
    const std::string property = to_lower_ascii(token.attribute("property"));
    if (property == "og:image" || property == "og:image:url" || property == "og:image:secure_url" ||
        name == "twitter:image")
      add_picture(trim(token.attribute("content")), "og", token);
    if (!page_.refresh && to_lower_ascii(token.attribute("http-equiv")) == "refresh")
      page_.refresh = parse_refresh(token.attribute("content"));
  }

  Page& page_;
  const std::function<void(const Token&)>& opened_;
  Text text_, title_, main_, hidden_;
  std::string decoded_, block_, hidden_name_;
  std::size_t link_bytes_ = 0;
  int aside_depth_ = 0, link_depth_ = 0, hidden_depth_ = 0;
  bool in_title_ = false, title_done_ = false;
};

bool looks_like_text(std::string_view body) {
  const auto head = body.substr(0, 512);
  if (head.starts_with("\xFF\xFE") || head.starts_with("\xFE\xFF")) return true;
  return head.find('\0') == std::string_view::npos;
}

}  // namespace

Page read_page(std::string_view body, std::string_view content_type, const std::function<void(const Token&)>& opened) {
  Page page;
  const bool said_html = contains_word(content_type, "html") || contains_word(content_type, "xml");
  const bool said_text = contains_word(content_type, "text/") || contains_word(content_type, "json");
  if (!content_type.empty() && !said_html && !said_text) return page;
  if (!said_html && !looks_like_text(body)) return page;
  const std::string text = to_utf8(body, content_type, page.charset);
  const bool html = said_html || text.find("<html") != std::string::npos || text.find("<body") != std::string::npos ||
                    text.find("<!DOCTYPE") != std::string::npos;
  if (html) {
    Reader(page, opened).read(text);
    return page;
  }
  Text plain;
  for (const auto line : split(text, '\n')) {
    plain.add(line);
    plain.line();
  }
  page.text = plain.take();
  page.main = page.text;
  page.cut = plain.cut();
  return page;
}

}  // namespace muster::content
