// What a continuous census remembers: today's sites with the sketches of who asked, and the sites of the days before
// that enough clients asked for, as name and days. Thread-safe; bounded: a site that finds no room is counted as left
// out.
#pragma once

#include <base/random.h>
#include <census/intake.h>
#include <census/register.h>
#include <intake/receiver.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace muster::census {

struct ObservationLimits {
  int k = kDistinctClientsDefault;
  std::size_t sites_max = 2'000'000;  // sites of one day, those below k included: about 110 bytes each
  std::size_t seen_max = 4'000'000;   // sites of the days before: about 60 bytes each
  int window_days = 7;                // a site that was not seen for so long is forgotten
};

// Sites that were seen by enough clients, ready for a census.
struct Seen {
  struct Row {
    std::uint64_t text;  // offset
    std::uint32_t size;
    std::int32_t first_day, last_day;
  };
  std::string texts;
  std::vector<Row> rows;
  Format format = Format::dnstap;
  IntakeReport intake;  // names, not_sites and over_sites_max since the last take(); below_k of today
  std::string_view name(const Row& row) const { return std::string_view(texts).substr(row.text, row.size); }
};

class Observation final : public intake::Receiver::Handler {
 public:
  // Days are UTC days since 1970. The register says which hosts are filed apart from their domain.
  Observation(Random& random, const ObservationLimits& limits, std::shared_ptr<const Register> known,
              std::int32_t today);
  ~Observation() override;
  Observation(const Observation&) = delete;

  void begin() override;                            // holds the lock until end()
  void query(const intake::Query& query) override;  // counts as today's, whatever the sender's clock says
  void end() override;

  void set_register(std::shared_ptr<const Register> known);
  // A day ends: its sites with enough clients are kept by name and day, everything about clients is overwritten.
  void start_day(std::int32_t today);
  Seen take();

  // Names and days of the days before, to survive a restart: "name first last" a line. Lines that are none are left
  // out.
  std::string save() const;
  void load(std::string_view text);
  // Sites of today, of the days before, and what they take.
  struct Size {
    std::size_t today = 0, before = 0, bytes = 0;
    std::uint64_t left_out = 0;  // ever
  };
  Size size() const;

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace muster::census
