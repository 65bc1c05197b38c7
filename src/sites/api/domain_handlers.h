// Domains and their holders, and the public's RDAP: handlers, one an action. Not a public header.
#pragma once

#include "filing_handlers.h"
#include <holders/rdap.h>
#include <holders/service.h>
#include <http/router.h>

namespace muster::api {

http::Response domain_list(const Services& services, const http::Request& request);
http::Response domain_show(const Services& services, const http::Request& request);
http::Response domain_event(const Services& services, const http::Request& request);
http::Response domain_flag_event(const Services& services, const http::Request& request);
http::Response domain_relation_create(const Services& services, const http::Request& request);
http::Response domain_relation_event(const Services& services, const http::Request& request);
http::Response domain_import(const Services& services, const http::Request& request);

inline constexpr const char* kDomainImportJob = "domains_import";
// What the job does: the uploaded document into the registrations. Its result is an ImportReport.
Result<std::string> run_domain_import(const Services& services, jobs::JobContext& context);

// A domain's whole page, with its ETag.
http::Response domain_answer(const Services& services, const std::string& name, const std::string& purpose,
                             const http::Principal& who);
json::object flag_json(const holders::Flag& flag);
json::array flags_json(const std::vector<holders::Flag>& flags);
json::object relation_json(const holders::RegistrantRelation& relation);

// Everything of RDAP under /rdap; `ip` answers for addresses where there is a room of address resources.
void add_rdap(http::Router& router, const Services& services, holders::IpPort ip);

struct RdapAsk {
  const Services& services;
  const http::Request& request;
  holders::RdapContext context;
};
http::Response rdap_answer(int status, std::string body);
http::Response rdap_failed(const RdapAsk& ask, const Error& error);
http::Response rdap_find_domain(const RdapAsk& ask);
http::Response rdap_find_entity(const RdapAsk& ask);
http::Response rdap_find_name_server(const RdapAsk& ask);
http::Response rdap_find_ip(const RdapAsk& ask, const holders::IpPort& ip);
http::Response rdap_search_domains(const RdapAsk& ask);
http::Response rdap_search_entities(const RdapAsk& ask);
http::Response rdap_search_name_servers(const RdapAsk& ask);
// A name with its registration, its holder and what is filed.
Result<holders::DomainView> rdap_view(const Services& services, holders::Registration registration);
}  // namespace muster::api
