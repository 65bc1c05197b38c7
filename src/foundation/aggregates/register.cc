#include <base/bytes.h>

#include <aggregates/register.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace muster::aggregates {
namespace {

const std::vector<RegisterMetric>& all_register_metrics() {
  static const std::vector<RegisterMetric> all{
      {"register_lines",
       "Lines in the register",
       "号码库中的号码",
       "Lines of the operator's own number ranges, by their state and by the region of their range.",
       "本运营商号段内的号码，按状态和号段所属地区统计。",
       "lines",
       {"region", "state"}},
      {"register_campaign_lines",
       "Lines in campaigns of back-registration",
       "补登记行动中的号码",
       "Lines that campaigns of back-registration began with, of all campaigns that there are, by how far each line is "
       "and by region.",
       "各次补登记行动所涉号码，按进展和地区统计。",
       "lines",
       {"region", "state"}},
      {"register_differences",
       "Differences from other registers",
       "与其他登记库的差异",
       "What the newest finished comparison with each other register found, by register and by kind of difference.",
       "与各登记库最近一次比对所发现的差异，按登记库和差异类型统计。",
       "lines",
       {"register", "difference"}},
  };
  return all;
}

}  // namespace

std::span<const RegisterMetric> register_metrics() {
  return all_register_metrics();
}

const RegisterMetric* find_register_metric(std::string_view name) {
  for (const RegisterMetric& metric : all_register_metrics())
    if (name == metric.name) return &metric;
  return nullptr;
}

std::string definition_sha256(const RegisterMetric& m) {
  return to_hex(sha256(fmt::format("register\n{}\n{}\npersons\n{}\n{}\n", m.name, m.unit, fmt::join(m.by, " "), m.en)));
}

}  // namespace muster::aggregates
