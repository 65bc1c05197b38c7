// Any bytes as a WARC file, and any bytes as one record's text; what is read must be written and read again alike.
#include "decode.h"
#include "gzip.h"
#include <testing/warc.h>

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace muster::testing;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const WarcLimits limits{20, 64 * 1024, 256 * 1024};
  (void)read_warc(bytes, limits);
  const auto records = read_warc(gzip_member(bytes), limits);
  if (records.ok()) {
    WarcRecord record = records->front();
    std::erase_if(record.headers, [](const auto& h) {
      return h.first.size() == 14 || h.first.size() == 17 ||
             h.first.size() == 9;  // Content-Length, WARC-Block-Digest, WARC-Type
    });
    const auto again = read_warc(warc_member(record), limits);
    if (again.ok() && again->front().block != record.block) std::abort();
  }
  const auto cut = bytes.substr(0, size / 3);
  (void)decode_body(cut, bytes.substr(size / 3), {64 * 1024, 50});
  return 0;
}
