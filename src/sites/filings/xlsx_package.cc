#include "xlsx_package.h"

#include "xlsx_stream.h"
#include <base/sha256.h>
#include <base/text.h>

#include <zip.h>

namespace muster::filings::xlsx {
namespace {

constexpr std::size_t kEndRecordBytes = 22 + 65'535 + 1024;  // of a ZIP, with the longest comment

Error no_zip() {
  return invalid("xlsx_not_zip", "The file is no workbook (.xlsx): it is not even a ZIP archive.");
}
Error damaged() {
  return invalid("xlsx_damaged",
                 "The workbook is cut off or damaged. Send it once more, or save it anew in the spreadsheet program.");
}
Error encrypted() {
  return invalid("xlsx_encrypted", "The workbook is protected by a password. Save it without one.");
}

Error too_much(const Limits& limits) {
  return invalid("xlsx_unpacked_max", "Unpacked, the workbook has more than " + with_separators(limits.unpacked_bytes) +
                                          " bytes. Split it, or save the sheet as CSV.");
}
bool is_bomb(const Limits& limits, std::int64_t unpacked, std::int64_t packed) {
  return unpacked > limits.ratio_from && unpacked / limits.ratio > packed;
}
Error bomb(const Limits& limits) {
  return invalid("xlsx_ratio", "The workbook unpacks to more than " + std::to_string(limits.ratio) +
                                   " times its size, as no register does. Nothing more of it was read.");
}

// What a file is that begins as no ZIP does. An encrypted workbook and the old format are both compound files (MS-CFB);
// the names of their streams, in UTF-16, tell them apart.
Error other_kind(Stream& stream, std::string_view head) {
  using namespace std::string_view_literals;
  Error old = invalid("xlsx_old_format", "The file is a workbook of the old format (.xls). Save it as .xlsx.");
  if (head.starts_with("\x09\x08"sv) || head.starts_with("\x09\x04"sv) || head.starts_with("\x09\x02"sv)) return old;
  if (!head.starts_with("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"sv)) return no_zip();
  const bool package = stream.holds("E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0"sv);
  if (package) return encrypted();
  if (stream.holds("W\0o\0r\0k\0b\0o\0o\0k\0"sv) || stream.holds("B\0o\0o\0k\0"sv)) return old;
  return invalid("xlsx_not_zip", "The file is a document of another program, not a workbook (.xlsx).");
}

}  // namespace

Package::Package(const Limits& limits) : limits_(limits) {}

Package::~Package() {
  if (archive_) zip_discard(archive_);
}

std::int64_t Package::bytes() const {
  return stream_->bytes();
}

Error Package::failure(int zip_code) const {
  if (stream_->broken())
    return unavailable("import_read",
                       "The file can't be read any further. What was committed stays; run the import again to go on.");
  if (zip_code == ZIP_ER_NOPASSWD || zip_code == ZIP_ER_WRONGPASSWD || zip_code == ZIP_ER_ENCRNOTSUPP)
    return encrypted();
  return damaged();
}

Result<std::unique_ptr<Package>> Package::open(std::istream& in, const Limits& limits) {
  std::unique_ptr<Package> package(new Package(limits));
  package->stream_ = std::make_unique<Stream>(in, limits.file_bytes);
  Stream& stream = *package->stream_;
  if (stream.broken()) return package->failure(ZIP_ER_READ);
  if (stream.bytes() == 0) return invalid("import_empty", "The file is empty.");
  if (stream.bytes() > limits.file_bytes)
    return invalid("xlsx_too_large", "A workbook has at most " + with_separators(limits.file_bytes) +
                                         " bytes. Split it, or save the sheet as CSV.");
  const std::string head = stream.head();
  if (!head.starts_with("PK")) return other_kind(stream, head);
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_function_create(&Stream::call, &stream, &error);
  if (!source) throw std::bad_alloc();
  stream.allow(limits.directory_bytes + static_cast<std::int64_t>(kEndRecordBytes));
  package->archive_ = zip_open_from_source(source, ZIP_RDONLY, &error);
  const int code = zip_error_code_zip(&error);
  zip_error_fini(&error);
  if (!package->archive_) {
    zip_source_free(source);
    if (stream.exhausted()) return invalid("xlsx_parts_max", "The workbook's list of parts is longer than we read.");
    return package->failure(code);
  }
  stream.allow_all();
  return package;
}

Result<std::unique_ptr<Part>> Package::part(const std::string& name) {
  const zip_int64_t index = zip_name_locate(archive_, name.c_str(), ZIP_FL_NOCASE | ZIP_FL_ENC_UTF_8);
  if (index < 0) return invalid("xlsx_no_workbook", "The archive holds no workbook: a part of one is missing in it.");
  zip_stat_t found;
  if (zip_stat_index(archive_, static_cast<zip_uint64_t>(index), 0, &found) != 0) return damaged();
  if ((found.valid & ZIP_STAT_ENCRYPTION_METHOD) && found.encryption_method != ZIP_EM_NONE) return encrypted();
  const auto bytes = [](zip_uint64_t n) { return static_cast<std::int64_t>(std::min<zip_uint64_t>(n, INT64_MAX)); };
  // What it says of itself, before anything is unpacked; Part::read counts what comes.
  if (bytes(found.size) > limits_.unpacked_bytes) return too_much(limits_);
  if (is_bomb(limits_, bytes(found.size), bytes(found.comp_size))) return bomb(limits_);
  zip_file_t* file = zip_fopen_index(archive_, static_cast<zip_uint64_t>(index), 0);
  if (!file) return failure(zip_error_code_zip(zip_get_error(archive_)));
  return std::unique_ptr<Part>(new Part(*this, file, bytes(found.size), bytes(found.comp_size)));
}

Result<std::string> Package::sha256() {
  Sha256 hash;
  if (!stream_->every([&](std::string_view piece) { hash.add(piece); })) return failure(ZIP_ER_READ);
  return hash.hex();
}

Part::~Part() {
  zip_fclose(file_);
}

Result<std::size_t> Part::read(char* out, std::size_t size) {
  const zip_int64_t got = zip_fread(file_, out, size);
  if (got < 0) return package_.failure(zip_error_code_zip(zip_file_get_error(file_)));
  bytes_read_ += got;
  package_.unpacked_ += got;
  if (package_.unpacked_ > package_.limits_.unpacked_bytes) return too_much(package_.limits_);
  if (is_bomb(package_.limits_, bytes_read_, packed_)) return bomb(package_.limits_);
  return static_cast<std::size_t>(got);
}

}  // namespace muster::filings::xlsx
