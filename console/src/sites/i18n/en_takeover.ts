// Another system’s register, taken over.
export const takeover = {
  'takeover.title': 'Take-over', 'takeover.tab.take': 'Take over', 'takeover.tab.verify': 'To verify again', 'job.takeover': 'Take-over of another register',
  'takeover.text': 'The register of another system comes in as it is, through a mapping of its columns. Every record is checked by the same rules as a filing of ours. Check first; a take-over that was stopped goes on where it was when the same file is sent again.',
  'takeover.file': 'The other system’s file', 'takeover.file.hint': 'A CSV export, or an SQLite file; 64 MiB at most. Larger ones: muster takeover filings, on the server.',
  'takeover.mapping': 'Mapping', 'takeover.mapping.hint': 'Says which of its columns are ours. Write one below; docs/formats.md describes each line under “Another system’s register”.',
  'takeover.mapping.of.csv': '{system}: reads a CSV file', 'takeover.mapping.of.table': '{system}: reads the table {table} of an SQLite file',
  'takeover.mapping.choose': 'Choose one', 'takeover.mapping.none': 'None is saved yet', 'takeover.mapping.new': 'Write a mapping', 'takeover.mapping.change': 'Look at it or change it',
  'takeover.mapping.name': 'Name of the mapping', 'takeover.mapping.text': 'Mapping (TOML)', 'takeover.mapping.text.hint': 'Left is what we call it, right in quotes what the other system does. Each saving is a new version; what was taken over before keeps its own.',
  'takeover.mapping.save': 'Save mapping', 'takeover.mapping.saved': '{name} is saved, version {version}.', 'takeover.mapping.example': 'Put the example back',
  'takeover.provider': 'Provider of records that name none', 'takeover.provider.hint': 'Records without any are refused otherwise.', 'takeover.provider.none': 'None',
  'takeover.act': 'Take over', 'takeover.report': 'Taken over', 'takeover.counts': '{lines} records: {accepted} good, {already_in} were in already, {refused} refused', 'takeover.none.bad': 'Every record is good.', 'takeover.record': 'Record',
  'takeover.origins': 'Where filings came from', 'takeover.system': 'Other system', 'takeover.begun': 'Taken over', 'takeover.law': 'Why again', 'takeover.not.asked': 'not asked for',
  'takeover.empty': 'Nothing came from another system yet', 'takeover.empty.do': 'Choose its file and a mapping, check it, then take it over.',
  'verify.act': 'Verified again', 'verify.text': 'It goes into the ledger, with who said so and how. It can’t be taken back.', 'verify.how': 'How was it verified?', 'verify.how.hint': 'Seen in person with which papers, asked of whom; no names of people.',
  'verify.list.text': 'Filings in force that came from a system whose law asks for it. The soonest stands first; it leaves the list when somebody verified it.',
  'verify.left': 'Left', 'verify.by': 'Verify by', 'verify.every.system': 'Every system', 'verify.empty': 'Nothing is to be verified again', 'verify.empty.do': 'Filings of a mapping with reverify = true stand here until they are.',
  'log.takeover_mapping.saved': 'Mapping of another system saved', 'kind.filing_origin': 'Take-over', 'kind.takeover_mapping': 'Mapping of another system',
} as const;
