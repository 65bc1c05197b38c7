#include <base/text.h>

#include <optional>

#include <convergence/question.h>

namespace muster::convergence {
namespace {

constexpr int kRecordsMax = 128, kPointersMax = 16;
constexpr std::size_t kNameMax = 255;
constexpr std::uint16_t kSoa = 6, kOpt = 41, kExtendedError = 15;
constexpr int kNoError = 0, kNxDomain = 3;

void put16(std::string& out, unsigned value) {
  out += static_cast<char>(value >> 8);
  out += static_cast<char>(value & 0xff);
}

// Reads a message from the front; false from any of its functions: it is broken.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : bytes_(bytes) {}

  bool number(std::uint16_t& out) {
    if (at_ + 2 > bytes_.size()) return false;
    out = static_cast<std::uint16_t>(byte(at_) << 8 | byte(at_ + 1));
    at_ += 2;
    return true;
  }
  bool skip(std::size_t n) {
    if (at_ + n > bytes_.size()) return false;
    at_ += n;
    return true;
  }
  bool take(std::size_t n, std::string_view& out) {
    const std::size_t from = at_;
    if (!skip(n)) return false;
    out = bytes_.substr(from, n);
    return true;
  }
  // As text in lower case, "" for the root.
  bool name(std::string& out) {
    out.clear();
    std::size_t at = at_;
    bool jumped = false;
    for (int pointers = 0; pointers <= kPointersMax;) {
      if (at >= bytes_.size()) return false;
      const unsigned length = byte(at);
      if ((length & 0xc0) == 0xc0) {
        if (at + 2 > bytes_.size()) return false;
        if (!jumped) at_ = at + 2;
        jumped = true;
        ++pointers;
        at = (length & 0x3f) << 8 | byte(at + 1);
        continue;
      }
      if (length > 63 || at + 1 + length > bytes_.size()) return false;
      if (length == 0) {
        if (!jumped) at_ = at + 1;
        return true;
      }
      if (out.size() + length + 1 > kNameMax) return false;
      if (!out.empty()) out += '.';
      out += to_lower_ascii(bytes_.substr(at + 1, length));
      at += 1 + length;
    }
    return false;
  }

 private:
  unsigned byte(std::size_t at) const { return static_cast<unsigned char>(bytes_[at]); }
  std::string_view bytes_;
  std::size_t at_ = 0;
};

struct Marks {
  bool soa = false, extended = false;
};

bool is_of(const std::string& owner, const std::vector<std::string>& zones) {
  for (const std::string& zone : zones)
    if (owner == zone || owner.ends_with("." + zone)) return true;
  return false;
}

bool read_options(std::string_view options, Marks& marks) {
  Reader reader(options);
  for (std::size_t left = options.size(); left > 0;) {
    std::uint16_t code = 0, size = 0, info = 0;
    if (!reader.number(code) || !reader.number(size)) return false;
    std::string_view data;
    if (!reader.take(size, data)) return false;
    if (code == kExtendedError && Reader(data).number(info)) marks.extended |= info >= 15 && info <= 17;
    left -= 4 + size;
  }
  return true;
}

bool read_record(Reader& reader, const std::vector<std::string>& zones, Marks& marks) {
  std::string owner;
  std::uint16_t type = 0, size = 0;
  std::string_view data;
  if (!reader.name(owner) || !reader.number(type) || !reader.skip(6) || !reader.number(size) ||
      !reader.take(size, data))
    return false;
  if (type == kSoa) marks.soa |= is_of(owner, zones);
  return type != kOpt || read_options(data, marks);
}

std::optional<Marks> read_records(Reader& reader, int records, const std::vector<std::string>& zones) {
  Marks marks;
  for (int i = 0; i < records; ++i)
    if (!read_record(reader, zones, marks)) return {};
  return marks;
}

}  // namespace

const char* to_text(Seen seen) {
  switch (seen) {
    case Seen::open:
      return "open";
    case Seen::blocked:
      return "blocked";
    case Seen::no_name:
      return "no_name";
    case Seen::silent:
      break;
  }
  return "silent";
}

std::string question_of(std::uint16_t id, std::string_view name) {
  std::string out;
  put16(out, id);
  put16(out, 0x0100);  // recursion wanted
  for (const unsigned count : {1U, 0U, 0U, 1U}) put16(out, count);
  for (const std::string_view label : split(name, '.')) {
    out += static_cast<char>(label.size());
    out += label;
  }
  out += '\0';
  put16(out, 1);  // A
  put16(out, 1);  // IN
  out += '\0';    // the root's OPT: an answer of so many bytes is taken
  put16(out, kOpt);
  put16(out, 1232);
  out.append(6, '\0');
  return out;
}

Seen read_answer(std::string_view message, std::uint16_t id, const std::vector<std::string>& zones) {
  if (message.size() > kAnswerMax) return Seen::silent;
  Reader reader(message);
  std::uint16_t answer_id = 0, flags = 0, counts[4]{};
  if (!reader.number(answer_id) || answer_id != id || !reader.number(flags)) return Seen::silent;
  for (std::uint16_t& count : counts)
    if (!reader.number(count) || count > kRecordsMax) return Seen::silent;
  if ((flags & 0x8000) == 0 || counts[0] > 1) return Seen::silent;
  const int code = flags & 0xf;
  if (code == kNoError) return Seen::open;
  if (code != kNxDomain) return Seen::silent;
  std::string asked;
  if (counts[0] == 1 && (!reader.name(asked) || !reader.skip(4))) return Seen::silent;
  const auto marks = read_records(reader, counts[1] + counts[2] + counts[3], zones);
  if (!marks) return Seen::silent;
  const bool no_recursion = (flags & 0x0080) == 0;
  return marks->soa || marks->extended || no_recursion ? Seen::blocked : Seen::no_name;
}

}  // namespace muster::convergence
