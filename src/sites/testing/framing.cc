#include "framing.h"

#include <base/text.h>

namespace muster::testing {
namespace {

class FramingReader {
 public:
  Framing read(std::string_view head) {
    bool first = true;
    while (!head.empty()) {
      const auto end = head.find('\n');
      auto line = head.substr(0, end);
      head.remove_prefix(end == std::string_view::npos ? head.size() : end + 1);
      if (line.ends_with('\r'))
        line.remove_suffix(1);
      else if (end != std::string_view::npos)
        tell("bare_lf");
      if (line.find('\0') != std::string_view::npos) refuse("nul");
      if (!first) field(line);
      first = false;
    }
    if (chunked_ > 0 && !lengths_.empty()) tell("length_and_chunked");
    if (chunked_ > 1) tell("transfer_encoding_repeated");
    return std::move(out_);
  }

 private:
  void tell(const char* what) {
    if (std::find(out_.oddities.begin(), out_.oddities.end(), what) == out_.oddities.end())
      out_.oddities.emplace_back(what);
  }
  void refuse(const char* what) {
    tell(what);
    out_.ambiguous = true;
  }
  void field(std::string_view line) {
    if (line.starts_with(' ') || line.starts_with('\t')) return tell("obs_fold");
    const auto colon = line.find(':');
    if (colon == std::string_view::npos) return;
    auto name = line.substr(0, colon);
    if (name.ends_with(' ') || name.ends_with('\t')) tell("space_before_colon");
    const std::string key = to_lower_ascii(trim(name));
    if (key == "content-length")
      for (const auto each : split(line.substr(colon + 1), ',')) length(trim(each));
    if (key == "transfer-encoding")
      for (const auto each : split(line.substr(colon + 1), ',')) coding(to_lower_ascii(trim(each)));
  }
  void length(std::string_view value) {
    if (value.empty() || value.size() > 18 || value.find_first_not_of("0123456789") != std::string_view::npos)
      return refuse("length_invalid");
    const long long number = std::stoll(std::string(value));
    if (!lengths_.empty()) {
      if (lengths_.back() == number)
        tell("length_repeated");
      else
        refuse("lengths_differ");
    }
    lengths_.push_back(number);
  }
  void coding(const std::string& name) {
    if (name == "chunked")
      ++chunked_;
    else if (name != "identity" && !name.empty())
      refuse("transfer_encoding_unknown");
  }

  Framing out_;
  std::vector<long long> lengths_;
  int chunked_ = 0;
};

}  // namespace

std::string Framing::text() const {
  std::string out;
  for (const std::string& each : oddities) out += (out.empty() ? "" : ",") + each;
  return out;
}

Framing framing_of(std::string_view head) {
  return FramingReader().read(head);
}

}  // namespace muster::testing
