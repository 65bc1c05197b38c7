#include "xlsx_workbook.h"

#include "xlsx_xml.h"
#include <base/text.h>

#include <algorithm>

namespace muster::filings::xlsx {
namespace {

constexpr std::size_t kSheetsNamed = 5, kNameShown = 31 * 4;  // a sheet's name has 31 characters

struct Relation {
  std::string id, kind, target;  // kind: the last word of the type's address
};

struct Sheet {
  std::string name, relation;
  bool seen = true;
};

Error no_workbook() {
  return invalid("xlsx_no_workbook", "The archive holds no workbook: a part of one is missing in it.");
}
Error too_many() {
  return invalid("xlsx_parts_max", "The workbook has more sheets or parts than we read.");
}

std::string folder_of(std::string_view part) {
  const std::size_t slash = part.rfind('/');
  return slash == std::string_view::npos ? std::string() : std::string(part.substr(0, slash + 1));
}

// A target as it stands in a relation of a part in `folder`, as a part's name.
std::string resolved(const std::string& folder, std::string_view target) {
  const std::string path = target.starts_with('/') ? std::string(target) : folder + std::string(target);
  std::vector<std::string_view> steps;
  for (const std::string_view step : split(path, '/')) {
    if (step == ".." && !steps.empty()) steps.pop_back();
    if (step != ".." && step != "." && !step.empty()) steps.push_back(step);
  }
  std::string out;
  for (const std::string_view step : steps) (out += out.empty() ? "" : "/") += step;
  return out;
}

// Of "folder/name.xml", kept in "folder/_rels/name.xml.rels"; of the package itself: "".
Result<std::vector<Relation>> relations(Package& package, const std::string& part) {
  const std::string folder = folder_of(part);
  MUSTER_TRY(const auto source, package.part(folder + "_rels/" + part.substr(folder.size()) + ".rels"));
  Xml xml(*source);
  std::vector<Relation> out;
  for (;;) {
    MUSTER_TRY(const auto node, xml.next());
    if (node == Xml::Node::end) return out;
    if (node != Xml::Node::open || xml.name() != "Relationship" || xml.attribute("TargetMode") == "External") continue;
    const std::string type(xml.attribute("Type").value_or(""));
    if (out.size() >= package.limits().names) return too_many();
    out.push_back({std::string(xml.attribute("Id").value_or("")), type.substr(type.rfind('/') + 1),
                   resolved(folder, xml.attribute("Target").value_or(""))});
  }
}

const Relation* of_kind(const std::vector<Relation>& all, std::string_view kind) {
  const auto found = std::find_if(all.begin(), all.end(), [&](const Relation& r) { return r.kind == kind; });
  return found == all.end() ? nullptr : &*found;
}

Result<std::vector<Sheet>> read_workbook(Package& package, const std::string& part, Epoch& epoch) {
  MUSTER_TRY(const auto source, package.part(part));
  Xml xml(*source);
  std::vector<Sheet> sheets;
  bool workbook = false;
  for (;;) {
    MUSTER_TRY(const auto node, xml.next());
    if (node == Xml::Node::end) break;
    if (node != Xml::Node::open) continue;
    const std::string_view name = xml.name();
    workbook = workbook || (name == "workbook" && xml.depth() == 1);
    if (name == "workbookPr") {
      const auto late = xml.attribute("date1904");
      epoch = late == "1" || late == "true" || late == "on" ? Epoch::y1904 : Epoch::y1900;
    } else if (name == "sheet") {
      if (sheets.size() >= package.limits().names) return too_many();
      const auto state = xml.attribute("state");
      const bool seen = !state || *state == "visible";
      Sheet sheet{std::string(xml.attribute("name").value_or("")), {}, seen};
      sheet.relation = xml.relation().value_or("");
      sheets.push_back(std::move(sheet));
    }
  }
  if (!workbook) return no_workbook();
  return sheets;
}

Error missing(const std::vector<Sheet>& sheets) {
  std::string names;
  for (std::size_t i = 0; i < sheets.size() && i < kSheetsNamed; ++i)
    if (sheets[i].name.size() <= kNameShown) names += (names.empty() ? "\"" : ", \"") + sheets[i].name + "\"";
  return invalid("xlsx_sheet_missing",
                 "The workbook has no sheet of this name. It has: " + (names.empty() ? "none" : names) +
                     (sheets.size() > kSheetsNamed ? " and others." : "."),
                 "sheet");
}

}  // namespace

Result<Workbook> find_sheet(Package& package, const std::string& wanted) {
  MUSTER_TRY(const auto roots, relations(package, ""));
  const Relation* root = of_kind(roots, "officeDocument");
  if (!root) return no_workbook();
  if (root->target.ends_with(".bin"))
    return invalid("xlsx_binary", "The file is a binary workbook (.xlsb). Save it as .xlsx.");
  Workbook out;
  MUSTER_TRY(const auto sheets, read_workbook(package, root->target, out.epoch));
  MUSTER_TRY(const auto parts, relations(package, root->target));
  if (const auto* strings = of_kind(parts, "sharedStrings")) out.strings = strings->target;
  if (const auto* styles = of_kind(parts, "styles")) out.styles = styles->target;
  const std::string name = to_lower_ascii(trim(wanted));
  for (const Sheet& sheet : sheets) {
    const auto part = std::find_if(parts.begin(), parts.end(),
                                   [&](const Relation& r) { return r.id == sheet.relation && r.kind == "worksheet"; });
    if (part == parts.end()) continue;  // a sheet of a chart or a macro
    if (name.empty() ? !sheet.seen : to_lower_ascii(trim(sheet.name)) != name) continue;
    out.sheet_name = sheet.name;
    out.sheet = part->target;
    return out;
  }
  return missing(sheets);
}

}  // namespace muster::filings::xlsx
