// A feed world that shares: what it tells, its peers, and their questions answered in the process. For tests that link
// the room `sharing`.
#pragma once

#include <base/text.h>
#include <jobs/jobs.h>

#include <bundles/bundles.h>
#include <fmt/format.h>
#include <sharing/peers.h>
#include <sharing/publisher.h>
#include <sharing/taxii.h>
#include <support/feed_world.h>

namespace muster::test {

class ShareWorld : public FeedWorld {
 public:
  explicit ShareWorld(store::Backend backend, const std::string& name = "carrier")
      : FeedWorld(backend),
        publisher(*db, recorder, feeds, {name, name + "+key"}),
        peers(*db, recorder, policy, testing_service, folder + "/peer-tokens",
              [this](const std::string& url, const std::string&) { return answer(url); }) {
    enrol_authority();
    enrol_witness();
  }

  void settle() {
    while (must(publisher.step()).more) {
    }
  }
  // By its address: whom this world reads. `cut`: nobody is reached.
  std::map<std::string, ShareWorld*> others;
  bool cut = false;
  int page_max = 1000;  // that others answer with
  int asked = 0;
  std::string add_peer(ShareWorld& other, const std::string& url) {
    others[url] = &other;
    return must(peers.add(operator_person, {"other " + url, other.publisher.speaker().id(), url, "token"},
                          publisher.speaker().id()))
        .peer.id;
  }
  // As the server of the other would answer it.
  Result<sharing::Answer> answer(const std::string& url) {
    ++asked;
    const auto at = url.find("objects/?");
    const auto other = others.find(url.substr(0, at));
    if (cut || at == std::string::npos || other == others.end())
      return unavailable("peer_unreachable", "The peer gave no answer.");
    sharing::Query query;
    for (const auto part : split(std::string_view(url).substr(at + 9), '&')) {
      const auto equals = part.find('=');
      query.emplace_back(decoded(part.substr(0, equals)), decoded(part.substr(equals + 1)));
    }
    MUSTER_TRY(auto filter, sharing::filter_of(query));
    filter.limit = std::min(filter.limit, page_max);
    MUSTER_TRY(const auto page, other->second->publisher.objects(filter));
    const auto json = sharing::page_json(page, sharing::Shape::objects);
    return sharing::Answer{json.json, json.added_last};
  }
  // Peers of a policy that takes few objects a day, and makes three clues of them.
  void objects_a_day(int most) {
    limited_policy = std::make_unique<policy::Policy>(
        must(policy::Policy::parse(fmt::format("[sharing]\nobjects_a_day = {}\nclues_a_day = 3\n", most))));
    limited_peers = std::make_unique<sharing::Peers>(*db, recorder, *limited_policy, testing_service,
                                                     folder + "/peer-tokens", sharing::ask_by_http);
  }
  std::unique_ptr<policy::Policy> limited_policy;
  std::unique_ptr<sharing::Peers> limited_peers;
  std::vector<sharing::Received> received(const std::string& state = "") {
    return must(peers.received("", state, "", 500));
  }
  // "bad.example *.bad.example", of all that stands.
  std::string received_names() {
    std::vector<std::string> all;
    for (const auto& each : received())
      if (!each.revoked)
        for (const auto& name : each.names) all.push_back((name.wildcard ? "*." : "") + name.name);
    std::sort(all.begin(), all.end());
    std::string out;
    for (const auto& each : all) out += (out.empty() ? "" : " ") + each;
    return out;
  }

  jobs::Service jobs_service{*db, clock, random};
  bundles::Service bundles_service{*db, recorder, policy, &jobs_service, folder + "/bundles"};
  testing::Service testing_service{*db, recorder, bundles_service, &jobs_service, folder};
  sharing::Publisher publisher;
  sharing::Peers peers;

 private:
  static std::string decoded(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '%') {
        out += from_hex(text.substr(i + 1, 2)).value();
        i += 2;
      } else {
        out += text[i];
      }
    }
    return out;
  }
};

}  // namespace muster::test
