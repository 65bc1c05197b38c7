// Sharing with other operators.
export const sharing = {
  'peers.title': 'Other operators', 'peers.text': 'They read what stands here, order by order, and what was withdrawn. What they tell of their own orders becomes clues for people here; it blocks nothing.',
  'peers.own': '{n} orders are told. This house speaks as', 'peers.none': 'Nothing is shared yet', 'peers.none.do': 'Add another operator: it gets a token, and you may enter the one it gave you.',
  'peers.label': 'Operator', 'peers.standing': 'Standing', 'peers.withdrawn': 'Withdrawn', 'peers.waiting': 'Waiting', 'peers.reached': 'Answered last', 'peers.never': 'not yet', 'peers.only_tells': 'is not asked', 'peers.ended': 'shares no more',
  'peers.add': 'Add an operator', 'peers.identity': 'Its identity', 'peers.identity.hint': 'identity-- and a UUID, from its own page or its API root', 'peers.url': 'Its collection', 'peers.url.hint': 'https://…/collections/ID/; empty: it tells us and is not asked', 'peers.token': 'The token that it gave us', 'peers.token.hint': 'Kept in a file that only the server reads', 'peers.token.once': 'Its token, shown once. Hand it over on a safe way:',
  'peers.ask': 'Ask now', 'peers.end': 'End', 'peers.received': 'What they told', 'peers.received.none': 'Nothing was told', 'peers.names': 'Name', 'peers.from': 'Told by',
  'received.state.waiting': 'Waits', 'received.state.raised': 'Clue', 'received.state.unknown_ground': 'Not a ground here', 'received.state.withdrawn': 'Withdrawn by it',
  'peers.fault.peer_unreachable': 'not reached', 'peers.fault.peer_status': 'refused us', 'peers.fault.peer_busy': 'asks for patience', 'peers.fault.peer_full': 'told too much for one day', 'peers.fault.peer_form': 'answers in no form we know', 'peers.fault.envelope_large': 'answers too much at once', 'peers.fault.envelope_objects': 'answers too much at once', 'peers.fault.stix_form': 'answers in no form we know',
  'job.sharing': 'Sharing with other operators', 'kind.share': 'Sharing', 'kind.share_peer': 'Other operator',
  'log.share.told': 'Orders told to other operators', 'log.share_peer.added': 'Operator added to share with', 'log.share_peer.ended': 'Sharing with an operator ended', 'log.share_peer.told': 'Another operator told of its orders',
};
