// Pages for phones without scripts: a scan of the markup with a stack of inline styles, no tree of the document.
#include <base/text.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>

#include <billing/flows.h>

namespace muster::billing {
namespace {

constexpr std::size_t kHtmlMax = 512 * 1024, kPlainTextsMax = 400, kPlainTextMax = 500, kDepthMax = 200;

struct Colour {
  double r = 0, g = 0, b = 0;
};
struct Look {
  std::string tag;
  Colour fg{0, 0, 0}, bg{255, 255, 255};
  double size = 16;
  std::string hidden;  // not_shown, outside
};

double channel(double v) {
  v /= 255;
  return v <= 0.03928 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
}
double contrast(const Colour& a, const Colour& b) {
  const auto light = [](const Colour& c) {
    return 0.2126 * channel(c.r) + 0.7152 * channel(c.g) + 0.0722 * channel(c.b);
  };
  const double x = light(a), y = light(b);
  return (std::max(x, y) + 0.05) / (std::min(x, y) + 0.05);
}

std::optional<Colour> colour_of(std::string text) {
  text = to_lower_ascii(trim(text));
  static constexpr std::array<std::pair<std::string_view, Colour>, 10> kNames{{{"white", {255, 255, 255}},
                                                                               {"black", {0, 0, 0}},
                                                                               {"red", {255, 0, 0}},
                                                                               {"green", {0, 128, 0}},
                                                                               {"blue", {0, 0, 255}},
                                                                               {"yellow", {255, 255, 0}},
                                                                               {"gray", {128, 128, 128}},
                                                                               {"grey", {128, 128, 128}},
                                                                               {"silver", {192, 192, 192}},
                                                                               {"orange", {255, 165, 0}}}};
  for (const auto& [name, colour] : kNames)
    if (text == name) return colour;
  if (!text.starts_with('#') || (text.size() != 4 && text.size() != 7)) return {};
  double parts[3] = {};
  for (std::size_t i = 0; i < 3; ++i) {
    const std::string digits = text.size() == 4 ? std::string(2, text[1 + i]) : text.substr(1 + 2 * i, 2);
    unsigned value = 0;
    if (std::from_chars(digits.data(), digits.data() + 2, value, 16).ptr != digits.data() + 2) return {};
    parts[i] = value;
  }
  return Colour{parts[0], parts[1], parts[2]};
}

double number_of(std::string_view text, double otherwise) {
  const std::string copy(trim(text));
  char* end = nullptr;
  const double value = std::strtod(copy.c_str(), &end);
  return end == copy.c_str() ? otherwise : value;
}

// The value of an attribute within a tag's text, entities as they are.
std::optional<std::string> attribute(std::string_view tag, std::string_view name) {
  for (std::size_t at = 0; at < tag.size();) {
    while (at < tag.size() && (tag[at] <= ' ' || tag[at] == '/')) ++at;
    const std::size_t from = at;
    while (at < tag.size() && tag[at] > ' ' && tag[at] != '=' && tag[at] != '/') ++at;
    const std::string key = to_lower_ascii(tag.substr(from, at - from));
    if (at == from) {
      ++at;
      continue;
    }
    std::size_t next = at;
    while (next < tag.size() && tag[next] <= ' ') ++next;
    std::string value;
    if (next < tag.size() && tag[next] == '=') {
      at = next + 1;
      while (at < tag.size() && tag[at] <= ' ') ++at;
      if (at < tag.size() && (tag[at] == '"' || tag[at] == '\'')) {
        const auto end = std::min(tag.find(tag[at], at + 1), tag.size());
        value = tag.substr(at + 1, end - at - 1);
        at = std::min(end + 1, tag.size());
      } else {
        const std::size_t begin = at;
        while (at < tag.size() && tag[at] > ' ') ++at;
        value = tag.substr(begin, at - begin);
      }
    }
    if (key == name) return value;
  }
  return {};
}

std::string plain_text(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '&') {
      static constexpr std::pair<std::string_view, std::string_view> kEntities[] = {
          {"&amp;", "&"},  {"&lt;", "<"},  {"&gt;", ">"},  {"&quot;", "\""},
          {"&nbsp;", " "}, {"&yen;", "¥"}, {"&#165;", "¥"}};
      bool found = false;
      for (const auto& [entity, is] : kEntities)
        if (text.substr(at).starts_with(entity)) {
          out += is;
          at += entity.size() - 1;
          found = true;
          break;
        }
      if (found) continue;
    }
    const bool space = text[at] == ' ' || text[at] == '\n' || text[at] == '\r' || text[at] == '\t';
    if (!space)
      out += text[at];
    else if (!out.empty() && out.back() != ' ')
      out += ' ';
  }
  return std::string(trim(out));
}

