// The data of the census bench: made-up names that look like real ones, the same for the same seed.
//   census_data generate DIR FILED OBSERVED UNFILED   writes DIR/filed.txt and DIR/observed.txt, shuffled
//   census_data load FILED.TXT DATABASE.DB            puts the filed names into the register's table of a SQLite
//   instance census_data log OBSERVED.TXT LINES                writes an Unbound query log of so many lines to standard
//   output
#include <base/text.h>
#include <store/database.h>

#include <cstdio>
#include <random>
#include <unordered_set>

#include <fmt/format.h>

namespace {

using Random = std::mt19937_64;

constexpr const char* kSyllables[] = {"an",   "bei",  "chu",  "da",   "en",  "fu",    "gao",  "hai",  "in",  "jia",
                                      "ka",   "lo",   "mi",   "ne",   "or",  "po",    "qing", "ra",   "si",  "ta",
                                      "un",   "ver",  "wo",   "xin",  "yu",  "zhong", "tech", "shop", "net", "game",
                                      "soft", "home", "city", "auto", "med", "edu",   "top",  "web"};
// Roughly how often each ends a name in an access provider's inventory.
constexpr const char* kEnds[] = {".com",    ".com",    ".com",    ".com",       ".com", ".cn",     ".cn",
                                 ".cn",     ".com.cn", ".com.cn", ".net",       ".net", ".net.cn", ".org",
                                 ".top",    ".xyz",    ".info",   ".vip",       ".cc",  ".co.uk",  ".de",
                                 ".org.cn", ".io",     ".com.hk", ".xn--fiqs8s"};

std::string make_name(Random& random) {
  std::string name;
  for (std::size_t parts = 2 + random() % 3; parts-- > 0;) name += kSyllables[random() % std::size(kSyllables)];
  if (random() % 3 == 0) name += std::to_string(random() % 1000);
  return name + kEnds[random() % std::size(kEnds)];
}

void shuffle(std::vector<std::string_view>& names, Random& random) {
  for (std::size_t i = names.size(); i > 1; --i) std::swap(names[i - 1], names[random() % i]);
}

int write_lines(const std::string& path, const std::vector<std::string_view>& names) {
  std::FILE* file = std::fopen(path.c_str(), "w");
  if (!file) return 1;
  for (const auto name : names) fmt::print(file, "{}\n", name);
  return std::fclose(file);
}

int generate(const std::string& folder, std::size_t filed, std::size_t observed, std::size_t unfiled) {
  Random random(20100413);
  std::unordered_set<std::string> all;
  all.reserve(filed + unfiled);
  std::vector<std::string_view> names;
  while (names.size() < filed + unfiled) {
    const auto [at, is_new] = all.insert(make_name(random));
    if (is_new) names.push_back(*at);
  }
  std::vector<std::string_view> seen(
      names.begin() + static_cast<std::ptrdiff_t>(filed - std::min(filed, observed - unfiled)), names.end());
  names.resize(filed);
  shuffle(names, random);
  shuffle(seen, random);
  return write_lines(folder + "/filed.txt", names) | write_lines(folder + "/observed.txt", seen);
}

std::vector<std::string> read_lines(const std::string& path) {
  std::ifstream in(path);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

// The rows of the census's side of the register alone, put in past the rules of filings: what is measured is reading
// them.
int load(const std::string& list, const std::string& database) {
  auto db = muster::store::Database::open(database);
  if (!db.ok()) return 1;
  const auto prepared = (*db)->script("pragma foreign_keys = off; drop trigger filing_domain_fits;");
  if (!prepared.ok()) {
    fmt::print(stderr, "{}\n", prepared.error().sentence);
    return 1;
  }
  auto names = read_lines(list);
  std::sort(names.begin(), names.end());
  const auto done = (*db)->write([&](muster::store::Transaction& tx) -> muster::Result<void> {
    static constexpr std::string_view kColumns[] = {"name", "site_id", "state", "removed"};
    auto rows = tx.bulk("filing_domain", kColumns);
    std::vector<muster::store::Value> row(4);
    row[2] = std::string("filed");
    row[3] = std::int64_t{0};
    for (std::size_t i = 0; i < names.size(); ++i) {
      row[0] = names[i];
      row[1] = fmt::format("018f0000-0000-7000-8000-{:012}", i);
      rows->row(row);
    }
    rows->finish();
    return {};
  });
  if (!done.ok()) fmt::print(stderr, "{}\n", done.error().sentence);
  return done.ok() ? 0 : 1;
}

// Names asked for by a heavy tail, clients of one /16.
int log(const std::string& list, std::size_t lines) {
  const auto names = read_lines(list);
  Random random(7);
  std::vector<char> buffer(1 << 20);
  std::setvbuf(stdout, buffer.data(), _IOFBF, buffer.size());
  for (std::size_t i = 0; i < lines; ++i) {
    const double u = static_cast<double>(random() >> 11) * 0x1p-53;
    const auto at = static_cast<std::size_t>(u * u * u * static_cast<double>(names.size()));
    fmt::print("[{}] unbound[1:0] info: 10.20.{}.{} www.{}. A IN\n", 1795506531 + i / 100'000, random() % 256,
               random() % 256, names[at]);
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> args(argv + 1, argv + argc);
  if (args.size() == 5 && args[0] == "generate")
    return generate(args[1], std::stoull(args[2]), std::stoull(args[3]), std::stoull(args[4]));
  if (args.size() == 3 && args[0] == "load") return load(args[1], args[2]);
  if (args.size() == 3 && args[0] == "log") return log(args[1], std::stoull(args[2]));
  fmt::print(stderr,
             "usage: census_data generate DIR FILED OBSERVED UNFILED | load FILED.TXT DB | log OBSERVED.TXT LINES\n");
  return 2;
}
