#include <papers/zone_form.h>

namespace muster::papers {
namespace {

struct Span {
  int first, last;
  CharClass what;
};

// Document code and state; number and optional data; the number's digit, which is a filler where the number goes on.
constexpr Span kTd1First[] = {{0, 4, CharClass::letters}};
constexpr Span kTd1Second[] = {{0, 6, CharClass::digits},
                               {7, 7, CharClass::letters},
                               {8, 14, CharClass::digits},
                               {15, 17, CharClass::letters},
                               {29, 29, CharClass::digits}};
// Of passports, TD2 and visas; what follows column 27 differs.
constexpr Span kSecond[] = {{9, 9, CharClass::digits},
                            {10, 12, CharClass::letters},
                            {13, 19, CharClass::digits},
                            {20, 20, CharClass::letters},
                            {21, 27, CharClass::digits}};

template <std::size_t n>
CharClass in(const Span (&spans)[n], int column) {
  for (const Span& s : spans)
    if (column >= s.first && column <= s.last) return s.what;
  return CharClass::any;
}

}  // namespace

CharClass char_class(int lines, int columns, int line, int column) {
  (void)columns;
  if (lines == 3) {
    if (line == 0) return in(kTd1First, column);
    return line == 1 ? in(kTd1Second, column) : CharClass::letters;
  }
  return line == 0 ? CharClass::letters : in(kSecond, column);
}

}  // namespace muster::papers
