// `muster-numbers details FILE`: what is on record of lines and their holders beyond the registration, as CSV.
// Attributes by the names of the CAMARA definitions go into the vault; contractType, contentLock, parentalControl,
// throttled and optedOut are the line's.
#include "commands.h"
#include "csv_input.h"
#include "instance.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace muster::cli {
namespace {

struct Details {
  std::map<std::string, std::string> holder;
  camara::LineProfile line;
  bool has_line = false;
};

constexpr std::pair<std::string_view, std::string camara::LineProfile::*> kLineWords[] = {
    {"contractType", &camara::LineProfile::contract},
    {"contentLock", &camara::LineProfile::content_lock},
    {"parentalControl", &camara::LineProfile::parental_control},
};
constexpr std::pair<std::string_view, bool camara::LineProfile::*> kLineFlags[] = {
    {"throttled", &camara::LineProfile::throttled},
    {"optedOut", &camara::LineProfile::opted_out},
};

// Whether the attribute is one of the line's.
Result<bool> take_of_line(camara::LineProfile& line, std::string_view name, std::string_view value) {
  for (const auto& [word, member] : kLineWords) {
    if (word != name) continue;
    line.*member = value;
    return true;
  }
  for (const auto& [flag, member] : kLineFlags) {
    if (flag != name) continue;
    if (value != "true" && value != "false") return invalid("profile_form", "A flag is true or false.", "value");
    line.*member = value == "true";
    return true;
  }
  return false;
}

Result<int> load(Instance& instance, const std::string& file) {
  static constexpr std::string_view kColumns[] = {"msisdn", "attribute", "value"};
  std::map<std::int64_t, Details> all;
  MUSTER_CHECK_OK(each_record(file, kColumns, [&](std::int64_t, std::span<const std::string_view> f) -> Result<void> {
    MUSTER_TRY(const std::int64_t msisdn, lines::parse_msisdn(f[0]));
    Details& details = all[msisdn];
    MUSTER_TRY(const bool of_line, take_of_line(details.line, f[1], f[2]));
    details.has_line = details.has_line || of_line;
    if (!of_line) details.holder[std::string(f[1])] = std::string(f[2]);
    return {};
  }));
  for (const auto& [msisdn, details] : all) {
    if (!details.holder.empty()) MUSTER_CHECK_OK(instance.camara.set_details(kCommandLine, msisdn, details.holder));
    if (details.has_line) MUSTER_CHECK_OK(instance.camara.set_profile(kCommandLine, msisdn, details.line));
  }
  return static_cast<int>(all.size());
}

}  // namespace

void add_details(CLI::App& app, Globals& globals) {
  auto file = std::make_shared<std::string>();
  auto* command = app.add_subcommand("details", "Record further verified data of lines and their holders");
  command->add_option("file", *file, "CSV: msisdn,attribute,value")->required();
  command->callback([&globals, file] {
    Instance* instance = globals.open();
    if (!instance) return;
    const auto count = load(*instance, *file);
    if (!count.ok()) return globals.fail(count.error());
    fmt::print("{} lines have further data now.\n", *count);
  });
}

}  // namespace muster::cli