std::string resolved(const std::string& base, std::string target) {
  target = plain_text(target);
  if (target.starts_with("http://") || target.starts_with("https://")) return target;
  const auto scheme_end = base.find("://");
  if (scheme_end == std::string::npos || target.find(':') < target.find_first_of("/?#")) return {};
  if (target.starts_with("//")) return base.substr(0, scheme_end + 1) + target;
  const std::string address = base.substr(0, base.find_first_of("?#"));
  const auto root = std::min(address.find('/', scheme_end + 3), address.size());
  if (target.empty()) return address;
  if (target[0] == '?') return address + target;
  if (target[0] == '/') return address.substr(0, root) + target;
  const auto folder = address.rfind('/');
  return (folder < root ? address + "/" : address.substr(0, folder + 1)) + target;
}

void apply_style(Look& look, const std::string& style) {
  bool absolute = false;
  double left = 0, top = 0, indent = 0;
  for (const auto part : split(style, ';')) {
    const auto colon = part.find(':');
    if (colon == std::string_view::npos) continue;
    const std::string name = to_lower_ascii(trim(part.substr(0, colon)));
    const std::string value = to_lower_ascii(trim(part.substr(colon + 1)));
    if (name == "color") look.fg = colour_of(value).value_or(look.fg);
    if (name == "background" || name == "background-color") look.bg = colour_of(value).value_or(look.bg);
    if (name == "font-size") look.size = number_of(value, look.size);
    if ((name == "display" && value == "none") || (name == "visibility" && value == "hidden") ||
        (name == "opacity" && number_of(value, 1) < 0.1))
      look.hidden = "not_shown";
    absolute = absolute || (name == "position" && value != "static" && value != "relative");
    if (name == "left") left = number_of(value, 0);
    if (name == "top") top = number_of(value, 0);
    if (name == "text-indent") indent = number_of(value, 0);
  }
  if (look.hidden.empty() &&
      ((absolute && (left < -300 || top < -100 || left > testing::kPhoneWidth || top > 2 * testing::kPhoneHeight)) ||
       indent < -300))
    look.hidden = "outside";
}

class PlainReader {
 public:
  PlainReader(std::string_view html, const std::string& url) : html_(html.substr(0, kHtmlMax)) { step_.url = url; }
  SeenStep read() {
    stack_.push_back({});
    for (std::size_t at = 0; at < html_.size();) {
      const auto open = html_.find('<', at);
      text(html_.substr(at, open == std::string_view::npos ? open : open - at));
      if (open == std::string_view::npos) break;
      if (html_.substr(open).starts_with("<!--")) {
        const auto end = html_.find("-->", open);
        at = end == std::string_view::npos ? html_.size() : end + 3;
        continue;
      }
      const auto close = html_.find('>', open);
      if (close == std::string_view::npos) break;
      tag(html_.substr(open + 1, close - open - 1));
      at = close + 1;
      if (raw_.empty()) continue;
      const std::string end_tag = "</" + raw_;
      std::size_t end = at;
      while (end < html_.size() && to_lower_ascii(html_.substr(end, end_tag.size())) != end_tag)
        end = std::min(html_.find('<', end + 1), html_.size());
      if (raw_ == "title") step_.title = plain_text(html_.substr(at, end - at)).substr(0, 200);
      raw_.clear();
      at = end;
    }
    return std::move(step_);
  }

