#include <base/text.h>
#include <enforcement/hold_page.h>

#include <algorithm>

#include <fmt/format.h>

namespace muster::enforcement {
namespace {

struct HoldWords {
  const char *title, *text, *order, *law, *authority, *until, *appeal;
};
constexpr HoldWords kHoldEn{"Not available for legal reasons",
                            "This site is held by its own host, because an order asks for it.",
                            "Order",
                            "Law",
                            "Authority",
                            "Until",
                            "Read the order, or appeal against it"};
constexpr HoldWords kHoldZh{
    "因法律原因无法访问", "应有关命令要求，本网站已由其接入方暂停。", "命令编号", "法律依据", "作出机关", "截止日期",
    "查看命令或提出申诉"};

// Addresses and names have no quotes, blanks or control characters: checked where they came in, and here again.
std::string bare(std::string_view text) {
  std::string out;
  for (const char c : text)
    if (static_cast<unsigned char>(c) > 0x20 && c != '"' && c != '\'' && c != '\\' && c != ';' && c != '{' &&
        c != '}' && c != '<' && c != '>' && c != '$')
      out += c;
  return out;
}

}  // namespace

Result<void> check_blocked_by(std::string_view url) {
  const bool web = url.starts_with("http://") || url.starts_with("https://");
  if (!web || url.size() > 500 || bare(url) != url || url.find("//") + 2 == url.size())
    return invalid("blocked_by", "Give the http or https address of the host that carries it out.", "blocked_by");
  return {};
}

std::string hold_page_name(const HoldFacts& facts) {
  return "hold-" + bare(facts.number) + ".html";
}

std::string hold_page(const HoldFacts& f, std::string_view language) {
  const HoldWords& words = language == "zh" ? kHoldZh : kHoldEn;
  std::string rows;
  const auto row = [&](const char* name, const std::string& value) {
    if (!value.empty()) rows += fmt::format("<dt>{}</dt><dd>{}</dd>\n", name, html_escape(value));
  };
  row(words.order, f.number);
  row(words.law, f.law);
  row(words.authority, f.authority);
  row(words.until, to_day(f.expires_at));
  return fmt::format(
      "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
      "content=\"width=device-width\">\n<meta name=\"robots\" content=\"noindex\">\n<title>{} (451)</title>\n"
      "<style>body{{font:18px/1.5 system-ui,sans-serif;max-width:40em;margin:3em "
      "auto;padding:0 1em}}dt{{color:#555}}dd{{margin:0 0 .5em}}</style>\n</head>\n<body>\n<h1>{}</h1>\n<p>{}</p>\n"
      "<dl>\n{}</dl>\n<p><a href=\"{}\" rel=\"noreferrer\">{}</a></p>\n</body>\n</html>\n",
      language == "zh" ? "zh-CN" : "en", words.title, words.title, words.text, rows, html_escape(f.order_url),
      words.appeal);
}

std::string nginx_lines(const HoldFacts& f, std::string_view folder) {
  const std::string page = hold_page_name(f), place = f.path.empty() ? "/" : "= " + bare(f.path);
  return fmt::format(
      "# Order {0}, until {1}. Within the server block of {2}; take it out again when the order is lifted.\n"
      "error_page 451 /.well-known/muster/{3};\n"
      "location {4} {{ return 451; }}\n"
      "location = /.well-known/muster/{3} {{\n"
      "    internal;\n    alias {5}/{3};\n    default_type text/html;\n    charset utf-8;\n    access_log off;\n"
      "    add_header Link '<{6}>; rel=\"blocked-by\"' always;\n"
      "    add_header Cache-Control 'no-store' always;\n}}\n",
      bare(f.number), to_day(f.expires_at), bare(f.host), page, place, bare(folder), bare(f.blocked_by));
}

std::string apache_lines(const HoldFacts& f, std::string_view folder) {
  const std::string page = hold_page_name(f);
  std::string pattern = f.path.empty() ? "" : bare(f.path);
  std::string escaped;
  for (const char c : pattern) {
    if (std::string_view(".+*?()[]^|").find(c) != std::string_view::npos) escaped += '\\';
    escaped += c;
  }
  return fmt::format(
      "# Order {0}, until {1}. Within the VirtualHost of {2} (mod_rewrite, mod_headers); take it out again when the "
      "order is lifted.\n"
      "Alias /.well-known/muster/{3} {5}/{3}\n"
      "<Directory {5}>\n    Require all granted\n</Directory>\n"
      "ErrorDocument 451 /.well-known/muster/{3}\n"
      "RewriteEngine On\n"
      "RewriteCond %{{REQUEST_URI}} !^/\\.well-known/muster/\n"
      "RewriteRule {4} - [R=451,L]\n"
      "Header always set Link '<{6}>; rel=\"blocked-by\"' \"expr=%{{REQUEST_STATUS}} == 451\"\n"
      "Header always set Cache-Control \"no-store\" \"expr=%{{REQUEST_STATUS}} == 451\"\n"
      "# In the log of this host: CustomLog … \"expr=%{{REQUEST_STATUS}} != 451\"\n",
      bare(f.number), to_day(f.expires_at), bare(f.host), page, escaped.empty() ? "^" : "^" + escaped + "$",
      bare(folder), bare(f.blocked_by));
}

}  // namespace muster::enforcement
