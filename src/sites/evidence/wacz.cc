#include "court_bundle.h"
#include <base/bytes.h>

#include <algorithm>

#include <boost/json.hpp>
#include <evidence/cdxj.h>

namespace muster::evidence {
namespace {

namespace json = boost::json;

std::string wacz_digest(const std::string& bytes) {
  return "sha256:" + to_hex(sha256(bytes));
}

}  // namespace

Result<std::string> wacz_of(const BundleParts& parts) {
  std::vector<ZipEntry> files;
  std::vector<std::string> lines;
  std::string pages = R"({"format":"json-pages-1.0","id":"pages","title":"All Pages"})"
                      "\n";
  for (const BundledTest& test : parts.tests) {
    if (test.destroyed) continue;
    const std::string name = test.run.id + ".warc.gz";
    MUSTER_TRY(const auto index, index_of(test.warc, name));
    for (const CdxjLine& line : index) lines.push_back(to_text(line));
    files.push_back({"archive/" + name, test.warc, false});
    if (test.referred) continue;
    const std::string& shown = test.run.final_url.empty() ? test.run.url : test.run.final_url;
    pages +=
        json::serialize(json::object{
            {"id", test.run.id}, {"url", shown}, {"ts", to_rfc3339(test.run.started_at)}, {"title", test.run.url}}) +
        "\n";
  }
  std::sort(lines.begin(), lines.end());
  std::string index;
  for (const std::string& line : lines) index += line + "\n";
  files.push_back({"indexes/index.cdx", std::move(index)});
  files.push_back({"pages/pages.jsonl", std::move(pages)});
  json::array resources;
  for (const ZipEntry& file : files)
    resources.push_back(json::object{{"name", file.path.substr(file.path.find('/') + 1)},
                                     {"path", file.path},
                                     {"hash", wacz_digest(file.bytes)},
                                     {"bytes", file.bytes.size()}});
  const std::string package = json::serialize(json::object{{"profile", "data-package"},
                                                           {"wacz_version", "1.1.1"},
                                                           {"title", parts.request.title},
                                                           {"created", to_rfc3339(parts.made_at)},
                                                           {"software", parts.options.software},
                                                           {"resources", std::move(resources)}});
  files.push_back({"datapackage-digest.json",
                   json::serialize(json::object{{"path", "datapackage.json"}, {"hash", wacz_digest(package)}})});
  files.push_back({"datapackage.json", package});
  return make_zip(files, parts.made_at);
}

}  // namespace muster::evidence
