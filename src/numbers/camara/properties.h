// Words of closed lists that several definitions share. Not a public header.
#pragma once

#include <string_view>

namespace muster::camara {

inline constexpr std::string_view kDocumentTypes[] = {"passport",      "national_id_card", "residence_permit",
                                                      "diplomatic_id", "driver_licence",   "social_security_id",
                                                      "other"};
inline constexpr std::string_view kGenderWords[] = {"MALE", "FEMALE", "OTHER"};

}  // namespace muster::camara
