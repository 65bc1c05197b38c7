// Whatever the bytes: no crash, faults stand inside of the zone, readings are bounded and repair their field, and a
// zone without fault is made again from its data.
#include <identifiers/mrz.h>

#include <cstdlib>

namespace {

using namespace muster::identifiers;

void expect(bool true_thing) {
  if (!true_thing) std::abort();
}

int columns_of(MrzFormat format) {
  return format == MrzFormat::td1 ? 30 : format == MrzFormat::td2 || format == MrzFormat::mrv_b ? 36 : 44;
}

void inspect(const MrzFault& fault, const MrzReport& report) {
  expect(!fault.code.empty() && !fault.sentence.empty());
  expect(fault.readings.size() <= 5);
  if (!report.format) return;
  expect(fault.line >= 1 && fault.line <= 3 && fault.first_column >= 1 && fault.first_column <= fault.last_column &&
         fault.last_column <= columns_of(*report.format));
  for (const MrzReading& reading : fault.readings) {
    expect(!reading.changes.empty());
    for (const MrzChange& change : reading.changes) expect(change.from != change.to);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const MrzOptions options{.today = std::chrono::year(2026) / 3 / 1};
  const MrzReport report = read_mrz(text, options);
  expect(report.format || !report.ok());
  for (const MrzFault& fault : report.faults) inspect(fault, report);
  expect(parse_mrz(text, options).ok() == report.ok());
  if (report.ok()) {
    const auto again = build_mrz(report.data);
    // Long numbers and optional data with fillers inside have more than one way to be written; what is made reads
    // alike.
    if (again.ok()) {
      const auto read = parse_mrz(*again, options);
      expect(read.ok() && read->document_number == report.data.document_number);
    }
  }
  (void)mrz_letters(text);
  return 0;
}
