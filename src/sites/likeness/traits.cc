#include "traits.h"

#include "mix.h"
#include <base/bytes.h>

#include <fmt/format.h>
#include <likeness/resemblance.h>

namespace muster::likeness {

std::string band_trait(const TextPrint& text, std::size_t band) {
  std::string bytes;
  for (std::size_t i = 0; i < kBandPlaces; ++i) {
    const std::uint16_t place = text.sketch[band * kBandPlaces + i];
    bytes += static_cast<char>(place >> 8);
    bytes += static_cast<char>(place & 0xFF);
  }
  return std::string("w") + static_cast<char>('A' + band) + to_base64url(bytes);
}

std::uint32_t picture_piece(const hashes::Pdq& hash, std::size_t piece) {
  return static_cast<std::uint32_t>(hash.words[piece / 2] >> (32 * (piece % 2)));
}

std::string picture_trait(std::size_t piece, std::uint32_t bits) {
  return fmt::format("p{}{:08x}", piece, bits);
}

std::string favicon_trait(std::int32_t hash) {
  return fmt::format("f{:08x}", static_cast<std::uint32_t>(hash));
}
std::string certificate_trait(const std::string& key) {
  return "c" + key.substr(0, 20);
}
std::string account_trait(char kind, const AccountId& id) {
  return fmt::format("{}{:016x}", kind, mix(mix(id.provider) ^ mix(id.value)));
}
std::string structure_trait(std::uint64_t structure) {
  return fmt::format("t{:016x}", structure);
}
std::string address_trait(const std::string& address) {
  return "h" + address;
}
std::string registrant_trait(const std::string& id) {
  return fmt::format("r{:016x}", mix(id));
}

std::vector<std::string> traits_of(const Print& print) {
  std::vector<std::string> out;
  if (print.text.says())
    for (std::size_t band = 0; band < kBands; ++band) out.push_back(band_trait(print.text, band));
  for (const hashes::Pdq& picture : print.pictures)
    for (std::size_t piece = 0; piece < kPieces; ++piece)
      out.push_back(picture_trait(piece, picture_piece(picture, piece)));
  if (print.favicon) out.push_back(favicon_trait(*print.favicon));
  if (!print.certificate_key.empty()) out.push_back(certificate_trait(print.certificate_key));
  for (const AccountId& id : print.accounts.analytics) out.push_back(account_trait('a', id));
  for (const AccountId& id : print.accounts.payments) out.push_back(account_trait('m', id));
  if (print.structure != 0) out.push_back(structure_trait(print.structure));
  if (!print.address.empty()) out.push_back(address_trait(print.address));
  if (!print.registrant.empty()) out.push_back(registrant_trait(print.registrant));
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

std::vector<std::string> near_traits_of(const Print& print) {
  std::vector<std::string> out;
  for (const hashes::Pdq& picture : print.pictures)
    for (std::size_t piece = 0; piece < kPieces; ++piece)
      for (int bit = 0; bit < 32; ++bit)
        out.push_back(picture_trait(piece, picture_piece(picture, piece) ^ (1u << bit)));
  return out;
}

}  // namespace muster::likeness
