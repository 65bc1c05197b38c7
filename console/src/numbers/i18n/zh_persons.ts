// 用户。
export const persons = {
  'persons.title': '查找用户', 'persons.text': '不提供用户列表。每次只查阅一份档案，须注明用途；本人可以看到谁因何查阅。', 'persons.not.yours': '您无权查询',
  'persons.not.yours.do': '由登记员和合规专员查询用户。',
  'find.document': '按证件查找', 'find.kind': '证件', 'find.country': '国家', 'find.country.hint': '三位字母代码', 'find.number': '号码', 'find.expires': '有效期至', 'find.expires.hint': '护照或居留许可须填', 'find.act': '查找',
  'holder.one': '用户', 'holder.hidden': '须注明用途方可查阅', 'holder.title': '{category} …{id}', 'holder.since': '建档时间', 'holder.category': '类别', 'holder.same': '与此人为同一人', 'holder.guardian': '监护人',
  'holder.lines': '名下号码', 'holder.lines.none': '名下尚无号码。', 'holder.documents': '证件', 'holder.beyond': '有 {n} 个号码超出上限，由本人选择保留哪些。',
  'holder.readings': '谁因何查阅', 'holder.readings.text': '本人也能看到此清单。', 'document.expires': '有效期至', 'document.no.end': '长期', 'document.evidence': '依据', 'document.added': '补充时间',
  'read.title': '查阅个人信息', 'read.told': '查阅会连同您的姓名和用途记入账本，并告知本人。', 'read.fields': '查阅内容', 'read.act': '查阅并记录', 'read.done': '已记录用途：{purpose}。', 'read.hide': '隐藏',
  'hold.place': '依法保全', 'hold.text': '保全期间，信息不因到期而销毁。', 'hold.reference': '法院或有关机关文书编号',
} as const;
