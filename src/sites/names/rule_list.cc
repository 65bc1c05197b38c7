#include "builder_rows.h"
#include <names/rule_list.h>

#include <cerrno>

#include <unistd.h>

namespace muster::names {
namespace {

constexpr std::size_t kBadMax = 1000;

struct Block {
  std::string text;  // whole lines
  std::uint64_t first_line = 1, lines = 0, bad = 0;
  std::string arena;
  std::vector<Record> rows;
  std::vector<BadLine> bad_lines;
};

std::uint32_t as_number(std::uint64_t line) {
  return static_cast<std::uint32_t>(std::min<std::uint64_t>(line, 0xffffffffU));
}

void parse_line(Block& block, std::string_view text, std::uint64_t line) {
  if (text.ends_with('\r')) text.remove_suffix(1);
  if (line == 1 && text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  if (text.empty() || text.front() == '#') return;
  const auto rule = parse_rule(text, as_number(line));
  if (!rule.ok()) {
    ++block.bad;
    if (block.bad_lines.size() < kBadMax) block.bad_lines.push_back({line, rule.error()});
    return;
  }
  block.rows.push_back(
      {0, static_cast<std::uint32_t>(block.arena.size()), rule->payload, as_number(line),
       static_cast<std::uint8_t>(rule->name.size()),
       static_cast<std::uint8_t>(static_cast<unsigned>(rule->cover) | (rule->exception ? kExceptionBit : 0u))});
  block.arena += rule->name;
}

void parse(Block& block) {
  std::uint64_t line = block.first_line;
  for (std::string_view rest = block.text; !rest.empty(); ++line) {
    const auto end = std::min(rest.find('\n'), rest.size());
    parse_line(block, rest.substr(0, end), line);
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
}

// Cuts the stream into blocks of whole lines. A line that no block holds becomes one that is too long.
class Blocks {
 public:
  Blocks(int fd, std::size_t bytes) : fd_(fd), bytes_(std::max<std::size_t>(bytes, 2 * kRuleLineMax)) {}
  std::uint64_t read_bytes() const { return read_; }

  // Empty at the end.
  Result<Block> next() {
    Block block;
    block.first_line = line_;
    block.text = std::move(carry_);
    carry_.clear();
    while (!ended_) {
      const std::size_t held = block.text.size();
      block.text.resize(std::max(held, bytes_) + bytes_ / 4);
      const auto got = ::read(fd_, block.text.data() + held, block.text.size() - held);
      block.text.resize(held + static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) return unavailable("file_read", "The list can't be read to its end. Check the disk.");
      ended_ = got == 0;
      read_ += static_cast<std::uint64_t>(got);
      const auto last = block.text.rfind('\n');
      if (last == std::string::npos) {
        // Enough of it is kept to say that it is too long.
        if (block.text.size() > 2 * kRuleLineMax) block.text.resize(kRuleLineMax + 1);
        continue;
      }
      if (block.text.size() < bytes_ && !ended_) continue;
      carry_ = block.text.substr(last + 1);
      block.text.resize(last + 1);
      break;
    }
    if (ended_ && block.text.empty()) block.text = std::move(carry_);
    block.lines = static_cast<std::uint64_t>(std::count(block.text.begin(), block.text.end(), '\n'));
    if (!block.text.empty() && block.text.back() != '\n') ++block.lines;
    line_ += block.lines;
    return block;
  }

 private:
  int fd_;
  std::size_t bytes_;
  std::string carry_;
  bool ended_ = false;
  std::uint64_t line_ = 1, read_ = 0;
};

}  // namespace

Result<ListRead> read_rules(int fd, IndexBuilder& builder, const ListOptions& options) {
  ListRead out;
  Blocks blocks(fd, options.block_bytes);
  const unsigned threads = std::clamp(options.threads, 1u, 64u);
  for (bool more = true; more;) {
    std::vector<Block> some;
    while (more && some.size() < threads) {
      MUSTER_TRY(Block block, blocks.next());
      more = !block.text.empty();
      if (more) some.push_back(std::move(block));
    }
    if (!some.empty()) on_threads(static_cast<unsigned>(some.size()), [&](unsigned t) { parse(some[t]); });
    for (Block& block : some) {
      for (const Record& row : block.rows)
        builder.add(std::string_view(block.arena).substr(row.text, row.length), row.payload,
                    static_cast<Cover>(row.kind & kCoverMask), (row.kind & kExceptionBit) != 0, row.line);
      out.lines += block.lines;
      out.rules += block.rows.size();
      out.bad += block.bad;
      for (BadLine& bad : block.bad_lines)
        if (out.bad_lines.size() < kBadMax) out.bad_lines.push_back(std::move(bad));
    }
    if (options.progress) options.progress(blocks.read_bytes());
  }
  return out;
}

std::uint64_t differences(const IndexView& before, const IndexView& after,
                          const std::function<bool(const Difference&)>& visit) {
  std::uint64_t count = 0;
  bool more = true;
  const auto same_cover = [](const RulesOfName& rules, Cover cover) -> const Hit* {
    for (std::size_t i = 0; i < rules.count; ++i)
      if (rules.rules[i].cover == cover) return &rules.rules[i];
    return nullptr;
  };
  before.each([&](std::string_view name, const Hit& rule) {
    const RulesOfName others = after.rules(name);
    const Hit* other = same_cover(others, rule.cover);
    if (other != nullptr && other->payload == rule.payload && other->exception == rule.exception) return true;
    ++count;
    more = more && visit({name, &rule, other});
    return true;
  });
  after.each([&](std::string_view name, const Hit& rule) {
    const RulesOfName others = before.rules(name);
    if (same_cover(others, rule.cover) != nullptr) return true;
    ++count;
    more = more && visit({name, nullptr, &rule});
    return true;
  });
  return count;
}

}  // namespace muster::names
