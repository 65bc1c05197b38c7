// `muster-numbers unverified load|generate|register`: lines that served before anybody verified who holds them.
#include "commands.h"
#include "csv_input.h"
#include "instance.h"
#include <base/faults.h>
#include <base/text.h>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace muster::cli {
namespace {

constexpr std::string_view kOldHeader[] = {
    "msisdn",           "iccid",           "imsi",   "category",      "document_kind",
    "document_country", "document_number", "dealer", "registered_on", "language"};

struct TakenTally {
  std::int64_t taken = 0, known = 0, refused = 0;
};

// Batches of records, each one transaction.
class OldLoader {
 public:
  explicit OldLoader(Instance& instance) : instance_(instance) {}
  Result<void> take(std::int64_t line, registration::OldRecord record) {
    lines_.push_back(line);
    batch_.push_back(std::move(record));
    return batch_.size() < registration::TakeOver::kLoadMax ? Result<void>() : flush();
  }
  Result<void> flush() {
    const auto results = instance_.take_over.load(kCommandLine, batch_);
    for (std::size_t i = 0; i < results.size(); ++i) {
      const auto& one = results[i];
      if (one.ok()) {
        ++(*one == registration::TakeOver::Outcome::taken ? tally_.taken : tally_.known);
        continue;
      }
      if (one.error().failure == Failure::unavailable) return one.error();
      ++tally_.refused;
      // Line and code alone: what was claimed is nobody's to print.
      fmt::print("line {}: {}\n", lines_[i], one.error().code);
    }
    batch_.clear();
    lines_.clear();
    return {};
  }
  void tell(Globals& globals) const {
    if (globals.json)
      fmt::print("{{\"taken\":{},\"known\":{},\"refused\":{}}}\n", tally_.taken, tally_.known, tally_.refused);
    else
      fmt::print("{} lines taken over, {} taken over before, {} refused.\n", with_separators(tally_.taken),
                 with_separators(tally_.known), with_separators(tally_.refused));
    if (tally_.refused > 0) globals.exit_code = 1;
  }

