// `muster-numbers document read PICTURE`: what a picture of an identity document says, offered to who has it in hand.
#include "commands.h"
#include <base/files.h>
#include <base/text.h>

#include <chrono>
#include <filesystem>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <papers/picture.h>

namespace muster::cli {
namespace {

// Beside this program.
std::string picture_program() {
  std::error_code fault;
  const auto self = std::filesystem::read_symlink("/proc/self/exe", fault);
  return (fault ? std::filesystem::path(".") : self.parent_path()) / "muster-picture";
}

identifiers::MrzOptions as_of_today() {
  const auto today = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
  return {.today = std::chrono::year_month_day(today)};
}

void tell_zone(const papers::OfferedZone& zone) {
  fmt::print("{}\n", zone.text);
  if (zone.report.format) fmt::print("{}: ", identifiers::kMrzFormats[static_cast<std::size_t>(*zone.report.format)]);
  if (zone.report.ok()) {
    const auto& d = zone.report.data;
    fmt::print("every check digit fits. {} of {}, {}, {}, born {}, until {}\n", d.document_code, d.issuer,
               d.document_number, d.name.primary + ", " + d.name.secondary, d.birth_date.text(), d.expiry_date.text());
    return;
  }
  fmt::print("{} does not fit; look at the document.\n", zone.report.faults.size());
  for (const auto& fault : zone.report.faults) {
    fmt::print("  {} ({})", fault.code, identifiers::kMrzFields[static_cast<std::size_t>(fault.field)]);
    for (const auto& reading : fault.readings) fmt::print("  {}?", reading.text);
    fmt::print("\n");
  }
}

std::string zone_json(const papers::OfferedZone& zone) {
  std::string faults;
  for (const auto& fault : zone.report.faults)
    faults += fmt::format(R"({}{{"code":{},"field":{}}})", faults.empty() ? "" : ",", json_quote(fault.code),
                          json_quote(identifiers::kMrzFields[static_cast<std::size_t>(fault.field)]));
  return fmt::format(R"({{"text":{},"faults":[{}]}})", json_quote(zone.text), faults);
}

void read_picture(Globals& globals, const std::string& file) {
  const auto picture = read_file(file, papers::kPictureMaxBytes + 1);
  if (!picture.ok()) return globals.fail(picture.error());
  const papers::PictureReader reader({picture_program()});
  const auto offered = reader.read(*picture, as_of_today());
  if (!offered.ok()) return globals.fail(offered.error());
  if (globals.json) {
    std::string zones, codes;
    for (const auto& zone : offered->zones) zones += (zones.empty() ? "" : ",") + zone_json(zone);
    for (const auto& code : offered->codes)
      codes += fmt::format(R"({}{{"format":{},"text":{}}})", codes.empty() ? "" : ",", json_quote(code.format),
                           json_quote(code.text));
    fmt::print("{{\"zones\":[{}],\"codes\":[{}]}}\n", zones, codes);
  } else {
    for (const auto& zone : offered->zones) tell_zone(zone);
    for (const auto& code : offered->codes) fmt::print("{}: {}\n", code.format, code.text);
    if (offered->zones.empty() && offered->codes.empty()) fmt::print("No zone and no code was found in the picture.\n");
  }
  globals.exit_code = offered->zones.empty() && offered->codes.empty() ? 1 : 0;
}

}  // namespace

void add_document(CLI::App& app, Globals& globals) {
  auto* document = app.add_subcommand("document", "What an identity document says");
  document->require_subcommand(1);
  auto file = std::make_shared<std::string>();
  auto* read = document->add_subcommand("read", "Read the zone and the codes in a picture; nothing is taken by itself");
  read->add_option("picture", *file, "A PNG or JPEG file")->required();
  read->callback([&globals, file] { read_picture(globals, *file); });
}

}  // namespace muster::cli
