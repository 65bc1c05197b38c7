// The words of the summary, in both languages.
#include "summary.h"

#include <stdexcept>

namespace muster::evidence {
namespace {

struct SummaryWord {
  std::string_view key, en, zh;
};
constexpr SummaryWord kSummaryWords[] = {
    {"evidence", "Evidence", "证据"},
    {"made", "Made", "制作时间"},
    {"by", "By", "制作人"},
    {"for", "For", "用途"},
    {"reference", "Reference", "案卷编号"},
    {"software", "Software", "软件"},
    {"about",
     "A score is a machine's suspicion. What follows from it people decide. This is a summary: the evidence is in "
     "evidence.wacz, and `python3 verify.py` checks that it is what was sealed.",
     "评分只是机器的怀疑，是否成立由人决定。本文仅为摘要：证据本身在 evidence.wacz 中，运行 `python3 verify.py` "
     "可核对其是否即为当时封存的内容。"},
    {"proof", "Since when it is proven", "何时起可证明其存在"},
    {"checkpoint", "Checkpoint of the ledger", "账本检查点"},
    {"entries", "entries", "条记录"},
    {"cosigned", "Cosigned by", "联署"},
    {"no_witness", "no witness: this time is the operator's own word", "没有见证方：该时间仅为运营者自述"},
    {"witnesses", "witnesses outside", "个外部见证方"},
    {"stamp", "Time stamp (RFC 3161)", "时间戳（RFC 3161）"},
    {"no_stamp", "none: the time is that of the checkpoint", "无：以检查点时间为准"},
    {"serial", "serial", "序列号"},
    {"test", "Test", "测试"},
    {"referred", "Not asked for itself: its evidence holds an answer that another one's refers to, as it was the same.",
     "本测试并非所求：因内容相同，另一份证据引用了其中的响应。"},
    {"asked", "Address asked for", "所访问的地址"},
    {"led", "Where it led", "最终到达"},
    {"began", "Began", "开始"},
    {"ended", "Ended", "结束"},
    {"outcome", "Outcome", "结果"},
    {"status", "HTTP status", "HTTP 状态"},
    {"score", "Score of the machine", "机器评分"},
    {"reason", "Main reason", "主要理由"},
    {"robots", "robots.txt", "robots.txt"},
    {"seen_from", "Seen from", "访问位置"},
    {"file", "File", "文件"},
    {"sha256", "SHA-256 of the file", "文件 SHA-256"},
    {"gone", "The file is no more", "文件已不存在"},
    {"gone_on", "destroyed on", "销毁日期"},
    {"gone_under", "under", "依据"},
    {"hops", "Hops", "跳转"},
    {"hop", "Hop", "跳转方式"},
    {"address", "Address", "地址"},
    {"server", "Server", "服务器"},
    {"body", "SHA-256 of the body", "正文 SHA-256"},
    {"hits", "What the text showed", "文本命中"},
    {"ground", "Ground", "事由"},
    {"found", "Found", "命中词"},
    {"context", "In its context", "上下文"},
    {"custody", "Who had it", "经手记录"},
    {"when", "When", "时间"},
    {"what", "What", "事项"},
    {"who", "Who", "经手人"},
    {"more", "More", "其他"},
    {"cut", "This is more than fits here. The whole summary is in summary.{}.html.",
     "内容过长，此处未能全部列出。完整摘要见 summary.{}.html。"},
    {"court", "A court", "提交法院"},
    {"authority", "An authority", "提交主管机关"},
    {"responsible_entity", "The responsible entity, who asks to see it", "责任主体申请查阅"},
    {"audit", "Audit", "审计"},
    {"review", "A review", "内部复核"},
    {"test.evidence_sealed", "sealed", "封存"},
    {"test.evidence_read", "read", "查阅"},
    {"test.evidence_exported", "taken out", "取出"},
    {"test.bundle_read", "bundle read", "查阅证据包"},
    {"test.evidence_destroyed", "destroyed", "销毁"},
    {"clue", "clue", "线索"},
    {"clean", "clean", "未见异常"},
    {"error", "error", "未能访问"},
};

}  // namespace

std::string_view summary_word(std::string_view key, std::string_view language) {
  for (const SummaryWord& word : kSummaryWords)
    if (word.key == key) return language == "zh" ? word.zh : word.en;
  throw std::logic_error("summary: no word " + std::string(key));
}

}  // namespace muster::evidence
