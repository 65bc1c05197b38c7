// Each trait as the index knows it.
#pragma once

#include <likeness/print.h>

namespace muster::likeness {

inline constexpr std::size_t kPieces = 8;  // of a picture's hash, of 32 bits

std::string band_trait(const TextPrint& text, std::size_t band);
std::uint32_t picture_piece(const hashes::Pdq& hash, std::size_t piece);
std::string picture_trait(std::size_t piece, std::uint32_t bits);
std::string favicon_trait(std::int32_t hash);
std::string certificate_trait(const std::string& key);
std::string account_trait(char kind, const AccountId& id);  // a: analytics, m: payments
std::string structure_trait(std::uint64_t structure);
std::string address_trait(const std::string& address);
std::string registrant_trait(const std::string& id);

}  // namespace muster::likeness
