#include <base/text.h>
#include <http/html.h>

#include <fmt/format.h>

namespace muster::http {

Html& Html::text(std::string_view words) {
  out_ += html_escape(words);
  return *this;
}

Html& Html::attribute(std::string_view words) {
  return text(words);
}

Html& Html::url_part(std::string_view segment) {
  for (const char c : segment) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                       c == '.' || c == '_' || c == '~';
    if (plain)
      out_ += c;
    else
      out_ += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return *this;
}

Html& Html::time(Instant at) {
  const std::string exact = to_rfc3339(at);
  return raw("<time datetime=\"")
      .text(exact)
      .raw("\">")
      .text(exact.substr(0, 10))
      .raw(" ")
      .text(exact.substr(11, 5))
      .raw(" UTC</time>");
}

Html& Html::day(Instant at) {
  return raw("<time datetime=\"").text(to_rfc3339(at)).raw("\">").text(to_day(at)).raw("</time>");
}

Html& Html::piece(const Html& other) {
  out_ += other.out_;
  return *this;
}

}  // namespace muster::http
