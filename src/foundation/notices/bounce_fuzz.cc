// Whatever comes as a mail is read without fault, and only a letter's own number comes out of it.
#include <notices/bounce.h>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto bounce = muster::notices::read_bounce({reinterpret_cast<const char*>(data), size});
  if (bounce && (bounce->notice_id.size() != 36 || bounce->status.size() > 11)) __builtin_trap();
  return 0;
}
