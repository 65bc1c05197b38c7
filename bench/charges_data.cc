// Charges, confirmations and registered services for script/bench charges, drawn from a fixed seed.
//   charges_data FOLDER LINES
// Writes charges.csv, confirmations.csv (two a charge, a few hundred lines apart from one another), services.csv
// (code, price, from, until in ms), suspended.csv (code, from, until); prints how many lines of each finding there are.
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>
#include <vector>

#include <billing/reconcile.h>
#include <fmt/format.h>

namespace {

using namespace muster;

constexpr int kServices = 2'000;
constexpr std::int64_t kBegin = 1'772'323'200'000, kMonth = 31LL * 86'400'000;  // 2026-03-01, ms

std::string time_of(std::int64_t ms) {
  const std::int64_t s = ms / 1000 - 1'772'323'200;
  return fmt::format("2026-03-{:02}T{:02}:{:02}:{:02}.{:03}Z", s / 86'400 + 1, s / 3'600 % 24, s / 60 % 60, s % 60,
                     ms % 1000);
}

// Written in pieces of a mebibyte.
class Out {
 public:
  explicit Out(const std::string& path) : file_(std::fopen(path.c_str(), "w")) {
    if (!file_) std::exit(4);
  }
  ~Out() {
    flush();
    std::fclose(file_);
  }
  void add(const std::string& text) {
    text_ += text;
    if (text_.size() > 1u << 20) flush();
  }

 private:
  void flush() {
    if (std::fwrite(text_.data(), 1, text_.size(), file_) != text_.size()) std::exit(4);
    text_.clear();
  }
  std::FILE* file_;
  std::string text_;
};

struct Found {
  std::int64_t unknown = 0, price = 0, suspended = 0, unconfirmed = 0;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  const std::string folder = argv[1];
  const std::int64_t lines = std::atoll(argv[2]);
  std::mt19937_64 random(35);
  Out services(folder + "/services.csv"), suspended(folder + "/suspended.csv"), charges(folder + "/charges.csv"),
      confirmations(folder + "/confirmations.csv");
  for (int s = 0; s < kServices; ++s) {
    services.add(fmt::format("SVC-{},{},{},{}\n", s, 100 + s % 900, kBegin, kBegin + kMonth / 2));
    services.add(fmt::format("SVC-{},{},{},{}\n", s, 110 + s % 900, kBegin + kMonth / 2, kBegin + 9 * kMonth));
    if (s % 50 == 0)
      suspended.add(fmt::format("SVC-{},{},{}\n", s, kBegin + kMonth / 4, kBegin + kMonth / 4 + 86'400'000));
  }
  charges.add("usageId,usageDate,serviceCode,price,currency,transactionId,partnerId,msisdn\n");
  confirmations.add("transactionId,confirmedAt,msisdn\n");
  Found found;
  std::vector<std::string> later;  // confirmations that come in another order
  for (std::int64_t i = 0; i < lines; ++i) {
    const std::int64_t at =
        kBegin + 10'000 + static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(kMonth - 10'000));
    const int s = static_cast<int>(random() % kServices);
    std::int64_t price = (at < kBegin + kMonth / 2 ? 100 : 110) + s % 900;
    const auto dice = random() % 1000;
    const bool unknown = dice < 2;
    if (dice >= 2 && dice < 5) price += 100;
    const std::string tx = fmt::format("tx{:016x}", random());
    const auto number = random() % 100'000'000;
    charges.add(fmt::format("u{:x},{},{}-{},{}.{:02},CNY,{},,86138{:08}\n", i, time_of(at), unknown ? "NEW" : "SVC", s,
                            price / 100, price % 100, tx, number));
    found.unknown += unknown;
    found.price += dice >= 2 && dice < 5;
    found.suspended += !unknown && s % 50 == 0 && at >= kBegin + kMonth / 4 && at < kBegin + kMonth / 4 + 86'400'000;
    const bool once = random() % 200 == 0;
    found.unconfirmed += once;
    for (int k = once ? 1 : 0; k < 2; ++k)
      later.push_back(fmt::format("{},{},86138{:08}\n", tx, time_of(at - 9'000 + k * 5'000), number));
    while (later.size() > 1000) {
      std::swap(later[random() % later.size()], later.back());
      confirmations.add(later.back());
      later.pop_back();
    }
  }
  for (const auto& line : later) confirmations.add(line);
  fmt::print("{} {} {} {}\n", found.unknown, found.price, found.suspended, found.unconfirmed);
  return 0;
}
