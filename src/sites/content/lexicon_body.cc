// The body of a lexicon: one JSON item a line.
//   {"t":text,"l":language,"w":weight}                      a phrase; "lit":true: in this spelling alone
//   {"all":[a,b],"near":words,"not":[c],"l":…,"w":…}        a combination
#include <base/text.h>
#include <content/bundle.h>

#include <boost/json.hpp>
#include <fmt/format.h>

namespace muster::content {
namespace json = boost::json;
namespace {

struct BadTerm {
  std::size_t number;
  Error operator()(const char* why) const {
    return invalid("bundle_term_invalid", fmt::format("Term {} of the bundle {}.", number, why));
  }
};

std::string member(const json::object& object, std::string_view key) {
  const auto* value = object.if_contains(key);
  return value && value->is_string() ? std::string(value->as_string()) : std::string();
}

const char* fault_of_text(std::string_view text) {
  if (trim(text).empty() || trim(text) == "*") return "is empty";
  if (text.size() > kTermBytesMax) return "is longer than 200 bytes";
  if (!is_valid_utf8(text)) return "is not UTF-8";
  return nullptr;
}

Result<std::vector<std::string>> parts_of(const json::object& object, std::string_view key, const BadTerm& bad) {
  std::vector<std::string> out;
  const auto* list = object.if_contains(key);
  if (!list) return out;
  if (!list->is_array() || list->as_array().size() > kTermPartsMax) return bad("has no list of at most 8 parts");
  for (const auto& each : list->as_array()) {
    if (!each.is_string()) return bad("has a part that is no text");
    out.emplace_back(each.as_string());
    if (const char* why = fault_of_text(out.back())) return bad(why);
  }
  return out;
}

Result<Term> parse_term(std::string_view line, std::size_t number) {
  const BadTerm bad{number};
  boost::system::error_code error;
  const json::value value = json::parse(line, error);
  if (error || !value.is_object()) return bad("is not a JSON object");
  const json::object& object = value.as_object();
  Term term{member(object, "t"), member(object, "l"), 1};
  if (term.language.size() > 12) return bad("has a language that is none");
  if (const auto* weight = object.if_contains("w")) {
    term.weight = weight->to_number<double>(error);
    if (error) return bad("has a weight that is not a number");
  }
  if (!(term.weight > 0) || term.weight > kWeightMax) return bad("has a weight outside of 0 to 4");
  if (const auto* literal = object.if_contains("lit")) term.literal = literal->is_bool() && literal->as_bool();
  MUSTER_TRY(term.all, parts_of(object, "all", bad));
  MUSTER_TRY(term.none, parts_of(object, "not", bad));
  if (term.all.empty()) {
    if (const char* why = fault_of_text(term.text)) return bad(why);
    return term;
  }
  if (!term.text.empty() || term.all.size() < 2) return bad("is neither a phrase nor a combination of several");
  if (const auto* near = object.if_contains("near")) {
    term.near = near->to_number<int>(error);
    if (error || term.near < 1 || term.near > static_cast<int>(kNearWordsMax))
      return bad("has a distance outside of 1 to 100 words");
  }
  term.text = fmt::format("{}", fmt::join(term.all, " + "));
  return term;
}

}  // namespace

Result<Bundle> read_lexicon(const SignedBundle& file) {
  if (file.header.kind != BundleKind::lexicon)
    return refused("bundle_kind_unknown", "This bundle is not a lexicon.", "kind");
  Bundle out{file.header, {}, file.sha256, file.public_key};
  std::string_view body = file.body;
  while (!body.empty()) {
    const auto end = body.find('\n');
    if (end == std::string_view::npos) return invalid("bundle_format", "The bundle ends before its last line's end.");
    if (out.terms.size() == kTermsMax) return invalid("bundle_format", "The bundle has more than 100,000 terms.");
    MUSTER_TRY(auto term, parse_term(body.substr(0, end), out.terms.size() + 1));
    out.terms.push_back(std::move(term));
    body.remove_prefix(end + 1);
  }
  if (out.terms.empty() || static_cast<std::int64_t>(out.terms.size()) != file.items)
    return invalid("bundle_format", "The bundle does not hold as many terms as its header says.");
  return out;
}

Result<Bundle> open_bundle(std::string_view file, std::span<const PublisherKey> enrolled) {
  MUSTER_TRY(const SignedBundle opened, open_signed(file, enrolled));
  return read_lexicon(opened);
}

}  // namespace muster::content
