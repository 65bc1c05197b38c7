#include "names_report.h"
#include <base/random.h>
#include <base/text.h>
#include <names/rule_list.h>

#include <chrono>
#include <filesystem>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

namespace muster::cli {
namespace {

constexpr std::size_t kShownMax = 20;  // bad lines and duplicates for people; JSON has the first 1,000

std::uint64_t random_number() {
  SystemRandom random;
  std::uint64_t number = 0;
  random.fill({reinterpret_cast<std::uint8_t*>(&number), sizeof number});
  return number;
}

struct Opened {
  int fd = -1;
  ~Opened() {
    if (fd > STDIN_FILENO) ::close(fd);
  }
};

// On a terminal standard error shows how far it is.
class Shown {
 public:
  void operator()(const std::string& text) {
    if (!terminal_) return;
    const auto now = std::chrono::steady_clock::now();
    if (drawn_ && now - last_ < std::chrono::milliseconds(100)) return;
    last_ = now;
    drawn_ = true;
    fmt::print(stderr, "\r{:40}", text);
  }
  ~Shown() {
    if (drawn_) fmt::print(stderr, "\r{:40}\r", "");
  }

 private:
  const bool terminal_ = ::isatty(STDERR_FILENO) == 1;
  bool drawn_ = false;
  std::chrono::steady_clock::time_point last_;
};

std::string say(const names::Duplicate& d) {
  return fmt::format("line {}: {} {} line {}", d.line, names::rule_text(d.name, d.cover, false),
                     d.conflict ? "contradicts" : "repeats", d.first_line);
}

void print_people(const names::ListRead& read, const names::IndexBuilder& builder, const names::IndexStats* stats) {
  std::size_t shown = 0;
  for (const auto& bad : read.bad_lines)
    if (++shown <= kShownMax) fmt::print(stderr, "muster: line {}: {}\n", bad.line, bad.error.sentence);
  shown = 0;
  for (const auto& d : builder.duplicates())
    if (d.conflict && ++shown <= kShownMax) fmt::print(stderr, "muster: {}\n", say(d));
  fmt::print(stderr, "{} lines, {} rules; {} lines could not be read, {} repeat another, {} contradict another\n",
             with_separators(static_cast<std::int64_t>(read.lines)),
             with_separators(static_cast<std::int64_t>(read.rules)), read.bad, builder.same(), builder.conflicts());
  if (stats == nullptr) {
    fmt::print(stderr, "muster: nothing was written. Correct these lines, or go on without them by --skip-bad.\n");
    return;
  }
  const double each = stats->names ? static_cast<double>(stats->file_bytes) / static_cast<double>(stats->names) : 0;
  fmt::print("{} rules, {} bytes, {:.1f} a rule\n", stats->names, stats->file_bytes, each);
}

void print_json(const names::ListRead& read, const names::IndexBuilder& builder, const names::IndexStats* stats) {
  std::string bad, doubles;
  for (const auto& line : read.bad_lines)
    bad += fmt::format("{}{{\"line\":{},\"code\":{},\"field\":{},\"detail\":{}}}", bad.empty() ? "" : ",", line.line,
                       json_quote(line.error.code), json_quote(line.error.field), json_quote(line.error.sentence));
  for (const auto& d : builder.duplicates())
    doubles +=
        fmt::format("{}{{\"line\":{},\"first_line\":{},\"rule\":{},\"conflict\":{}}}", doubles.empty() ? "" : ",",
                    d.line, d.first_line, json_quote(names::rule_text(d.name, d.cover, false)), d.conflict);
  fmt::print(
      "{{\"lines\":{},\"rules_read\":{},\"bad\":{},\"repeated\":{},\"contradictory\":{},\"written\":{},"
      "\"rules\":{},\"bytes\":{},\"bytes_spilled\":{},\"bad_lines\":[{}],\"duplicates\":[{}]}}\n",
      read.lines, read.rules, read.bad, builder.same(), builder.conflicts(), stats != nullptr, stats ? stats->names : 0,
      stats ? stats->file_bytes : 0, builder.spilled_bytes(), bad, doubles);
}

// A new list would make the changes of an old one meaningless.
Result<void> settle_journal(const NamesBuild& options) {
  const std::string journal = options.out + ".journal";
  std::error_code ignored;
  if (!std::filesystem::exists(journal, ignored)) return {};
  if (!options.drop_changes) {
    const auto live = names::LiveIndex::open(options.out, {.read_only = true});
    if (!live.ok() || (*live)->view()->changed_names() > 0)
      return conflict("names_changes",
                      "The index has changes in its journal that this list would drop. Compact the index first, or say "
                      "--drop-changes.");
  }
  std::filesystem::remove(journal, ignored);
  return {};
}

}  // namespace

Result<bool> names_build(const NamesBuild& options) {
  const Opened file{options.file == "-" ? STDIN_FILENO : ::open(options.file.c_str(), O_RDONLY | O_CLOEXEC)};
  if (file.fd < 0) return not_found("file_missing", "The file " + options.file + " can't be read.");
  auto folder = std::filesystem::path(options.out).parent_path().string();
  const unsigned threads = options.threads ? options.threads : std::max(1u, std::thread::hardware_concurrency());
  Shown shown;
  names::IndexBuilder builder(
      {.seed = random_number(),
       .meta = options.meta,
       .threads = threads,
       .memory_max = options.memory_mib << 20,
       .scratch = folder.empty() ? "." : folder,
       .lineage = random_number(),
       .refuse_conflicts = !options.skip_bad,
       .progress = [&](const char* stage, double share) { shown(fmt::format("{} ({:.0f} %)", stage, share * 100)); }});
  MUSTER_TRY(const names::ListRead read,
             names::read_rules(file.fd, builder, {.threads = threads, .progress = [&](std::uint64_t bytes) {
                                                    shown(fmt::format("reading, {} MB", bytes / 1'000'000));
                                                  }}));
  const auto print = [&](const names::IndexStats* stats) {
    options.json ? print_json(read, builder, stats) : print_people(read, builder, stats);
  };
  const bool good = read.bad == 0;
  if (!good && !options.skip_bad) {
    print(nullptr);
    return false;
  }
  MUSTER_CHECK_OK(settle_journal(options));
  const auto stats = builder.write(options.out);
  if (!stats.ok() && stats.error().code != "index_conflicts") return stats.error();
  print(stats.ok() ? &*stats : nullptr);
  return good && builder.conflicts() == 0;
}

}  // namespace muster::cli
