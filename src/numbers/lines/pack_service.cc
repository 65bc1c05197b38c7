// A dealer's stock: the next free numbers of a pool, reserved and with a SIM each.
#include "line_store.h"
#include <base/text.h>
#include <lines/service.h>

#include <utility>

#include <fmt/format.h>

namespace muster::lines {
namespace {

Result<std::vector<Sim>> checked_pack(const ledger::Recorder& recorder, std::span<const NewSim> sims) {
  if (sims.empty() || sims.size() > kPackMax)
    return invalid("pack_size", fmt::format("One pack has 1 to {} SIMs.", kPackMax), "sims");
  std::vector<Sim> out;
  out.reserve(sims.size());
  for (const NewSim& asked : sims) {
    Sim sim;
    MUSTER_TRY(sim.iccid, check_iccid(asked.iccid));
    MUSTER_TRY(sim.imsi, check_imsi(asked.imsi));
    sim.id = recorder.new_id();
    sim.created_at = recorder.clock().now();
    out.push_back(std::move(sim));
  }
  return out;
}

}  // namespace

Result<std::vector<Packed>> Service::pack(const std::string& actor, const std::string& pool_id,
                                          const std::string& reserved_for, std::span<const NewSim> sims) const {
  MUSTER_TRY(const auto checked, checked_pack(recorder_, sims));
  return database_.write([&](store::Transaction& tx) -> Result<std::vector<Packed>> {
    std::vector<Packed> out;
    std::vector<ledger::Happening> happened;
    for (const Sim& sim : checked) {
      auto line = lowest_free(tx, pool_id);
      if (!line) return conflict("pool_empty", "Fewer numbers of this pool are free than there are SIMs.", "pool");
      MUSTER_CHECK_OK(step(tx, context(actor), *line, Event::reserve, {}, reserved_for));
      insert(tx, sim);
      end_sim(tx, line->id, sim.created_at);  // of a number that was given back unused, with its card
      begin_sim(tx, line->id, sim.id, "first", sim.created_at);
      const std::string former = std::exchange(line->sim_id, sim.id);
      ++line->version;
      if (!change(tx, *line)) return conflict("line_state", "A line was taken meanwhile.");
      happened.push_back(
          {kSimChanged, actor, kLineRecord, line->id,
           fmt::format(R"({{"sim":{},"former":{},"reason":"first"}})", json_quote(sim.id), json_quote(former))});
      out.push_back({std::move(*line), sim});
    }
    recorder_.record_all(tx, happened);
    return out;
  });
}

}  // namespace muster::lines
