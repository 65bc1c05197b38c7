// Test sites that are allowed explicitly: host → the one "address:port" where it may be reached. Copies share what they
// hold until one of them is changed: options are copied for every page, and a farm may have a million sites.
#pragma once

#include <map>
#include <memory>
#include <string>

namespace muster::testing {

class FarmSites {
 public:
  using Map = std::map<std::string, std::string>;
  FarmSites() = default;
  FarmSites(Map sites) : sites_(std::make_shared<Map>(std::move(sites))) {}

  auto find(const std::string& host) const { return all().find(host); }
  auto begin() const { return all().begin(); }
  auto end() const { return all().end(); }
  bool contains(const std::string& host) const { return all().contains(host); }
  bool empty() const { return all().empty(); }
  std::size_t size() const { return all().size(); }
  std::string& operator[](const std::string& host) {
    if (!sites_ || sites_.use_count() > 1) sites_ = std::make_shared<Map>(all());
    return (*sites_)[host];
  }

 private:
  const Map& all() const {
    static const Map kNone;
    return sites_ ? *sites_ : kNone;
  }
  std::shared_ptr<Map> sites_;
};

}  // namespace muster::testing
