// A header and lines of any bytes: whatever is read lies within the line and fits its form.
#include <cstdlib>

#include <billing/charge_line.h>

using namespace muster::billing;

namespace {

bool inside(std::string_view field, std::string_view line) {
  return field.empty() || (field.data() >= line.data() && field.data() + field.size() <= line.data() + line.size());
}

void check_line(std::string_view line, const Columns& columns) {
  ChargeLine out;
  if (parse_charge(line, columns, out) != LineFault::none) return;
  for (const auto field : {out.usage_id, out.code, out.currency, out.transaction, out.partner})
    if (!inside(field, line)) std::abort();
  if (!is_code(out.code) || !is_currency(out.currency) || out.amount < 0 || out.amount > kPriceMax) std::abort();
  if (out.transaction.empty() || out.transaction.size() > kIdMax || could_be_number(kept(out.transaction)))
    std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto header = text.substr(0, text.find('\n'));
  const auto charges = charge_columns(header);
  const auto confirmations = confirmation_columns(header);
  const auto standard = charge_columns("id,usageDate,serviceCode,price,currency,transactionId,partnerId");
  for (auto rest = text.substr(std::min(header.size() + 1, size)); !rest.empty();) {
    const auto line = rest.substr(0, rest.find('\n'));
    if (charges.ok()) check_line(line, *charges);
    check_line(line, *standard);
    ConfirmationLine confirmation;
    if (confirmations.ok() && parse_confirmation(line, *confirmations, confirmation) == LineFault::none &&
        !inside(confirmation.transaction, line))
      std::abort();
    rest.remove_prefix(std::min(line.size() + 1, rest.size()));
  }
  return 0;
}
