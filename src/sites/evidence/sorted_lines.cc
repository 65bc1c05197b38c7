#include "sorted_lines.h"

#include <filesystem>
#include <fstream>
#include <queue>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

namespace muster::evidence {
namespace {

constexpr std::size_t kLineCost = 64;  // of a string beside its bytes

std::string piece_of(const std::string& path, int number) {
  return fmt::format("{}.part-{}", path, number);
}
Error not_written() {
  return unavailable("file_write", "The index can't be written: is the disk full?");
}

// The written file on disk before it takes its name.
Result<void> put_in_place(const std::string& from, const std::string& to) {
  const int file = ::open(from.c_str(), O_RDONLY | O_CLOEXEC);
  const bool synced = file >= 0 && ::fsync(file) == 0;
  if (file >= 0) ::close(file);
  std::error_code error;
  if (synced) std::filesystem::rename(from, to, error);
  if (!synced || error) return not_written();
  return {};
}

}  // namespace

SortedLines::~SortedLines() {
  std::error_code error;
  for (int i = 0; i < pieces_; ++i) std::filesystem::remove(piece_of(path_, i), error);
  std::filesystem::remove(path_ + ".new", error);
}

Result<void> SortedLines::add(std::string line) {
  held_ += line.size() + kLineCost;
  lines_.push_back(std::move(line));
  return held_ > memory_ ? spill() : Result<void>();
}

Result<void> SortedLines::spill() {
  std::sort(lines_.begin(), lines_.end());
  std::ofstream out(piece_of(path_, pieces_++), std::ios::binary | std::ios::trunc);
  for (const std::string& line : lines_) out << line << '\n';
  out.close();
  lines_.clear();
  held_ = 0;
  if (!out) return not_written();
  return {};
}

Result<void> SortedLines::write() {
  std::ofstream out(path_ + ".new", std::ios::binary | std::ios::trunc);
  if (pieces_ == 0) {
    std::sort(lines_.begin(), lines_.end());
    for (const std::string& line : lines_) out << line << '\n';
  } else {
    MUSTER_CHECK_OK(spill());
    struct Piece {
      std::ifstream file;
      std::string line;
    };
    std::vector<std::unique_ptr<Piece>> pieces;
    const auto later = [&](std::size_t a, std::size_t b) { return pieces[a]->line > pieces[b]->line; };
    std::priority_queue<std::size_t, std::vector<std::size_t>, decltype(later)> next(later);
    for (int i = 0; i < pieces_; ++i) {
      pieces.push_back(std::make_unique<Piece>());
      pieces.back()->file.open(piece_of(path_, i), std::ios::binary);
      if (std::getline(pieces.back()->file, pieces.back()->line)) next.push(static_cast<std::size_t>(i));
    }
    while (!next.empty()) {
      const std::size_t i = next.top();
      next.pop();
      out << pieces[i]->line << '\n';
      if (std::getline(pieces[i]->file, pieces[i]->line)) next.push(i);
    }
  }
  out.close();
  if (!out) return not_written();
  return put_in_place(path_ + ".new", path_);
}

Result<void> LinesInOrder::write() {
  out_.close();
  if (!out_) return not_written();
  return put_in_place(path_ + ".new", path_);
}

}  // namespace muster::evidence
