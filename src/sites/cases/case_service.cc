#include "flow.h"
#include <base/bytes.h>
#include <base/text.h>
#include <cases/service.h>
#include <documents/documents.h>
#include <filings/service.h>
#include <names/name.h>
#include <names/suffix.h>
#include <notices/notices.h>
#include <policy/policy.h>
#include <policy/regions.h>
#include <testing/testing.h>

#include <algorithm>

#include <fmt/format.h>

namespace muster::cases {
namespace {

using store::Transaction;

constexpr std::size_t kNoteMax = 2000, kUrlMax = 2000, kNoteWordsMax = 10'000, kEvidenceRefMax = 2000;
constexpr std::size_t kElementsMax = 200;  // of one case
constexpr const char* kSources[] = {"manual", "suspicion", "census", "report", "received_order"};

Result<void> check_url(const std::string& url, const std::string& host) {
  if (url.empty()) return {};
  MUSTER_CHECK_OK(check_line(url, "target", kUrlMax));
  for (const char* scheme : {"http://", "https://"})
    if (url.starts_with(scheme + host + "/") || url == scheme + host) return {};
  return invalid("url_host", "The page is not on the host of the case.", "target");
}

Result<void> check_region(const std::string& region) {
  const bool well_formed = region.size() <= 32 && std::all_of(region.begin(), region.end(), [](char c) {
                             return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                                    c == '-' || c == '_' || c == '.';
                           });
  if (well_formed) return {};
  return invalid("region_form", "The region is a code of at most 32 letters, digits and hyphens (\"CN-11\").",
                 "region");
}

Result<std::string> checked_name(const policy::Policy& policy, const std::string& input) {
  MUSTER_TRY(const names::Name name, names::parse_name(input));
  if (names::is_public_suffix(name.ascii) || policy.is_never_block(name.ascii))
    return refused("never_block", "A case is about a site: not about a public suffix or a protected name.", "target");
  return name.ascii;
}

// The hash of what an element points at; for words, of the words.
Result<std::string> evidence_hash(Transaction& tx, const NewElement& e) {
  static constexpr store::Sql kRun{"case_evidence_run", "select evidence_sha256 from test_run where id = :id"};
  const Error unknown = invalid("evidence_unknown", "There is no such evidence.", "evidence_ref");
  if (e.evidence_kind == "test_run") {
    const auto row = tx.one(kRun, {{"id", e.evidence_ref}});
    return row ? Result<std::string>(row->text("evidence_sha256")) : unknown;
  }
  if (e.evidence_kind == "document") {
    const auto document = documents::Service::find(tx, e.evidence_ref);
    return document && !document->destroyed_at ? Result<std::string>(document->sha256) : unknown;
  }
  if (e.evidence_kind == "notice") {
    const auto notice = notices::Service::find(tx, e.evidence_ref);
    return notice ? Result<std::string>(to_hex(sha256(notice->body))) : unknown;
  }
  if (e.evidence_kind == "lookup" || e.evidence_kind == "statement") return to_hex(sha256(e.evidence_ref));
  return invalid("evidence_kind_unknown", "Evidence is a test_run, document, lookup, notice or statement.",
                 "evidence_kind");
}

bool takes_evidence(const std::string& state) {
  return state == "opened" || state == "evidence_sealed" || state == "screened" || state == "referred";
}

Result<Element> tie(Flow& flow, const Case& c, const NewElement& e) {
  if (!takes_evidence(c.state))
    return conflict("case_state", "Evidence is tied before a decision is signed; this case is " + c.state + ".");
  bool known = false;
  for (const ElementRule& rule : element_rules())
    known = known || (rule.ground == c.ground && rule.element == e.element);
  if (!known) return invalid("element_unknown", "This ground has no such element.", "element");
  MUSTER_CHECK_OK(check_paragraphs(e.evidence_ref, "evidence_ref", kEvidenceRefMax));
  if (!e.note.empty()) MUSTER_CHECK_OK(check_paragraphs(e.note, "note", kNoteMax));
  MUSTER_TRY(const std::string hash, evidence_hash(flow.tx, e));
  const auto before = select_elements(flow.tx, c.id);
  if (before.size() >= kElementsMax)
    return refused("elements_max", fmt::format("A case holds at most {} pieces of evidence.", kElementsMax));
  const Element element{static_cast<std::int64_t>(before.size()) + 1,
                        e.element,
                        e.evidence_kind,
                        e.evidence_ref,
                        hash,
                        e.note,
                        flow.actor,
                        flow.now};
  insert_element(flow.tx, c.id, element);
  flow.record(kElementAdded, kCaseRecord, c.id,
              Body()
                  .text("element", e.element)
                  .text("evidence_kind", e.evidence_kind)
                  .text("sha256", hash)
                  .number("seq", element.seq));
  return element;
}

Result<Case> open(Flow& flow, NewCase what, const std::optional<filings::SiteOfName>& site) {
  if (site && what.region.empty()) what.region = site->region;
  const std::string site_id = site ? site->site_id : "";
  Case c;
  c.id = flow.new_id();
  c.number = next_number(flow.tx, "C", flow.now);
  c.ground = what.ground;
  c.name = what.name;
  c.url = what.url;
  c.source = what.source;
  c.source_ref = what.source_ref;
  c.site_id = site_id;
  c.opened_by = flow.actor;
  c.opened_at = c.state_at = flow.now;
  c.note = what.note;
  c.state = "opened";
  c.region = what.region;
  const auto& urgent = flow.s.urgent_grounds();
  c.urgent = std::find(urgent.begin(), urgent.end(), c.ground) != urgent.end();
  c.due_at = flow.due_in(c, c.state);
  insert_case(flow.tx, c);
  Body body;
  body.text("number", c.number).text("ground", c.ground).text("source", c.source);
  if (!find_ground(c.ground)->sealed) body.text("name", c.name);
  flow.record(kOpened, kCaseRecord, c.id, body);
  return c;
}

// Who may take which step by hand.
Result<void> may_take(Flow& flow, const std::string& event) {
  if (event == "seal" || event == "screen" || event == "refer") return flow.need_role({"examiner"});
  if (event == "dismiss" || event == "reexamine" || event == "close") return flow.need_role({"examiner", "decider"});
  if (event == "restore") return flow.need_role({"examiner", "decider", "operator"});
  return invalid("event_unknown", "This step follows from signatures, orders and appeals; it can't be taken by hand.",
                 "event");
}

}  // namespace

Result<Case> Service::open_case(const NewCase& what, const std::string& person) const {
  return open_case(what, person, {});
}

Result<Case> Service::open_case(const NewCase& input, const std::string& person, const Also& also) const {
  NewCase what = input;
  if (!find_ground(what.ground)) return invalid("ground_unknown", "The list of grounds is closed.", "ground");
  MUSTER_TRY(what.name, checked_name(policy_, input.name));
  MUSTER_CHECK_OK(check_url(what.url, what.name));
  if (!what.note.empty()) MUSTER_CHECK_OK(check_paragraphs(what.note, "note", kNoteMax));
  MUSTER_CHECK_OK(check_region(what.region));
  if (std::find(std::begin(kSources), std::end(kSources), what.source) == std::end(kSources))
    return invalid("source_unknown",
                   "A case comes from a suspicion, the census, a report, a received order, or a person.", "source");
  return database_.write([&](Transaction& tx) -> Result<Case> {
    Flow flow(*this, tx, person);
    MUSTER_CHECK_OK(flow.need_role({"examiner"}));
    const auto site = filings_.site_of(tx, what.name);
    MUSTER_TRY(Case opened, open(flow, what, site));
    if (also) MUSTER_CHECK_OK(also(tx, opened));
    return opened;
  });
}

Result<Case> Service::open_from_suspicion(const std::string& suspicion_id, const std::string& note,
                                          const std::string& person) const {
  if (!note.empty()) MUSTER_CHECK_OK(check_paragraphs(note, "note", kNoteMax));
  return database_.write([&](Transaction& tx) -> Result<Case> {
    Flow flow(*this, tx, person);
    MUSTER_CHECK_OK(flow.need_role({"examiner"}));
    const auto suspicion = testing::Service::find(tx, suspicion_id);
    if (!suspicion) return not_found("suspicion_unknown", "There is no such suspicion.");
    MUSTER_TRY(const std::string name, checked_name(policy_, suspicion->name));
    const auto site = filings_.site_of(tx, name);
    MUSTER_TRY(Case c, open(flow, {suspicion->ground, name, "", "suspicion", suspicion_id, note}, site));
    auto referred = testing::Service::refer(tx, recorder_, suspicion_id, person, c.id);
    if (!referred.ok()) return referred.error();
    const bool visit_wanted =
        !missing_elements(c.ground, {}, 0).empty() && missing_elements(c.ground, {}, 0).front() == "sealed_visit";
    if (visit_wanted && !suspicion->test_run_id.empty())
      MUSTER_CHECK_OK(tie(flow, c, {"sealed_visit", "test_run", suspicion->test_run_id, ""}));
    return c;
  });
}

Result<Element> Service::add_element(const std::string& case_id, const NewElement& element,
                                     const std::string& person) const {
  return database_.write([&](Transaction& tx) -> Result<Element> {
    Flow flow(*this, tx, person);
    MUSTER_CHECK_OK(flow.need_role({"examiner", "decider", "security_decider"}));
    MUSTER_TRY(const Case c, flow.need_case(case_id));
    MUSTER_CHECK_OK(flow.need_free(c));
    return tie(flow, c, element);
  });
}

Result<Case> Service::apply(const std::string& case_id, std::int64_t version, const std::string& event,
                            const std::string& note, const std::string& person) const {
  if (!note.empty()) MUSTER_CHECK_OK(check_paragraphs(note, "note", kNoteMax));
  return database_.write([&](Transaction& tx) -> Result<Case> {
    Flow flow(*this, tx, person);
    MUSTER_CHECK_OK(may_take(flow, event));
    MUSTER_TRY(const Case c, flow.need_case(case_id));
    if (c.version != version) return stale();
    MUSTER_CHECK_OK(flow.need_free(c));
    if (event == "seal" && select_elements(tx, c.id).empty())
      return conflict("evidence_missing", "Tie evidence to the case first; there is nothing to seal yet.");
    if (event == "dismiss" && trim(note).empty())
      return invalid("note_missing", "Say why the case is dismissed.", "reasons");
    return flow.move(c, event, note);
  });
}

Result<std::string> Service::give_notice(const std::string& case_id, const std::string& words,
                                         const std::string& person) const {
  MUSTER_CHECK_OK(check_paragraphs(words, "words", kNoteWordsMax));
  return database_.write([&](Transaction& tx) -> Result<std::string> {
    Flow flow(*this, tx, person);
    MUSTER_CHECK_OK(flow.need_role({"examiner", "decider", "security_decider"}));
    MUSTER_TRY(const Case c, flow.need_case(case_id));
    MUSTER_CHECK_OK(flow.need_free(c));
    if (!takes_evidence(c.state))
      return conflict("case_state", "A prior notice comes before the decision; this case is " + c.state + ".");
    auto say = flow.words_of(c);
    const policy::Ground* ground = policy_.find_ground(c.ground);
    const Instant due = policy::due_in(
        policy_, c.region, ground && ground->cure ? *ground->cure : policy_.term("clock.prior_notice"), flow.now);
    say["finding"] = words;
    std::string evidence;
    for (const Element& e : select_elements(tx, c.id))
      evidence += fmt::format("{}{} ({})", evidence.empty() ? "" : ", ", e.element, e.sha256.substr(0, 16));
    say["evidence"] = evidence;
    say["answer_by"] = to_rfc3339(due);
    MUSTER_TRY(const std::string notice, flow.tell_responsible(c, notices::letters::kPriorNotice, say));
    flow.record(kNoticeGiven, kCaseRecord, c.id,
                Body().text("notice", notice).text("ground", c.ground).text("answer_by", to_rfc3339(due)));
    return notice;
  });
}

}  // namespace muster::cases
