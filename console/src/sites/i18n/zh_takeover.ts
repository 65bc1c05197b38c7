// 接管其他系统的登记。
export const takeover = {
  'takeover.title': '接管登记', 'takeover.tab.take': '接管', 'takeover.tab.verify': '待重新核验', 'job.takeover': '接管其他系统的登记',
  'takeover.text': '其他系统的登记按原样接收，通过映射说明各列含义。每条记录都按本系统备案的同一规则检查。请先检查；中途停止的接管，再次提交同一文件即从中断处继续。',
  'takeover.file': '其他系统的文件', 'takeover.file.hint': 'CSV 导出文件或 SQLite 文件，不超过 64 MiB。更大的文件请在服务器上使用 muster takeover filings。',
  'takeover.mapping': '映射', 'takeover.mapping.hint': '说明对方的哪一列对应本系统的哪一列。可在下方编写；docs/formats.md 的“其他系统的登记”一节逐行说明。',
  'takeover.mapping.of.csv': '{system}：读取 CSV 文件', 'takeover.mapping.of.table': '{system}：读取 SQLite 文件中的表 {table}',
  'takeover.mapping.choose': '请选择', 'takeover.mapping.none': '尚未保存任何映射', 'takeover.mapping.new': '编写映射', 'takeover.mapping.change': '查看或修改',
  'takeover.mapping.name': '映射名称', 'takeover.mapping.text': '映射内容（TOML 格式）', 'takeover.mapping.text.hint': '左边是本系统的列名，右边引号内是对方的列名。每次保存都是一个新版本，此前的接管仍以当时的版本为准。',
  'takeover.mapping.save': '保存映射', 'takeover.mapping.saved': '已保存 {name}，版本 {version}。', 'takeover.mapping.example': '恢复示例',
  'takeover.provider': '未注明接入商的记录归于', 'takeover.provider.hint': '否则未注明接入商的记录会被拒绝。', 'takeover.provider.none': '不指定',
  'takeover.act': '接管', 'takeover.report': '已接管', 'takeover.counts': '共 {lines} 条记录：{accepted} 条合格，{already_in} 条此前已有，{refused} 条被拒绝', 'takeover.none.bad': '所有记录均合格。', 'takeover.record': '记录',
  'takeover.origins': '备案来源', 'takeover.system': '来源系统', 'takeover.begun': '接管时间', 'takeover.law': '重新核验依据', 'takeover.not.asked': '无需重新核验',
  'takeover.empty': '尚无来自其他系统的备案', 'takeover.empty.do': '请选择文件和映射，先检查，再接管。',
  'verify.act': '已重新核验', 'verify.text': '核验人和核验方式将记入账本，不能撤销。', 'verify.how': '如何核验', 'verify.how.hint': '例如当面查验了哪些证件、向何处查询；请勿填写个人姓名。',
  'verify.list.text': '来自其他系统、依法须重新核验的有效备案，最先到期的排在最前；核验后即从此处移除。',
  'verify.left': '剩余时间', 'verify.by': '核验期限', 'verify.every.system': '所有系统', 'verify.empty': '没有待重新核验的备案', 'verify.empty.do': '映射中写明 reverify = true 的备案，在核验之前列在此处。',
  'log.takeover_mapping.saved': '其他系统的映射已保存', 'kind.filing_origin': '登记接管', 'kind.takeover_mapping': '其他系统的映射',
} as const;
