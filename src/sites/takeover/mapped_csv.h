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

 protected:
  int_type underflow() override;

 private:
  void append(const std::vector<std::string>& fields);
  Records& records_;
  const Mapping& mapping_;
  std::function<void(std::int64_t, const Error&)> bad_;
  std::string piece_;
  std::int64_t records_done_ = 0, lines_done_ = 1;  // the header is the first line
  std::vector<std::int64_t> passed_over_;           // before which line a record was left out
  std::optional<Error> error_;
  bool ended_ = false;
};

}  // namespace muster::takeover
