// `muster-numbers register FILE`: captures that were taken elsewhere, as CSV. The same file again registers nothing
// twice.
#include "commands.h"
#include "csv_input.h"
#include "instance.h"
#include <base/faults.h>
#include <base/text.h>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace muster::cli {
namespace {

constexpr std::string_view kHeader[] = {"key",        "category", "document_kind", "country", "number",
                                        "expires_on", "name",     "birth_date",    "address", "msisdn",
                                        "dealer",     "place",    "device",        "consent"};
constexpr std::size_t kBatch = 128;

struct Tally {
  std::int64_t registered = 0, replayed = 0, refused = 0;
};

std::pair<std::string, registration::Capture> capture_of(std::span<const std::string_view> f) {
  const auto text = [&](std::size_t i) { return std::string(f[i]); };
  registration::Capture c;
  c.category = text(1);
  c.document = {text(2), text(3), text(4), text(5)};
  c.identity = {text(6), text(7), text(8)};
  c.msisdn = text(9);
  c.dealer_id = text(10);
  c.place = text(11);
  c.device = text(12);
  c.consent = text(13);
  return {text(0), std::move(c)};
}

class Loader {
 public:
  explicit Loader(Instance& instance) : instance_(instance) {}

  Result<void> take(std::int64_t line, std::span<const std::string_view> fields) {
    lines_.push_back(line);
    batch_.push_back(capture_of(fields));
    return batch_.size() < kBatch ? Result<void>() : flush();
  }
  Result<void> flush() {
    const auto results = instance_.registration.submit_all(kCommandLine, batch_);
    for (std::size_t i = 0; i < results.size(); ++i) MUSTER_CHECK_OK(tell(lines_[i], results[i]));
    batch_.clear();
    lines_.clear();
    return {};
  }
  const Tally& tally() const { return tally_; }

 private:
  // Line and codes alone: the sentences are in the documentation, and the captures are nobody's to print.
  Result<void> tell(std::int64_t line, const Result<registration::Submitted>& result) {
    if (result.ok()) {
      ++(result->replayed ? tally_.replayed : tally_.registered);
      return {};
    }
    if (result.error().failure == Failure::unavailable) return result.error();
    ++tally_.refused;
    for (const Error& e : faults_of(result.error()))
      fmt::print("line {}: {}{}\n", line, e.code, e.field.empty() ? "" : " (" + e.field + ")");
    return {};
  }
  Instance& instance_;
  std::vector<std::pair<std::string, registration::Capture>> batch_;
  std::vector<std::int64_t> lines_;
  Tally tally_;
};

void run(Globals& globals, const std::string& file) {
  Instance* instance = globals.open();
  if (!instance) return;
  Loader loader(*instance);
  auto done = each_record(file, kHeader, [&](std::int64_t line, auto fields) { return loader.take(line, fields); });
  if (done.ok()) done = loader.flush();
  const Tally& t = loader.tally();
  if (globals.json)
    fmt::print("{{\"registered\":{},\"replayed\":{},\"refused\":{}}}\n", t.registered, t.replayed, t.refused);
  else
    fmt::print("{} registered, {} registered before, {} refused.\n", with_separators(t.registered),
               with_separators(t.replayed), with_separators(t.refused));
  if (!done.ok()) return globals.fail(done.error());
  globals.exit_code = t.refused > 0 ? 1 : 0;
}

}  // namespace

void add_register(CLI::App& app, Globals& globals) {
  auto file = std::make_shared<std::string>();
  auto* command = app.add_subcommand("register", "Register lines from a CSV file of captures");
  command
      ->add_option("file", *file,
                   "CSV: key,category,document_kind,country,number,expires_on,name,birth_date,address,msisdn,"
                   "dealer,place,device,consent")
      ->required();
  command->callback([&globals, file] { run(globals, *file); });
}

}  // namespace muster::cli
