// What the public reports.
export const reports = {
  'nav.reports': 'Reports', 'kind.report': 'Report', 'kind.report_flagger': 'Trusted flagger', 'job.reports': 'Reports of the public', 'what.report_to_look_at': 'Look at report',
  'state.received': 'Received', 'state.screening': 'Waits for a look', 'state.merged': 'Merged', 'state.in_case': 'In a case', 'state.sealed': 'Sealed',
  'reports.search': 'Number or name', 'reports.empty': 'No report waits', 'reports.empty.do': 'Anybody reports on the public page. Take a filter away to see others.', 'reports.queue': 'In the order of the queue: trusted flaggers, urgent grounds, then age.',
  'report.number': 'Number', 'report.address': 'Reported page', 'report.ground': 'Ground', 'report.turn': 'Turn', 'report.merged': 'Others', 'report.received': 'Received', 'report.channel': 'Came by', 'report.outcome': 'Outcome', 'report.sealed': 'sealed', 'report.flagger': 'Trusted flagger', 'report.decided': 'Rejected by', 'report.reasons': 'Told to the reporter',
  'report.title': 'Report {number}', 'report.facts': 'Report', 'report.pages': 'Reported pages', 'report.pages.none': 'No page is shown.', 'report.times': 'Reports', 'report.suspicion': 'Suspicion', 'report.lead': 'Merged with another report', 'report.case': 'To the case', 'report.others': 'Reports that say the same',
  'report.words': 'What the reporter saw', 'report.words.read': 'Read', 'report.words.text': 'Reading is noted in the ledger.', 'report.contact': 'Contact, for questions alone', 'report.words.gone': 'Nothing is kept.', 'report.minor.key': 'Key M: may show a minor. Seals the report at once.',
  'report_state.received': 'Received', 'report_state.screening': 'Waits for a look', 'report_state.merged': 'Merged', 'report_state.in_case': 'In a case', 'report_state.closed': 'Closed', 'report_state.sealed': 'Sealed', 'report_state.withdrawn': 'Taken back',
  'report_event.reject': 'Reject as unfounded', 'report_event.may_show_minor': 'May show a minor',
  'report_outcome.violation': 'Violation found', 'report_outcome.no_violation': 'No violation found', 'report_outcome.reversed': 'Reversed after an appeal', 'report_outcome.unfounded': 'Unfounded', 'report_outcome.referred': 'Passed on to the hotline',
  'turn.trusted': 'Trusted', 'turn.urgent': 'Urgent', 'turn.ordinary': 'By age',
  'channel.page': 'Public page', 'channel.api': 'API', 'channel.desk': 'Desk', 'channel.arf': 'E-mail (ARF)', 'channel.xarf': 'XARF',
  'log.report.received': 'Report received', 'log.report.moved': 'Report moved on', 'log.report.sealed': 'Report sealed, the address goes to the hotline', 'log.report.reporter_warned': 'Reporter warned', 'log.report.words_read': 'Words of a report read', 'log.report.forgotten': 'Words of a report destroyed',
  'log.report_flagger.proposed': 'Trusted flagger proposed', 'log.report_flagger.confirmed': 'Trusted flagger confirmed by a second person', 'log.report_flagger.revoked': 'Trusted flagger revoked', 'log.suspicion.sealed': 'Suspicion sealed',
};
