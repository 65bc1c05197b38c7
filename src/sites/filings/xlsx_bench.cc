// Rows a second out of a register's file, as CSV and as a workbook, before any rule or database sees them; one core.
#include "xlsx_reader.h"
#include "xlsx_written.h"

#include <sstream>

#include <benchmark/benchmark.h>

namespace {

using namespace muster;

constexpr int kRows = 100'000;

const std::string& text() {
  static const auto all = [] {
    std::string out = "site_number,domains,subject_name,region,provider,filed_at,address_ranges\n";
    for (int i = 0; i < kRows; ++i) {
      const std::string k = std::to_string(i);
      out += "S" + k + "-1,site-" + k + ".example.com,Company " + k + ",CN-35,L-A,2012-02-29,192.0." +
             std::to_string(i / 256 % 256) + "." + std::to_string(i % 256) + "\n";
    }
    return out;
  }();
  return all;
}

void told(benchmark::State& state, std::int64_t rows, const std::string& file) {
  if (rows != state.iterations() * (kRows + 1)) state.SkipWithError("rows are missing");
  state.SetItemsProcessed(rows);
  state.counters["file_MB"] = static_cast<double>(file.size()) / 1e6;
}

void csv(benchmark::State& state) {
  std::int64_t rows = 0;
  for (auto _ : state) {
    std::istringstream in(text());
    CsvReader reader(bytes_of(in));
    CsvRecord record;
    for (auto more = reader.next(record); more.ok() && *more; more = reader.next(record)) ++rows;
  }
  told(state, rows, text());
}

void read_workbook(benchmark::State& state, const std::string& file) {
  std::int64_t rows = 0;
  for (auto _ : state) {
    std::istringstream in(file);
    const auto reader = filings::xlsx::Reader::open(in, "");
    if (!reader.ok()) return state.SkipWithError("no workbook");
    filings::xlsx::Row row;
    for (auto more = (*reader)->next(row); more.ok() && *more; more = (*reader)->next(row)) ++rows;
  }
  told(state, rows, file);
}

void workbook_of_shared_texts(benchmark::State& state) {
  static const std::string file = filings::xlsx::as_workbook(text());
  read_workbook(state, file);
}
void workbook_of_texts_in_cells(benchmark::State& state) {
  static const std::string file = filings::xlsx::as_workbook(text(), true);
  read_workbook(state, file);
}

BENCHMARK(csv)->Unit(benchmark::kMillisecond);
BENCHMARK(workbook_of_shared_texts)->Unit(benchmark::kMillisecond);
BENCHMARK(workbook_of_texts_in_cells)->Unit(benchmark::kMillisecond);

}  // namespace
