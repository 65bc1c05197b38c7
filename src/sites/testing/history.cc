// Pages out of sealed evidence, as they were read then: for bundles that run over the history, and for scores that are
// to be made again.
#include "decode.h"
#include "inside.h"
#include "run_store.h"
#include <base/bytes.h>
#include <base/files.h>
#include <testing/history.h>
#include <testing/warc.h>

namespace muster::testing {
namespace {

constexpr std::size_t kPastEvidenceBytesMax = 128u << 20;
constexpr int kPastRunsAtOnce = 100;

// The head of an HTTP answer and what follows its empty line.
std::pair<std::string_view, std::string_view> head_and_body(std::string_view block) {
  const auto end = block.find("\r\n\r\n");
  if (end == std::string_view::npos) return {block, {}};
  return {block.substr(0, end + 4), block.substr(end + 4)};
}

// Nothing where no picture was looked at.
std::optional<std::vector<hashes::PdqHash>> hashes_of(const std::vector<TestPicture>& pictures) {
  std::optional<std::vector<hashes::PdqHash>> out;
  for (const TestPicture& picture : pictures)
    if (const auto hash = hashes::pdq_from_hex(picture.pdq); hash.ok()) {
      if (!out) out.emplace();
      out->push_back({*hash, picture.quality});
    }
  return out;
}

Error not_referred() {
  return invalid("warc_referred",
                 "The page's text stands in the evidence of an earlier test, and is not found there as it was sealed.");
}

// The body of the answer that a revisit record refers to.
Result<std::string> referred_body(const WarcRecord& revisit, const ReferredEvidence& referred) {
  if (!referred) return not_referred();
  MUSTER_TRY(const std::string file, referred(revisit.header(kWarcRefersToTest), revisit.header(kWarcRefersToFile)));
  MUSTER_TRY(const auto records, read_warc(file));
  for (const WarcRecord& record : records) {
    if (record.type != "response" || record.header("WARC-Record-ID") != revisit.header("WARC-Refers-To")) continue;
    std::string body(head_and_body(record.block).second);
    if (warc_digest(body) == revisit.header("WARC-Payload-Digest")) return body;
  }
  return not_referred();
}

}  // namespace

Result<std::optional<content::Page>> page_of_evidence(std::string_view file, const ReferredEvidence& referred) {
  MUSTER_TRY(const auto records, read_warc(file));
  const WarcRecord *last = nullptr, *redacted = nullptr;
  for (const WarcRecord& record : records) {
    if (record.header(kWarcRole) == kWarcPicture) continue;
    if (record.type == "response" || record.type == "revisit") {
      last = &record;
      redacted = nullptr;
    } else if (record.type == "conversion") {
      redacted = &record;
    }
  }
  if (!last) return std::optional<content::Page>();
  if (redacted) return std::optional(content::read_page(redacted->block, redacted->header("Content-Type")));
  auto [head, body] = head_and_body(last->block);
  std::string whole;
  if (last->type == "revisit") {
    MUSTER_TRY(whole, referred_body(*last, referred));
    body = whole;
  }
  const FetchOptions limits;  // as a visit has them by default
  const auto decoded = decode_body(head, body, {limits.decoded_max_bytes, limits.decoded_ratio_max});
  return std::optional(content::read_page(decoded.bytes, header_value(head, "content-type")));
}

// By the test's id, so that the file is held against the hash that was sealed.
ReferredEvidence Service::Inside::referred() {
  return [this](const std::string& run_id, const std::string&) { return evidence(run_id); };
}

Result<std::optional<content::Page>> Service::page(const std::string& run_id) {
  MUSTER_TRY(const std::string file, evidence(run_id));
  return page_of_evidence(file, inside_->referred());
}

Result<std::string> screenshot_of_evidence(std::string_view file) {
  MUSTER_TRY(const auto records, read_warc(file));
  for (const WarcRecord& record : records)
    if (record.type == "resource" && record.header("WARC-Target-URI").starts_with(kWarcView)) return record.block;
  return not_found("screenshot_missing", "This test's evidence has no screenshot.");
}

Result<void> Service::Inside::each_past(const std::string& cursor,
                                        const std::function<bool(bundles::PastPage&&)>& visit) {
  struct Found {
    std::vector<TestRun> runs;
    std::vector<std::vector<bundles::BundleScore>> scores;
    std::vector<std::optional<std::vector<hashes::PdqHash>>> pictures;
  };
  TestFilter filter;
  filter.after = cursor;
  filter.limit = kPastRunsAtOnce;
  while (true) {
    MUSTER_TRY(Found found, database.read([&](store::Transaction& tx) -> Result<Found> {
      Found out{runs::list(tx, filter), {}, {}};
      for (const TestRun& run : out.runs) {
        out.scores.push_back(bundles::Service::kept(tx, run.id));
        out.pictures.push_back(hashes_of(runs::pictures(tx, run.id)));
      }
      return out;
    }));
    for (std::size_t i = 0; i < found.runs.size(); ++i) {
      const TestRun& run = found.runs[i];
      bundles::PastPage past{run.id, {}, run.score, std::move(found.scores[i]), std::move(found.pictures[i])};
      if (run.error.empty()) {
        const auto file = read_file(folder + "/evidence/" + run.evidence_path, kPastEvidenceBytesMax);
        if (file.ok() && to_hex(sha256(*file)) == run.evidence_sha256)
          if (auto page = page_of_evidence(*file, referred()); page.ok()) past.page = std::move(*page);
      }
      if (!visit(std::move(past))) return {};
    }
    if (found.runs.size() < static_cast<std::size_t>(kPastRunsAtOnce)) return {};
    filter.after = found.runs.back().id;
  }
}

}  // namespace muster::testing
