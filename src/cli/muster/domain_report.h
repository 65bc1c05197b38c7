// What `muster domain` prints.
#pragma once

#include <holders/import.h>
#include <holders/service.h>

#include <string>
#include <vector>

namespace muster::cli {

void print_domain(const holders::Registration& domain, const holders::Holder& holder,
                  const std::vector<holders::Flag>& flags, bool json);
void print_domains(const holders::DomainPage& page, bool json);
void print_domain_fault(const holders::LineError& error);
void print_domain_import(const holders::ImportResult& result, bool dry_run, bool json,
                         const std::vector<holders::LineError>& kept, std::int64_t not_shown);

}  // namespace muster::cli
