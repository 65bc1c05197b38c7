// Any bytes as a question to the zone's name server: no crash, nothing that no key signed is taken for signed, and the
// answer without a zone is a header.
#include "wire.h"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace muster;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (zones::answer_without_zone(bytes, zones::Rcode::refused).size() != 12) std::abort();
  const auto question = zones::read_question(bytes);
  if (!question) return 0;
  if (question->name.size() > zones::kNameMax) std::abort();
  static const intake::TsigKey kKey{"muster-fuzz", "hmac-sha256", "b3BlbiBzZXNhbWUgb3BlbiBzZXNhbWUgb3BlbiBzZXM="};
  if (zones::is_signed(*question, kKey, Instant{1'767'225'600'000'000})) std::abort();
  return 0;
}
