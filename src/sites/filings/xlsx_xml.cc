#include "xlsx_xml.h"

#include <algorithm>
#include <new>

namespace muster::filings::xlsx {
namespace {

// ECMA-376: transitional and strict.
constexpr std::string_view kSpaces[] = {
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
    "http://schemas.openxmlformats.org/package/2006/relationships",
};
constexpr std::string_view kDoctype = "<!DOCTYPE";

std::string_view view(const xmlChar* text) {
  return text ? std::string_view(reinterpret_cast<const char*>(text)) : std::string_view();
}

Error doctype() {
  return invalid("xlsx_doctype",
                 "The workbook has a document type or entities of its own, as no spreadsheet writes them.");
}

}  // namespace

Error Xml::malformed() {
  return invalid("xlsx_xml", "The workbook's inside is not what a spreadsheet writes: its XML is broken.");
}

Xml::Xml(Part& part) : part_(part) {
  xmlInitParser();
  // UTF-8 whatever the part says of itself: so no other spelling of a document type gets by the look at its bytes.
  reader_ = xmlReaderForIO(&Xml::read, nullptr, this, nullptr, "UTF-8", XML_PARSE_NONET | XML_PARSE_COMPACT);
  if (!reader_) throw std::bad_alloc();
  xmlTextReaderSetErrorHandler(
      reader_, [](void*, const char*, xmlParserSeverities, xmlTextReaderLocatorPtr) {}, nullptr);
}

Xml::~Xml() {
  xmlFreeTextReader(reader_);
}

int Xml::read(void* self, char* out, int size) {
  Xml& xml = *static_cast<Xml*>(self);
  if (xml.failed_) return -1;
  const auto got = xml.part_.read(out, static_cast<std::size_t>(size));
  if (!got.ok()) {
    xml.failed_ = got.error();
    return -1;
  }
  // Refused before libxml2 sees it: nothing of a document type is ever parsed.
  xml.tail_.append(out, *got);
  if (xml.tail_.find(kDoctype) != std::string::npos) {
    xml.failed_ = doctype();
    return -1;
  }
  xml.tail_.erase(0, xml.tail_.size() - std::min(xml.tail_.size(), kDoctype.size() - 1));
  return static_cast<int>(*got);
}

Result<Xml::Node> Xml::next() {
  if (close_next_) {
    close_next_ = false;
    --depth_;
    return Node::close;
  }
  for (;;) {
    const int got = xmlTextReaderRead(reader_);
    if (failed_) return *failed_;
    if (got < 0) return malformed();
    if (got == 0) return Node::end;
    switch (xmlTextReaderNodeType(reader_)) {
      case XML_READER_TYPE_ELEMENT:
        if (++depth_ > kXmlDepthMax) return malformed();
        close_next_ = xmlTextReaderIsEmptyElement(reader_) == 1;
        return Node::open;
      case XML_READER_TYPE_END_ELEMENT:
        --depth_;
        return Node::close;
      case XML_READER_TYPE_TEXT:
      case XML_READER_TYPE_CDATA:
      case XML_READER_TYPE_WHITESPACE:
      case XML_READER_TYPE_SIGNIFICANT_WHITESPACE:
        return Node::text;
      case XML_READER_TYPE_DOCUMENT_TYPE:
      case XML_READER_TYPE_ENTITY_REFERENCE:
        return doctype();
      default:
        break;  // comments and instructions say nothing of cells
    }
  }
}

Result<void> Xml::skip() {
  for (const int outside = depth_ - 1; depth_ > outside;) {
    MUSTER_TRY(const Node node, next());
    if (node == Node::end) return malformed();
  }
  return {};
}

std::string_view Xml::name() const {
  const std::string_view space = view(xmlTextReaderConstNamespaceUri(reader_));
  const bool ours = std::find(std::begin(kSpaces), std::end(kSpaces), space) != std::end(kSpaces);
  return ours ? view(xmlTextReaderConstLocalName(reader_)) : std::string_view();
}

std::string_view Xml::text() const {
  return view(xmlTextReaderConstValue(reader_));
}

std::optional<std::string_view> Xml::value_of(const xmlAttr& attribute) {
  const xmlNode* first = attribute.children;
  if (!first) return std::string_view();
  if (!first->next && first->type == XML_TEXT_NODE) return view(first->content);
  xmlChar* joined = xmlNodeListGetString(attribute.doc, first, 1);
  value_ = view(joined);
  xmlFree(joined);
  return value_;
}

std::optional<std::string_view> Xml::attribute(std::string_view name) {
  const xmlNode* node = xmlTextReaderCurrentNode(reader_);
  for (const xmlAttr* a = node ? node->properties : nullptr; a; a = a->next)
    if (!a->ns && view(a->name) == name) return value_of(*a);
  return std::nullopt;
}

std::optional<std::string_view> Xml::relation() {
  const xmlNode* node = xmlTextReaderCurrentNode(reader_);
  for (const xmlAttr* a = node ? node->properties : nullptr; a; a = a->next)
    if (a->ns && view(a->name) == "id" && view(a->ns->href).ends_with("/relationships")) return value_of(*a);
  return std::nullopt;
}

}  // namespace muster::filings::xlsx
