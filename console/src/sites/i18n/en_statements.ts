// Statements of reasons.
export const statements = {
  'statements.title': 'Statements of reasons', 'statements.text': 'What each entity was told of an order against it, in its language, and how that reached it.',
  'statements.none': 'No statements', 'statements.none.do': 'One is written with each order.',
  'statements.number': 'Number', 'statements.site': 'About', 'statements.ways': 'How it travelled', 'statements.dsa': 'Record for the DSA Transparency Database',
  'statements.undelivered': 'It did not arrive. Hand it over another way, or have the address corrected in the filing and send it again.',
  'statements.hand_over': 'Note that it was handed over', 'statements.hand_over.text': 'The link and the file are the same as in the letter. What you note stays on record.', 'statements.way': 'How', 'statements.note': 'When and to whom', 'statements.note.hint': 'No names of people', 'statements.send_again': 'Send the letter again', 'statements.link': 'Show the link for the letter', 'log.statement.link_read': 'Link of the statement taken', 'statements.of.order': 'Statement of reasons',
  'statement.state.written': 'Written', 'statement.state.sent': 'Sent', 'statement.state.undelivered': 'Did not arrive', 'statement.state.handed_over': 'Handed over', 'statement.state.received': 'Received',
  'statement.channel.page': 'Page behind the link', 'statement.channel.email': 'E-mail', 'statement.channel.post': 'By post', 'statement.channel.phone': 'By telephone', 'statement.channel.host': 'Through the host', 'statement.channel.in_person': 'In person',
  'statement.delivery.waiting': 'Waiting', 'statement.delivery.sent': 'Sent', 'statement.delivery.failed': 'Failed', 'statement.delivery.done': 'Done',
  'statement.code.bounced': 'came back', 'statement.code.recipient_unknown': 'nobody is known', 'statement.code.no_address': 'no address', 'statement.code.mail_refused': 'refused by the mail server',
  'kind.statement': 'Statement of reasons', 'what.statement_to_hand_over': 'Hand over the statement of reasons',
  'log.statement.written': 'Statement of reasons written', 'log.statement.moved': 'Statement of reasons went on its way',
};
