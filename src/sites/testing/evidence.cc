// A visit as a WARC file.
#include <base/bytes.h>
#include <base/text.h>
#include <testing/fetch.h>
#include <testing/warc.h>

#include <boost/json.hpp>
#include <fmt/format.h>

namespace muster::testing {
namespace json = boost::json;
namespace {

class Evidence {
 public:
  Evidence(const EvidenceNotes& notes, const Clock& clock, Random& random, PayloadsWritten* payloads)
      : notes_(notes), clock_(clock), random_(random), payloads_(payloads) {}

  std::string write(const Visit& visit, std::span<const Visit> pictures) {
    info();
    others();
    for (std::size_t i = 0; i < visit.hops.size(); ++i)
      pair(visit.hops[i], i < notes_.body_sha256.size() ? notes_.body_sha256[i] : "");
    const std::string page_id = last_id_, page_url = last_url_;
    picture_ = true;
    for (const Visit& picture : pictures)
      for (const Hop& hop : picture.hops) pair(hop);
    screenshot();
    last_id_ = page_id;
    last_url_ = page_url;
    metadata(visit);
    return std::move(out_);
  }

 private:
  using Headers = std::vector<std::pair<std::string, std::string>>;

  std::string new_record_id() { return "<urn:uuid:" + new_id(clock_, random_) + ">"; }
  void add(const std::string& type, Headers headers, std::string block) {
    out_ += warc_member({type, std::move(headers), std::move(block)});
  }

  void info() {
    info_id_ = new_record_id();
    add("warcinfo",
        {{"WARC-Record-ID", info_id_},
         {"WARC-Date", to_rfc3339(clock_.now())},
         {"WARC-Filename", notes_.run_id + ".warc.gz"},
         {"Content-Type", "application/warc-fields"}},
        fmt::format("software: {}\r\nformat: WARC File Format 1.1\r\n"
                    "conformsTo: http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/\r\n"
                    "isPartOf: {}\r\n",
                    notes_.software, notes_.run_id));
  }

  void others() {
    std::size_t hops = 0;
    for (const auto& [vantage, visit] : notes_.others) {
      hops += visit.hops.size();
      if (hops > kOtherVisitsHopsMax) break;
      vantage_ = vantage;
      for (const Hop& hop : visit.hops) pair(hop);
    }
    vantage_.clear();
    last_id_.clear();
    last_url_.clear();
  }

  // As others keep it: a resource of its own kind of address (urn:view:).
  void screenshot() {
    if (notes_.screenshot.empty()) return;
    add("resource",
        {{"WARC-Record-ID", new_record_id()},
         {"WARC-Target-URI", kWarcView + notes_.screenshot_url},
         {"WARC-Date", to_rfc3339(clock_.now())},
         {"WARC-Warcinfo-ID", info_id_},
         {kWarcRole, kWarcPicture},
         {"WARC-Payload-Digest", warc_digest(notes_.screenshot)},
         {"Content-Type", "image/jpeg"}},
        notes_.screenshot);
  }

  void converted(const Hop& hop, const std::string& from) {
    Headers conversion{{"WARC-Record-ID", new_record_id()},
                       {"WARC-Target-URI", hop.url},
                       {"WARC-Date", to_rfc3339(hop.started)},
                       {"WARC-Warcinfo-ID", info_id_},
                       {"Content-Type", hop.redacted_type.empty() ? "text/html" : hop.redacted_type}};
    if (!from.empty()) conversion.emplace_back("WARC-Refers-To", from);
    add("conversion", std::move(conversion), hop.redacted);
  }

