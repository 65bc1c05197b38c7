// Any bytes as an answer: no crash, and no loop.
#include <cstdlib>

#include <convergence/question.h>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace muster::convergence;
  const std::string_view message(reinterpret_cast<const char*>(data), size);
  const std::uint16_t id = size < 2 ? std::uint16_t{0} : static_cast<std::uint16_t>(data[0] << 8 | data[1]);
  const Seen seen = read_answer(message, id, {"rpz.muster"});
  if (read_answer(message, static_cast<std::uint16_t>(id + 1), {"rpz.muster"}) != Seen::silent) std::abort();
  if (size > kAnswerMax && seen != Seen::silent) std::abort();
  return 0;
}
