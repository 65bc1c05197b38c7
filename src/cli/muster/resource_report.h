// What `muster resource` prints.
#pragma once

#include <events/event.h>
#include <resources/import.h>
#include <resources/service.h>
#include <resources/sub_assignment.h>

#include <map>
#include <string>
#include <vector>

namespace muster::parties {
class Service;
}

namespace muster::cli {

// Names of parties, each asked for once.
class PartyNames {
 public:
  explicit PartyNames(const parties::Service& service) : service_(&service) {}
  const std::string& of(const std::string& id) const;

 private:
  const parties::Service* service_;
  mutable std::map<std::string, std::string> names_;
};

// The first faults, on standard error or for JSON.
class ResourceReport {
 public:
  ResourceReport(bool json, int shown_max) : json_(json), shown_max_(shown_max) {}
  void add(std::int64_t line, const std::string& range, const Error& error);
  std::int64_t count() const { return count_; }
  std::int64_t not_shown() const { return count_ - shown_; }
  const std::vector<resources::LineError>& kept() const { return kept_; }

 private:
  bool json_;
  int shown_max_;
  std::int64_t count_ = 0, shown_ = 0;
  std::vector<resources::LineError> kept_;
};

void print_import(const resources::ImportResult& result, bool dry_run, bool json, const ResourceReport& report);
void print_block(const resources::Block& block, const std::vector<resources::Tenant>& path,
                 const std::vector<resources::Block>& children, const std::vector<events::Event>& history,
                 const PartyNames& names, bool json);
void print_blocks(const resources::BlockPage& page, const PartyNames& names, bool json);
void print_chain(const std::string& address, const std::vector<resources::Tenant>& chain, const PartyNames& names,
                 bool json);
void print_examined(const resources::Examined& done, bool json, const ResourceReport& report);

}  // namespace muster::cli
