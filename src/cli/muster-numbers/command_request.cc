// `muster-numbers request scope|enter|list|show|step|answer|letter`: what authorities ask about people. --person: who
// of the house acts; two different ones sign.
#include "commands.h"
#include "instance.h"
#include <base/text.h>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace muster::cli {
namespace {

struct RequestChoices {
  lookups::NewRequest request;
  lookups::AuthorityScope scope;
  std::string person, id, kind = "number", about, delay, event, state, after, purpose = "authority_request";
  std::vector<std::string> reasons;
  bool overdue = false;
};
using SharedRequestChoices = std::shared_ptr<RequestChoices>;

std::string request_json(const lookups::AuthorityRequest& r) {
  return fmt::format(
      R"({{"id":"{}","number":"{}","state":"{}","authority":{},"law":{},"letter":{},"purpose":{},"kind":"{}","fields":{},)"
      R"("found":{},"due_at":"{}","expires_at":{},"delay_until":{},"delay_law":{},"readings":{},"version":{}}})",
      r.id, r.number, to_text(r.state), json_quote(r.authority_id), json_quote(r.law), json_quote(r.letter),
      json_quote(r.purpose), to_text(r.kind), json_quote(fmt::format("{}", fmt::join(r.fields, " "))),
      !r.holder_id.empty(), to_rfc3339(r.due_at), r.expires_at ? json_quote(to_rfc3339(*r.expires_at)) : "null",
      r.delay_until ? json_quote(to_rfc3339(*r.delay_until)) : "null", json_quote(r.delay_law), r.readings, r.version);
}

void print_request(Globals& globals, const lookups::AuthorityRequest& r) {
  if (globals.json)
    fmt::print("{}\n", request_json(r));
  else
    fmt::print("{}  {}  {}  {}  {}  due {}\n", r.id, r.number, to_text(r.state), to_text(r.kind),
               fmt::join(r.fields, ","), to_rfc3339(r.due_at));
}
void tell_request(Globals& globals, const Result<lookups::AuthorityRequest>& r) {
  if (!r.ok()) return globals.fail(r.error());
  print_request(globals, *r);
}

Result<lookups::AuthorityRequest> enter_request(Instance& instance, RequestChoices& c) {
  const auto kind = lookups::request_kind(c.kind);
  if (!kind) return invalid("request_kind", "A request is about a number, a person, or a comparison.", "kind");
  c.request.kind = *kind;
  if (!c.about.empty()) {
    MUSTER_TRY(c.request.about_at, parse_rfc3339(c.about));
  }
  if (!c.delay.empty()) {
    MUSTER_TRY(c.request.delay_until, parse_rfc3339(c.delay));
  }
  return instance.requests.enter(c.person, c.request);
}

Result<lookups::AuthorityRequest> step_request(Instance& instance, const RequestChoices& c) {
  const auto event = lookups::request_event(c.event);
  if (!event) return invalid("request_event", "There is no such step of a request.", "event");
  MUSTER_TRY(const auto now, instance.requests.get(c.id));
  return instance.requests.apply(c.person, c.id, now.version, *event, c.reasons);
}

void answer_request(Globals& globals, Instance& instance, const RequestChoices& c) {
  const auto answer = instance.requests.answer(c.person, c.id);
  if (!answer.ok()) return globals.fail(answer.error());
  std::string fields;
  for (const auto& [code, value] : answer->fields) {
    if (globals.json)
      fields += fmt::format("{}{}:{}", fields.empty() ? "" : ",", json_quote(code), json_quote(value));
    else
      fmt::print("{}: {}\n", code, value);
  }
  if (globals.json)
    fmt::print("{{\"number\":\"{}\",\"found\":{},\"fields\":{{{}}}}}\n", answer->request.number, answer->found, fields);
  else if (!answer->found)
    fmt::print("Nobody: the register holds no such person at that moment.\n");
}

void list_requests(Globals& globals, Instance& instance, const RequestChoices& c) {
  const auto all = c.overdue ? instance.requests.overdue(100) : instance.requests.list(c.state, c.after, 100);
  if (!all.ok()) return globals.fail(all.error());
  for (const auto& r : *all) print_request(globals, r);
}

void add_request_scope(CLI::App& request, Globals& globals, const SharedRequestChoices& c) {
  auto* scope = request.add_subcommand("scope", "Put on record what an authority may ask for; prints its id");
  scope->add_option("authority", c->scope.authority_id, "The authority's or court's id")->required();
  scope->add_option("--law", c->scope.law, "By which it may ask")->required();
  scope->add_option("--field", c->scope.fields, "What it may ask for; may be given again")->delimiter(',')->required();
  scope->add_option("--comparisons", c->scope.comparisons, "So many records compared by one request");
  scope->callback([&globals, c] {
    Instance* instance = globals.open();
    if (!instance) return;
    const auto made = instance->requests.add_scope(kCommandLine, c->scope);
    if (!made.ok()) return globals.fail(made.error());
    fmt::print("{}\n", made->id);
  });
}

void add_request_enter(CLI::App& request, Globals& globals, const SharedRequestChoices& c) {
  auto* enter = request.add_subcommand("enter", "Enter a request: the first of two persons; prints it");
  enter->add_option("--person", c->person, "Who of the house enters it")->required();
  enter->add_option("--scope", c->request.scope_id, "Of the authority")->required();
  enter->add_option("--letter", c->request.letter, "The authority's own number")->required();
  enter->add_option("--purpose", c->request.purpose, "A code")->required();
  enter->add_option("--kind", c->kind, "number, person or comparison")->capture_default_str();
  enter->add_option("--field", c->request.fields, "What is asked for; may be given again")->delimiter(',')->required();
  enter->add_option("--officer", c->request.officer_name, "Name of the authority's officer")->required();
  enter->add_option("--officer-id", c->request.officer_id, "Service number of the officer")->required();
  enter->add_option("--msisdn", c->request.msisdn, "The number that is asked about");
  enter->add_option("--document-kind", c->request.document.kind);
  enter->add_option("--document-country", c->request.document.country);
  enter->add_option("--document-number", c->request.document.number);
  enter->add_option("--about", c->about, "The moment that is asked about (RFC 3339)");
  enter->add_option("--delay-until", c->delay, "The person is told then (RFC 3339)");
  enter->add_option("--delay-law", c->request.delay_law, "That says so");
  enter->add_option("--records", c->request.rows_max, "Of a comparison: how many");
  enter->callback([&globals, c] {
    if (Instance* instance = globals.open()) tell_request(globals, enter_request(*instance, *c));
  });
}

void add_request_steps(CLI::App& request, Globals& globals, const SharedRequestChoices& c) {
  auto* step = request.add_subcommand("step", "check, approve, refuse or close");
  step->add_option("id", c->id)->required();
  step->add_option("event", c->event)->required();
  step->add_option("--person", c->person, "Who of the house; who entered or checked does not approve")->required();
  step->add_option("--reason", c->reasons, "A code: why it is refused; may be given again")->delimiter(',');
  step->callback([&globals, c] {
    if (Instance* instance = globals.open()) tell_request(globals, step_request(*instance, *c));
  });
  auto* answer = request.add_subcommand("answer", "Read the answer: exactly what was approved; the person is told");
  answer->add_option("id", c->id)->required();
  answer->add_option("--person", c->person, "Who of the house reads it")->required();
  answer->callback([&globals, c] {
    if (Instance* instance = globals.open()) answer_request(globals, *instance, *c);
  });
}

}  // namespace

void add_request(CLI::App& app, Globals& globals) {
  auto* request = app.add_subcommand("request", "What authorities ask about people");
  request->require_subcommand(1);
  const auto c = std::make_shared<RequestChoices>();
  add_request_scope(*request, globals, c);
  add_request_enter(*request, globals, c);
  add_request_steps(*request, globals, c);
  auto* list = request->add_subcommand("list", "Newest first");
  list->add_option("--state", c->state);
  list->add_option("--after", c->after, "The last id seen");
  list->add_flag("--overdue", c->overdue, "Those that nobody decided in their term");
  list->callback([&globals, c] {
    if (Instance* instance = globals.open()) list_requests(globals, *instance, *c);
  });
  auto* show = request->add_subcommand("show", "One request");
  show->add_option("id", c->id)->required();
  show->callback([&globals, c] {
    if (Instance* instance = globals.open()) tell_request(globals, instance->requests.get(c->id));
  });
}

}  // namespace muster::cli
