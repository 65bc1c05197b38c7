// Compiles a name index out of rules in any order: in parallel, in bounded memory (what does not fit goes to unlinked
// files and comes back partition by partition).
#pragma once

#include <names/index.h>

namespace muster::names {

// Two rules of the same name and the same cover. Lines are those given to add(), else its count of calls.
struct Duplicate {
  std::string name;
  Cover cover = Cover::exact;
  std::uint32_t first_line = 0, line = 0;
  bool conflict = false;  // another payload, or an exception against a rule; else the same twice
};

// Not thread-safe; it starts threads of its own.
class IndexBuilder {
 public:
  // What becomes of the second payload of a rule given twice. Without it the first line's rule stays and payloads that
  // differ are a conflict.
  using Merge = std::function<std::uint32_t(std::uint32_t first, std::uint32_t second)>;
  struct Options {
    std::uint64_t seed = 0x6d7573746572;  // random where names come from outside, so that collisions can't be prepared
    std::string meta = {};
    Merge merge = {};
    unsigned threads = 1;
    // Bytes for rules under construction; beyond it they are kept in files. The directory (about 1 byte a name) and
    // 16 MiB of counters come on top. 64 MiB at least.
    std::uint64_t memory_max = std::uint64_t{4} << 30;
    std::string scratch = {};  // folder for those files; by default that of temporary files
    std::uint64_t lineage = 0, through = 0;
    bool refuse_conflicts = false;  // then a conflict is an error and no file is written
    std::function<void(const char* stage, double share)> progress = {};  // called by the thread that builds
  };
  explicit IndexBuilder(Options options);
  IndexBuilder() : IndexBuilder(Options()) {}
  ~IndexBuilder();
  IndexBuilder(IndexBuilder&&) noexcept;

  void reserve(std::size_t names, std::size_t text_bytes);
  // `ascii` must be a Name's text of at most 253 bytes (longer or empty text is ignored and counted in refused()).
  void add(std::string_view ascii, std::uint32_t payload, Cover cover = Cover::exact, bool exception = false,
           std::uint32_t line = 0);
  void add(const Rule& rule, std::uint32_t line = 0) { add(rule.name, rule.payload, rule.cover, rule.exception, line); }
  void set_meta(std::string meta);  // cut at 4,096 bytes
  std::uint64_t size() const;       // rules given
  std::uint64_t refused() const;

  // The index in memory, its file's bytes, or the file itself, written beside `path` and renamed over it once it is on
  // disk. The builder is empty afterwards. Errors: index_collisions, index_conflicts, index_write, disk_full,
  // index_scratch.
  Result<std::shared_ptr<const NameIndex>> build();
  Result<std::string> finish();
  Result<IndexStats> write(const std::string& path);

  // Of the last build: how many, and the first 1,000 of them by line.
  std::uint64_t same() const;
  std::uint64_t conflicts() const;
  const std::vector<Duplicate>& duplicates() const;
  std::uint64_t spilled_bytes() const;  // that went to files

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace muster::names
