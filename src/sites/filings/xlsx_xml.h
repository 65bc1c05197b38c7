// A part's XML, node by node: libxml2's reader without network, entities or document type, of bounded depth. UTF-8
// alone. Not thread-safe. Inside of filings.
#pragma once

#include "xlsx_package.h"

#include <optional>
#include <string_view>

#include <libxml/xmlreader.h>

namespace muster::filings::xlsx {

class Xml {
 public:
  enum class Node : std::uint8_t { open, close, text, end };

  explicit Xml(Part& part);
  ~Xml();
  Xml(const Xml&) = delete;

  // Every opening has its close, that of an empty element too. Errors: xlsx_xml (malformed, or too deep), xlsx_doctype,
  // and the part's.
  Result<Node> next();
  // To the close of the element that was opened last.
  Result<void> skip();
  // Behind an opening: how many elements are open there.
  int depth() const { return depth_; }

  // Of the element; empty where its namespace is none of a workbook's. Valid until the next call of next().
  std::string_view name() const;
  std::string_view text() const;
  // Of the element that was opened; nothing if it has none of this name.
  std::optional<std::string_view> attribute(std::string_view name);
  // r:id, which names a relation.
  std::optional<std::string_view> relation();

  static Error malformed();

 private:
  static int read(void* self, char* out, int size);
  std::optional<std::string_view> value_of(const xmlAttr& attribute);

  Part& part_;
  xmlTextReaderPtr reader_;
  std::optional<Error> failed_;
  std::string tail_;  // what may be the beginning of "<!DOCTYPE"
  std::string value_;
  int depth_ = 0;
  bool close_next_ = false;
};

}  // namespace muster::filings::xlsx
