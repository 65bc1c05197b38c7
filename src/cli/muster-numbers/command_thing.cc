// `muster-numbers thing bind|bind-file|change|explain|unbind|seen|list|without`: devices that lines of things are bound
// to.
#include "commands.h"
#include "csv_input.h"
#include "instance.h"
#include <base/text.h>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <things/service.h>

namespace muster::cli {
namespace {

struct ThingWish {
  things::NewThing thing;
  std::string id, file, kind = "imei", device, evidence, state = "bound", after;
};

things::Service things_of(Instance& i) {
  return {i.database, i.recorder, i.policy};
}

Result<things::Device> device_of(const std::string& kind, const std::string& number) {
  const auto found = things::device_kind(kind);
  if (!found) return invalid("device_kind", "A device is known by its imei or its eid.", "device_kind");
  return things::Device{*found, number};
}

// A device's number is not printed: it was typed, or stands in a file.
void tell_thing(Globals& globals, const Result<things::Thing>& t) {
  if (!t.ok()) return globals.fail(t.error());
  fmt::print("{}  {}  line {}  {}  {}  since {}\n", t->id, to_text(t->state), t->line_id, t->scenario,
             fmt::join(t->services, "+"), to_day(t->state_since));
}

Result<things::Thing> bind_one(Instance& instance, const ThingWish& wish) {
  things::NewThing thing = wish.thing;
  MUSTER_TRY(thing.device, device_of(wish.kind, wish.device));
  thing.evidence_ref = wish.evidence;
  return things_of(instance).bind(kCommandLine, std::move(thing));
}

// A file's lines, each by itself: what is wrong with one is told and the others are done.
Result<void> each_line(Globals& globals, const std::string& file, std::span<const std::string_view> header,
                       const std::function<Result<void>(std::span<const std::string_view>)>& take,
                       const char* done_word) {
  std::int64_t done = 0, wrong = 0;
  MUSTER_CHECK_OK(
      each_record(file, header, [&](std::int64_t line, std::span<const std::string_view> f) -> Result<void> {
        const auto one = take(f);
        if (!one.ok() && one.error().failure == Failure::unavailable) return one;
        if (one.ok()) {
          ++done;
          return {};
        }
        ++wrong;
        std::vector<Error> all = one.error().all;
        if (all.empty()) all.push_back(one.error());
        for (const Error& e : all)
          fmt::print(stderr, "line {}: {}{}\n", line, e.field.empty() ? "" : e.field + ": ", e.sentence);
        return {};
      }));
  fmt::print("{} {}, {} refused\n", with_separators(done), done_word, with_separators(wrong));
  globals.exit_code = wrong > 0 ? 1 : 0;
  return {};
}

Result<void> bind_file(Globals& globals, Instance& instance, const std::string& file) {
  static constexpr std::string_view kHeader[] = {"msisdn",   "device_kind", "device",      "scenario",
                                                 "services", "contact_id",  "evidence_ref"};
  return each_line(
      globals, file, kHeader,
      [&](std::span<const std::string_view> f) -> Result<void> {
        things::NewThing thing;
        thing.msisdn = f[0];
        MUSTER_TRY(thing.device, device_of(std::string(f[1]), std::string(f[2])));
        thing.scenario = f[3];
        for (const auto& service : split(f[4], ' ')) thing.services.emplace_back(service);
        thing.contact_id = f[5];
        thing.evidence_ref = f[6];
        const auto done = things_of(instance).bind(kCommandLine, std::move(thing));
        return done.ok() ? Result<void>() : Result<void>(done.error());
      },
      "lines bound");
}

Result<void> seen_file(Globals& globals, Instance& instance, const std::string& file) {
  static constexpr std::string_view kHeader[] = {"msisdn", "device_kind", "device"};
  std::int64_t elsewhere = 0;
  MUSTER_CHECK_OK(each_line(
      globals, file, kHeader,
      [&](std::span<const std::string_view> f) -> Result<void> {
        MUSTER_TRY(const things::Device device, device_of(std::string(f[1]), std::string(f[2])));
        MUSTER_TRY(const auto seen, things_of(instance).seen(kCommandLine, {std::string(f[0]), device}));
        elsewhere += seen == things::Seen::elsewhere;
        return {};
      },
      "sightings"));
  fmt::print("{} in another device than their own\n", with_separators(elsewhere));
  return {};
}

void list_things(Globals& globals, Instance& instance, const ThingWish& wish) {
  const auto state = things::state(wish.state);
  if (!state) return globals.fail(invalid("thing_state_word", "A binding is bound, mismatched or ended.", "state"));
  const auto page = things_of(instance).in_state(*state, wish.after, 500);
  if (!page.ok()) return globals.fail(page.error());
  for (const things::Thing& t : *page) tell_thing(globals, t);
}

void list_without(Globals& globals, Instance& instance) {
  std::string after;
  for (;;) {
    const auto page = things_of(instance).without_device(after, 500);
    if (!page.ok()) return globals.fail(page.error());
    for (const auto& one : *page)
      fmt::print("line {}  {}\n", one.line_id,
                 one.due_at ? "barred after " + to_rfc3339(*one.due_at) : "barred by no clock");
    if (page->size() < 500) return;
    after = page->back().line_id;
  }
}

// Steps of one binding, as it stands now.
void add_thing_step(CLI::App& thing, Globals& globals, const std::shared_ptr<ThingWish>& wish, const std::string& name,
                    const char* what) {
  auto* command = thing.add_subcommand(name, what);
  command->add_option("id", wish->id)->required();
  if (name == "change") {
    command->add_option("--kind", wish->kind, "imei or eid")->capture_default_str();
    command->add_option("--device", wish->device, "Its number")->required();
  }
  command->add_option("--evidence", wish->evidence, "Number of the contract, repair or letter")->required();
  command->callback([&globals, wish, name] {
    Instance* instance = globals.open();
    if (!instance) return;
    const things::Service service = things_of(*instance);
    const auto before = service.get(wish->id);
    if (!before.ok()) return globals.fail(before.error());
    if (name == "explain")
      return tell_thing(globals, service.explain(kCommandLine, wish->id, before->version, wish->evidence));
    if (name == "unbind")
      return tell_thing(globals, service.unbind(kCommandLine, wish->id, before->version, wish->evidence));
    const auto device = device_of(wish->kind, wish->device);
    if (!device.ok()) return globals.fail(device.error());
    tell_thing(globals, service.change_device(kCommandLine, wish->id, before->version, *device, wish->evidence));
  });
}

}  // namespace

void add_thing(CLI::App& app, Globals& globals) {
  auto* thing = app.add_subcommand("thing", "Devices that lines of things (IoT) are bound to");
  thing->require_subcommand(1);
  auto wish = std::make_shared<ThingWish>();
  auto* bind = thing->add_subcommand("bind", "Bind a line to its device");
  bind->add_option("msisdn", wish->thing.msisdn, "With the country code")->required();
  bind->add_option("--kind", wish->kind, "imei or eid")->capture_default_str();
  bind->add_option("--device", wish->device, "Its number")->required();
  bind->add_option("--scenario", wish->thing.scenario, "Of the policy's iot.scenarios")->required();
  bind->add_option("--service", wish->thing.services, "data, sms or voice")->required();
  bind->add_option("--contact", wish->thing.contact_id, "Id of the holder who answers; without it, the line's holder");
  bind->add_option("--evidence", wish->evidence, "Number of the contract or delivery note")->required();
  bind->callback([&globals, wish] {
    if (Instance* instance = globals.open()) tell_thing(globals, bind_one(*instance, *wish));
  });
  for (const bool seen : {false, true}) {
    auto* file = thing->add_subcommand(seen ? "seen" : "bind-file",
                                       seen ? "In which devices the network saw lines: msisdn,device_kind,device"
                                            : "msisdn,device_kind,device,scenario,services,contact_id,evidence_ref");
    file->add_option("file", wish->file, "CSV")->required();
    file->callback([&globals, wish, seen] {
      Instance* instance = globals.open();
      if (!instance) return;
      const auto done = seen ? seen_file(globals, *instance, wish->file) : bind_file(globals, *instance, wish->file);
      if (!done.ok()) globals.fail(done.error());
    });
  }
  add_thing_step(*thing, globals, wish, "change", "The line is in another device from now on");
  add_thing_step(*thing, globals, wish, "explain", "It was seen elsewhere for a reason; the device stays");
  add_thing_step(*thing, globals, wish, "unbind", "The line has no device any more");
  auto* list = thing->add_subcommand("list", "By state, 500 at a time");
  list->add_option("state", wish->state, "bound, mismatched or ended")->capture_default_str();
  list->add_option("--after", wish->after, "The last id seen");
  list->callback([&globals, wish] {
    if (Instance* instance = globals.open()) list_things(globals, *instance, *wish);
  });
  thing->add_subcommand("without", "Lines without a device, and when they are barred")->callback([&globals] {
    if (Instance* instance = globals.open()) list_without(globals, *instance);
  });
}

}  // namespace muster::cli
