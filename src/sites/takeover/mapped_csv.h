// Another system's records as the CSV that the importer of filings reads, made as it is read. Inside of the room.
#pragma once

#include "records.h"

#include <functional>
#include <streambuf>

namespace muster::takeover {

class MappedCsv final : public std::streambuf {
 public:
  // `bad` hears of records that can't be read, with their number.
  MappedCsv(Records& records, const Mapping& mapping, std::function<void(std::int64_t, const Error&)> bad);
  // Of a line of the CSV: the number of the record that it was made of.
  std::int64_t record_of(std::int64_t line) const;
  // What ended the reading before its end.
  const std::optional<Error>& error() const { return error_; }
  // Whether that many bytes of it are all of it.
  bool is_all(std::int64_t bytes) const {
    return ended_ && bytes == before_ + static_cast<std::int64_t>(piece_.size());
  }

 protected:
  int_type underflow() override;
  // It tells where it is and goes to its beginning again; nowhere else. Nothing of a register that is read but once.
  pos_type seekoff(off_type offset, std::ios_base::seekdir from, std::ios_base::openmode which) override;
  pos_type seekpos(pos_type to, std::ios_base::openmode which) override;

 private:
  void begin();
  void append(const std::vector<std::string>& fields);
  Records& records_;
  const Mapping& mapping_;
  std::function<void(std::int64_t, const Error&)> bad_;
  std::string piece_;
  std::int64_t before_ = 0;                         // bytes before the piece
  std::int64_t records_done_ = 0, lines_done_ = 1;  // the header is the first line
  std::int64_t told_ = 0;                           // the last record that `bad` heard of
  std::vector<std::int64_t> passed_over_;           // before which line a record was left out
  std::optional<Error> error_;
  bool ended_ = false;
};

}  // namespace muster::takeover
