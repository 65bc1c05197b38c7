// The never-block list, and the third signature that it asks for.
export const neverBlock = {
  'never.title': 'Never-block list', 'kind.never_block': 'Change of the never-block list', 'job.never_block_import': 'Import of names for the never-block list',
  'never.text': 'An order on one of these names, on one below it, or on a domain above it needs the signature of a third person. Two persons keep the list. The root, top-level domains and public suffixes are not on it: they are refused always.',
  'never.tab.names': 'Names', 'never.tab.proposals': 'Changes', 'never.kind': 'Kind', 'never.action': 'Change', 'never.names': 'Names', 'never.names.hint': 'One a line, 500 at most. More come in as a file.', 'never.reason': 'Why', 'never.source': 'From', 'never.typed': 'typed in', 'never.since': 'Since', 'never.change': 'Change', 'never.open': 'Open', 'never.proposed': 'Proposed', 'never.facts': 'What was proposed', 'never.proposed.by': 'Proposed by', 'never.decided.by': 'Confirmed or rejected by', 'never.refused': 'Bad lines', 'never.cli': 'the command line',
  'never.propose': 'Propose a change', 'never.propose.text': 'It counts once another person has confirmed it.', 'never.import': 'Import a file', 'never.import.text': 'A name a line, CSV with the columns name and kind, or rank,name. Check it first. What comes in is a proposal that another person confirms.',
  'never.adds': 'Onto the list: {n}', 'never.removes': 'Off the list: {n}',
  'never.lookup': 'A name', 'never.lookup.act': 'Check a name', 'never.lookup.yes': 'A third signature is needed: {name} ({kind}).', 'never.lookup.no': 'Two signatures do.',
  'never.none': 'No name is on the list', 'never.none.do': 'Import a list of top sites, or propose the names of emergency services, hospitals and news agencies.', 'never.proposals.none': 'Nothing was proposed', 'never.proposals.none.do': 'Propose names, or choose another state.',
  'never.kind.top_site': 'Top site', 'never.kind.emergency': 'Emergency service', 'never.kind.health': 'Health', 'never.kind.news_agency': 'News agency', 'never.kind.resolver': 'Resolver', 'never.kind.operator_name': 'Operator’s own name',
  'never.action.add': 'Add', 'never.action.remove': 'Remove',
  'never.state.open': 'Coming in', 'never.state.proposed': 'Proposed', 'never.state.confirmed': 'Confirmed', 'never.state.rejected': 'Rejected',
  'never.event.confirm': 'Confirm', 'never.event.reject': 'Reject',
  'what.never_block_to_confirm': 'Confirm a change of the never-block list',
  'role.third': 'Third person',
  'third.title': 'Third signature', 'third.missing': '{name} is on the never-block list ({kind}). A third person signs before this reaches the network.', 'third.given': '{name} is on the never-block list ({kind}); a third person has signed.', 'third.from': 'Can sign: {names}.', 'third.nobody': 'Nobody else holds the role and a key: another body can lend a confirmer.', 'third.open': 'Read and sign the decision', 'sign.third': 'Sign as third person',
  'hold_page.title': 'For the host: status 451', 'hold_page.text': 'The page that the host answers with in place of the site, by which order and how to appeal, and the lines that serve it. Nothing in them logs who came.', 'hold_page.host': 'Address of the host', 'hold_page.host.hint': 'Who carries the order out; visitors’ programs read it.', 'hold_page.folder': 'Folder of the page at the host', 'hold_page.page': 'Page', 'hold_page.first': 'Give the address of the host first.',
  'log.never_block.proposed': 'Change of the never-block list proposed', 'log.never_block.confirmed': 'Change of the never-block list confirmed', 'log.never_block.rejected': 'Change of the never-block list rejected',
} as const;
