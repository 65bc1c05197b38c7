// Rows on disk, in files that have no name and end with the process. Inside of the names room.
#pragma once

#include "builder_rows.h"

namespace muster::names {

// Written from front to back, then read so. Errors: disk_full, index_scratch.
class Spill {
 public:
  static Result<Spill> open(const std::string& folder, std::size_t buffer_bytes);
  Spill(Spill&& other) noexcept;
  Spill& operator=(Spill&&) = delete;
  ~Spill();

  Result<void> add(std::string_view text, std::uint8_t kind, std::uint32_t payload, std::uint32_t line);
  Result<void> flush();
  std::uint64_t bytes() const { return written_ + buffer_.size(); }
  std::uint64_t rows() const { return rows_; }

  // Calls visit(text, kind, payload, line) → Result<void> for each row, in order. Flushed before.
  template <class Visit>
  Result<void> each(Visit&& visit) const {
    std::string block(std::size_t{1} << 20, '\0');
    std::size_t held = 0;
    for (std::uint64_t at = 0;;) {
      const auto got = read(block.data() + held, block.size() - held, at);
      if (!got.ok()) return got.error();
      at += *got;
      held += *got;
      std::size_t done = 0;
      while (done < held) {
        const std::size_t length = static_cast<unsigned char>(block[done]);
        if (held - done < kFront + length) break;
        std::uint32_t payload, line;
        std::memcpy(&payload, block.data() + done + 2, 4);
        std::memcpy(&line, block.data() + done + 6, 4);
        MUSTER_CHECK_OK(visit(std::string_view(block.data() + done + kFront, length),
                              static_cast<std::uint8_t>(block[done + 1]), payload, line));
        done += kFront + length;
      }
      if (*got == 0) return {};
      std::memmove(block.data(), block.data() + done, held - done);
      held -= done;
    }
  }

 private:
  static constexpr std::size_t kFront = 10;
  Spill(int fd, std::size_t buffer_bytes) : fd_(fd), buffer_max_(buffer_bytes) {}
  Result<std::size_t> read(char* to, std::size_t bytes, std::uint64_t at) const;
  int fd_;
  std::size_t buffer_max_;
  std::string buffer_;
  std::uint64_t written_ = 0, rows_ = 0;
};

// A file without a name in this folder, or -1.
int open_unnamed(const std::string& folder);
// All of it, or an error: disk_full, or `code`.
Result<void> write_at(int fd, std::string_view bytes, std::uint64_t at, const char* code);

}  // namespace muster::names
