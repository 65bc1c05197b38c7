// 销售点用语。店员边问边填，句子要短，直接说要做什么。
import type { Key } from './index';

export const zh: Record<Key, string> = {
  'app.name': '号码登记', 'app.language': 'English', 'app.back': '返回', 'app.continue': '继续', 'app.close': '关闭', 'app.cancel': '放弃本次登记', 'app.skip': '跳到正文',
  'app.online': '已联网', 'app.offline': '没有网络，可以照常登记，联网后自动发送。', 'app.offline.only': '没有网络。', 'app.update': '有新版本可用。', 'app.update.act': '立即更新',

  'enrol.title': '启用这台设备', 'enrol.text': '请向运营商索取设备码。设备码一天内有效，只能用于一台设备。', 'enrol.code': '设备码', 'field.code': '设备码', 'enrol.code.hint': '十二位字母和数字，例如 7KQM-2XHW-9DTA', 'enrol.label': '设备名称', 'enrol.label.hint': '设备丢失时，便于告诉运营商是哪一台', 'enrol.act': '启用', 'enrol.revoked': '这台设备已被停用，其中的内容已全部清除。需要时请向运营商索取新的设备码。', 'enrol.away': '启用设备需要联网。',

  'home.title': '登记', 'home.new': '登记新号码', 'home.resume': '继续未完成的登记', 'home.drop': '放弃', 'home.place': '{dealer}，{place}', 'home.left': '今天还可登记 {n} 个', 'home.synced': '{at} 已全部送达。', 'home.never': '尚未送达过。', 'home.freeze': '请在 {at} 前联网，否则将不能登记新号码。',
  'home.closed.frozen': '这台设备太久没有送达数据。请先联网，送达后即可继续登记。', 'home.closed.hindered': '本店目前不能登记，请联系运营商。', 'home.closed.quota': '本店今天的登记数量已用完。', 'home.closed.no_lines': '这台设备上没有为本店预留的卡号。请联网刷新，或联系运营商。',
  'queue.title': '本机记录', 'queue.none': '没有等待发送的登记。', 'queue.sync': '立即发送', 'queue.syncing': '正在发送…', 'queue.item': '尾号 {tail}', 'queue.item.none': '更正', 'queue.trouble': '发送中断：{why}稍后会自动重试。', 'queue.no_connection': '登记系统没有响应。',
  'queue.waiting': '等待发送', 'queue.sending': '正在发送 {percent}%', 'queue.looking': '已收到，正在核对', 'queue.accepted': '登记成功', 'queue.refused': '被退回', 'queue.corrected': '已更正', 'queue.correct': '更正', 'queue.dismiss': '从列表移除', 'queue.again': '此项无法在这里更正，请本人重新登记。', 'queue.size': '{n} kB',

  'who.title': '为谁登记？', 'category.citizen': '成年公民', 'category.foreigner': '外国人', 'category.minor': '未成年人（监护人陪同）', 'category.organisation_user': '单位号码的使用人',
  'document.title': '出示的是哪种证件？', 'kind.cn_resident_id': '居民身份证', 'kind.national_id': '其他国家的身份证', 'kind.passport': '护照', 'kind.residence_permit': '居留许可',
  'number.title': '证件上写的是什么？', 'number.mrz': '证件底部带 < 符号的两三行', 'number.mrz.hint': '照原样输入：校验位能查出笔误，后面的内容会自动填好。', 'number.mrz.read': '已识别：{name}', 'number.mrz.maybe': '是不是 {text}？', 'number.mrz.where': '第 {line} 行，第 {first} 至 {last} 位', 'number.or': '也可以只输入号码', 'field.document_number': '证件号码', 'field.document_country': '签发国家', 'number.country.hint': '三位字母，例如 CHN', 'field.document_expires_on': '有效期至', 'number.expires.hint': '证件上有则填写', 'number.fits': '校验位正确。',
  'name.title': '姓名是什么？', 'name.hint': '与证件完全一致', 'field.name': '姓名',
  'born.title': '出生日期是哪天？', 'born.hint': '年-月-日，例如 1990-01-31', 'field.birth_date': '出生日期',
  'address.title': '住址在哪里？', 'field.address': '住址',
  'guardian.title': '监护人是谁？', 'guardian.text': '监护人须已登记，并出示证件。', 'guardian.agrees': '已告知，监护人同意', 'field.guardian_consent': '监护人同意', 'field.guardian': '监护人', 'field.guardian_kind': '证件', 'field.guardian_number': '证件号码', 'field.guardian_country': '签发国家',
  'organisation.title': '号码属于哪个单位？', 'organisation.cn_uscc': '统一社会信用代码', 'organisation.lei': '法人机构识别编码', 'field.organisation_number': '单位代码', 'field.organisation_kind': '代码种类',
  'pictures.title': '拍摄证件', 'pictures.text': '拍全、拍清，避免反光，不要拍到其他人。', 'pictures.front': '正面', 'pictures.back': '反面', 'pictures.page': '照片页', 'pictures.take': '拍照', 'pictures.retake': '重拍', 'pictures.size': '{n} kB', 'field.pictures': '照片', 'pictures.count': '已拍 {n} 张',
  'consent.title': '本人同意吗？', 'consent.text': '请告知本人：依照法律，运营商保存姓名、出生日期、住址和证件，用于确认号码归谁所有，并向主管机关核验；谁因何查看过，本人都能查到；最后一个号码停用且保存期满后，这些信息即销毁。', 'consent.yes': '已告知，本人同意', 'field.consent': '同意', 'consent.version': '文本 {code}',
  'place.title': '您在哪个网点？', 'field.place': '网点',
  'line.title': '用哪张卡？', 'line.search': '号码或卡号的末几位', 'line.none': '没有以这些数字结尾的卡。', 'line.more': '还有 {n} 张，请再输入几位。', 'line.sim': '卡号 …{tail}', 'field.msisdn': '号码', 'line.read': '请向本人念出号码。',
  'review.title': '都对吗？', 'review.change': '修改', 'review.act': '保存并发送', 'review.text': '保存后内容即加密封存，这台设备将无法再显示。', 'review.kept': '其余内容保持不变。', 'field.category': '登记人', 'field.document_kind': '证件',
  'done.title': '已保存', 'done.text.online': '正在发送，结果显示在列表中。', 'done.text.offline': '已加密存放在本机，联网后自动发送。', 'done.home': '查看列表', 'done.next': '再登记一个',
  'error.title': '有内容需要改正', 'storage.failed': '本机无法保存。请清理存储空间后重试。',

  'fault.choose_one': '请选择一项。', 'fault.identifier_length': '号码应为 18 位。', 'fault.identifier_character': '号码只能是数字，末位可以是 X。', 'fault.identifier_date': '号码中的出生日期不存在。', 'fault.identifier_check_digit': '校验位不符，号码有误。', 'fault.document_number': '这种证件的号码不是这样的格式。', 'fault.document_country': '请填写三位国家代码。', 'fault.document_expiry_missing': '请填写证件有效期。', 'fault.document_expiry_form': '请写成 2030-12-31 这样的格式。', 'fault.document_expired': '证件已过期。', 'fault.document_category': '这类登记人不能使用该证件。',
  'fault.name_form': '请按证件填写姓名。', 'fault.birth_date_form': '请写成 1990-01-31 这样的格式。', 'fault.birth_date_future': '这一天还没到。', 'fault.birth_date_differs': '与证件号码中的出生日期不一致。', 'fault.category_age': '年龄与“为谁登记”的选择不符。', 'fault.address_form': '请填写住址。', 'fault.organisation_missing': '请填写单位代码。', 'fault.pictures_missing': '请拍摄证件。', 'fault.picture_unreadable': '照片无法读取，请重拍。', 'fault.picture_too_large': '照片过大，请靠近重拍。', 'fault.consent_missing': '未经本人同意不能登记。',
  'fault.mrz_shape': '机读区应为 3 行 30 位、2 行 36 位或 2 行 44 位。', 'fault.mrz_character': '这几位出现了不该有的字符。', 'fault.mrz_check_digit': '校验位不符：这几位或校验位有误。', 'fault.mrz_document_code': '这种尺寸的证件应以其他字母开头。', 'fault.mrz_country_unknown': '没有这个国家代码。', 'fault.mrz_name_form': '姓名格式不符。', 'fault.mrz_number_form': '号码格式不符。', 'fault.mrz_date': '这不是日期。',
  'fault.code_wrong': '设备码有误、已使用或已过期，请向运营商索取新码。', 'fault.no_connection': '登记系统没有响应，请联网后重试。', 'fault.too_many': '尝试次数过多，请过几分钟再试。', 'fault.device_key': '这个浏览器无法生成所需密钥，请换一个。',
  'fault.line_not_reserved': '这个号码已不可用，请换一张卡。', 'fault.line_unknown': '没有这个号码。', 'fault.line_reserved_for_other': '这个号码属于其他网点。', 'fault.cap_reached': '本人名下的这类号码已达上限。', 'fault.identity_differs': '该证件在册的姓名或出生日期与此不同。', 'fault.category_differs': '本人在册的类别与此不同。', 'fault.guardian_unknown': '监护人尚未登记，请先登记监护人。', 'fault.dealer_not_active': '本店目前不能登记。', 'fault.dealer_quota_reached': '本店当天的登记数量已用完。', 'fault.place_unknown': '本店没有这个网点。', 'fault.captured_after_freeze': '登记时设备已超过应送达的期限。', 'fault.captured_in_future': '登记时设备时钟偏快。', 'fault.packet_too_old': '登记时间过久。', 'fault.packet_withheld': '设备报告已全部送达之前的登记，不予接受。', 'fault.unexpected': '出现问题，稍后自动重试。',
};
