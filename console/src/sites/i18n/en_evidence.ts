// Evidence: who had it, and how it is taken out.
export const evidence = {
  'custody.title': 'Custody of the evidence', 'custody.none': 'Nobody read it or took it out yet.',
  'custody.stamped': 'Proven to be there at {at} by {authority}', 'custody.checkpoint': 'In the ledger’s checkpoint of {at}. No time-stamp authority confirmed it.', 'custody.pending': 'Not yet in a checkpoint of the ledger.',
  'custody.take': 'Take it out with its proofs', 'custody.take.text': 'One ZIP with the evidence, its index, the ledger’s proofs, this log and a program that checks all of it without Muster. Taking it out is recorded.',
  'custody.purpose': 'What for', 'custody.reference': 'Number of the file that it is for', 'custody.reference.hint': 'No names', 'custody.save': 'Save the bundle', 'custody.working': 'Being put together…',
  'purpose.court': 'A court', 'purpose.authority': 'An authority', 'purpose.responsible_entity': 'The responsible entity, who asks to see it', 'purpose.audit': 'Audit', 'purpose.review': 'A review of our own',
  'kind.ledger_checkpoint': 'Checkpoint', 'job.evidence_time_stamp': 'Time stamp',
};
