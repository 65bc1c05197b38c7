// Figures and their definitions.
export const figures = {
  'nav.figures': 'Figures',
  'figures.text': 'Each figure is a definition over what happened: anybody with both gets the same number. A number of closings is nobody’s aim, and can’t be made one.',
  'figures.public': 'The public’s report', 'figures.recompute': 'Count everything anew', 'figures.none': 'Nothing is counted',
  'figures.figure': 'Figure', 'figures.now': 'This month so far', 'figures.before': 'The month before', 'figures.target': 'Wanted', 'figures.within': 'within {n} hours', 'figures.no.aim': 'a number is no aim', 'figures.meaning': 'What it means', 'figures.median': 'half within {time}',
  'figures.months': 'By month', 'figures.month': 'Month', 'figures.known': 'As known now', 'figures.first': 'First published', 'figures.latest': 'Restated', 'figures.same': 'unchanged', 'figures.not.published': 'not published yet', 'figures.edition': 'edition {n}, {day}',
  'figures.definition': 'Definition', 'figures.counts': 'Counts', 'figures.since': 'Measured from', 'figures.undone': 'Taken out again by', 'figures.once': 'Each once by', 'figures.about': 'Shown to the public', 'figures.about.persons': 'without small numbers: it is about persons',
  'figures.parts': 'Parts of {month}', 'figures.by': 'Told apart by', 'figures.by.none': 'nothing', 'figures.behind': 'What was counted in {month}', 'figures.behind.none': 'Nothing was counted.', 'figures.record': 'Record', 'figures.when': 'When', 'figures.took': 'Took',
  'dimension.ground': 'Ground', 'dimension.measure': 'Action', 'dimension.region': 'Region', 'dimension.channel': 'Way', 'dimension.source': 'Beginning', 'dimension.outcome': 'Outcome', 'dimension.to': 'Outcome', 'dimension.reason': 'Reason', 'dimension.cause': 'Cause',
  'dimension.code': 'What went wrong', 
  'figure_value.unknown': 'not known', 'figure_value.other': 'other', 'figure_value.lifted_by_its_body': 'the body took it back', 'figure_value.reversed': 'an appeal succeeded', 'figure_value.varied': 'an appeal succeeded in part', 'figure_value.appeal_lapsed': 'an appeal was not decided in time', 'figure_value.upheld': 'the order stands', 'figure_value.none': 'no violation', 'figure_value.violation': 'a violation', 'figure_value.more_evidence': 'more evidence was asked for',
  'job.metrics_recompute': 'All figures anew', 'job.figures': 'Figures', 'job.figures_publish': 'Figures of a month',
  'log.figures.published': 'Figures of a month published', 'kind.figures': 'Figures of a month',
};
