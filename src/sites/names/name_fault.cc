// The codes and sentences of what is no name.
#include <names/name.h>

namespace muster::names {
namespace {

struct Words {
  const char* code;
  const char* sentence;
};

constexpr Words words(NameFault fault) {
  switch (fault) {
    case NameFault::none:
      return {"", ""};
    case NameFault::empty:
      return {"name_empty", "There is no name here. Give a domain name like example.com."};
    case NameFault::not_utf8:
      return {"name_not_utf8", "The name is not valid UTF-8. Save the text as UTF-8 and try again."};
    case NameFault::control:
      return {"name_control_character", "The name holds a blank or a control character. Give one name without blanks."};
    case NameFault::too_long:
      return {"name_too_long", "The name is longer than 253 characters; no domain name can be."};
    case NameFault::label_empty:
      return {"name_label_empty", "The name has two dots in a row, or begins with a dot."};
    case NameFault::label_too_long:
      return {"name_label_too_long", "A part of the name between two dots is longer than 63 characters; none can be."};
    case NameFault::label_hyphen:
      return {"name_label_hyphen", "A part of the name begins or ends with a hyphen; none may."};
    case NameFault::character:
      return {"name_character",
              "The name holds a character that no name may have. Give the name alone: no address of a page, no port."};
    case NameFault::underscore:
      return {"name_underscore", "The name holds an underscore; a site's name can't."};
    case NameFault::wildcard:
      return {"name_wildcard", "A wildcard is not allowed here. Give the name without \"*.\"."};
    case NameFault::address:
      return {"name_is_address", "This is an IP address or ends in a number; a domain name is needed."};
    case NameFault::single_label:
      return {"name_single_label", "The name has one part alone. Give a full name like example.com."};
    case NameFault::idna:
      return {"name_idna", "The international part of the name breaks the rules of UTS 46. Check its spelling."};
  }
  return {"", ""};
}

}  // namespace

const char* code(NameFault fault) {
  return words(fault).code;
}
const char* sentence(NameFault fault) {
  return words(fault).sentence;
}
Error to_error(NameFault fault, std::string field) {
  return invalid(code(fault), sentence(fault), std::move(field));
}

}  // namespace muster::names
