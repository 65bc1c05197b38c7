// 培训练习
export const training = {
  'nav.training': '培训', 'training.text': '答案已知的案例。以首次作答为准，作答后显示正确答案及理由。统计仅按月份和事由反映一致程度，不针对个人。',
  'training.none': '暂无练习', 'training.exercise': '练习', 'training.answered': '作答时间', 'training.open': '未作答',
  'training.scores': '与正确答案的一致程度', 'training.scores.none': '尚无人作答。', 'training.agreed': '结论一致', 'training.scope': '措施和范围一致', 'training.few': '不足五份，不予显示',
  'training.story': '案情', 'training.evidence': '证据', 'training.asked': '该事由的要素', 'training.outcome': '您的结论', 'training.effect': '措施和范围', 'training.answer': '作答', 'training.first': '以首次作答为准。',
  'training.own': '您的答案：{answer}', 'training.known': '正确答案：{answer}',
  'exercise.outcome.violation': '存在违法情形', 'exercise.outcome.none': '不存在违法情形', 'exercise.outcome.more_evidence': '需补充证据',
  'kind.exercise': '练习', 'log.exercise.answered': '完成练习',
};
