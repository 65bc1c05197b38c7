// 决定理由书
export const statements = {
  'statements.title': '决定理由书', 'statements.text': '就每道命令以当事人的语言告知的内容，以及送达情况。',
  'statements.none': '暂无理由书', 'statements.none.do': '每道命令发出时自动生成一份。',
  'statements.number': '编号', 'statements.site': '涉及', 'statements.ways': '送达记录', 'statements.dsa': '欧盟 DSA 透明度数据库格式',
  'statements.undelivered': '未能送达。请改用其他方式送达，或在备案中更正联系方式后重新发送。',
  'statements.hand_over': '登记其他方式送达', 'statements.hand_over.text': '链接和文件与信中相同。登记内容将留存。', 'statements.way': '方式', 'statements.note': '时间和对象', 'statements.note.hint': '请勿填写个人姓名', 'statements.send_again': '重新发送', 'statements.link': '显示信中的链接', 'log.statement.link_read': '取用理由书链接', 'statements.of.order': '决定理由书',
  'statement.state.written': '已生成', 'statement.state.sent': '已发送', 'statement.state.undelivered': '未送达', 'statement.state.handed_over': '已另行送达', 'statement.state.received': '已确认收到',
  'statement.channel.page': '专用网页', 'statement.channel.email': '电子邮件', 'statement.channel.post': '邮寄', 'statement.channel.phone': '电话', 'statement.channel.host': '经接入商转交', 'statement.channel.in_person': '当面',
  'statement.delivery.waiting': '待发送', 'statement.delivery.sent': '已发送', 'statement.delivery.failed': '失败', 'statement.delivery.done': '完成',
  'statement.code.bounced': '被退回', 'statement.code.recipient_unknown': '联系人不详', 'statement.code.no_address': '没有地址', 'statement.code.mail_refused': '被邮件服务器拒收',
  'kind.statement': '决定理由书', 'what.statement_to_hand_over': '送达决定理由书',
  'log.statement.written': '生成决定理由书', 'log.statement.moved': '决定理由书送达进展',
};
