// The groups of kinds that the registry is put together from: one a file, in the order of reading. Inside of
// identifiers.
#pragma once

#include <identifiers/identifier.h>

namespace muster::identifiers {

std::span<const Kind> organisation_kinds();  // of registers of companies, and those of no one country
std::span<const Kind> vat_kinds();           // of value-added tax in Europe
std::span<const Kind> person_kinds();        // that states number persons and their cards by
std::span<const Kind> line_kinds();          // of lines, cards and devices

}  // namespace muster::identifiers
