// From bytes in any charset to UTF-8.
#include <base/text.h>
#include <content/page.h>

#include <unicode/ucnv.h>
#include <unicode/ucsdet.h>

namespace muster::content {
namespace {

constexpr std::size_t kMetaSearchMax = 1024;  // HTML standard §13.2.3.2

std::string label_after(std::string_view text, std::size_t at) {
  while (at < text.size() && (text[at] == ' ' || text[at] == '"' || text[at] == '\'')) ++at;
  const auto end = text.find_first_of(" \"';,>\t\r\n", at);
  return to_lower_ascii(text.substr(at, std::min(end == std::string_view::npos ? text.size() : end, at + 40) - at));
}

std::string charset_in(std::string_view text) {
  const std::string lower = to_lower_ascii(text);
  for (std::size_t at = lower.find("charset"); at != std::string::npos; at = lower.find("charset", at + 7)) {
    std::size_t next = at + 7;
    while (next < lower.size() && lower[next] == ' ') ++next;
    if (next < lower.size() && lower[next] == '=') return label_after(lower, next + 1);
  }
  return {};
}

std::string by_mark(std::string_view body) {
  if (body.starts_with("\xEF\xBB\xBF")) return "utf-8";
  if (body.starts_with("\xFF\xFE")) return "utf-16le";
  if (body.starts_with("\xFE\xFF")) return "utf-16be";
  return {};
}

std::string guess(std::string_view body) {
  body = body.substr(0, 64 * 1024);
  if (is_valid_utf8(body)) return "utf-8";
  UErrorCode status = U_ZERO_ERROR;
  UCharsetDetector* detector = ucsdet_open(&status);
  std::string out = "windows-1252";
  if (U_SUCCESS(status)) {
    ucsdet_enableInputFilter(detector, true);
    ucsdet_setText(detector, body.data(), static_cast<std::int32_t>(body.size()), &status);
    const UCharsetMatch* match = U_SUCCESS(status) ? ucsdet_detect(detector, &status) : nullptr;
    const char* name = match && U_SUCCESS(status) ? ucsdet_getName(match, &status) : nullptr;
    if (name && U_SUCCESS(status)) out = to_lower_ascii(name);
  }
  ucsdet_close(detector);
  return out;
}

// What browsers do with labels (Encoding standard §4.2): the older name means its superset.
std::string superset(const std::string& label) {
  if (label == "gb2312" || label == "gbk" || label == "x-gbk") return "gb18030";
  if (label == "iso-8859-1" || label == "latin1" || label == "us-ascii" || label == "ascii") return "windows-1252";
  return label;
}

bool convert(std::string_view body, const std::string& label, std::string& out) {
  UErrorCode status = U_ZERO_ERROR;
  UConverter* from = ucnv_open(superset(label).c_str(), &status);
  UConverter* to = ucnv_open("utf-8", &status);
  if (U_SUCCESS(status)) {
    out.resize(body.size() * 3 + 16);
    char* target = out.data();
    const char* source = body.data();
    ucnv_convertEx(to, from, &target, out.data() + out.size(), &source, body.data() + body.size(), nullptr, nullptr,
                   nullptr, nullptr, true, true, &status);
    out.resize(static_cast<std::size_t>(target - out.data()));
  }
  ucnv_close(from);
  ucnv_close(to);
  return U_SUCCESS(status);
}

}  // namespace

std::string to_utf8(std::string_view body, std::string_view content_type, std::string& charset) {
  charset = by_mark(body);
  if (charset.empty()) charset = charset_in(content_type);
  if (charset.empty()) charset = charset_in(body.substr(0, kMetaSearchMax));
  if (charset.empty()) charset = guess(body);
  std::string out;
  if ((charset == "utf-8" || charset == "utf8") && is_valid_utf8(body)) {
    out.assign(body);
  } else if (!convert(body, charset, out)) {
    charset = guess(body);
    if (!convert(body, charset, out)) {
      charset = "windows-1252";
      (void)convert(body, charset, out);
    }
  }
  if (out.starts_with("\xEF\xBB\xBF")) out.erase(0, 3);
  return out;
}

}  // namespace muster::content
