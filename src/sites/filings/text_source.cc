#include "text_source.h"

#include <base/text.h>

#include <algorithm>

namespace muster::filings {
namespace {

constexpr std::size_t kSkipBytes = 1 << 20;

}  // namespace

Result<std::size_t> HashedSource::read(char* out, std::size_t size) {
  in_.read(out, static_cast<std::streamsize>(size));
  if (in_.bad())
    return unavailable("import_read",
                       "The file can't be read any further. What was committed stays; run the import again to go on.");
  const auto got = static_cast<std::size_t>(in_.gcount());
  ahead_.append(out, got);
  return got;
}

std::string HashedSource::prefix_sha256(std::int64_t bytes) {
  const auto more = static_cast<std::size_t>(bytes - hashed_);
  hash_.add(std::string_view(ahead_).substr(0, more));
  ahead_.erase(0, more);
  hashed_ = bytes;
  return hash_.hex();
}

bool HashedSource::skip_prefix(std::int64_t bytes, const std::string& sha256) {
  const auto begin = in_.tellg();
  if (begin == std::istream::pos_type(-1)) {
    in_.clear();
    return false;
  }
  std::string chunk(kSkipBytes, '\0');
  std::int64_t left = bytes;
  while (left > 0 && in_) {
    in_.read(chunk.data(), static_cast<std::streamsize>(std::min<std::int64_t>(left, kSkipBytes)));
    hash_.add(std::string_view(chunk).substr(0, static_cast<std::size_t>(in_.gcount())));
    left -= in_.gcount();
  }
  hashed_ = bytes;
  if (left == 0 && prefix_sha256(bytes) == sha256) return true;
  in_.clear();
  in_.seekg(begin);
  hash_ = {};
  hashed_ = 0;
  return false;
}

RecordReader::RecordReader(HashedSource& source, Format format, std::int64_t first_byte, std::int64_t first_line,
                           Mapping mapping)
    : format_(format),
      first_byte_(first_byte),
      first_line_(first_line),
      bytes_done_(first_byte),
      lines_done_(first_line),
      csv_([&source](char* out, std::size_t size) { return source.read(out, size); },
           {.record_bytes_max = kImportRecordMax, .fields_max = 256}),
      lines_([&source](char* out, std::size_t size) { return source.read(out, size); }, kImportRecordMax),
      mapping_(std::move(mapping)) {}

Result<void> RecordReader::start() {
  if (format_ == Format::jsonl) return {};
  MUSTER_TRY(const bool more, csv_.next(record_));
  if (!more) return invalid("import_empty", "The file is empty: not even a header stands in it.");
  if (record_.bad) return record_.error;
  MUSTER_TRY(columns_, columns_of(record_.fields, mapping_));
  bytes_done_ = first_byte_ + record_.end_byte;
  lines_done_ = first_line_ + record_.next_line - 1;
  return {};
}

Result<Got> RecordReader::next(RawRow& row, Error& fault) {
  for (auto& value : row.values) value.clear();
  return format_ == Format::csv ? next_csv(row, fault) : next_json(row, fault);
}

Result<Got> RecordReader::next_csv(RawRow& row, Error& fault) {
  MUSTER_TRY(const bool more, csv_.next(record_));
  if (!more) return Got::end;
  row.line = first_line_ + record_.line;
  row.end_byte = bytes_done_ = first_byte_ + record_.end_byte;
  lines_done_ = first_line_ + record_.next_line - 1;
  if (record_.bad) {
    fault = record_.error;
    return Got::fault;
  }
  if (record_.fields.size() != columns_.size()) {
    fault = invalid("csv_field_count", "The line has " + std::to_string(record_.fields.size()) +
                                           " fields and the header " + std::to_string(columns_.size()) + ".");
    return Got::fault;
  }
  for (std::size_t i = 0; i < columns_.size(); ++i)
    if (columns_[i]) row.at(*columns_[i]) = trim(record_.fields[i]);
  return Got::row;
}

Result<Got> RecordReader::next_json(RawRow& row, Error& fault) {
  TextLine line;
  do {
    MUSTER_TRY(const bool more, lines_.next(line));
    if (!more) return Got::end;
    row.line = lines_done_ = first_line_ + line.line;
    row.end_byte = bytes_done_ = first_byte_ + line.end_byte;
  } while (!line.bad && trim(line.text).empty());
  if (line.bad) {
    fault = line.error;
    return Got::fault;
  }
  if (const auto read = read_json(line.text, row); !read.ok()) {
    fault = read.error();
    return Got::fault;
  }
  return Got::row;
}

namespace {

class TextSource final : public ImportSource {
 public:
  TextSource(std::istream& in, Format format, const Mapping& mapping)
      : in_(in), format_(format), mapping_(mapping), source_(in) {}

  Result<void> start() override {
    reader_.emplace(source_, format_, 0, 0, mapping_);
    return reader_->start();
  }

  // Behind what is in, if the file begins as it did.
  Result<bool> go_on(const FileCursor& done) override {
    const auto beginning = in_.tellg();
    if (beginning == std::istream::pos_type(-1)) {
      in_.clear();
      return false;
    }
    Columns columns;
    if (format_ == Format::csv) {
      HashedSource header_source(in_);
      RecordReader header(header_source, Format::csv, 0, 0, mapping_);
      MUSTER_CHECK_OK(header.start());
      columns = header.columns();
      in_.clear();
      in_.seekg(beginning);
    }
    if (!source_.skip_prefix(done.bytes, done.sha256)) return false;
    reader_.emplace(source_, format_, done.bytes, done.lines, mapping_);
    reader_->set_columns(std::move(columns));
    return true;
  }

  Result<Got> next(RawRow& row, Error& fault) override { return reader_->next(row, fault); }
  std::int64_t bytes_done() const override { return reader_->bytes_done(); }
  std::int64_t bytes_read() const override { return reader_->bytes_done(); }
  Result<FileCursor> cursor() override {
    return FileCursor{reader_->bytes_done(), reader_->lines_done(), source_.prefix_sha256(reader_->bytes_done())};
  }

 private:
  std::istream& in_;
  Format format_;
  Mapping mapping_;
  HashedSource source_;
  std::optional<RecordReader> reader_;
};

}  // namespace

std::unique_ptr<ImportSource> text_source(std::istream& in, Format format, const Mapping& mapping) {
  return std::make_unique<TextSource>(in, format, mapping);
}

}  // namespace muster::filings
