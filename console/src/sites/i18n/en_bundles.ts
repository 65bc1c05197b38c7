// Bundles that scores are made with.
export const bundles = {
  'bundles.title': 'Lexicons and models', 'bundles.text': 'What scores are made with: signed by a named publisher, checked against neutral texts when loaded, enabled by two persons. A score only puts a page before a person.',
  'bundles.load.new': 'Load a bundle', 'bundles.load': 'Load', 'bundles.file': 'Signed bundle', 'bundles.file.hint': 'At most 32 MB. It counts for nothing until a second person enables it.',
  'bundles.name': 'Name', 'bundles.kind': 'Kind', 'bundles.publisher': 'Publisher', 'bundles.items': 'Items', 'bundles.loaded': 'Loaded', 'bundles.proposed': 'Proposed', 'bundles.confirmed': 'Confirmed', 'bundles.enabled': 'Enabled', 'bundles.retired': 'Retired',
  'bundles.empty': 'No bundles', 'bundles.empty.do': 'Enrol a publisher below, then load a bundle that it signed. Until then pages are kept and every score is 0.',
  'bundles.publishers': 'Publishers', 'bundles.publishers.empty': 'No publishers', 'bundles.publishers.empty.do': 'Propose the key of whoever signs your bundles; another person confirms it.', 'bundles.publisher.new': 'Propose a publisher', 'bundles.key': 'Public key', 'bundles.key.hint': 'Ed25519, in base64, from the publisher by a way you trust',
  'bundles.facts': 'What it is', 'bundles.licence': 'Licence', 'bundles.source': 'Source', 'bundles.hash': 'SHA-256',
  'bundles.neutral': 'Against neutral texts', 'bundles.neutral.text': 'Texts on subjects that no bundle may aim at. One that hits them is refused when loaded.', 'bundles.area': 'Subject', 'bundles.texts': 'Texts', 'bundles.hit': 'Hit',
  'bundles.shadow': 'In shadow: what it would have said', 'bundles.counts': 'How it scored', 'bundles.counts.none': 'No page was scored with it in the last 30 days.', 'bundles.tenths': 'Pages by score, in tenths', 'bundles.day': 'Day', 'bundles.pages': 'Pages', 'bundles.hits': 'Hits', 'bundles.clues': 'Clues',
  'bundles.reruns': 'Over the history', 'bundles.reruns.text': 'Before it counts, a bundle runs over the sealed pages of earlier visits. No verdict changes by it.', 'bundles.rerun': 'Run over the history', 'bundles.rerun.pages': '{n} pages', 'bundles.rerun.change': '{gained} new clues, {lost} gone', 'bundles.rerun.skipped': '{n} without a page', 'bundles.rerun.resume': 'Go on', 'bundles.rerun.which': 'Which ones', 'bundles.rerun.none': 'None kept', 'bundles.before': 'Before', 'bundles.after': 'With it',
  'bundle_kind.lexicon': 'Lexicon', 'bundle_kind.hash_list': 'Hash list', 'bundle_kind.model': 'Model', 'bundle_kind.calibration': 'Calibration',
  'area.press': 'Press', 'area.religion': 'Religion', 'area.politics': 'Politics', 'area.health': 'Health', 'area.law': 'Law', 'area.art': 'Art', 'area.places': 'Places and names', 'area.education': 'Education', 'area.trade': 'Trade',
  'state.loaded': 'Loaded', 'state.proposed': 'Proposed', 'state.shadow': 'In shadow', 'state.enabled': 'Enabled', 'state.retired': 'Retired',
  'event.propose': 'Propose', 'event.shadow': 'Start shadow mode', 'event.enable': 'Enable', 'event.retire': 'Retire',
  'ground.any': 'Any ground', 'ground.none': 'Harmless', 'role.supervisor': 'Supervisor', 'kind.bundle': 'Bundle', 'kind.bundle_publisher': 'Publisher of bundles',
};