 private:
  Instance& instance_;
  std::vector<std::int64_t> lines_;
  std::vector<registration::OldRecord> batch_;
  TakenTally tally_;
};

Result<void> load_old_file(OldLoader& loader, const std::string& file) {
  MUSTER_CHECK_OK(each_record(file, kOldHeader, [&](std::int64_t line, std::span<const std::string_view> f) {
    const auto text = [&](std::size_t i) { return std::string(f[i]); };
    registration::OldRecord r{text(0), text(1), text(2), text(3), text(4), text(5), text(6), text(7), text(8), text(9)};
    if (r.language.empty()) r.language = "en";
    return loader.take(line, std::move(r));
  }));
  return loader.flush();
}

struct Generate {
  std::string pool;
  std::int64_t count = 0, shops = 200;
};

// Lines of nobody for demonstrations: one to seven of them under one claim, sold by shops that are not.
Result<void> generate_lines(Instance& instance, OldLoader& loader, const Generate& ask) {
  if (instance.kind == "production")
    return refused("generate_in_production", "Lines are made up in training and demo instances alone.");
  MUSTER_TRY(const auto pool, instance.lines.pool(ask.pool));
  std::int64_t claim = 0, left = 0;
  for (std::int64_t n = 0; n < ask.count; ++n) {
    if (left-- == 0) {
      ++claim;
      left = claim % 50 == 0 ? 6 : claim % 7 == 0 ? 2 : claim % 3 == 0 ? 1 : 0;
    }
    registration::OldRecord r;
    r.msisdn = lines::msisdn_text(pool.first + n);
    if (r.msisdn > lines::msisdn_text(pool.last)) break;
    r.category = claim % 40 == 0 ? "foreigner" : "citizen";
    r.document_kind = claim % 5 == 0 ? "old_card" : "resident_id";
    r.document_country = "CHN";
    r.document_number = fmt::format("claim-{}-{}", pool.name, claim);
    r.dealer = fmt::format("shop-{:04}", claim % ask.shops + 1);
    r.registered_on = fmt::format("{}-{:02}-{:02}", 2005 + claim % 8, 1 + claim % 12, 1 + claim % 28);
    r.language = claim % 40 == 0 ? "en" : "zh";
    MUSTER_CHECK_OK(loader.take(n + 1, std::move(r)));
  }
  return loader.flush();
}

void add_unverified_generate(CLI::App& unverified, Globals& globals) {
  auto ask = std::make_shared<Generate>();
  auto* made = unverified.add_subcommand("generate", "Make up lines of a stocked range (training and demo alone)");
  made->add_option("pool", ask->pool, "Its id")->required();
  made->add_option("count", ask->count)->required()->check(CLI::PositiveNumber);
  made->add_option("--shops", ask->shops, "How many shops sold them")
      ->check(CLI::Range(1, 9'999))
      ->capture_default_str();
  made->callback([&globals, ask] {
    Instance* instance = globals.open();
    if (!instance) return;
    OldLoader loader(*instance);
    const auto done = generate_lines(*instance, loader, *ask);
    if (!done.ok()) return globals.fail(done.error());
    loader.tell(globals);
  });
}

// One capture, as `register` reads them, of a line that nobody has verified.
void add_unverified_register(CLI::App& unverified, Globals& globals) {
  static constexpr std::string_view kAgainHeader[] = {"key",        "category", "document_kind", "country", "number",
                                                      "expires_on", "name",     "birth_date",    "address", "msisdn",
                                                      "dealer",     "place",    "device",        "consent", "iccid"};
  auto file = std::make_shared<std::string>();
  auto* again = unverified.add_subcommand("register", "Register such lines again, from a CSV file of captures");
  again
      ->add_option("file", *file,
                   "CSV: key,category,document_kind,country,number,expires_on,name,birth_date,address,msisdn,dealer,"
                   "place,device,consent,iccid")
      ->required();
  again->callback([&globals, file] {
    Instance* instance = globals.open();
    if (!instance) return;
    std::int64_t registered = 0, replayed = 0, refused_ones = 0;
    const auto done = each_record(*file, kAgainHeader, [&](std::int64_t line, std::span<const std::string_view> f) {
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
      const auto one = instance->take_over.register_again(kCommandLine, text(0), c, text(14));
      if (one.ok()) {
        ++(one->replayed ? replayed : registered);
        return Result<void>();
      }
      if (one.error().failure == Failure::unavailable) return Result<void>(one.error());
      ++refused_ones;
      for (const Error& e : faults_of(one.error())) fmt::print("line {}: {}\n", line, e.code);
      return Result<void>();
    });
    if (!done.ok()) return globals.fail(done.error());
    if (globals.json)
      fmt::print("{{\"registered\":{},\"replayed\":{},\"refused\":{}}}\n", registered, replayed, refused_ones);
    else
      fmt::print("{} registered, {} registered before, {} refused.\n", registered, replayed, refused_ones);
    if (refused_ones > 0) globals.exit_code = 1;
  });
}

}  // namespace

void add_unverified(CLI::App& app, Globals& globals) {
  auto* unverified = app.add_subcommand("unverified", "Lines that served before anybody verified who holds them");
  unverified->require_subcommand(1);
  auto file = std::make_shared<std::string>();
  auto* loaded =
      unverified->add_subcommand("load", "Take them over from a CSV file; what is claimed is kept as a hash");
  loaded
      ->add_option("file", *file,
                   "CSV: msisdn,iccid,imsi,category,document_kind,document_country,document_number,dealer,"
                   "registered_on,language")
      ->required();
  loaded->callback([&globals, file] {
    Instance* instance = globals.open();
    if (!instance) return;
    OldLoader loader(*instance);
    const auto done = load_old_file(loader, *file);
    if (!done.ok()) return globals.fail(done.error());
    loader.tell(globals);
  });
  add_unverified_generate(*unverified, globals);
  add_unverified_register(*unverified, globals);
}

}  // namespace muster::cli
