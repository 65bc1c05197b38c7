#include "me_words.h"

#include <algorithm>
#include <iterator>

namespace muster::lookups {
namespace {

struct MeEntry {
  std::string_view key, en, zh;
};

constexpr MeEntry kMeEntries[] = {
    {"brand", "Numbers in my name", "我名下的号码"},
    {"skip", "Skip to the content", "跳到正文"},
    {"back", "Back", "返回"},
    {"leave", "Leave this page", "退出"},
    {"demo", "This is a demonstration. No message is sent to any phone.", "这是演示系统，不会向任何手机发送短信。"},
    {"demo.codes", "Codes that were \"sent\"", "已“发送”的验证码"},
    {"demo.none", "None yet.", "还没有。"},
    {"foot", "Every look at your data is written into a ledger that outsiders can check.",
     "每次查看您的信息都会记入账本，外部机构可以核验。"},

    {"start.title", "What is one of your phone numbers?", "您的任意一个手机号码是多少？"},
    {"start.text",
     "We send a code to it. With the code you see all numbers that are registered in your name, who looked you up and "
     "why, and you can say what is not yours.",
     "我们会向该号码发送验证码。凭验证码，您可以查看登记在您名下的全部号码，了解谁因何原因查询过您，并指出哪些不是您办"
     "的。"},
    {"start.label", "Phone number", "手机号码"},
    {"start.hint", "With the country code, for example +86 138 0013 8000", "请带国家代码，例如 +86 138 0013 8000"},
    {"start.act", "Send the code", "发送验证码"},
    {"start.bad", "That is not a whole phone number", "号码不完整"},
    {"start.bad.text", "Write it with the country code, for example +86 138 0013 8000.",
     "请带国家代码填写，例如 +86 138 0013 8000。"},
    {"start.over", "You were away for a while, so we closed your page. Start again.",
     "您离开的时间较长，页面已关闭，请重新开始。"},

    {"code.title", "What code did you get?", "您收到的验证码是多少？"},
    {"code.text",
     "If the number is registered and in service, a message with six digits is on its way. It is good for {0} minutes.",
     "如果该号码已登记并在使用，您会收到一条含六位数字的短信，{0} 分钟内有效。"},
    {"code.label", "Code", "验证码"},
    {"code.hint", "Six digits", "六位数字"},
    {"code.act", "Go on", "继续"},
    {"code.bad", "This code is wrong or no longer good", "验证码不正确或已失效"},
    {"code.bad.text", "Look at the newest message. After five tries you need another code.",
     "请查看最新一条短信。试错五次后需要重新获取验证码。"},
    {"code.none", "No message came?", "没有收到短信？"},
    {"code.none.text",
     "Wait a minute. A number with a new SIM gets no code for a while, and a number gets only a few codes an hour.",
     "请稍等一分钟。刚换卡的号码在一段时间内不会收到验证码；每个号码每小时可获取的次数有限。"},
    {"code.again", "Ask for another code", "重新获取验证码"},
    {"code.never", "We never ask for this code on the phone or by message.", "我们不会通过电话或短信向您索要验证码。"},

    {"home.title", "What do you want to do?", "您想办理什么？"},
    {"home.numbers", "See the numbers in my name", "查看我名下的号码"},
    {"home.numbers.text", "And say which is not mine, or lock a SIM", "也可以申明哪个不是我的，或锁定 SIM 卡"},
    {"home.readings", "See who looked me up, and why", "查看谁因何原因查询过我"},
    {"home.freeze", "Stop new numbers in my name", "禁止以我的名义办理新号码"},
    {"home.frozen", "Nobody can register a new number in your name now", "目前任何人都不能以您的名义办理新号码"},
    {"home.open", "New numbers can be registered in your name now", "目前可以以您的名义办理新号码"},
    {"home.wrong", "Say what is wrong about me", "更正我的信息"},
    {"home.disputes", "See what became of what I said", "查看我的申诉进展"},
    {"home.export", "Get everything that is held about me", "获取关于我的全部信息"},
    {"home.until", "This page closes by itself at {0} UTC.", "本页将于 {0}（UTC）自动关闭。"},

    {"numbers.title", "Numbers in my name", "我名下的号码"},
    {"numbers.count", "{0} in all", "共 {0} 个"},
    {"numbers.since", "Registered", "登记时间"},
    {"numbers.where", "Where", "办理地点"},
    {"numbers.operator", "Carrier", "运营商"},
    {"numbers.kind", "Kind", "类型"},
    {"numbers.this", "the code went to this one", "验证码发到此号码"},
    {"numbers.not_mine", "This is not mine", "这不是我的"},
    {"numbers.lock", "Lock its SIM", "锁定 SIM 卡"},
    {"numbers.unlock", "Unlock its SIM", "解锁 SIM 卡"},
    {"numbers.locked", "SIM locked", "SIM 卡已锁定"},
    {"numbers.disputed", "You said it is not yours", "您已申明不是您的"},
    {"numbers.mask", "We show the first and the last three digits only.", "号码只显示前三位和后三位。"},

    {"mine.title", "Is this number not yours?", "这个号码不是您的吗？"},
    {"mine.text",
     "A person looks at how it was registered and asks the shop. Nothing is shut off before that person has decided. "
     "If it "
     "is not yours, it is closed and no longer counts as yours.",
     "工作人员会核查登记过程并向办理网点求证。在作出决定之前，号码不会被停用。若确认不是您的，将予以销户，不再计入您名"
     "下。"},
    {"mine.words", "Is there something we should know?", "您有什么要说明的吗？"},
    {"mine.words.hint", "You may leave this empty.", "可以不填。"},
    {"mine.act", "Yes, it is not mine", "是，这不是我的"},

    {"dispute.title", "We have what you said", "我们已收到您的申明"},
    {"disputes.title", "What became of what I said", "我的申诉进展"},
    {"disputes.none", "You have said nothing so far.", "您还没有提出过申诉。"},
    {"dispute.opened", "Received", "收到时间"},
    {"dispute.due", "Decided by", "最迟决定时间"},
    {"dispute.state", "Now", "目前"},
    {"dispute.outcome", "Decision", "决定"},
    {"dispute.about", "About", "事项"},
    {"dispute.late", "We are late. You can complain to the regulator.", "我们已超过期限，您可以向监管部门投诉。"},

    {"sim.title", "Should nobody be able to put another SIM in?", "是否禁止为这个号码换卡？"},
    {"sim.text",
     "Who wants to take over a number asks for a new SIM. While it is locked, no shop can do that. You lift the lock "
     "here.",
     "想盗用号码的人会去补办 SIM 卡。锁定期间，任何网点都不能为它换卡。您可以在这里解锁。"},
    {"sim.act", "Lock the SIM", "锁定 SIM 卡"},
    {"sim.off.title", "Should a shop be able to change the SIM again?", "是否允许再次换卡？"},
    {"sim.off.act", "Unlock the SIM", "解锁 SIM 卡"},

    {"readings.title", "Who looked me up, and why", "谁因何原因查询过我"},
    {"readings.none", "Nobody so far.", "目前没有。"},
    {"readings.text",
     "People of the carrier, services that you use, and authorities. A law can say that you are told later; then it "
     "appears "
     "here by itself.",
     "包括运营商的工作人员、您使用的服务以及政府机关。法律可能规定延后告知，期满后会自动显示在这里。"},
    {"readings.older", "Older ones", "更早的记录"},
    {"readings.why", "Why", "原因"},
    {"readings.what", "What", "内容"},
    {"readings.late", "Told late under", "延后告知的依据"},

    {"freeze.title", "Should nobody be able to register a new number in your name?", "是否禁止以您的名义办理新号码？"},
    {"freeze.text", "Every shop is refused, at once. The numbers that you have stay as they are. You lift it here.",
     "所有网点将立即无法办理。您现有的号码不受影响。您可以在这里解除。"},
    {"freeze.act", "Stop new numbers", "禁止办理"},
    {"freeze.off.title", "Should new numbers be possible in your name again?", "是否恢复以您的名义办理新号码？"},
    {"freeze.off.act", "Allow new numbers", "恢复办理"},

    {"wrong.title", "What about you is wrong?", "您的哪些信息有误？"},
    {"wrong.text", "Two people check it against a document before it changes.", "更改前须由两名工作人员对照证件核实。"},
    {"wrong.words", "What is right?", "正确的信息是什么？"},
    {"wrong.act", "Send", "提交"},
    {"wrong.missing", "Something is missing", "信息不完整"},
    {"wrong.missing.text", "Choose what is wrong, and write what is right.", "请选择有误的项目，并填写正确的信息。"},

    {"export.title", "Get everything that is held about you", "获取关于您的全部信息"},
    {"export.text",
     "It holds your name, address, documents and whole numbers. Take it on a device of your own. That you took it is "
     "written into the ledger.",
     "其中包含您的姓名、地址、证件和完整号码，请在自己的设备上获取。本次获取会记入账本。"},
    {"export.page", "Show it as a page to print", "显示为可打印的页面"},
    {"export.file", "Download it as a file", "下载文件"},
    {"export.done", "Everything that is held about you", "关于您的全部信息"},
    {"export.made", "Made", "生成时间"},
    {"export.nothing", "Nothing.", "无。"},

    {"busy.title", "Too often", "操作过于频繁"},
    {"busy.text", "Try again in an hour.", "请一小时后再试。"},
    {"failed.title", "It did not work", "未能完成"},
    {"failed.text", "Nothing was changed. Try again in a moment.", "没有任何更改，请稍后再试。"},
    {"forged.text", "The form came from somewhere else or was too old. Nothing was changed. Go back and try again.",
     "表单来源不符或已过期，没有任何更改，请返回重试。"},

    {"state.registered", "registered, not in service yet", "已登记，尚未开通"},
    {"state.active", "in service", "正常使用"},
    {"state.warned", "in service; a notice is open", "正常使用，有待办通知"},
    {"state.one_way_barred", "barred from calling", "限制呼出"},
    {"state.barred", "barred", "停机"},
    {"kind.voice", "phone line", "语音号码"},
    {"kind.data", "data line", "上网卡"},
    {"kind.iot", "line of a device", "物联网卡"},
    {"dispute_state.opened", "a person will look at it", "等待工作人员核查"},
    {"dispute_state.dealer_asked", "the shop was asked", "已向办理网点求证"},
    {"dispute_state.decided", "decided", "已决定"},
    {"dispute_state.told", "decided", "已决定"},
    {"outcome.closed", "not yours: closed for you", "确认不是您的，已为您销户"},
    {"outcome.kept", "stays as it is", "维持不变"},
    {"outcome.corrected", "put right", "已更正"},
    {"dispute_kind.not_mine", "A number that is not mine", "不是我的号码"},
    {"dispute_kind.wrong_data", "Wrong data", "信息有误"},
    {"reading.read", "read your data", "查看了您的信息"},
    {"reading.looked_up", "looked you up", "查询了您"},
    {"reading.compared", "compared by machine: yes or no", "机器比对（仅得到是或否）"},
    {"reading.answered", "got an answer about you", "获得了关于您的答复"},
    {"reading.exported", "took everything that is held", "获取了全部信息"},
    {"reader.staff", "The carrier", "运营商"},
    {"reader.authority", "An authority", "政府机关"},
    {"reader.client", "A service", "服务提供方"},
    {"reader.dealer", "A shop", "营业网点"},
    {"reader.program", "The program", "系统"},
    {"reader.holder", "You", "您本人"},
    {"purpose.support_call", "you called for help", "您的客服来电"},
    {"purpose.own_export", "at your own wish", "应您本人要求"},
    {"purpose.fraud_prevention", "to prevent fraud", "防范诈骗"},
    {"purpose.verify_identity", "to verify who you are", "核实身份"},
    {"purpose.criminal_investigation", "investigation of a crime", "刑事侦查"},
    {"field.name", "name", "姓名"},
    {"field.birth_date", "date of birth", "出生日期"},
    {"field.address", "address", "地址"},
    {"field.document", "document", "证件"},
    {"field.given_name", "given name", "名"},
    {"field.family_name", "family name", "姓"},
    {"field.email", "e-mail", "电子邮箱"},
    {"field.category", "category", "类别"},
    {"field.on_record_since", "on record since", "登记于"},
    {"field.kind", "kind", "类型"},
    {"field.country", "country", "国家"},
    {"field.number", "number", "号码"},
    {"field.expires_on", "valid until", "有效期至"},
    {"field.shown_at", "shown", "出示时间"},
    {"field.state", "state", "状态"},
    {"field.held_since", "in your name since", "登记在您名下自"},
    {"field.held_until", "in your name until", "登记在您名下至"},
    {"field.iccid", "SIM card number", "SIM 卡号"},
    {"field.imsi", "subscriber identity (IMSI)", "用户识别码（IMSI）"},
    {"field.from", "from", "自"},
    {"field.until", "until", "至"},
    {"field.reason", "reason", "原因"},
    {"field.captured_at", "registered", "登记时间"},
    {"field.dealer", "shop", "营业网点"},
    {"field.place", "place", "地点"},
    {"field.device", "device", "设备"},
    {"field.consent", "text agreed to", "同意的条款"},
    {"field.checked_by", "checked by", "核验方式"},
    {"field.organisation", "organisation", "单位"},
    {"field.fields", "about", "涉及内容"},
    {"field.opened_at", "received", "收到时间"},
    {"field.due_at", "decided by", "最迟决定时间"},
    {"field.outcome", "decision", "决定"},
    {"field.words", "your words", "您的说明"},
    {"field.dealer_words", "the shop's words", "网点的说明"},
    {"field.no_new_lines", "no new numbers in my name", "禁止以我的名义办理新号码"},
    {"field.at", "when", "时间"},
    {"field.reader", "who", "查询方"},
    {"field.who", "name", "名称"},
    {"field.purpose", "why", "原因"},
    {"field.told_late_by", "told late under", "延后告知的依据"},
    {"field.client", "service", "服务提供方"},
    {"field.given_at", "agreed", "同意时间"},
    {"field.withdrawn_at", "withdrawn", "撤回时间"},
    {"field.about", "about", "涉及内容"},
    {"field.asked_at", "asked for", "申请时间"},
    {"field.decided_at", "decided", "决定时间"},
    {"field.right_value", "as it is now", "更正后"},
    {"field.former_value", "as it was", "更正前"},
    {"about.name", "name", "姓名"},
    {"about.birth_date", "date of birth", "出生日期"},
    {"about.address", "address", "地址"},
    {"about.document", "document", "证件"},
    {"value.yes", "yes", "是"},
    {"category.citizen", "citizen", "本国公民"},
    {"category.foreigner", "foreigner", "外国人"},
    {"category.minor", "minor", "未成年人"},
    {"category.organisation_user", "user of an organisation", "单位用户"},
    {"kind.cn_resident_id", "resident identity card", "居民身份证"},
    {"kind.passport", "passport", "护照"},
    {"kind.national_id", "identity card", "身份证"},
    {"kind.residence_permit", "residence permit", "居留许可"},
    {"kind.not_mine", "a number that is not mine", "不是我的号码"},
    {"kind.wrong_data", "wrong data", "信息有误"},
    {"kind.read", "your data was read", "查看信息"},
    {"kind.looked_up", "you were looked up", "查询"},
    {"kind.compared", "comparison by machine", "机器比对"},
    {"kind.answered", "answer about you", "答复"},
    {"kind.exported", "everything was taken", "获取全部信息"},
    {"state.captured", "waits for verification", "待核验"},
    {"state.pending", "verification is late", "核验延迟"},
    {"state.verified", "verified", "已核验"},
    {"state.rejected", "rejected", "未通过"},
    {"state.closed", "closed", "已销户"},
    {"state.opened", "a person will look at it", "等待工作人员核查"},
    {"state.dealer_asked", "the shop was asked", "已向办理网点求证"},
    {"state.decided", "decided", "已决定"},
    {"state.told", "decided", "已决定"},
    {"checked_by.authority", "the authority", "权威机构"},
    {"checked_by.manual", "two people", "两名工作人员"},
    {"section.identity", "Who you are", "身份信息"},
    {"section.documents", "Documents", "证件"},
    {"section.lines", "Numbers", "号码"},
    {"section.sims", "SIM cards", "SIM 卡"},
    {"section.registrations", "How they were registered", "登记记录"},
    {"section.disputes", "What you disputed", "申诉"},
    {"section.corrections", "What was put right", "更正记录"},
    {"section.freeze", "Your wishes", "您的设置"},
    {"section.readings", "Who looked you up", "查询记录"},
    {"section.consents", "What you agreed to", "授权同意"},
    {"section.notices", "What you were told", "通知"},
};

const MeEntry* find_me(std::string_view key) {
  const auto at = std::find_if(std::begin(kMeEntries), std::end(kMeEntries),
                               [&](const MeEntry& entry) { return entry.key == key; });
  return at == std::end(kMeEntries) ? nullptr : at;
}

}  // namespace

std::string_view MeWords::operator()(std::string_view key) const {
  const MeEntry* entry = find_me(key);
  if (!entry) return key;
  return chinese_ ? entry->zh : entry->en;
}

std::string MeWords::of(std::string_view group, std::string_view name) const {
  const std::string key = std::string(group) + "." + std::string(name);
  if (const MeEntry* entry = find_me(key)) return std::string(chinese_ ? entry->zh : entry->en);
  std::string words(name);
  std::replace(words.begin(), words.end(), '_', ' ');
  return words;
}

std::optional<std::string_view> MeWords::maybe(std::string_view group, std::string_view name) const {
  const MeEntry* entry = find_me(std::string(group) + "." + std::string(name));
  if (!entry) return std::nullopt;
  return chinese_ ? entry->zh : entry->en;
}

std::string MeWords::with(std::string_view key, std::string_view value) const {
  std::string out((*this)(key));
  if (const auto at = out.find("{0}"); at != std::string::npos) out.replace(at, 3, value);
  return out;
}

bool MeWords::complete() {
  for (const MeEntry& entry : kMeEntries) {
    if (entry.en.empty() || entry.zh.empty()) return false;
    if (std::count_if(std::begin(kMeEntries), std::end(kMeEntries),
                      [&](const MeEntry& other) { return other.key == entry.key; }) != 1)
      return false;
  }
  return true;
}

}  // namespace muster::lookups
