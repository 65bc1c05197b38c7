// Persons.
export const persons = {
  'persons.title': 'Find a person', 'persons.text': 'Persons are not listed. One record is read at a time, for a purpose, and the person sees who looked and why.', 'persons.not.yours': 'Not yours to ask',
  'persons.not.yours.do': 'Registrars and compliance officers look persons up.',
  'find.document': 'By a document', 'find.kind': 'Document', 'find.country': 'Country', 'find.country.hint': 'Three letters', 'find.number': 'Number', 'find.expires': 'In force until', 'find.expires.hint': 'Of a passport or a permit', 'find.act': 'Find the person',
  'holder.one': 'Person', 'holder.hidden': 'kept for who reads for a purpose', 'holder.title': '{category} …{id}', 'holder.since': 'On record since', 'holder.category': 'Category', 'holder.same': 'Same person as', 'holder.guardian': 'Guardian',
  'holder.lines': 'Lines in this name', 'holder.lines.none': 'No line yet.', 'holder.documents': 'Documents', 'holder.beyond': '{n} lines are beyond the cap: the person chooses which to keep.',
  'holder.readings': 'Who read what, and why', 'holder.readings.text': 'The person sees this list, too.', 'document.expires': 'In force until', 'document.no.end': 'no end', 'document.evidence': 'Known by', 'document.added': 'Added',
  'read.title': 'Read personal data', 'read.told': 'Reading is recorded in the ledger with your name and the purpose, and the person is told.', 'read.fields': 'What is read', 'read.act': 'Read and record', 'read.done': 'Recorded: {purpose}.', 'read.hide': 'Hide',
  'hold.place': 'Place a legal hold', 'hold.text': 'The data stay beyond their term while it is open.', 'hold.reference': 'Number of the court’s or authority’s letter',
} as const;
