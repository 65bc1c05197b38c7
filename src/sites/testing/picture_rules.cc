// What a picture's record and a page's score are made of. Pure.
#include <base/bytes.h>
#include <base/text.h>
#include <testing/pictures.h>

#include <algorithm>

#include <fmt/format.h>

namespace muster::testing {
namespace {

constexpr std::size_t kDataHeadMax = 200;

bool is_base64_letter(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '/' ||
         c == '-' || c == '_';
}

int nibble_of(char c) {
  return c >= '0' && c <= '9'   ? c - '0'
         : c >= 'a' && c <= 'f' ? c - 'a' + 10
         : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                : -1;
}

// The character that a page's source means here, and how long it is written: itself, "%2B" of URLs, "&#43;" and
// "&#x2b;" of HTML. Nothing: the address ends.
struct Meant {
  char character = 0;
  std::size_t length = 0;
};
Meant meant_at(std::string_view source, std::size_t at) {
  const char c = source[at];
  if (c == '%' && at + 2 < source.size() && nibble_of(source[at + 1]) >= 0 && nibble_of(source[at + 2]) >= 0)
    return {static_cast<char>(nibble_of(source[at + 1]) * 16 + nibble_of(source[at + 2])), 3};
  if (c != '&' || at + 3 >= source.size() || source[at + 1] != '#') return {c, 1};
  const bool hex = (source[at + 2] | 32) == 'x';
  std::size_t end = at + (hex ? 3 : 2);
  int number = 0;
  for (; end < source.size() && end < at + 10 && nibble_of(source[end]) >= 0 && (hex || nibble_of(source[end]) < 10);
       ++end)
    number = number * (hex ? 16 : 10) + nibble_of(source[end]);
  if (number == 0 || number > 255) return {c, 1};
  if (end < source.size() && source[end] == ';') ++end;
  return {static_cast<char>(number), end - at};
}

bool ends_address(char c) {
  return c == '"' || c == '\'' || c == '>' || c == '<' || c == ')' || c == ' ' || c == '\n' || c == '\0';
}

// Letters of base64 from here on, with what may stand between them in a page: line ends, escapes of scripts.
std::size_t read_base64(std::string_view source, std::size_t at, std::string& letters) {
  while (at < source.size()) {
    const Meant meant = meant_at(source, at);
    const char c = meant.character;
    if (is_base64_letter(c))
      letters += c == '-' ? '+' : c == '_' ? '/' : c;
    else if (c != ' ' && c != '\n' && c != '\r' && c != '\t' && c != '\\' && c != '=')
      return at;
    at += meant.length;
  }
  return at;
}

// Bytes that are written with the escapes of URLs.
std::size_t read_escaped(std::string_view source, std::size_t at, std::string& bytes) {
  while (at < source.size()) {
    if (ends_address(source[at])) return at;
    const Meant meant = meant_at(source, at);
    bytes += meant.character;
    at += meant.length;
  }
  return at;
}

// Where the bytes of a data: address begin, and whether they are in base64; `at` is behind "data:", `lower` in small
// letters.
struct DataHead {
  std::size_t begin = 0;
  bool base64 = false, image = false;
};
std::optional<DataHead> data_head(std::string_view lower, std::size_t at) {
  std::string head;
  while (at < lower.size() && head.size() < kDataHeadMax) {
    const Meant meant = meant_at(lower, at);
    at += meant.length;
    if (meant.character == ',') {
      std::erase(head, ' ');
      std::erase(head, '\\');
      return DataHead{at, head.ends_with(";base64"), head.starts_with("image/") && !head.starts_with("image/svg")};
    }
    if (static_cast<unsigned char>(meant.character) < 0x20 || meant.character == '<' || meant.character == '>')
      return {};
    head += meant.character;
  }
  return {};
}

}  // namespace

std::optional<KeepPictures> keep_pictures(std::string_view text) {
  if (text == "none") return KeepPictures::none;
  if (text == "clues") return KeepPictures::clues;
  if (text == "all") return KeepPictures::all;
  return {};
}

TestPicture test_picture(const pictures::Seen& seen, std::string_view sha256) {
  TestPicture out;
  out.outcome = seen.dropped() ? "dropped" : "looked";
  for (const hashes::Match& match : seen.verdict.matches) {
    // Of a picture that may not be kept nothing else is told either.
    if (seen.dropped() && match.kind != hashes::ListKind::child_abuse_material) continue;
    out.known.push_back({match.list_id, match.list_name, to_text(match.kind), match.distance, match.put_aside});
  }
  if (seen.dropped()) return out;
  out.lifted = seen.verdict.lifted;
  out.format = to_text(seen.header.format);
  out.width = seen.header.width;
  out.height = seen.header.height;
  out.bytes = static_cast<std::int64_t>(seen.bytes->size());
  out.sha256 = std::string(sha256);
  if (!seen.hashes.empty()) {
    out.pdq = to_hex(seen.hashes.front().hash);
    out.quality = seen.hashes.front().quality;
  }
  if (const auto* most = seen.most_explicit()) out.explicit_likely = pictures::explicit_of(most->classes);
  out.model = seen.model;
  return out;
}

std::vector<content::Evidence> picture_evidence(std::span<const TestPicture> all) {
  struct Nearest {
    const KnownPicture* known;
    const TestPicture* picture;
  };
  std::vector<Nearest> lists;
  const TestPicture* most = nullptr;
  for (const TestPicture& picture : all) {
    for (const KnownPicture& known : picture.known) {
      if (known.put_aside) continue;
      const auto same =
          std::find_if(lists.begin(), lists.end(), [&](const auto& l) { return l.known->list_id == known.list_id; });
      if (same == lists.end())
        lists.push_back({&known, &picture});
      else if (known.distance < same->known->distance)
        *same = {&known, &picture};
    }
    if (picture.explicit_likely && (!most || *picture.explicit_likely > *most->explicit_likely)) most = &picture;
  }
  std::vector<content::Evidence> out;
  for (const Nearest& each : lists)
    out.push_back({each.known->kind, "hash", 1,
                   fmt::format("{}, distance {}: {}", each.known->list, each.known->distance, each.picture->url),
                   each.known->list_id});
  if (most) out.push_back({"explicit_unlawful", "picture", *most->explicit_likely, most->url, ""});
  return out;
}

std::vector<InlinePicture> inline_pictures(std::string_view source, std::size_t most) {
  std::vector<InlinePicture> out;
  constexpr std::string_view kBegins = "data:";
  const std::string lower = to_lower_ascii(source);
  for (std::size_t at = lower.find(kBegins); at != std::string::npos && out.size() < most;
       at = lower.find(kBegins, at)) {
    at += kBegins.size();
    const auto head = data_head(lower, at);
    if (!head) continue;
    std::string bytes;
    std::size_t end = 0;
    if (head->base64) {
      std::string letters;
      end = read_base64(source, head->begin, letters);
      if (letters.size() % 4 == 1) letters.pop_back();
      letters.append((4 - letters.size() % 4) % 4, '=');
      if (auto decoded = from_base64(letters); decoded.ok()) bytes = std::move(*decoded);
    } else {
      end = read_escaped(source, head->begin, bytes);
    }
    at = end;  // what stands inside of it is no address of its own, and nothing is read twice
    // Fonts and drawings are no pictures, whatever is said of them; what is one is one whatever is said.
    if (bytes.size() < kInlineBytesMin || (!head->image && pictures::format_of(bytes) == pictures::Format::none))
      continue;
    out.push_back({head->begin, end, std::move(bytes)});
  }
  return out;
}

}  // namespace muster::testing
