// The census without a database: a list of filed names becomes a register in memory, then a source is compared with it.
//   census_core FILED.TXT SOURCE [THREADS]
// Prints: seconds of reading and compiling the register, seconds of the comparison, seconds in all, names, peak memory
// (kB).
#include <base/text.h>
#include <census/reconcile.h>
#include <names/name.h>

#include <chrono>
#include <cstdio>
#include <fstream>

#include <fmt/format.h>

namespace {

using namespace muster;
using Steady = std::chrono::steady_clock;

double since(Steady::time_point start) {
  return std::chrono::duration<double>(Steady::now() - start).count();
}

long peak_kb() {
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;)
    if (long kb = 0; word == "VmHWM:" && status >> kb) return kb;
  return 0;
}

Result<std::shared_ptr<const census::Register>> read_register(const std::string& path, unsigned threads) {
  std::FILE* file = std::fopen(path.c_str(), "r");
  if (!file) return not_found("file_missing", "The list can't be read.");
  std::string text;
  std::vector<char> piece(1 << 20);
  for (std::size_t got; (got = std::fread(piece.data(), 1, piece.size(), file)) > 0;) text.append(piece.data(), got);
  std::fclose(file);
  census::RegisterBuilder::Options options;
  options.threads = threads;
  census::RegisterBuilder builder(options);
  builder.reserve(static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')), text.size());
  names::NameText name;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find('\n', at), text.size());
    if (names::parse_into(std::string_view(text).substr(at, end - at), name) == names::NameFault::none)
      builder.add_filing(name.view(), census::FilingState::filed);
    at = end + 1;
  }
  return builder.finish();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    fmt::print(stderr, "usage: census_core FILED.TXT SOURCE [THREADS]\n");
    return 2;
  }
  const unsigned threads = argc > 3 ? static_cast<unsigned>(std::stoul(argv[3])) : 2;
  const auto start = Steady::now();
  const auto known = read_register(argv[1], threads);
  if (!known.ok()) return 1;
  const double built = since(start);
  const auto source = census::open_file(argv[2]);
  if (!source.ok()) return 1;
  census::ReconcileOptions options;
  options.threads = threads;
  const auto compare = Steady::now();
  const auto outcome = census::reconcile(**source, **known, options);
  const double compared = since(compare);
  if (!outcome.ok()) {
    fmt::print(stderr, "{}\n", outcome.error().sentence);
    return 1;
  }
  fmt::print("register_s={:.3f} compare_s={:.3f} total_s={:.3f} names={} lines={} filed={} unfiled={} peak_kb={}\n",
             built, compared, since(start), outcome->intake.names, outcome->intake.lines,
             outcome->of(census::Standing::filed), outcome->of(census::Standing::unfiled), peak_kb());
  return 0;
}