  // A hop that was never asked for has no records; the metadata tells of it. Where a browser went there by itself, what
  // it saw is there.
  void pair(const Hop& hop, const std::string& body_sha256 = {}) {
    if (hop.request.empty()) {
      if (!hop.redacted.empty()) converted(hop, "");
      return;
    }
    const std::string request_id = new_record_id(), response_id = new_record_id();
    const bool answered = !hop.head.empty();
    Headers common{
        {"WARC-Target-URI", hop.url}, {"WARC-Date", to_rfc3339(hop.started)}, {"WARC-Warcinfo-ID", info_id_}};
    if (!hop.address.empty()) common.emplace_back("WARC-IP-Address", hop.address);
    if (!vantage_.empty()) common.emplace_back(kWarcVantage, vantage_);
    if (picture_) common.emplace_back(kWarcRole, kWarcPicture);
    Headers request = common;
    request.emplace_back("WARC-Record-ID", request_id);
    if (answered) request.emplace_back("WARC-Concurrent-To", response_id);
    request.emplace_back("WARC-Payload-Digest", warc_digest(""));
    request.emplace_back("Content-Type", "application/http; msgtype=request");
    add("request", std::move(request), hop.request);
    last_id_ = request_id;
    last_url_ = hop.url;
    if (!answered) return;
    const auto known_hash = hash_from_hex(body_sha256);
    const std::string digest = known_hash.ok() ? warc_digest(*known_hash) : warc_digest(hop.body);
    Headers response = common;
    response.emplace_back("WARC-Record-ID", response_id);
    response.emplace_back("WARC-Concurrent-To", request_id);
    response.emplace_back("WARC-Payload-Digest", digest);
    if (const KnownPayload* known = earlier(hop, digest)) {
      response.insert(response.end(), {{"WARC-Profile", kWarcSamePayload},
                                       {"WARC-Refers-To", known->record_id},
                                       {"WARC-Refers-To-Target-URI", hop.url},
                                       {"WARC-Refers-To-Date", known->at},
                                       {kWarcRefersToTest, known->run_id},
                                       {kWarcRefersToFile, known->file},
                                       {"Content-Type", "application/http; msgtype=response"}});
      add("revisit", std::move(response), hop.head);
      last_id_ = response_id;
      payloads_->referred.push_back(*known);
      return;
    }
    if (may_be_referred(hop)) payloads_->whole[hop.url] = {digest, "", "", response_id, to_rfc3339(hop.started)};
    if (!hop.withheld.empty())
      response.emplace_back("WARC-Truncated", "unspecified");
    else if (!hop.truncated.empty())
      response.emplace_back("WARC-Truncated", hop.truncated);
    response.emplace_back("Content-Type", "application/http; msgtype=response");
    add("response", std::move(response), hop.head + hop.body);
    last_id_ = response_id;
    if (!hop.redacted.empty()) converted(hop, response_id);
  }

  // Only what stands in the file as it was received, and whole.
  bool may_be_referred(const Hop& hop) const {
    return payloads_ && !picture_ && vantage_.empty() && hop.withheld.empty() && hop.truncated.empty() &&
           hop.redacted.empty() && hop.body.size() >= kRevisitFrom;
  }
  // Within one file the second answer of a URL is written in full: the file that is referred to is another one.
  const KnownPayload* earlier(const Hop& hop, const std::string& digest) const {
    if (!may_be_referred(hop)) return nullptr;
    const auto known = notes_.known.find(hop.url);
    return known != notes_.known.end() && known->second.digest == digest ? &known->second : nullptr;
  }

  void metadata(const Visit& visit) {
    json::array hops;
    for (const Hop& hop : visit.hops)
      hops.push_back(json::object{{"kind", to_text(hop.kind)},
                                  {"url", hop.url},
                                  {"status", hop.status},
                                  {"location", hop.location},
                                  {"address", hop.address},
                                  {"port", hop.port},
                                  {"started", to_rfc3339(hop.started)},
                                  {"took_ms", hop.took.count() / 1000},
                                  {"truncated", hop.truncated},
                                  {"framing", hop.framing},
                                  {"error", hop.error},
                                  {"withheld", hop.withheld},
                                  {"sentence", hop.resolved}});
    const json::object own{{"url", visit.url},
                           {"error", visit.error},
                           {"outcome", outcome_of(visit)},
                           {"robots", visit.robots},
                           {"robots_policy", visit.robots_policy},
                           {"decoding", visit.decode_note},
                           {"charset", visit.page.charset},
                           {"hops", std::move(hops)}};
    std::string all = json::serialize(own);
    all.pop_back();  // the notes are JSON already, written by those who made them
    const auto add_note = [&](const char* name, const std::string& note) {
      ((all += ",\"") += name) += "\":";
      all += note.empty() || !is_valid_utf8(note) ? "null" : note;
    };
    add_note("vantage", notes_.vantage);
    add_note("vantages", notes_.vantages);
    add_note("browser", notes_.browser);
    add_note("findings", notes_.findings);
    all += '}';
    Headers headers{{"WARC-Record-ID", new_record_id()},
                    {"WARC-Date", to_rfc3339(clock_.now())},
                    {"WARC-Warcinfo-ID", info_id_},
                    {"Content-Type", "application/json"}};
    if (!last_id_.empty()) {
      headers.emplace_back("WARC-Target-URI", last_url_);
      headers.emplace_back("WARC-Concurrent-To", last_id_);
    }
    add("metadata", std::move(headers), std::move(all));
  }

  const EvidenceNotes& notes_;
  const Clock& clock_;
  Random& random_;
  PayloadsWritten* payloads_;
  std::string out_, info_id_, last_id_, last_url_, vantage_;
  bool picture_ = false;  // what is written now
};

}  // namespace

std::string evidence_of(const Visit& visit, const EvidenceNotes& notes, const Clock& clock, Random& random,
                        std::span<const Visit> pictures, PayloadsWritten* payloads) {
  return Evidence(notes, clock, random, payloads).write(visit, pictures);
}

}  // namespace muster::testing