 private:
  void text(std::string_view raw) {
    const std::string words = plain_text(raw);
    if (words.empty() || step_.texts.size() >= kPlainTextsMax) return;
    const Look& look = stack_.back();
    std::string why = look.hidden;
    if (why.empty() && look.size * 10 < kTextMinTenths) why = "size";
    if (why.empty() && contrast(look.fg, look.bg) * 100 < kContrastMin100) why = "colour";
    step_.texts.push_back({words.substr(0, kPlainTextMax), why});
    if (control_ && why.empty()) step_.controls[*control_].label += words.substr(0, 200);
    if (box_without_label_) {
      step_.boxes.back().label = words.substr(0, 200);
      box_without_label_ = false;
    }
  }

  void tag(std::string_view inside) {
    if (inside.starts_with('/')) return close(to_lower_ascii(inside.substr(1, inside.find_first_of(" \t\r\n") - 1)));
    const auto name_end = std::min(inside.find_first_of(" \t\r\n/"), inside.size());
    const std::string name = to_lower_ascii(inside.substr(0, name_end));
    const auto rest = inside.substr(name_end);
    if (name == "script" || name == "style" || name == "title" || name == "noscript") {
      raw_ = name;
      return;
    }
    if (name == "form") form_ = resolved(step_.url, attribute(rest, "action").value_or(""));
    if (name == "input") return input(rest);
    static constexpr std::string_view kVoid[] = {"br", "hr", "img", "meta", "link", "wbr", "area", "base", "col"};
    if (std::find(std::begin(kVoid), std::end(kVoid), name) != std::end(kVoid) || stack_.size() >= kDepthMax) return;
    Look look = stack_.back();
    look.tag = name;
    if (const auto c = attribute(rest, "color")) look.fg = colour_of(*c).value_or(look.fg);
    if (const auto c = attribute(rest, "text"); c && name == "body") look.fg = colour_of(*c).value_or(look.fg);
    if (const auto c = attribute(rest, "bgcolor")) look.bg = colour_of(*c).value_or(look.bg);
    if (attribute(rest, "hidden")) look.hidden = "not_shown";
    if (const auto style = attribute(rest, "style")) apply_style(look, *style);
    stack_.push_back(look);
    if (name == "a")
      if (const auto href = attribute(rest, "href")) control(resolved(step_.url, *href));
    if (name == "button")
      control(to_lower_ascii(attribute(rest, "type").value_or("submit")) == "submit" ? form_ : std::string());
  }

  void control(const std::string& target) {
    control_ = step_.controls.size();
    step_.controls.push_back({"", target});
  }

  void input(std::string_view rest) {
    const std::string type = to_lower_ascii(attribute(rest, "type").value_or("text"));
    if (type == "checkbox" || type == "radio") {
      step_.boxes.push_back({attribute(rest, "name").value_or(""), attribute(rest, "checked").has_value()});
      box_without_label_ = true;
    }
    if (type == "submit" || type == "image")
      step_.controls.push_back({plain_text(attribute(rest, "value").value_or("")), form_});
  }

  void close(const std::string& name) {
    if (name == "form") form_.clear();
    if (name == "a" || name == "button") control_.reset();
    for (std::size_t i = stack_.size(); i > 1; --i)
      if (stack_[i - 1].tag == name) {
        stack_.resize(i - 1);
        return;
      }
  }

  const std::string_view html_;
  SeenStep step_;
  std::vector<Look> stack_;
  std::string raw_, form_;
  std::optional<std::size_t> control_;
  bool box_without_label_ = false;
};

}  // namespace

SeenStep read_plain_step(std::string_view html, const std::string& url) {
  return PlainReader(html, url).read();
}

}  // namespace muster::billing
