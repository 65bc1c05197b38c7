// domain:infData (RFC 5731 §3.1.2) and contact:infData (RFC 5733 §3.1.2) inside of any wrapper, read as a stream by
// libxml2: no network, no entities replaced, no document type at all, bounded depth and record size.
#include <base/text.h>
#include <holders/import.h>

#include <istream>
#include <unordered_map>

#include <libxml/xmlreader.h>

namespace muster::holders {
namespace {

constexpr std::string_view kDomainNs = "urn:ietf:params:xml:ns:domain-1.0";
constexpr std::string_view kContactNs = "urn:ietf:params:xml:ns:contact-1.0";
constexpr std::string_view kRgpNs = "urn:ietf:params:xml:ns:rgp-1.0";
constexpr std::size_t kContactsMax = 100'000;  // that a file's domains can refer to
constexpr int kElementsMax = 500;              // of one record

struct Input {
  std::istream& in;
  bool broken = false, doctype = false;
  std::string tail = {};  // what may be the beginning of "<!DOCTYPE"
  static int read(void* context, char* out, int size) {
    auto& self = *static_cast<Input*>(context);
    self.in.read(out, size);
    if (self.in.bad()) {
      self.broken = true;
      return -1;
    }
    // Refused before libxml2 sees it: nothing of a document type is ever parsed.
    constexpr std::string_view kDoctype = "<!DOCTYPE";
    const auto got = static_cast<std::size_t>(self.in.gcount());
    self.tail.append(out, got);
    self.doctype = self.doctype || self.tail.find(kDoctype) != std::string::npos;
    self.tail.erase(0, self.tail.size() - std::min(self.tail.size(), kDoctype.size() - 1));
    return self.doctype ? -1 : static_cast<int>(got);
  }
};

// An element of ours, without its prefix.
struct Element {
  std::string_view space, name;
};

class EppRecords final : public RecordSource {
 public:
  explicit EppRecords(std::istream& in) : input_{in} {
    xmlInitParser();
    reader_ = xmlReaderForIO(&Input::read, nullptr, &input_, nullptr, nullptr, XML_PARSE_NONET | XML_PARSE_NOCDATA);
    if (!reader_) throw std::bad_alloc();
    xmlTextReaderSetErrorHandler(
        reader_, [](void*, const char*, xmlParserSeverities, xmlTextReaderLocatorPtr) {}, nullptr);
  }
  ~EppRecords() override { xmlFreeTextReader(reader_); }
  EppRecords(const EppRecords&) = delete;

  Result<bool> next(Read& out) override {
    for (;;) {
      MUSTER_TRY(const bool more, step());
      if (!more) {
        if (!any_)
          return invalid("xml_no_domains", "No domain:infData of EPP (" + std::string(kDomainNs) + ") is in the file.");
        return false;
      }
      if (xmlTextReaderNodeType(reader_) != XML_READER_TYPE_ELEMENT) continue;
      const Element element = here();
      if (element.name != "infData") continue;
      if (element.space == kContactNs) MUSTER_CHECK_OK(contact());
      if (element.space == kDomainNs) {
        any_ = true;
        out = {};
        out.line = line();
        MUSTER_CHECK_OK(domain(out));
        return true;
      }
    }
  }

 private:
  // Where the element stands. libxml2 keeps 16 bits of it; beyond, the parser's own place serves, which may be up to
  // 512 bytes ahead.
  std::int64_t line() const {
    const xmlNodePtr node = xmlTextReaderCurrentNode(reader_);
    const long exact = node ? xmlGetLineNo(node) : 0;
    return exact > 0 && exact < 65535 ? exact : std::max(xmlTextReaderGetParserLineNumber(reader_), 1);
  }
  static std::string_view view(const xmlChar* text) {
    return text ? std::string_view(reinterpret_cast<const char*>(text)) : std::string_view();
  }
  Element here() const {
    return {view(xmlTextReaderConstNamespaceUri(reader_)), view(xmlTextReaderConstLocalName(reader_))};
  }

  static Error doctype() {
    return invalid("xml_doctype", "Files with a document type or entities of their own are not read.");
  }

  Result<bool> step() {
    const int got = xmlTextReaderRead(reader_);
    if (got == 0) return false;
    if (got < 0) {
      if (input_.doctype) return doctype();
      if (input_.broken)
        return unavailable("import_read",
                           "The file can't be read any further. What was committed stays; run the import again.");
      return invalid("xml_malformed",
                     "The XML is broken or cut off in line " +
                         std::to_string(std::max(xmlTextReaderGetParserLineNumber(reader_), 1)) +
                         ". What stands before was read.",
                     "line");
    }
    const int type = xmlTextReaderNodeType(reader_);
    if (type == XML_READER_TYPE_DOCUMENT_TYPE || type == XML_READER_TYPE_ENTITY_REFERENCE) return doctype();
    if (xmlTextReaderDepth(reader_) > static_cast<int>(kXmlDepthMax))
      return invalid("xml_too_deep", "Elements are nested more than 40 deep.");
    return true;
  }

