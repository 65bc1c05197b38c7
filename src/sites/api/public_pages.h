// The public pages' handlers and what they ask of the program. Not a public header.
#pragma once

#include "public_html.h"
#include <base/result.h>
#include <cases/service.h>
#include <enforcement/service.h>
#include <filings/service.h>
#include <http/form.h>
#include <http/rate_limit.h>
#include <http/router.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <reports/service.h>

namespace muster::api {

// As functions, so that the pages are tested without a database.
struct PublicParts {
  std::function<Result<std::optional<filings::PublicFiling>>(const std::string& name)> filing_of;
  std::function<Result<std::vector<enforcement::PublicOrder>>(const std::string& name)> orders_of;
  std::function<Result<enforcement::PublicPage>(const std::string& after, int limit)> orders;
  std::function<Result<enforcement::PublicOrder>(const std::string& number)> order;
  std::function<Result<cases::FiledAppeal>(const cases::NewAppeal&)> file_appeal;
  std::function<Result<cases::AppealFile>(const std::string& receipt)> appeal_file;
  // What the ground asks to be shown by the element, in the language.
  std::function<std::string(const std::string& ground, const std::string& element, const std::string& language)>
      element;
};

inline constexpr std::size_t kFormMaxBytes = 64 * 1024;
inline constexpr std::size_t kAppealWordsMax = 10'000;  // characters as the form says; cases checks bytes
inline constexpr int kOrdersOnAPage = 50;

using http::kFormFieldsMax;
using http::parse_form;

http::Response public_home(const http::Request& request);
http::Response public_lookup(const PublicParts& parts, const http::Request& request);
http::Response public_orders(const PublicParts& parts, const http::Request& request);
http::Response public_order(const PublicParts& parts, const http::Request& request);
http::Response public_appeals(const http::Request& request);  // find an order, read an outcome
http::Response public_appeal_outcome(const PublicParts& parts,
                                     const http::Request& request);  // POST: receipts stay out of URLs
void held_against(Html& html, const PublicParts& parts, const std::string& language, const cases::AppealFile& file);
http::Response public_appeal_form(const PublicParts& parts, const http::Request& request);
http::Response public_appeal_file(const PublicParts& parts, const http::Request& request);

// Pieces that several pages share.
void lookup_form(Html& html, const std::string& language, const std::string& name);
void order_line(Html& html, const std::string& language, const enforcement::PublicOrder& order);
bool order_stands(const enforcement::PublicOrder& order);      // or is stayed
bool order_appealable(const enforcement::PublicOrder& order);  // also after its end, unless an appeal ended it
PublicPage failed_page(const std::string& language, const Error& error);
std::string filled(std::string_view words, std::string_view hole, std::string_view with);

// What the pages of reports ask; both limiters are shared with the API without sign-in.
struct ReportParts {
  std::vector<std::string> grounds;  // that the public reports on
  std::function<Result<reports::Receipt>(const reports::NewReport&)> report;
  std::function<Result<reports::Status>(const std::string&number, const std::string&secret)> status, withdraw;
  std::shared_ptr<http::RateLimiter> reports, looks;  // of a client
};
void add_report_pages(http::Router& router, const ReportParts& parts);
// Too many from one client: a page that says so, not a JSON problem.
http::Handler within(const std::shared_ptr<http::RateLimiter>& limiter, http::Handler handler);
std::string_view public_file(std::string_view name);  // of api/public

void add_public_pages(http::Router& router, const PublicParts& parts, const Clock& clock);

}  // namespace muster::api
