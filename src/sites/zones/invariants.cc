// What another hand wrote into the kept zone. No answer holds it; `muster ledger verify` names it.
#include <fmt/format.h>
#include <zones/publisher.h>

namespace muster::zones {

std::vector<ledger::Invariant> invariants() {
  static constexpr store::Sql kWithout{
      "verify_zone_entries",
      "select e.name, e.kind, e.order_number from zone_entry e where e.until_serial is null "
      "and (e.name, e.kind) > (:name, :kind) and (e.seal = '' or not exists(select 1 from network_entry n join orders "
      "o "
      "on o.id = n.order_id where n.order_id = e.order_id and n.name = e.name and n.kind = e.kind "
      "and o.executor = 'network' and o.number = e.order_number)) order by e.name, e.kind limit 500"};
  const auto check = [](store::Transaction& tx, ledger::Report& report) {
    std::string name, kind;
    for (std::size_t rows = 500; rows == 500;) {
      const auto page = tx.query(kWithout, {{"name", name}, {"kind", kind}});
      rows = page.size();
      for (const auto& row : page)
        report.add({"zone_entry_without_order",
                    fmt::format("The kept zone says that order {} takes away what it does not; resolvers are not told.",
                                row.text("order_number")),
                    -1, -1, ""});
      if (rows == 0) break;
      name = page.back().text("name");
      kind = page.back().text("kind");
    }
  };
  return {{"zone entries", check}};
}

}  // namespace muster::zones
