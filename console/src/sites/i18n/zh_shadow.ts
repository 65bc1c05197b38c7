// 与其他系统的结论比对。
export const shadow = {
  'shadow.title': '影子比对', 'job.shadow_compare': '与其他系统比对',
  'shadow.text': '逐个域名对照其他系统的结论与本系统现在的结论：普查中的结果，以及是否会被列入封堵。比对不改变任何记录。',
  'shadow.file': '其他系统的结论', 'shadow.file.hint': '带表头的 CSV 文件：name 一列，以及 standing、blocked 中的一列或两列，不超过 64 MiB。空白表示没有说法。', 'shadow.example': '文件示例',
  'shadow.act': '比对', 'shadow.report': '已比对', 'shadow.counts': '{names} 个域名，{refused} 行被拒绝', 'shadow.run': '比对记录',
  'shadow.names': '个域名参与比对', 'shadow.agree': '个一致', 'shadow.bad': '行被拒绝', 'shadow.kind.standing': '结果不同', 'shadow.kind.blocked_here': '仅本系统封堵', 'shadow.kind.blocked_there': '仅对方封堵',
  'shadow.pairs': '所有不同的结果', 'shadow.pair': '对方{theirs}，本系统{ours}', 'shadow.theirs': '对方', 'shadow.ours': '本系统', 'shadow.rule': '本系统的依据', 'shadow.blocked': '封堵',
  'shadow.beyond': '仅保留文件中的前 {n} 处差异，统计数字为全部差异。', 'shadow.not.done': '这次比对没有完成，未保留任何结果。',
  'shadow.empty': '尚无比对', 'shadow.empty.do': '请选择其他系统的结论文件并开始比对。', 'shadow.none': '两个系统一致', 'shadow.none.do': '对每个域名的结论都相同。', 'shadow.none.here': '没有这类差异', 'shadow.none.here.do': '请去掉筛选条件。',
  'log.shadow.compared': '与其他系统比对完成', 'kind.shadow_run': '影子比对',
} as const;
