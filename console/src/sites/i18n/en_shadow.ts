// The comparison with what another system says.
export const shadow = {
  'shadow.title': 'Shadow comparison', 'job.shadow_compare': 'Comparison with another system',
  'shadow.text': 'What another system says of each name, against what Muster would do now: its standing in a census, and whether the feed would block it. Nothing is changed by it.',
  'shadow.file': 'The other system’s decisions', 'shadow.file.hint': 'CSV with a header: name, and standing or blocked or both; 64 MiB at most. An empty field says nothing.', 'shadow.example': 'Such a file',
  'shadow.act': 'Compare', 'shadow.report': 'Compared', 'shadow.counts': '{names} names, {refused} lines refused', 'shadow.run': 'Comparison',
  'shadow.names': 'names compared', 'shadow.agree': 'agree', 'shadow.bad': 'lines refused', 'shadow.kind.standing': 'another standing', 'shadow.kind.blocked_here': 'blocked here alone', 'shadow.kind.blocked_there': 'blocked there alone',
  'shadow.pairs': 'Every pair of standings', 'shadow.pair': '{theirs} there, {ours} here', 'shadow.theirs': 'There', 'shadow.ours': 'Here', 'shadow.rule': 'Why here', 'shadow.blocked': 'Blocked',
  'shadow.beyond': 'The first {n} differences of the file are kept; the counts are of all of them.', 'shadow.not.done': 'This comparison has not come to its end; it keeps nothing.',
  'shadow.empty': 'No comparison yet', 'shadow.empty.do': 'Choose a file with what the other system decided, and compare.', 'shadow.none': 'The two systems agree', 'shadow.none.do': 'They say the same of every name.', 'shadow.none.here': 'No such difference', 'shadow.none.here.do': 'Take the filter away.',
  'log.shadow.compared': 'Compared with another system', 'kind.shadow_run': 'Shadow comparison',
} as const;
