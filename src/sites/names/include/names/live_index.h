// A name index that changes under its readers: a compiled base, and a small overlay of changes over it. A change is
// written to a journal beside the file, then becomes visible at once, whole, to whoever asks next; readers never wait
// for a writer's work and never see half of a batch. compact() compiles base and changes into a new base meanwhile.
//
// Files: PATH, and PATH.journal (format in journal.h). One process may change an index; others may read it.
#pragma once

#include <names/index.h>

#include <atomic>
#include <mutex>

namespace muster::names {

struct Change {
  Rule rule;
  bool remove = false;  // the rule of this name and cover, whatever its payload; else it is set
};

class Overlay;  // inside

// One state of the index. Immutable, thread-safe.
class IndexView {
 public:
  ~IndexView();
  std::optional<Hit> covering(std::string_view name) const;
  std::optional<Hit> deciding(std::string_view name) const;
  // A miss has length 0. Spans must be equally long.
  void covering(std::span<const std::string_view> names, std::span<Hit> hits) const;
  void deciding(std::span<const std::string_view> names, std::span<Hit> hits) const;
  RulesOfName rules(std::string_view name) const;
  void each(const NameIndex::Visit& visit) const;
  const NameIndex& base() const { return *base_; }
  std::size_t changed_names() const;
  std::uint64_t through() const { return through_; }  // number of the last change

 private:
  friend class LiveIndex;
  IndexView(std::shared_ptr<const NameIndex> base, std::shared_ptr<const Overlay> overlay, std::uint64_t through);
  std::shared_ptr<const NameIndex> base_;
  std::shared_ptr<const Overlay> overlay_;
  std::uint64_t through_;
};

// Thread-safe.
class LiveIndex {
 public:
  struct Options {
    bool read_only = false;
    bool sync = true;                   // each batch on disk before it counts; without it it survives kill -9 alone
    std::size_t changes_max = 100'000;  // changed names; beyond it apply() asks for a compaction
    unsigned threads = 1;               // of compact()
    std::uint64_t seed = 0x6d7573746572;
  };
  // Errors: those of NameIndex::map; index_in_use (another process changes it), journal_foreign (of another list),
  // journal_damaged, journal_write.
  static Result<std::unique_ptr<LiveIndex>> open(const std::string& path, Options options);
  static Result<std::unique_ptr<LiveIndex>> open(const std::string& path) { return open(path, Options()); }
  // In memory alone, without a journal.
  static std::unique_ptr<LiveIndex> over(std::shared_ptr<const NameIndex> base);
  ~LiveIndex();

  std::shared_ptr<const IndexView> view() const;
  // All or none. Returns the number of the last change. Errors: index_read_only, index_changes_full, journal_write,
  // disk_full, names_exception.
  Result<std::uint64_t> apply(std::span<const Change> changes);
  // Another base in place of base and changes, in memory alone.
  void replace(std::shared_ptr<const NameIndex> base);
  // Changes that arrive meanwhile stay in the journal. Errors: those of IndexBuilder; index_read_only.
  Result<IndexStats> compact();
  std::uint64_t cut_off_bytes() const { return cut_off_; }  // of a change that was never acknowledged, at opening

  // One a thread: follows the index at the price of one atomic load a look-up. It keeps its last state alive.
  class Reader {
   public:
    explicit Reader(const LiveIndex& live) : live_(live) {}
    const IndexView& view() {
      if (seen_ != live_.version_.load(std::memory_order_acquire)) follow();
      return *held_;
    }

   private:
    void follow();
    const LiveIndex& live_;
    std::shared_ptr<const IndexView> held_;
    std::uint64_t seen_ = 0;
  };

 private:
  struct Inside;
  LiveIndex();
  void publish(std::shared_ptr<const IndexView> view);
  std::unique_ptr<Inside> inside_;
  mutable std::mutex view_mutex_;  // held for a pointer's copy alone
  std::shared_ptr<const IndexView> view_;
  std::atomic<std::uint64_t> version_{0};
  std::uint64_t cut_off_ = 0;
};

}  // namespace muster::names
