// 评分所用的数据包。
export const bundles = {
  'bundles.title': '词库、清单与模型', 'bundles.text': '评分所用的数据包：由具名发布方签名，载入时与中性语料比对，须两人启用。分数只决定哪些页面请人来看。',
  'bundles.load.new': '载入数据包', 'bundles.load': '载入', 'bundles.file': '已签名的数据包', 'bundles.file.hint': '不超过 32 MB。第二人启用之前不起任何作用。',
  'bundles.name': '名称', 'bundles.kind': '类型', 'bundles.publisher': '发布方', 'bundles.items': '条目', 'bundles.loaded': '载入', 'bundles.proposed': '提名', 'bundles.confirmed': '确认', 'bundles.enabled': '启用', 'bundles.retired': '停用',
  'bundles.empty': '还没有数据包', 'bundles.empty.do': '先在下方登记发布方，再载入其签名的数据包。在此之前，页面照常留存，分数一律为 0。',
  'bundles.publishers': '发布方', 'bundles.publishers.empty': '还没有发布方', 'bundles.publishers.empty.do': '提名数据包签名方的公钥，由另一人确认。', 'bundles.publisher.new': '提名发布方', 'bundles.key': '公钥', 'bundles.key.hint': 'Ed25519，base64 编码，经可信途径取自发布方',
  'bundles.facts': '基本情况', 'bundles.licence': '许可', 'bundles.source': '来源', 'bundles.hash': '文件哈希（SHA-256）',
  'bundles.neutral': '与中性文本、图片比对', 'bundles.neutral.text': '这些文本和图片，任何数据包都不得针对。命中者载入时即被拒收。', 'bundles.area': '题材', 'bundles.texts': '比对数', 'bundles.hit': '命中',
  'bundles.shadow': '试算：假如启用会怎样', 'bundles.counts': '评分情况', 'bundles.counts.none': '近 30 天没有页面用它评过分。', 'bundles.tenths': '按分数段统计的页面数', 'bundles.day': '日期', 'bundles.pages': '页面', 'bundles.hits': '命中', 'bundles.clues': '线索',
  'bundles.reruns': '历史回算', 'bundles.reruns.text': '启用之前，须对以往访问封存的页面回算一遍。既有结论不因此改变。', 'bundles.rerun': '开始回算', 'bundles.rerun.pages': '{n} 个页面', 'bundles.rerun.change': '新增线索 {gained} 条，消失 {lost} 条', 'bundles.rerun.skipped': '{n} 次访问无页面', 'bundles.rerun.resume': '继续', 'bundles.rerun.which': '具体哪些', 'bundles.rerun.none': '没有留存', 'bundles.before': '原分数', 'bundles.after': '启用后',
  'bundle_kind.lexicon': '词库', 'bundle_kind.hash_list': '哈希清单', 'bundle_kind.model': '模型', 'bundle_kind.calibration': '校准参数',
  'area.press': '新闻出版', 'area.religion': '宗教', 'area.politics': '政治', 'area.health': '卫生健康', 'area.law': '法律', 'area.art': '艺术', 'area.places': '地名人名', 'area.education': '教育', 'area.photographs': '照片', 'area.artwork': '美术作品', 'area.figures': '图表', 'area.families': '家庭与居所', 'area.trade': '商业',
  'state.loaded': '已载入', 'state.proposed': '已提名', 'state.shadow': '试算中', 'state.enabled': '已启用', 'state.retired': '已停用',
  'event.propose': '提名', 'event.shadow': '开始试算', 'event.enable': '启用', 'event.retire': '停用',
  'damped.language': '降权：非本页语言', 'damped.medicine': '降权：谈医疗', 'damped.education': '降权：谈教育', 'damped.law': '降权：谈法律', 'damped.art': '降权：谈艺术', 'damped.news': '降权：新闻报道', 'damped.warning': '降权：提醒防范', 'damped.neutral_context': '降权：中性语境',
  'spelling.unaccented': '省去变音符号', 'spelling.hyphenated': '加连字符', 'spelling.joined': '连写', 'spelling.split': '词间加空格', 'spelling.pinyin': '写成拼音', 'spelling.alike': '用形近字符', 'spelling.spaced': '逐字隔开',
  'ground.any': '任一事由', 'ground.none': '无害', 'role.supervisor': '主管', 'kind.bundle': '数据包', 'kind.bundle_publisher': '数据包发布方',
};
