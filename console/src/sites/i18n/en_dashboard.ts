// The dashboard.
export const dashboard = {
  'nav.dashboard': 'Dashboard', 'dash.print': 'Print', 'dash.live': 'Live', 'dash.not.live': 'Not live; load again to see what is new', 'dash.span': 'Span', 'dash.months': '{n} months', 'dash.before': 'month before: {n}', 'dash.series.label': '{title} by month', 'dash.whole': 'In the whole span: {n}.',
  'dash.region': 'Region', 'dash.region.all': 'All regions', 'dash.regions': 'Regions', 'dash.regions.text': 'by orders issued', 'dash.regions.none': 'No orders in this span.', 'dash.ended': '{n} ended', 'dash.stage.observed': 'Observed', 'dash.stage.unfiled': 'Unfiled', 'dash.of.census': 'newest census', 'dash.definitions': 'By the definitions',
};
