// Registrations.
export const registrations = {
  'registrations.waiting': 'What they wait for', 'registrations.waiting.persons': 'Wait for two persons', 'registrations.waiting.term': 'Serve until their term', 'registrations.of.dealer': 'Of one dealer', 'registrations.of.holder': 'Of one person',
  'registrations.of.line': 'Of one line', 'registrations.empty': 'No registrations', 'registrations.empty.do': 'They come from points of sale, or with `muster-numbers register`.', 'registrations.none.wait': 'None waits',
  'registrations.none.wait.do': 'Take the filter away to see all.',
  'registration.title': 'Registration of {number}', 'registration.at': 'at {place}', 'registration.place': 'Place', 'registration.device': 'Device', 'registration.captured': 'Captured', 'registration.method': 'Verified how', 'registration.why': 'Why',
  'registration.facts': 'About', 'registration.organisation': 'Organization', 'registration.consent': 'Agreed to', 'registration.capture': 'How it was captured', 'registration.dealer': 'Dealer', 'registration.by': 'By',
  'registration.pending.text': 'The authority was away: the line serves, and is barred when the term ends unverified.',
  'check.first': 'First person', 'check.second': 'Second person', 'check.why.not': 'Why can’t I say my word?', 'check.not.manual': 'An authority verifies it, not people.', 'check.not.waiting': 'It doesn’t wait for a check any more.',
  'check.not.role': 'Registrars and compliance officers check by hand.', 'check.not.capturer': 'You captured it; who captures doesn’t check.', 'check.not.twice': 'You have said your word; another person says the second.',
  'check.authority.next': 'The authority is asked next; nothing is to be done.', 'check.authority.again': 'The authority is asked again by itself.',
  'check.deny.text': 'The registration is rejected at once, the number is free again, and the person is told why. Compare name, birth date and document first.',
} as const;
