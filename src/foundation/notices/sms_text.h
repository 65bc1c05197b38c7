// How a text travels: the alphabets and the parts of a short message. Pure; inside of the room.
#pragma once

#include <base/result.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace muster::notices {

inline constexpr std::size_t kPartsMax = 10;

enum class SmsCoding : std::uint8_t { gsm7 = 0, ucs2 = 8 };  // data_coding of SMPP, 5.2.19

struct SmsParts {
  SmsCoding coding = SmsCoding::gsm7;
  // GSM 7-bit: one octet a septet, as SMPP carries it. UCS-2: UTF-16, big end first.
  std::vector<std::string> parts;
};
// One part of 160 septets or 70 units, or several of 153 and 67, which leave room for the header that joins them (3GPP
// TS 23.038, 23.040). No character is cut in two. Errors: sms_text_empty, sms_text_encoding, sms_text_too_long.
Result<SmsParts> split_sms(std::string_view text);
// The user data header of part `number` (from 1) of `count`.
std::string sms_part_header(std::uint8_t reference, std::size_t count, std::size_t number);

}  // namespace muster::notices
