#include "charge_pass.h"

#include <condition_variable>
#include <cstring>
#include <mutex>
#include <optional>
#include <thread>

namespace muster::billing {
namespace {

// From the block that the file begins with.
Result<Columns> header_of(const Block& block, HeaderReader header) {
  if (block.too_long) return invalid("charges_header", "The first line is no header of a CSV file.", "file");
  auto line = block.text.substr(0, block.text.find('\n'));
  if (line.starts_with("\xef\xbb\xbf")) line.remove_prefix(3);
  return header(line);
}

// Blocks handed out in order, and their outcomes taken in the same.
class Pass {
 public:
  Pass(const PassParts& parts, const SourcePlace& from) : parts_(parts), source_(parts.files, parts.block_bytes) {
    if (auto there = source_.go_to(from); !there.ok()) fail(there.error());
    if (from.offset > 0 && from.file < parts.files.size()) {
      auto columns = columns_of(parts.files[from.file], parts.header);
      if (columns.ok())
        columns_ = std::make_shared<const Columns>(*columns);
      else
        fail(columns.error());
    }
  }

  Result<void> run() {
    std::vector<std::thread> threads;
    for (unsigned i = 1; i < parts_.threads; ++i) threads.emplace_back([this] { work(); });
    work();
    for (auto& t : threads) t.join();
    if (error_) return *error_;
    return {};
  }

 private:
  void fail(Error error) {
    const std::lock_guard lock(mutex_);
    if (!error_) error_ = std::move(error);
    turn_.notify_all();
  }
  bool failed() {
    const std::lock_guard lock(mutex_);
    return error_.has_value();
  }

  // False: there are no more, or the pass has failed.
  bool next(Block& block, std::shared_ptr<const Columns>& columns, std::int64_t& number) {
    const std::lock_guard lock(source_mutex_);
    if (failed()) return false;
    if (parts_.progress && parts_.progress->stopped()) {
      fail(stopped_error(*parts_.progress));
      return false;
    }
    const auto more = source_.next(block);
    if (!more.ok()) {
      fail(more.error());
      return false;
    }
    if (!*more) return false;
    if (block.begins) {
      const auto read = header_of(block, parts_.header);
      if (!read.ok()) {
        fail(read.error());
        return false;
      }
      columns_ = std::make_shared<const Columns>(*read);
    }
    columns = columns_;
    number = next_++;
    return true;
  }

  // Every line of the block but a header.
  void work_on(const Block& block, const Columns& columns, BlockOutcome& out) const {
    std::int64_t number = block.first_line;
    const char *at = block.text.data(), *const end = at + block.text.size();
    bool header = block.begins;
    while (at < end) {
      const void* found = std::memchr(at, '\n', static_cast<std::size_t>(end - at));
      const char* line_end = found ? static_cast<const char*>(found) : end;
      if (!header) parts_.work({at, static_cast<std::size_t>(line_end - at)}, number, block.file, columns, out);
      header = false;
      ++number;
      at = line_end + 1;
    }
  }

  void work() {
    Block block;
    BlockOutcome out;
    std::shared_ptr<const Columns> columns;
    for (std::int64_t number = 0; next(block, columns, number);) {
      out.clear();
      if (block.too_long) {
        ++out.lines;
        ++out.bad;
        out.first_bad.push_back({block.file, block.first_line, LineFault::too_long});
      }
      work_on(block, *columns, out);
      std::unique_lock lock(mutex_);
      turn_.wait(lock, [&] { return error_ || taken_ == number; });
      if (error_) return;
      lock.unlock();
      // Nobody else takes meanwhile: it is this block's turn.
      auto taken = parts_.take(out, block.after);
      if (!taken.ok()) return fail(taken.error());
      if (parts_.progress) parts_.progress->bytes_done = block.packed_done;
      lock.lock();
      ++taken_;
      turn_.notify_all();
    }
  }

  const PassParts& parts_;
  std::mutex source_mutex_, mutex_;
  std::condition_variable turn_;
  LineSource source_;
  std::shared_ptr<const Columns> columns_;
  std::int64_t next_ = 0, taken_ = 0;
  std::optional<Error> error_;
};

}  // namespace

void BlockOutcome::clear() {
  for (auto& r : records) r.clear();
  findings.clear();
  finding_ends.clear();
  lines = good = bad = 0;
  first_bad.clear();
  found.fill(0);
  totals.clear();
}

Error stopped_error(const Progress& progress) {
  return progress.cancel ? conflict("charges_cancelled", "The reconciliation was cancelled.")
                         : conflict("charges_suspended", "The reconciliation was put off; it goes on where it was.");
}

Result<Columns> columns_of(const SourceFile& file, HeaderReader header) {
  LineSource source({file}, kLineMax);
  Block block;
  MUSTER_CHECK_OK(source.next(block));
  return header_of(block, header);
}

Result<void> run_pass(const PassParts& parts, const SourcePlace& from) {
  return Pass(parts, from).run();
}

}  // namespace muster::billing
