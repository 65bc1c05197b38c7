#include "public_words.h"

#include <algorithm>
#include <iterator>

namespace muster::api {
namespace {

struct Entry {
  std::string_view key, en, zh;
};

constexpr Entry kEntries[] = {
    {"skip", "Skip to the content", "跳到正文"},
    {"nav", "Main", "主导航"},
    {"nav.lookup", "Look up a name", "查询域名"},
    {"nav.list", "Published list", "公开名单"},
    {"nav.report", "Report a site", "举报网站"},
    {"nav.appeal", "Appeals", "申诉"},
    {"foot", "Every order stands in a ledger that anybody can check.", "每一道命令都记入账本，任何人均可核验。"},
    {"foot.checkpoint", "Newest checkpoint", "最新检查点"},

    {"home.title", "Who answers for this name?", "这个域名由谁负责？"},
    {"home.text", "Look up whether a site is filed, and whether an order stands against it. Nothing about you is kept.",
     "可查询网站是否备案、是否有针对它的命令。不会留下与您有关的任何记录。"},
    {"home.list", "All orders in force and recently ended", "全部生效中及近期终结的命令"},
    {"home.list.text", "Number, ground, law, authority, term. Nothing is secret but names of sealed cases.",
     "列明编号、事由、法律依据、决定机关和期限。除不公开案件的名称外，一律公开。"},
    {"home.appeal", "Appeal against an order", "对命令提出申诉"},
    {"home.appeal.text",
     "Anybody concerned can appeal. An appeal that is not decided in time lifts the order by itself.",
     "任何利害关系人都可以申诉。逾期未审结的，命令自动失效。"},

    {"lookup.title", "Look up a name", "查询域名"},
    {"lookup.result", "What is known of {name}", "{name} 的查询结果"},
    {"lookup.label", "Domain name", "域名"},
    {"lookup.hint", "For example shop.example. Chinese names work too.", "例如 shop.example，也可输入中文域名。"},
    {"lookup.act", "Look up", "查询"},
    {"lookup.bad", "That is not a domain name", "这不是有效的域名"},
    {"lookup.bad.zh", "", "请检查写法，例如 shop.example。"},
    {"lookup.on.list", "Is it on a list?", "是否在名单上？"},
    {"lookup.not.on.list", "No. No order takes this name away.", "不在。没有任何命令限制访问这个域名。"},
    {"lookup.is.on.list", "Yes. These orders stand:", "在。以下命令正在生效："},
    {"lookup.filing", "Is it filed?", "是否备案？"},
    {"lookup.no.filing", "No filing is on record for this name.", "没有这个域名的备案记录。"},
    {"lookup.individual", "An individual; names of individuals are never published", "个人（个人姓名不予公开）"},
    {"lookup.rdap", "What the registry says of it (RDAP, for programs)", "注册局的记录（RDAP，供程序读取）"},
    {"lookup.covers", "The filed domain is", "备案域名为"},

    {"filing.number", "Site number", "网站备案号"},
    {"filing.subject", "Responsible entity", "主办单位"},
    {"filing.state", "State", "状态"},
    {"filing.since", "Filed on", "备案日期"},
    {"filing.pre_approval", "Pre-approval", "前置审批"},
    {"approval.news", "News", "新闻"},
    {"approval.publishing", "Publishing", "出版"},
    {"approval.education", "Education", "教育"},
    {"approval.health", "Health", "医疗保健"},
    {"approval.drugs", "Drugs", "药品"},
    {"approval.culture", "Culture", "文化"},
    {"approval.audiovisual", "Audio-visual", "视听节目"},
    {"approval.bbs", "Bulletin boards", "电子公告"},

    {"orders.title", "Published list", "公开名单"},
    {"orders.text",
     "Every order of an authority that is in force, and those that ended lately. An order takes away the least that it "
     "can: a page, a host, or a domain.",
     "列出主管机关正在生效的全部命令，以及近期终结的命令。每道命令只限制必要的最小范围：一个页面、一个主机名或一个域名"
     "。"},
    {"orders.none", "There are no orders.", "目前没有命令。"},
    {"orders.more", "Further orders", "更多命令"},
    {"order.title", "Order {number}", "命令 {number}"},
    {"order.number", "Number", "编号"},
    {"order.scope", "What it takes away", "限制对象"},
    {"order.sealed", "Sealed. A commitment is published in place of the name:", "名称不公开，以下为其承诺值："},
    {"order.sealed.short", "sealed", "不公开"},
    {"order.measure", "How", "措施"},
    {"order.ground", "Ground", "事由"},
    {"order.law", "Law", "法律依据"},
    {"order.authority", "Authority", "决定机关"},
    {"order.issued", "Issued", "下达时间"},
    {"order.expires", "Ends at the latest", "最迟失效时间"},
    {"order.state", "State", "状态"},
    {"order.appeal", "Appeal against this order", "对本命令提出申诉"},
    {"order.over", "This order has ended.", "本命令已经终结。"},
    {"order.ended", "An appeal against this order succeeded; there is nothing left to appeal against.",
     "对本命令的申诉已经成立，无须再次申诉。"},
    {"order.unknown", "There is no order with this number", "没有这个编号的命令"},
    {"order.unknown.text", "Check the number; it looks like O-2026-000001.", "请核对编号，形如 O-2026-000001。"},

    {"appeal.title", "Appeal against order {number}", "对命令 {number} 提出申诉"},
    {"appeal.text",
     "Say in your own words why the order is wrong. You need not admit anything, give your name or prove who you are. "
     "Another person than those who decided will hear it.",
     "请用自己的话说明命令为何有误。您无须承认任何事实，无须署名，也无须证明身份。申诉由未参与原决定的人审理。"},
    {"appeal.words", "Why is the order wrong?", "命令为何有误？"},
    {"appeal.words.hint",
     "We have begun it for you; change it as you like. At most 10,000 characters. Please leave out other people’s "
     "personal data.",
     "最多 10000 字。请勿填写他人的个人信息。"},
    {"appeal.contact", "E-mail (optional)", "电子邮箱（可不填）"},
    {"appeal.contact.hint", "If you want to be told of the outcome. It is kept encrypted and used for nothing else.",
     "用于告知结果，加密保存，不作他用。"},
    {"appeal.act", "Send the appeal", "提交申诉"},
    {"appeal.done", "Your appeal has been received", "申诉已收到"},
    {"appeal.done.number", "Its number", "申诉编号"},
    {"appeal.receipt", "Your receipt", "查询凭证"},
    {"appeal.receipt.keep",
     "Write it down or print this page: the receipt is shown once, and with it you can read the outcome.",
     "请记下或打印本页：凭证仅显示一次，凭此可查询结果。"},
    {"appeal.by", "To be decided by", "审结期限"},
    {"appeal.lapse", "If it is not decided by then, the order lapses by itself.", "逾期未审结的，命令自动失效。"},
    {"appeal.failed", "Your appeal was not sent", "申诉未能提交"},
    {"appeal.failed.kept", "What you wrote is still here.", "您填写的内容仍在。"},
    {"appeal.error.open", "An appeal against this order is open already; it covers what you would ask for.",
     "该命令已有一件申诉正在审理，您的请求已在其中。"},
    {"appeal.error.ended", "An appeal against this order succeeded already.", "对本命令的申诉已经成立。"},
    {"appeal.error.window", "The time to appeal against this order is over.", "申诉期限已过。"},
    {"appeal.draft",
     "I appeal against order {number} of {day}, by which {authority} acts on {scope} ({measure}).\n\nGround named in "
     "the "
     "order: {ground}, under {law}.\n\nWhat is wrong with the order:\n- \n\nWhat I ask for: that the order is "
     "lifted.\n",
     "我对命令 {number}（{day} 下达，决定机关：{authority}）提出申诉，该命令针对 {scope}（{measure}）。\n\n命令所依据的"
     "事由：{ground}；法律依据：{law}。\n\n命令有误之处：\n- \n\n我的请求：撤销该命令。\n"},
    {"appeal.sealed", "a sealed name", "不公开的名称"},
    {"held.title", "What was held against the site", "认定依据"},
    {"held.law", "Law", "法律依据"},
    {"held.reasons", "Reasons of the decision", "决定理由"},
    {"held.notice", "Why there was no notice before", "未事先通知的原因"},
    {"held.evidence", "Evidence, each with its SHA-256", "证据（附 SHA-256）"},
    {"held.sealed", "The evidence is sealed. A court or the body that hears the appeal reads it.",
     "证据已封存，由法院或审理机构查阅。"},
    {"held.text", "The text that two persons signed", "两人签署的完整文本"},
    {"held.visit", "Sealed visit", "封存的访问记录"},
    {"held.document", "Document", "文件"},
    {"held.notice.kind", "Notice", "通知"},
    {"held.lookup", "Look-up", "查询"},
    {"held.statement", "Statement", "说明"},
    {"restored.ended", "The order ended", "命令终结时间"},
    {"restored.at", "Nothing of it was left anywhere", "各处全部恢复时间"},
    {"restored.waits", "Not yet confirmed everywhere", "尚未确认各处均已恢复"},
    {"restored.took", "{n} minutes", "用时 {n} 分钟"},
    {"appeal.error.words", "Say why the order is wrong.", "请说明命令为何有误。"},
    {"appeal.error.other", "Please check what you wrote and send it again.", "请检查后重新提交。"},
    {"appeals.title", "Appeals", "申诉"},
    {"appeals.how", "To appeal, find the order by its number or by the name that it takes away.",
     "提出申诉时，请先按编号或域名找到命令。"},
    {"appeals.order.label", "Number of the order", "命令编号"},
    {"appeals.order.act", "Find the order", "查找命令"},
    {"appeals.receipt.title", "What became of my appeal?", "我的申诉结果如何？"},
    {"appeals.receipt.label", "Receipt", "查询凭证"},
    {"appeals.receipt.act", "Show the outcome", "查看结果"},
    {"appeals.receipt.unknown", "No appeal has this receipt", "没有与此凭证对应的申诉"},
    {"appeals.receipt.unknown.text", "Check each character and try again.", "请逐字核对后重试。"},
    {"appeals.outcome", "Appeal {number}", "申诉 {number}"},
    {"appeals.filed", "Received", "收到时间"},
    {"appeals.reasons", "Reasons", "理由"},

    {"home.report.text", "Anybody can report, without a name. You get a receipt, and with it you learn the outcome.",
     "任何人都可以举报，无须署名。凭回执可查询处理结果。"},
    {"report.title", "Report a site", "举报网站"},
    {"report.text",
     "Tell us of a page that breaks the law on one of these grounds. You need not give your name. People look at every "
     "report; please send no files and no pictures.",
     "如发现网页存在下列情形，请告诉我们。无须署名，每件举报都由人工查看。请勿发送文件或图片。"},
    {"report.address", "Address of the page", "网页地址"},
    {"report.address.hint", "As it stands in the browser, for example https://shop.example/page.",
     "请照浏览器地址栏填写，例如 https://shop.example/page。"},
    {"report.ground", "What is wrong with it?", "属于哪种情形？"},
    {"report.words", "What did you see?", "您看到了什么？"},
    {"report.words.hint",
     "At most 4,000 characters. Please leave out other people’s personal data. For child abuse material leave this "
     "empty: only the address is passed on, to a hotline.",
     "最多 4000 字。请勿填写他人的个人信息。涉及儿童性侵害内容的，请勿填写：我们只将地址转交举报热线。"},
    {"report.contact", "E-mail (optional)", "电子邮箱（可不填）"},
    {"report.contact.hint", "For questions of the people who look at your report. It is kept encrypted.",
     "仅供经办人员与您核实情况，加密保存。"},
    {"report.act", "Send the report", "提交举报"},
    {"report.working", "Many reports come in at the moment. Your browser does a little work first; please wait.",
     "当前举报较多，浏览器正在进行校验计算，请稍候。"},
    {"report.done", "Your report has been received", "举报已收到"},
    {"report.keep",
     "Write both down or print this page: they are shown once, and with them you can read the outcome or take the "
     "report back.",
     "请记下以上两项或打印本页：仅显示一次，凭此可查询处理结果或撤回举报。"},
    {"report.warned",
     "Several of your reports were unfounded. Please report only what you have seen yourself; otherwise you can send "
     "fewer reports for a time.",
     "您此前有多件举报查无实据。请只举报您亲眼所见的内容，否则一段时间内可提交的举报数量将受到限制。"},
    {"report.failed", "Your report was not sent", "举报未能提交"},
    {"report.error.work",
     "Many reports come in at the moment, and your browser has to do a little work before it can send one. Please "
     "switch scripts on, or try again later.",
     "当前举报较多，提交前需要浏览器完成校验计算。请启用脚本，或稍后再试。"},
    {"report.error.limited", "Several of your reports were unfounded. You can send another one tomorrow.",
     "您此前有多件举报查无实据，请明天再提交。"},
    {"report.error.address", "This is no address of a page that can be looked at.", "网页地址有误，请核对。"},
    {"report.error.ground", "Choose what is wrong with the page.", "请选择所属情形。"},
    {"report.error.words", "Say in a few words what you saw, at most 4,000 characters.",
     "请简要说明您看到的情况，不超过 4000 字。"},
    {"report.error.contact", "This is no e-mail address. You can leave it out.", "电子邮箱有误，也可以不填。"},
    {"reports.status.title", "What became of my report?", "我的举报结果如何？"},
    {"reports.status", "Report {number}", "举报 {number}"},
    {"reports.number", "Receipt number", "回执编号"},
    {"reports.secret", "Secret", "查询密码"},
    {"reports.status.act", "Show the outcome", "查看结果"},
    {"reports.unknown", "No report fits these", "没有相符的举报"},
    {"reports.unknown.text", "Check each character of the number and the secret, and try again.",
     "请逐字核对回执编号和查询密码后重试。"},
    {"reports.state", "State", "状态"},
    {"reports.merged", "Others reported the same; one answer is for all of you.", "其他人也举报了同一网站，一并处理。"},
    {"reports.received", "Received", "收到时间"},
    {"reports.outcome", "Outcome", "处理结果"},
    {"reports.reasons", "Reasons", "理由"},
    {"reports.withdraw", "Take the report back", "撤回举报"},
    {"reports.withdraw.text", "What you wrote is destroyed. This can't be undone.",
     "您填写的内容将被销毁，且无法恢复。"},
    {"reports.withdraw.act", "Take it back", "撤回"},
    {"report_state.received", "Received, waiting to be looked at", "已收到，等待查看"},
    {"report_state.screening", "Being looked at", "查看中"},
    {"report_state.merged", "Being looked at together with others", "与其他举报一并查看"},
    {"report_state.in_case", "A case was opened", "已立案"},
    {"report_state.closed", "Closed", "已办结"},
    {"report_state.sealed", "Being passed on to a hotline", "正在转交举报热线"},
    {"report_state.withdrawn", "Taken back", "已撤回"},
    {"report_outcome.violation", "A violation was found, and it was acted on", "查实存在违法情形，已作处理"},
    {"report_outcome.no_violation", "No violation was found", "未发现违法情形"},
    {"report_outcome.reversed", "A measure was taken and lifted again after an appeal", "曾采取措施，经申诉已撤销"},
    {"report_outcome.unfounded", "The report was unfounded", "举报查无实据"},
    {"report_outcome.referred", "The address was passed on to a hotline; nothing of it is kept here",
     "地址已转交举报热线，本平台不再保存"},

    {"busy.title", "Too many requests", "请求过多"},
    {"busy.text", "Please wait a few minutes and try again. What you wrote was not sent.",
     "请稍候几分钟再试。您填写的内容尚未提交。"},
    {"failed.title", "This did not work", "未能完成"},
    {"failed.text", "Something went wrong on our side. Please try again later.", "系统出现问题，请稍后再试。"},

    {"state.filed", "Filed", "已备案"},
    {"state.change_pending", "Filed, a change is under way", "已备案，变更审核中"},
    {"state.defect_notice", "Filed, asked to put its record right", "已备案，已通知整改"},
    {"state.corrected", "Filed, correction under review", "已备案，整改核验中"},
    {"state.public_notice", "On public notice", "公示中"},
    {"state.cancelled", "Cancelled", "已注销"},
    {"state.under_review", "Under review", "审核中"},
    {"state.draft", "Being filed", "办理中"},
    {"state.in_force", "In force", "生效中"},
    {"state.executed", "In force", "生效中"},
    {"state.verified", "In force", "生效中"},
    {"state.stayed", "Stayed: without effect while the appeal is heard", "暂缓执行：申诉审理期间不生效"},
    {"state.lifted", "Lifted", "已解除"},
    {"state.lapsed", "Lapsed: the appeal was not decided in time", "已失效：申诉逾期未审结"},
    {"state.expired", "Ended", "已到期"},
    {"appeal.filed", "Received", "已收到"},
    {"appeal.acknowledged", "Being heard", "审理中"},
    {"appeal.stayed", "Being heard; the order is stayed", "审理中，命令暂缓执行"},
    {"appeal.upheld", "The order stands", "维持原命令"},
    {"appeal.varied", "Sent back for a narrower order", "发回，另作范围更小的决定"},
    {"appeal.reversed", "The order is reversed", "命令已撤销"},
    {"appeal.lapsed", "Not decided in time: the order has lapsed", "逾期未审结，命令已失效"},
    {"appeal.moot", "The order ended meanwhile", "命令已先行终结"},
    {"ground.unfiled", "Unfiled site", "网站未备案"},
    {"ground.false_filing", "False filing", "备案信息不实"},
    {"ground.age_assurance_missing", "No age check", "未设年龄核验"},
    {"ground.explicit_unlawful", "Explicit content that the law forbids to offer there", "当地法律禁止提供的露骨内容"},
    {"ground.child_abuse_material", "Child abuse material", "儿童性侵害内容"},
    {"ground.billing_fraud", "Billing fraud", "恶意扣费"},
    {"ground.phishing_or_malware", "Phishing or malware", "钓鱼或恶意软件"},
    {"ground.partner_breach", "Breach of a partner’s agreement", "违反合作协议"},
    {"ground.unrecorded_sub_assignment", "Unrecorded sub-assignment of addresses", "地址转租未登记"},
    {"measure.hold", "The site’s own host holds it", "由网站接入商暂停接入"},
    {"measure.network", "The network does not resolve the name", "网络侧不解析该名称"},
    {"measure.contract", "The contract is suspended", "中止合同"},
    {"scope.url", "one page", "单个页面"},
    {"scope.host", "this host", "该主机名"},
    {"scope.domain", "the domain and what is below it", "该域名及其下级"},
    {"scope.contract", "this contract", "该合同"},
};

const Entry* find(std::string_view key) {
  const auto* at = std::find_if(std::begin(kEntries), std::end(kEntries), [&](const Entry& e) { return e.key == key; });
  return at == std::end(kEntries) ? nullptr : at;
}

}  // namespace

std::string_view Words::operator()(std::string_view key) const {
  const Entry* entry = find(key);
  return !entry ? key : chinese_ ? entry->zh : entry->en;
}

std::string Words::of(std::string_view group, std::string_view name) const {
  const std::string key = std::string(group) + "." + std::string(name);
  if (const Entry* entry = find(key)) return std::string(chinese_ ? entry->zh : entry->en);
  std::string plain(name);
  std::replace(plain.begin(), plain.end(), '_', ' ');
  return plain;
}

bool Words::complete() {
  for (const Entry& e : kEntries) {
    if (e.zh.empty() || (e.en.empty() && e.key != "lookup.bad.zh")) return false;
    if (std::count_if(std::begin(kEntries), std::end(kEntries), [&](const Entry& o) { return o.key == e.key; }) != 1)
      return false;
  }
  return true;
}

}  // namespace muster::api
