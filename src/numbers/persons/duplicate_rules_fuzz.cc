// Whatever the text: no crash, and a rule that was taken judges two persons the same whichever stands first.
#include <persons/duplicate_rules.h>

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace muster::persons;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::size_t half = text.size() / 2;
  Comparable a, b;
  a.fields[0] = fold(DuplicateField::name, text.substr(0, half));
  b.fields[0] = fold(DuplicateField::name, text.substr(half));
  a.fields[1] = "1990-01-01";
  b.fields[1] = std::string(text.substr(0, 10));
  const int alike = alike_percent(a.fields[0], b.fields[0]);
  if (alike < 0 || alike > 100 || alike != alike_percent(b.fields[0], a.fields[0])) std::abort();
  for (const std::string& rule : {std::string(text), "r: " + std::string(text)})
    if (const auto parsed = DuplicateRule::parse(rule); parsed.ok())
      if (parsed->suspects(a, b) != parsed->suspects(b, a)) std::abort();
  return 0;
}
