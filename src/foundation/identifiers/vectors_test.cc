// Vectors that the register and the point of sale share: its TypeScript (console/test/pos_checks.test.ts) reads the
// same files.
#include <base/text.h>
#include <identifiers/identifier.h>
#include <identifiers/mrz.h>

#include <algorithm>
#include <fstream>

#include <gtest/gtest.h>

namespace muster::identifiers {
namespace {

using namespace std::chrono_literals;

std::vector<std::vector<std::string>> vector_rows(const std::string& name) {
  std::ifstream in(MUSTER_SOURCE_DIR "/src/foundation/identifiers/" + name);
  std::vector<std::vector<std::string>> out;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with('#')) continue;
    std::vector<std::string> columns;
    for (const std::string_view part : split(line, '\t')) columns.emplace_back(part);
    out.push_back(std::move(columns));
  }
  return out;
}

std::string words_of(const MrzReport& report) {
  std::string out;
  for (const MrzFault& fault : report.faults)
    out += (out.empty() ? "" : " ") + fault.code + "@" +
           std::string(kMrzFields[static_cast<std::size_t>(fault.field)]) + ":" + std::to_string(fault.line) + ":" +
           std::to_string(fault.first_column) + "-" + std::to_string(fault.last_column);
  return out;
}
std::string day_of(const MrzDate& date) {
  return date == MrzDate{} ? "" : date.text();
}

TEST(SharedVectors, ZonesAreReadAsThePointOfSaleReadsThem) {
  const auto rows = vector_rows("mrz_vectors.tsv");
  ASSERT_GT(rows.size(), 100u);
  for (const auto& row : rows) {
    ASSERT_EQ(row.size(), 10u) << row[0];
    std::string zone = row[0];
    std::replace(zone.begin(), zone.end(), '|', '\n');
    const MrzReport report = read_mrz(zone, {.today = 2026y / 3 / 1});
    EXPECT_EQ(report.format ? kMrzFormats[static_cast<std::size_t>(*report.format)] : "", row[1]) << row[0];
    EXPECT_EQ(words_of(report), row[2]) << row[0];
    if (!report.format) continue;
    const Mrz& m = report.data;
    EXPECT_EQ((std::vector<std::string>{m.document_number, m.issuer, m.nationality, m.name.primary, m.name.secondary}),
              (std::vector<std::string>{row[3], row[4], row[5], row[8], row[9]}))
        << row[0];
    // A date of which nothing is known is written alike as none.
    if (row[6] != "XXXX-XX-XX") EXPECT_EQ(day_of(m.birth_date), row[6]) << row[0];
    EXPECT_EQ(day_of(m.expiry_date), row[7]) << row[0];
  }
}

TEST(SharedVectors, ResidentIdentityNumbersAreJudgedAlike) {
  const auto rows = vector_rows("cn_resident_id_vectors.tsv");
  ASSERT_GT(rows.size(), 10u);
  for (const auto& row : rows) {
    const auto checked = check_cn_resident_id(row[0]);
    EXPECT_EQ(checked.ok() ? "" : checked.error().code, row[1]) << row[0];
  }
}

}  // namespace
}  // namespace muster::identifiers
