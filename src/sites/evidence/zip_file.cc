#include "zip_file.h"

#include <zip.h>

namespace muster::evidence {
namespace {

Error not_made() {
  return internal_error("zip_not_made", "The bundle could not be put together.");
}

}  // namespace

Result<std::string> make_zip(const std::vector<ZipEntry>& entries, Instant at) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* target = zip_source_buffer_create(nullptr, 0, 0, &error);
  zip_t* zip = target ? zip_open_from_source(target, ZIP_TRUNCATE, &error) : nullptr;
  zip_error_fini(&error);
  if (!zip) {
    if (target) zip_source_free(target);
    return not_made();
  }
  zip_source_keep(target);
  bool good = true;
  for (const ZipEntry& entry : entries) {
    zip_source_t* bytes = zip_source_buffer(zip, entry.bytes.data(), entry.bytes.size(), 0);
    const zip_int64_t index = bytes ? zip_file_add(zip, entry.path.c_str(), bytes, ZIP_FL_ENC_UTF_8) : -1;
    if (index < 0) {
      if (bytes) zip_source_free(bytes);
      good = false;
      break;
    }
    const auto number = static_cast<zip_uint64_t>(index);
    zip_set_file_compression(zip, number, entry.packed ? ZIP_CM_DEFLATE : ZIP_CM_STORE, 0);
    zip_file_set_mtime(zip, number, static_cast<time_t>(at.micros / 1'000'000), 0);
  }
  if (!good || zip_close(zip) != 0) {
    zip_discard(zip);
    zip_source_free(target);
    return not_made();
  }
  std::string out;
  zip_stat_t about;
  if (zip_source_stat(target, &about) == 0 && zip_source_open(target) == 0) {
    out.resize(about.size);
    if (zip_source_read(target, out.data(), about.size) != static_cast<zip_int64_t>(about.size)) out.clear();
    zip_source_close(target);
  }
  zip_source_free(target);
  if (out.empty()) return not_made();
  return out;
}

}  // namespace muster::evidence
