// One step of many lines of a wave, with everything that follows from the table: the line, its record as unverified,
// the message to its holder, the figures, the event. Inside of the room, inside of a transaction.
#pragma once

#include "campaign_store.h"
#include "enrolled_store.h"
#include <lines/records.h>

#include <campaigns/rules.h>

namespace muster::campaigns {

struct StepContext {
  const ledger::Recorder& recorder;
  const policy::Policy& policy;
  std::string actor;
};

// `lines` are of one campaign, one wave and one state, read in this transaction. Lines that have no holder any more
// take the step `gone` instead. Returns how many took a step. Errors: campaign_line_state.
Result<int> take_step(store::Transaction& tx, const StepContext& context, const Campaign& campaign, const Wave& wave,
                      const std::vector<Enrolled>& lines, LineEvent event);
// What the holders are told where nothing else changes: the deadline moved.
Result<void> tell_move(store::Transaction& tx, const StepContext& context, const Campaign& campaign, const Wave& wave,
                       const std::vector<Enrolled>& lines);

}  // namespace muster::campaigns
