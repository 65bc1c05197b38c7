// Chinese, as far as one text stands for another: traditional and simplified characters, and pinyin. ICU's data
// (CLDR's Hant-Hans and Han-Latin) say which. Thread-safe.
#pragma once

#include <string>
#include <string_view>

namespace muster::content {

bool is_han(std::int32_t c);

// Traditional characters become simplified ones, in place, from a byte on: only pairs of equal length in UTF-8 are
// replaced, which are all in the basic plane, so that offsets stay. One character at a time; what depends on its
// neighbours (乾, 後 in names) may come out as the more frequent one, in text and terms alike.
void simplify(std::string& text, std::size_t from = 0);

// The pinyin of a text of Han characters alone, a syllable a character with one space between, without tones:
// "du bo wang zhan". "" for any other text. One reading a character: the most frequent.
std::string pinyin(std::string_view han);

}  // namespace muster::content
