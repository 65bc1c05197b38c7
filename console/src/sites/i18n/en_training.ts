// Exercises of training instances.
export const training = {
  'nav.training': 'Training', 'training.text': 'Cases whose answer is known. Your first answer counts; then you see the known one, and why. Figures tell how far answers agree, by month and ground, and never by person.',
  'training.none': 'No exercises', 'training.exercise': 'Exercise', 'training.answered': 'Answered', 'training.open': 'not yet',
  'training.scores': 'Agreement with what is known', 'training.scores.none': 'Nobody has answered yet.', 'training.agreed': 'Same outcome', 'training.scope': 'Same measure and scope', 'training.few': 'fewer than five answers: nothing is told',
  'training.story': 'What is known', 'training.evidence': 'Evidence', 'training.asked': 'What the ground asks for', 'training.outcome': 'What do you decide?', 'training.effect': 'What follows, and how far', 'training.answer': 'Your answer', 'training.first': 'The first answer counts.',
  'training.own': 'You said: {answer}', 'training.known': 'What is known: {answer}',
  'exercise.outcome.violation': 'Violation', 'exercise.outcome.none': 'No violation', 'exercise.outcome.more_evidence': 'More evidence is needed',
  'kind.exercise': 'Exercise', 'log.exercise.answered': 'Exercise answered',
};
