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
  out_ += percent_encode(segment);
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