  // Every element with text below the present one. `visit` gets element, its attribute "s" or "type", and its text.
  // False: the record is too long, and was passed over.
  template <class Visit>
  Result<bool> walk(Visit&& visit) {
    const int depth = xmlTextReaderDepth(reader_);
    if (xmlTextReaderIsEmptyElement(reader_)) return true;
    std::size_t bytes = 0;
    int elements = 0;
    std::string space, name, mark, text;
    bool fits = true;
    for (;;) {
      MUSTER_TRY(const bool more, step());
      if (!more) return invalid("xml_malformed", "The XML ends within a record.", "line");
      const int type = xmlTextReaderNodeType(reader_);
      if (type == XML_READER_TYPE_END_ELEMENT) {
        if (fits && !name.empty()) visit(Element{space, name}, mark, std::string(trim(text)));
        name.clear();
        if (xmlTextReaderDepth(reader_) == depth) return fits;
      } else if (type == XML_READER_TYPE_ELEMENT) {
        if (fits && !name.empty()) visit(Element{space, name}, mark, std::string());  // it has elements in it
        fits = fits && ++elements <= kElementsMax;
        const Element e = here();
        space = e.space;
        name = e.name;
        text.clear();
        mark.clear();
        for (const char* attribute : {"s", "type"})
          if (xmlChar* value = xmlTextReaderGetAttribute(reader_, reinterpret_cast<const xmlChar*>(attribute))) {
            mark = view(value).substr(0, 100);
            xmlFree(value);
            break;
          }
        if (xmlTextReaderIsEmptyElement(reader_)) {
          if (fits) visit(Element{space, name}, mark, std::string());
          name.clear();
        }
      } else if (type == XML_READER_TYPE_TEXT || type == XML_READER_TYPE_CDATA) {
        const auto piece = view(xmlTextReaderConstValue(reader_));
        bytes += piece.size();
        fits = fits && bytes <= kRecordBytesMax;
        if (fits) text += piece;
      }
    }
  }

  static void time(std::optional<Instant>& into, const std::string& text, const char* field, Read& out) {
    const auto parsed = parse_rfc3339(text);
    if (parsed.ok())
      into = *parsed;
    else
      out.faults.push_back(invalid("time_form", "A time is written as RFC 3339 says.", field));
  }

  Result<void> domain(Read& out) {
    Record& r = out.record;
    int names = 0;
    MUSTER_TRY(const bool fits, walk([&](const Element& e, const std::string& mark, const std::string& text) {
                 if (e.space == kRgpNs && e.name == "rgpStatus" && r.statuses.size() <= 64) r.statuses.push_back(mark);
                 if (e.space != kDomainNs) return;
                 if (e.name == "name") {
                   r.name = text;
                   ++names;
                 } else if (e.name == "status") {
                   r.statuses.push_back(mark);
                 } else if (e.name == "registrant") {
                   r.registrant.handle = text;
                 } else if (e.name == "hostObj" || e.name == "hostName") {
                   r.name_servers.push_back(text);
                 } else if (e.name == "clID") {
                   r.registrar = text;
                 } else if (e.name == "crDate") {
                   time(r.created_at, text, "crDate", out);
                 } else if (e.name == "exDate") {
                   time(r.expires_at, text, "exDate", out);
                 } else if (e.name == "upDate") {
                   time(r.updated_at, text, "upDate", out);
                 }
               }));
    if (!fits)
      out.faults.insert(out.faults.begin(),
                        invalid("record_too_long", "The record has more than 64 KiB of text or 500 elements."));
    if (names > 1) out.faults.push_back(invalid("name_twice", "The record has two names.", "name"));
    if (const auto known = contacts_.find(r.registrant.handle); known != contacts_.end()) {
      const std::string handle = r.registrant.handle;
      r.registrant = known->second;
      r.registrant.handle = handle;
    }
    return {};
  }

  // A contact with an organization is that organization; one without is a person.
  Result<void> contact() {
    std::string id, name, org, country;
    MUSTER_TRY(const bool fits, walk([&](const Element& e, const std::string&, const std::string& text) {
                 if (e.space != kContactNs) return;
                 if (e.name == "id") id = text;
                 if (e.name == "name" && name.empty()) name = text;
                 if (e.name == "org" && org.empty()) org = text;
                 if (e.name == "cc" && country.empty()) country = text;
               }));
    const bool small = id.size() <= 100 && name.size() <= 300 && org.size() <= 300 && country.size() <= 10;
    if (!fits || !small || id.empty() || contacts_.size() >= kContactsMax) return {};
    Registrant who;
    who.kind = !org.empty() ? HolderKind::organization : !name.empty() ? HolderKind::individual : HolderKind::unknown;
    who.name = !org.empty() ? org : name;
    who.country = country;
    contacts_.insert_or_assign(id, std::move(who));
    return {};
  }

  Input input_;
  xmlTextReaderPtr reader_ = nullptr;
  bool any_ = false;
  std::unordered_map<std::string, Registrant> contacts_;
};

}  // namespace

std::unique_ptr<RecordSource> epp_records(std::istream& in) {
  return std::make_unique<EppRecords>(in);
}

}  // namespace muster::holders
