#include "gzip.h"

#include <base/freed.h>

#include <memory>
#include <stdexcept>

#include <libdeflate.h>
#include <zlib.h>

namespace muster::testing {

namespace {

// A page of prose is a twentieth larger than with zlib's 6, in a fifth of the time.
constexpr int kLevel = 1;
using Compressor = std::unique_ptr<libdeflate_compressor, Freed<libdeflate_free_compressor>>;

}  // namespace

std::string gzip_member(std::string_view bytes) {
  thread_local const Compressor compressor(libdeflate_alloc_compressor(kLevel));
  if (!compressor) throw std::bad_alloc();
  std::string out(libdeflate_gzip_compress_bound(compressor.get(), bytes.size()), '\0');
  const std::size_t written =
      libdeflate_gzip_compress(compressor.get(), bytes.data(), bytes.size(), out.data(), out.size());
  if (written == 0) throw std::logic_error("libdeflate needed more room than it said");
  out.resize(written);
  return out;
}

Result<std::string> take_gzip_member(std::string_view& rest, std::size_t max_bytes) {
  z_stream z{};
  if (inflateInit2(&z, 15 + 16) != Z_OK) throw std::bad_alloc();
  z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(rest.data()));
  z.avail_in = static_cast<uInt>(rest.size());
  std::string out;
  char piece[64 * 1024];
  int code = Z_OK;
  while (code == Z_OK && out.size() <= max_bytes) {
    z.next_out = reinterpret_cast<Bytef*>(piece);
    z.avail_out = sizeof piece;
    code = inflate(&z, Z_NO_FLUSH);
    out.append(piece, sizeof piece - z.avail_out);
  }
  const std::size_t left = z.avail_in;
  inflateEnd(&z);
  if (out.size() > max_bytes)
    return invalid("warc_too_large", "A record of the WARC file is larger than what is read.");
  if (code != Z_STREAM_END)
    return invalid("warc_gzip", "The WARC file is damaged or cut off: its compression doesn't end well.");
  rest.remove_prefix(rest.size() - left);
  return out;
}

}  // namespace muster::testing
