#include "xlsx_strings.h"

#include "xlsx_cell.h"
#include <base/text.h>

namespace muster::filings::xlsx {
namespace {

constexpr std::size_t kEscapeBytes = 7;  // one character may be written as _xHHHH_
constexpr std::uint32_t kTooLong = UINT32_MAX;

}  // namespace

void CellText::clear() {
  raw_.clear();
  fits_ = true;
}

void CellText::add(std::string_view piece) {
  fits_ = fits_ && raw_.size() + piece.size() <= units_max_ * kEscapeBytes;
  if (fits_) raw_ += piece;
}

std::optional<std::string> CellText::take() const {
  if (!fits_) return std::nullopt;
  std::string text = unescaped(raw_);
  if (utf16_units(text) > units_max_) return std::nullopt;
  return text;
}

Result<void> read_runs(Xml& xml, CellText& out) {
  int phonetic = 0;  // the depth of the rPh that we are in
  bool inside = false;
  for (const int outside = xml.depth() - 1; xml.depth() > outside;) {
    MUSTER_TRY(const auto node, xml.next());
    switch (node) {
      case Xml::Node::open:
        if (phonetic == 0 && xml.name() == "rPh") phonetic = xml.depth();
        inside = phonetic == 0 && xml.name() == "t";
        break;
      case Xml::Node::close:
        if (xml.depth() < phonetic) phonetic = 0;
        inside = false;
        break;
      case Xml::Node::text:
        if (inside) out.add(xml.text());
        break;
      case Xml::Node::end:
        return Xml::malformed();
    }
  }
  return {};
}

Result<Strings> Strings::read(Package& package, const std::string& part) {
  Strings strings;
  if (part.empty()) return strings;
  const Limits& limits = package.limits();
  MUSTER_TRY(const auto source, package.part(part));
  Xml xml(*source);
  CellText text(limits.cell_units);
  for (;;) {
    MUSTER_TRY(const auto node, xml.next());
    if (node == Xml::Node::end) return strings;
    if (node != Xml::Node::open || xml.name() != "si") continue;
    text.clear();
    MUSTER_CHECK_OK(read_runs(xml, text));
    const auto whole = text.take();
    if (strings.size() >= limits.strings || (whole && strings.all_.size() + whole->size() > limits.string_bytes))
      return invalid("xlsx_strings_max", "The workbook has more than " +
                                             with_separators(static_cast<std::int64_t>(limits.strings)) +
                                             " different texts, or more than " +
                                             with_separators(static_cast<std::int64_t>(limits.string_bytes)) +
                                             " bytes of them. Split it, or save the sheet as CSV.");
    strings.texts_.push_back({static_cast<std::uint32_t>(strings.all_.size()),
                              whole ? static_cast<std::uint32_t>(whole->size()) : kTooLong});
    if (whole) strings.all_ += *whole;
  }
}

std::optional<std::string_view> Strings::at(std::size_t index) const {
  const Text& text = texts_.at(index);
  if (text.size == kTooLong) return std::nullopt;
  return std::string_view(all_).substr(text.begin, text.size);
}

}  // namespace muster::filings::xlsx
