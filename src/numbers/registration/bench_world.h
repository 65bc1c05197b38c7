// A register with a dealer and its stock on either database, for the benches of this room.
#pragma once

#include <base/random.h>
#include <parties/parties.h>
#include <registration/service.h>
#include <store/migrations.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include <embedded_numbers_migrations.h>
#include <support/generated_numbers.h>

namespace muster::registration {

struct BenchWorld {
  static constexpr std::int64_t kFirst = 8619900000000;

  // `name`: "sqlite" or "postgres"; the latter in the database of MUSTER_TEST_POSTGRES, in a schema of its own.
  explicit BenchWorld(const std::string& name)
      : folder((std::filesystem::temp_directory_path() / ("muster-bench-" + name)).string()) {
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    url = folder + "/numbers.db";
    if (name == "postgres") {
      const std::string owner = std::string(std::getenv("MUSTER_TEST_POSTGRES")) + "&user=muster_owner";
      auto maker = *store::Database::open(owner);
      (void)maker->script("drop schema if exists bench_numbers cascade; create schema bench_numbers");
      url = owner + "&options=-csearch_path%3Dbench_numbers";
    }
    database = *store::Database::open(url);
    const store::MigrationSet sets[] = {store::foundation_migrations(),
                                        {"numbers", muster_numbers_migrations::files()}};
    if (!store::migrate(*database, sets).ok()) std::abort();
    ring = *vault::KeyRing::create(folder + "/ring", clock, random);
    vault.emplace(ring, recorder);
    parties::Party party;
    party.kind = "partner";
    party.name = "Dealer";
    dealer = parties::Service(*database, recorder, *vault, policy).create_party("system:bench", party)->id;
    pool = lines::Service(*database, recorder, policy)
               .make_pool("system:bench",
                          {"Range", "Operator", "CN-11", lines::LineKind::voice, kFirst, kFirst + 99'999'999})
               ->id;
  }
  ~BenchWorld() { std::filesystem::remove_all(folder); }

  // The dealer's stock: the next lines are reserved and have a SIM, put there at once.
  void stock_up(int count) {
    const lines::Service lines(*database, recorder, policy);
    for (; count > 0; count -= static_cast<int>(lines::kStockMax)) {
      (void)lines.stock("system:bench", pool, std::min<std::int64_t>(count, lines::kStockMax));
      const auto done = database->script(
          "begin; insert into sim(id, iccid, imsi, created_at) select id, '89860' || msisdn, '46' || msisdn, 1 from "
          "line "
          "where state = 'available';"
          "insert into line_sim(sim_id, line_id, from_at, reason) select id, id, 1, 'first' from line where state = "
          "'available';"
          "update line set state = 'reserved', version = 2, state_since = state_since + 1, due_at = " +
          std::to_string(clock.now().micros) + " + 100000000000, reserved_for = '" + dealer +
          "' where state = 'available'; commit;");
      if (!done.ok()) std::abort();
    }
  }

  Capture capture(int line, int person) const {
    Capture c;
    c.document = {"cn_resident_id", "CHN", test::resident_id_of(person), ""};
    c.identity = {"Specimen Person " + std::to_string(person), test::birth_date_of(person),
                  "12 Example Street, Utopia"};
    c.category = "citizen";
    c.msisdn = lines::msisdn_text(kFirst + line);
    c.dealer_id = dealer;
    c.place = "BJ-0042";
    c.device = "T-17";
    c.consent = "terms-1";
    return c;
  }

  const std::string folder;
  std::string url;
  SystemClock clock;
  SystemRandom random;
  ledger::Recorder recorder{clock, random};
  const policy::Policy& policy = policy::Policy::standard();
  std::unique_ptr<store::Database> database;
  vault::KeyRing ring;
  std::optional<vault::Vault> vault;
  std::string dealer, pool;
};

}  // namespace muster::registration
