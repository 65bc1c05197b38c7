#include "gzip.h"

#include <stdexcept>

#include <zlib.h>

namespace muster::testing {

std::string gzip_member(std::string_view bytes) {
  z_stream z{};
  if (deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK) throw std::bad_alloc();
  std::string out(deflateBound(&z, bytes.size()) + 32, '\0');
  z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  z.avail_in = static_cast<uInt>(bytes.size());
  z.next_out = reinterpret_cast<Bytef*>(out.data());
  z.avail_out = static_cast<uInt>(out.size());
  const int code = deflate(&z, Z_FINISH);
  const std::size_t written = z.total_out;
  deflateEnd(&z);
  out.erase(std::min(written, out.size()));
  if (code != Z_STREAM_END) throw std::logic_error("zlib needed more room than it said");
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
