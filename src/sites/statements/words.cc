#include "words.h"

#include <algorithm>
#include <iterator>
#include <stdexcept>

namespace muster::statements {
namespace {

struct Entry {
  std::string_view key, en, zh;
};

constexpr Entry kEntries[] = {
    {"title", "Statement of reasons {number}", "决定理由书 {number}"},
    {"decided", "What was decided", "决定内容"},
    {"decided.text",
     "{authority} decided in case {case} about {site}, and order {order} followed. The ground: {ground}.",
     "{authority}已就案件 {case}（{site}）作出决定，并据此发出命令 {order}。事由：{ground}。"},
    {"measure.hold", "What follows: the site’s own host stops serving it. Nothing is blocked in the network.",
     "措施：由网站接入商暂停接入，网络侧不作任何封堵。"},
    {"measure.network", "What follows: the network’s resolvers no longer answer for it.",
     "措施：网络侧不再解析该名称。"},
    {"measure.contract", "What follows: the contract that is named is suspended, and nothing else.",
     "措施：中止所列合同，除此之外不作其他处理。"},
    {"scope.url", "How far it reaches: this page alone, {value}.", "范围：仅限该页面 {value}。"},
    {"scope.host", "How far it reaches: the name {value} alone.", "范围：仅限 {value} 这一名称。"},
    {"scope.domain", "How far it reaches: {value} and every name below it.", "范围：{value} 及其下级名称。"},
    {"scope.contract", "How far it reaches: the contract {value} alone.", "范围：仅限合同 {value}。"},
    {"term", "It starts on {starts} and ends by itself on {ends} at the latest.",
     "自 {starts} 起生效，最迟于 {ends} 自行终止。"},
    {"law", "Law", "法律依据"},
    {"law.text", "{law}.", "{law}。"},
    {"contract.text", "The decision rests on the contract and on no law: {law}.",
     "本决定依据合同而非法律作出：{law}。"},
    {"facts", "Facts and reasons", "事实与理由"},
    {"evidence", "Evidence", "证据"},
    {"evidence.line", "{element} ({kind}, kept since {day}; SHA-256 {sha256})",
     "{element}（{kind}，{day} 固定；SHA-256 {sha256}）"},
    {"evidence.words", "You get the evidence in full when you appeal.", "申诉时可获得全部证据。"},
    {"kind.test_run", "a sealed visit", "封存的访问记录"},
    {"kind.document", "a document", "文件"},
    {"kind.lookup", "a look-up in a register", "登记查询"},
    {"kind.notice", "a notice", "通知"},
    {"kind.statement", "a person’s statement", "人员陈述"},
    {"automated", "Automated means", "自动化手段"},
    {"automated.found", "A program pointed to the site; a person looked at it before anything followed.",
     "由程序发现线索，经人员查看后方进入后续程序。"},
    {"automated.not", "No program took part in finding it.", "发现过程未使用自动化手段。"},
    {"automated.decision", "No program took part in the decision: two persons decided, and each signed.",
     "决定过程未使用自动化手段：由两人作出并分别签署。"},
    {"origin", "How it came to light", "线索来源"},
    {"source.manual", "A person of the operator or the authority came upon it.", "由运营方或主管机关人员自行发现。"},
    {"source.suspicion", "A test of the site.", "对网站的测试。"},
    {"source.census", "A comparison of the names seen in the network with the register.",
     "网络中出现的域名与备案登记的比对。"},
    {"source.report", "A report. Whoever reports is not named.", "举报。举报人信息不予披露。"},
    {"source.trusted", "A report of a trusted flagger.", "受信任举报方的举报。"},
    {"source.received_order", "The written order of an authority.", "主管机关的书面命令。"},
    {"notice.given", "You were told on {day}, before it was decided.", "作出决定前，已于 {day} 告知。"},
    {"notice.none", "You were not told before, for this reason: {reason}", "事先未予告知，原因：{reason}"},
    {"appeal", "How to appeal", "如何申诉"},
    {"appeal.text", "Until {until} you can appeal, free of charge and in your own words, at {url}",
     "在 {until} 之前，可免费申诉，不限形式：{url}"},
    {"appeal.who",
     "Your appeal is heard by somebody who took no part in the decision. You are not asked to admit anything.",
     "申诉由未参与原决定的人员审理，且不要求承认任何事实。"},
    {"appeal.lapse", "An appeal that is not decided in its time ends the order by itself.",
     "申诉逾期未作处理的，命令自动失效。"},
    {"link", "This statement, and whether it reached you: {url}", "本理由书的网页，并可在此确认收到：{url}"},
    {"appeal.court", "The way to a certified out-of-court body and to a court stays open to you.",
     "您仍可向经认可的庭外争议解决机构提出请求或向法院起诉。"},
};

const Entry* entry_of(std::string_view key) {
  const auto* found =
      std::find_if(std::begin(kEntries), std::end(kEntries), [&](const Entry& e) { return e.key == key; });
  return found == std::end(kEntries) ? nullptr : found;
}

}  // namespace

std::string_view say(std::string_view language, std::string_view key) {
  const Entry* found = entry_of(key);
  if (!found) throw std::logic_error("a statement has no words for " + std::string(key));
  return language == "zh" ? found->zh : found->en;
}

std::string say(std::string_view language, std::string_view key,
                std::initializer_list<std::pair<std::string_view, std::string_view>> fill) {
  const std::string_view words = say(language, key);
  std::string out;
  for (std::size_t at = 0; at < words.size();) {
    const std::size_t open = words.find('{', at);
    out += words.substr(at, open == std::string_view::npos ? open : open - at);
    if (open == std::string_view::npos) break;
    const std::size_t close = words.find('}', open);
    const std::string_view name = words.substr(open + 1, close - open - 1);
    for (const auto& [hole, value] : fill)
      if (hole == name) out += value;
    at = close + 1;
  }
  return out;
}

bool words_are_complete() {
  return std::all_of(std::begin(kEntries), std::end(kEntries), [](const Entry& e) {
    return !e.en.empty() && !e.zh.empty() &&
           std::count_if(std::begin(kEntries), std::end(kEntries), [&](const Entry& o) { return o.key == e.key; }) == 1;
  });
}

}  // namespace muster::statements
