// What a provider is told of an order, as a report of XARF v4 (xarf.org, schemas 4.2.0): one JSON object that an abuse
// desk reads like every other report. Which type stands for which ground is a choice (docs/decisions/0040): XARF has no
// type for an authority's order, nor for most grounds. Pure.
#pragma once

#include <base/result.h>
#include <base/time.h>

#include <optional>
#include <string>

namespace muster::sharing {

struct XarfOrganisation {
  std::string name, email;  // what stands behind the @ is taken for its domain
};

struct XarfOrder {
  std::string order_id, number, ground, law, article, authority, measure;
  std::string scope_kind, scope_value;  // host, domain, url
  std::string page;                     // that the case is about, "" the whole site
  XarfOrganisation reporter, sender;    // whose order it is; who tells of it
  std::string order_url;                // where everybody reads it and appeals, "" nowhere
  Instant issued_at, expires_at;
  std::optional<Instant> seen_at;  // when a test last saw what the order is about
  bool sealed = false;
};

// Errors: xarf_sealed (what such an order is about is told by hand alone), xarf_measure (a contract is no site),
// xarf_sender (an organisation without name or e-mail address).
Result<std::string> xarf_json(const XarfOrder& order);

}  // namespace muster::sharing
