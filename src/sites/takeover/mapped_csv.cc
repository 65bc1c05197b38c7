#include "mapped_csv.h"

#include <base/csv.h>

#include <algorithm>

namespace muster::takeover {
namespace {

constexpr std::size_t kPieceBytes = 64u << 10;

// One record is one line, so that the importer's line says which record it was.
std::string in_one_line(std::string text) {
  std::replace(text.begin(), text.end(), '\n', ' ');
  std::replace(text.begin(), text.end(), '\r', ' ');
  return text;
}

}  // namespace

MappedCsv::MappedCsv(Records& records, const Mapping& mapping, std::function<void(std::int64_t, const Error&)> bad)
    : records_(records), mapping_(mapping), bad_(std::move(bad)) {
  begin();
}

void MappedCsv::begin() {
  piece_.clear();
  passed_over_.clear();
  error_.reset();
  ended_ = false;
  before_ = records_done_ = 0;
  lines_done_ = 1;
  for (const auto& [ours, theirs] : mapping_.columns) {
    if (!piece_.empty()) piece_ += ',';
    append_csv_field(piece_, ours);
  }
  for (const auto& [ours, constant] : mapping_.constants) {
    piece_ += ',';
    append_csv_field(piece_, ours);
  }
  piece_ += '\n';
  setg(piece_.data(), piece_.data(), piece_.data() + piece_.size());
}

void MappedCsv::append(const std::vector<std::string>& fields) {
  bool first = true;
  const auto put = [&](const std::string& ours, std::string text) {
    if (const auto words = mapping_.values.find(ours); words != mapping_.values.end())
      if (const auto word = words->second.find(text); word != words->second.end()) text = word->second;
    if (!first) piece_ += ',';
    first = false;
    append_csv_field(piece_, in_one_line(std::move(text)));
  };
  std::size_t i = 0;
  for (const auto& [ours, theirs] : mapping_.columns) put(ours, fields[i++]);
  for (const auto& [ours, constant] : mapping_.constants) put(ours, constant);
  piece_ += '\n';
  ++lines_done_;
}

std::streambuf::pos_type MappedCsv::seekoff(off_type offset, std::ios_base::seekdir from, std::ios_base::openmode) {
  if (offset != 0 || from != std::ios_base::cur || records_.total() == 0) return pos_type(off_type(-1));
  return pos_type(before_ + (gptr() - eback()));
}

std::streambuf::pos_type MappedCsv::seekpos(pos_type to, std::ios_base::openmode) {
  if (to != pos_type(0) || records_.total() == 0 || !records_.rewind().ok()) return pos_type(off_type(-1));
  begin();
  return to;
}

std::streambuf::int_type MappedCsv::underflow() {
  before_ += static_cast<std::int64_t>(piece_.size());
  piece_.clear();
  std::vector<std::string> fields;
  while (!ended_ && piece_.size() < kPieceBytes) {
    fields.clear();
    std::optional<Error> fault;
    const auto more = records_.next(fields, fault);
    if (!more.ok()) error_ = more.error();
    ended_ = !more.ok() || !*more;
    if (ended_) break;
    ++records_done_;
    if (!fault) {
      append(fields);
      continue;
    }
    passed_over_.push_back(lines_done_ + 1);
    if (records_done_ > told_) bad_(records_done_, *fault);
    told_ = std::max(told_, records_done_);
  }
  setg(piece_.data(), piece_.data(), piece_.data() + piece_.size());
  if (piece_.empty()) return traits_type::eof();
  return traits_type::to_int_type(piece_.front());
}

std::int64_t MappedCsv::record_of(std::int64_t line) const {
  const auto before = std::upper_bound(passed_over_.begin(), passed_over_.end(), line) - passed_over_.begin();
  return line - 1 + before;
}

}  // namespace muster::takeover
