// 人与分数的准头如何。
export const reviews = {
  'reviews.tab': '质量', 'reviews.text': '人与人的判断有多一致，分数与人的判断有多吻合：只按月份和事由统计，不针对个人。',
  'reviews.second': '复核', 'reviews.second.text': '从已办结的疑点中抽取一部分，并掺入已知答案的页面，交由不知前一判断的人再看一遍。',
  'reviews.waiting': '有 {n} 件可由您复核。', 'reviews.take': '领取下一件', 'reviews.open': '继续手上的一件', 'reviews.title': '复核', 'reviews.ground': '就此事由而言，是否违规？', 'reviews.blind': '请只看封存的访问记录作判断。他人对本页的意见，待您作答后才会显示。',
  'reviews.due': '请于此前作答', 'reviews.give_back': '退回', 'reviews.given': '您的判断：{answer}', 'reviews.all': '查看全部统计',
  'answer.violation': '违规', 'answer.none': '不违规', 'answer.unsure': '看不准',
  'reviews.agreement': '一致程度', 'reviews.agreement.none': '还没有完成的复核。', 'reviews.month': '月份', 'reviews.pairs': '看过两遍', 'reviews.agreed': '判断相同', 'reviews.kappa': 'Cohen κ 系数', 'reviews.alpha': 'Krippendorff α 系数', 'reviews.golden.right': '已知页面判对', 'reviews.lapsed': '逾期未答', 'reviews.few': '不足 30 件，参考意义有限',
  'reviews.golden': '已知答案的页面', 'reviews.golden.text': '封存的访问记录，其答案由两人互不知情地给出。网址可能指明个人的，不予收录。', 'reviews.golden.none': '没有待第二人作答的页面', 'reviews.golden.none.do': '录入一次您有把握的访问，由另一人再作判断。', 'reviews.golden.new': '录入已知页面', 'reviews.golden.test': '访问编号', 'reviews.golden.test.hint': '见访问页面网址的末段', 'reviews.golden.answer': '正确答案', 'reviews.golden.add': '录入', 'reviews.golden.say': '您怎么看？',
  'reviews.scored': '现行数据包对已知页面的评分', 'reviews.scored.line': '{violations} 个违规页面中找出 {found} 个，{none} 个合规页面中误报 {wrong} 个',
  'reviews.reports': '月度报告', 'reviews.reports.none': '首份报告在本月结束后生成。', 'reviews.outcomes': '人工办结 {n} 件', 'reviews.brier': 'Brier 分数', 'reviews.error': '校准误差', 'reviews.drift': '漂移', 'reviews.drift.hint': '与上月相比的群体稳定性指数：0.1 起为有变化，0.25 起为变化大', 'reviews.plot': '评分所称概率与人工结论', 'reviews.report': '{month} 报告', 'reviews.provisional': '截至目前', 'reviews.bundle': '数据包', 'reviews.now': '本月至今',
  'event.give_back': '退回', 'state.waiting': '待领取', 'state.taken': '已领取', 'state.answered': '已作答', 'state.lapsed': '已逾期', 'state.confirmed': '已确认',
  'job.second_reviews': '复核抽取', 'job.score_report': '评分月报', 'kind.golden_item': '已知页面', 'kind.blind_review': '复核', 'kind.score_report': '月度报告',
};
