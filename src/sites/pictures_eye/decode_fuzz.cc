// Any bytes as a picture of any format: no crash, and what is said to be there was written.
#include <cstdlib>
#include <vector>

#include <pictures_eye/decode.h>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace muster::pictures;
  static std::vector<std::uint8_t> room(4'000'000 * 3);  // pictures that need more are refused
  const Header h = decode({reinterpret_cast<const char*>(data), size}, room);
  if (h.fault == Fault::none && !read_answer(write_answer(h)).ok()) std::abort();
  return 0;
}
