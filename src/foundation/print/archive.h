// What makes a PDF one for archives: PDF/A-2b (ISO 19005-2:2011). Pure. Inside of the room.
#pragma once

#include <string>
#include <string_view>

namespace muster::print {

inline constexpr std::string_view kProducer = "Muster";

// The metadata (XMP, ISO 16684-1) that says so, and says again what the file's information says (6.6.2, 6.6.4).
std::string archive_metadata(std::string_view title);
// What colours mean (6.2.3): IEC 61966-2-1 sRGB as an ICC profile of version 2 (ICC.1:2001-04), made by its formulas.
std::string srgb_profile();

}  // namespace muster::print
