#include "xlsx_styles.h"

#include "xlsx_cell.h"
#include "xlsx_xml.h"

#include <charconv>
#include <unordered_map>

namespace muster::filings::xlsx {
namespace {

int number_of(std::optional<std::string_view> text) {
  int number = -1;
  if (text) std::from_chars(text->data(), text->data() + text->size(), number);
  return number;
}

}  // namespace

Result<Styles> Styles::read(Package& package, const std::string& part) {
  Styles styles;
  if (part.empty()) return styles;
  MUSTER_TRY(const auto source, package.part(part));
  Xml xml(*source);
  std::unordered_map<int, bool> own;  // a workbook's own formats, which may redefine a built-in one
  std::vector<int> formats;
  bool cells = false;  // inside of cellXfs; cellStyleXfs has elements of the same name
  for (;;) {
    MUSTER_TRY(const auto node, xml.next());
    if (node == Xml::Node::end) break;
    if (node == Xml::Node::text) continue;
    const std::string_view name = xml.name();
    if (name == "cellXfs") cells = node == Xml::Node::open;
    if (node == Xml::Node::close) continue;
    if (name == "numFmt") {
      const int id = number_of(xml.attribute("numFmtId"));
      own[id] = shows_day(xml.attribute("formatCode").value_or(""));
    } else if (name == "xf" && cells) {
      formats.push_back(number_of(xml.attribute("numFmtId")));
    }
    if (formats.size() > package.limits().styles || own.size() > package.limits().styles)
      return invalid("xlsx_styles_max", "The workbook has more cell styles than a spreadsheet allows.");
  }
  for (const int id : formats) {
    const auto found = own.find(id);
    styles.days_.push_back(found == own.end() ? shows_day(id) : found->second);
  }
  return styles;
}

}  // namespace muster::filings::xlsx
